"""Conversations as the orchestrator logs them, decided by real policies, answered by people who like to be asked."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from chatrec.orchestrator.adapters.learning_log import SqliteLearningLog
from chatrec.policy.domain import LearnedDecider
from chatrec.policy.domain.features import ACTIONS, RECOMMEND
from chatrec.policy.domain.ports import Floats
from chatrec.vocabulary.decisions import Belief, Choice
from chatrec.vocabulary.learning import Decided, Happened, ShownItem
from chatrec.vocabulary.turn import EventType
from chatrec.vocabulary.words import Move

HOUR_MS = 3_600_000


class Leaning:
    """A network that leans to one action by a fixed logit."""

    def __init__(self, action: int, logit: float) -> None:
        self._logits = np.zeros(len(ACTIONS), np.float32)
        self._logits[action] = logit

    def logits(self, features: Floats) -> Floats:
        return self._logits


def a_choice(subject: str, rng: np.random.Generator, turn: int = 0) -> Choice:
    return Choice(
        belief=Belief(turn=turn, matched=40, entropy_bits=float(rng.uniform(2.0, 6.0))),
        facets=("brand", "price"),
        gain_bits=(1.5, 1.0),
        coverage=(1.0, 0.9),
        scores=tuple(np.sort(rng.random(8))[::-1].tolist()),
        subject=subject,
    )


def decided(session_id: str, turn: int = 1, *, items: tuple[str, ...] = ("a", "b"), **more: object) -> Decided:
    facts: dict[str, object] = {
        "request_id": f"{session_id}-{turn}",
        "unix_ms": HOUR_MS,
        "catalogue": "shop",
        "choice": a_choice("u1", np.random.default_rng(1)),
        "move": Move.RECOMMEND,
        "facet": "",
        "propensity": 1.0,
        "policy_id": "learned-1",
        "shown": tuple(ShownItem(item, (("made_by", f"maker-{item}"),)) for item in items),
    }
    return Decided(session_id=session_id, turn=turn, **(facts | more))  # type: ignore[arg-type]


def happened(session_id: str, item_id: str = "a", kind: EventType = EventType.ACCEPT, **more: object) -> Happened:
    facts: dict[str, object] = {
        "event_id": f"{session_id}/{item_id}/{kind}",
        "turn": 1,
        "value": 0.0,
        "unix_ms": HOUR_MS + 1_000,
        "heard_unix_ms": HOUR_MS + 2_000,
    }
    return Happened(session_id=session_id, item_id=item_id, type=kind, **(facts | more))  # type: ignore[arg-type]


def write_conversations(
    path: Path,
    policy_of: Callable[[str], LearnedDecider],
    count: int,
    *,
    first: int = 0,
    unix_ms: int = HOUR_MS,
    asked: float = 0.7,
    unasked: float = 0.3,
    shadow: str = "",
    failing: bool = False,
) -> None:
    """Hold conversations of one or two moves and log them; who was asked accepts with another chance.

    A policy in the shadow decides beside, or is asked and fails.
    """
    rng = np.random.default_rng((first, count))
    log = SqliteLearningLog(path, max_entries=10**9)
    log._connection.execute("BEGIN")
    for number in range(first, first + count):
        session, subject = f"s{number}", f"u{number}"
        policy = policy_of(subject)
        for turn in (1, 2):
            choice = a_choice(subject, rng, turn)
            move = policy.decide(choice)
            shows = move.move is Move.RECOMMEND or turn == 2
            entry = decided(
                session,
                turn,
                items=("a",) if shows else (),
                unix_ms=unix_ms + number,
                choice=choice,
                move=move.move,
                facet=move.facet,
                propensity=move.propensity,
                policy_id=policy.policy_id,
                trial_policy_id=shadow,
                trial_failed=failing,
            )
            log.append(entry, subject)
            if shows:
                break
        if rng.random() < (asked if turn == 2 else unasked):
            log.append(happened(session, turn=turn, user_id=subject, heard_unix_ms=unix_ms + number + 5), subject)
    log._connection.execute("COMMIT")
    log.close()


ASKS = 1
SHOWS = RECOMMEND
