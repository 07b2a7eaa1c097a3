"""Simulated conversations as entries of the learning log: what the gate and training from logs read of live ones."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from chatrec.offline.policy.simulator import Conversation, moves
from chatrec.policy.domain import Decider
from chatrec.vocabulary.learning import Decided, Entry, Happened, ShownItem
from chatrec.vocabulary.turn import EventType
from chatrec.vocabulary.words import Move

__all__ = ["log_of"]

_TURN_MS: Final = 30_000


def log_of(
    conversation: Conversation, decider: Decider, session_id: str, *, catalogue: str = "simulated", start_ms: int = 0
) -> Iterator[Entry]:
    """Let a decider hold a conversation; give each decision with its propensity, and the item that was accepted.

    Each is of another user. A turn takes half a minute. Items go by their numbers in the table.
    """
    for turn, played in enumerate(moves(conversation, decider), start=1):
        now_ms = start_ms + turn * _TURN_MS
        chosen, outcome = played.chosen, played.outcome
        scores = dict(zip(played.choice.item_ids, played.choice.scores, strict=True))
        shown = tuple(ShownItem(str(item), score=scores.get(str(item), 1.0)) for item in outcome.slate)
        yield Decided(
            session_id=session_id,
            turn=turn,
            request_id=f"{session_id}/{turn}",
            unix_ms=now_ms,
            catalogue=catalogue,
            choice=replace(played.choice, subject=session_id),
            move=chosen.move,
            facet=chosen.facet if chosen.move is Move.ASK else "",
            propensity=chosen.propensity,
            policy_id=decider.policy_id,
            shown=shown,
        )
        if outcome.accepted:
            event_id, item = f"{session_id}/accept", str(outcome.taken)
            yield Happened(event_id, session_id, turn, item, EventType.ACCEPT, 0.0, now_ms, now_ms, session_id)
