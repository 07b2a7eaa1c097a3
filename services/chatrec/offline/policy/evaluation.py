"""How a decider fares with people: the same people for every decider, so that differences are paired."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from chatrec.offline.policy.beliefs import Facts
from chatrec.offline.policy.simulator import Conversation, play
from chatrec.offline.policy.tables import Numbers
from chatrec.policy.domain import Decider, NextMove, Values
from chatrec.vocabulary.decisions import Choice
from chatrec.vocabulary.words import Move

__all__ = ["AlwaysAsk", "Gain", "NeverAsk", "Scores", "gain", "try_out"]

_NORMAL_95: Final = 1.96


class NeverAsk:
    """Shows items in every turn."""

    policy_id = "never_ask"

    def decide(self, choice: Choice) -> NextMove:
        """Recommend."""
        del choice
        return NextMove(Move.RECOMMEND)


class AlwaysAsk:
    """Asks for the facet of highest gain wherever asking is allowed."""

    policy_id = "always_ask"

    def decide(self, choice: Choice) -> NextMove:
        """Ask if possible."""
        if choice.may_ask and choice.facets:
            return NextMove(Move.ASK, choice.facets[int(np.argmax(choice.gain_bits))])
        return NextMove(Move.RECOMMEND)


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What a decider reached: one reward a conversation, and means over conversations."""

    rewards: Numbers
    accepted: float
    accepted_first: float
    questions: float
    turns: float

    def summary(self) -> dict[str, float]:
        """Give the means, rounded for a card."""
        means = {
            "reward": float(self.rewards.mean()),
            "accepted": self.accepted,
            "accepted_in_first_slate": self.accepted_first,
            "questions": self.questions,
            "turns": self.turns,
        }
        return {name: round(mean, 4) for name, mean in means.items()}


@dataclass(frozen=True, slots=True)
class Gain:
    """The mean difference of two deciders' rewards, paired by conversation, and its 95 % interval."""

    mean: float
    low: float
    high: float


def try_out(
    decider: Decider, catalogues: Sequence[Facts], people: int, seed: int, values: Values | None = None
) -> Scores:
    """Let a decider talk with people, the catalogues by turns."""
    held = []
    for number in range(people):
        rng = np.random.default_rng((seed, number))
        talk = play(Conversation(catalogues[number % len(catalogues)], rng, values=values), decider)
        last_choice, last = talk[-1]
        held.append(
            (
                sum(outcome.reward for _, outcome in talk),
                last.accepted,
                last.accepted and last_choice.belief.slates == 0,
                last_choice.belief.questions,
                len(talk),
            )
        )
    columns = np.asarray(held, np.float64)
    return Scores(columns[:, 0], *columns[:, 1:].mean(axis=0).tolist())


def gain(ours: Scores, theirs: Scores) -> Gain:
    """Compare two deciders that talked with the same people."""
    differences = ours.rewards - theirs.rewards
    mean, half = float(differences.mean()), _NORMAL_95 * float(differences.std()) / len(differences) ** 0.5
    return Gain(round(mean, 4), round(mean - half, 4), round(mean + half, 4))
