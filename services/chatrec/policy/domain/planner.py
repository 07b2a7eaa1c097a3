"""The planner: one step of look-ahead by expected value, with "show slates until the end" as the value of what follows.

Showing slates for n turns is worth W_n(H) where the belief has H bits of entropy (`showing`), and asking for facet f
first is worth

    V_n(f) = -c_q + s_q (p W_n-1(H - g) + (1 - p) W_n-1(H))

g is the gain of f in bits, p the chance that the question is answered (coverage less "don't know"), c the cost of a
turn, s the chance that the user is still there after it. The best facet is asked for where V_n(f) > W_n(H).
Source: rollout as policy improvement (Bertsekas, "Rollout algorithms", 2013), its base policy known in closed form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from chatrec.policy.domain.features import best_facets
from chatrec.policy.domain.ports import NextMove
from chatrec.policy.domain.showing import Showing
from chatrec.vocabulary.decisions import Belief, Choice
from chatrec.vocabulary.words import Move

__all__ = ["Planner", "Prospects"]

_VERSION: Final = "planner-1"
_INTERESTED: Final = 3


@dataclass(frozen=True, slots=True)
class Prospects:
    """What the planner expects of people; chances of 0 to 1, costs in units of an accepted item.

    Attributes:
        acceptable: Items that would do.
        unanswered: Chance that a question is met by "I don't know" although the items have the facet.
        question_cost: What a question costs.
        miss_cost: What a slate costs in which nothing pleases.
        miss_bits: What such a slate teaches.
        leaving_asked: Chance that a user leaves after a question,
        leaving_asked_again: more for every question before,
        leaving_interested: and more the more they have said of what they want, all of it from three things on.
        leaving_missed: Chance that a user leaves after a slate in which nothing pleases.
        turns: Turns that a conversation has left.
    """

    acceptable: float = 4.0
    unanswered: float = 0.2
    question_cost: float = 0.1
    miss_cost: float = 0.1
    miss_bits: float = 1.0
    leaving_asked: float = 0.05
    leaving_asked_again: float = 0.05
    leaving_interested: float = 0.2
    leaving_missed: float = 0.2
    turns: int = 6


class Planner:
    """Decides by expected value; it has learned nothing and needs nothing."""

    def __init__(self, prospects: Prospects = Prospects()) -> None:
        """Keep what is expected of people."""
        self._expected = prospects
        self._showing = Showing(
            acceptable=prospects.acceptable,
            miss_cost=prospects.miss_cost,
            miss_bits=prospects.miss_bits,
            staying=1.0 - prospects.leaving_missed,
        )

    @property
    def policy_id(self) -> str:
        """Name and version."""
        return _VERSION

    def decide(self, choice: Choice) -> NextMove:
        """Ask for the facet of highest value where that beats recommending now."""
        askable = best_facets(choice) if choice.may_ask and not choice.belief.impatient else ()
        if not askable:
            return NextMove(Move.RECOMMEND)
        values = dict(zip(askable, self._values_of_asking(choice, askable), strict=True))
        best = max(askable, key=values.__getitem__)
        if values[best] <= self.value_of_recommending(choice):
            return NextMove(Move.RECOMMEND)
        return NextMove(Move.ASK, choice.facets[best])

    def value_of_recommending(self, choice: Choice) -> float:
        """Give the expected value of showing items now."""
        belief = choice.belief
        return float(self._showing.worth(belief.entropy_bits, slate_size=belief.slate_size, turns=self._expected.turns))

    def value_of_asking(self, choice: Choice, position: int) -> float:
        """Give the expected value of asking for a facet now and showing items from then on."""
        return self._values_of_asking(choice, (position,))[0]

    def _values_of_asking(self, choice: Choice, positions: Sequence[int]) -> list[float]:
        belief, expected = choice.belief, self._expected
        bits = [belief.entropy_bits, *(belief.entropy_bits - choice.gain_bits[position] for position in positions)]
        worth = self._showing.worth(bits, slate_size=belief.slate_size, turns=expected.turns - 1)
        as_before, informed = worth[0], worth[1:]
        answered = np.array([choice.coverage[position] for position in positions]) * (1.0 - expected.unanswered)
        values = self._staying(belief) * (answered * informed + (1.0 - answered) * as_before) - expected.question_cost
        return [float(value) for value in values]

    def _staying(self, belief: Belief) -> float:
        expected = self._expected
        interested = expected.leaving_interested * min(1.0, belief.preferences / _INTERESTED)
        return max(0.0, 1.0 - expected.leaving_asked - expected.leaving_asked_again * belief.questions - interested)
