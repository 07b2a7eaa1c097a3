"""The planner: one step of look-ahead over two turns, by expected value.

h(H) is the chance that a slate of k items holds one that will be accepted, when the belief has H bits of entropy:
2^H items are about equally likely, so h(H) = 1 - exp(-a k / 2^H); `a` says how many items would do. Then

    V(recommend) = h(H) + (1 - h(H)) (-c_m + s_m h(H_m))
    V(ask f)     = -c_q + s_q (p h(H - g) + (1 - p) h(H))

g is the gain of f in bits, p the chance that the question is answered (coverage less "don't know"), c the cost of a
turn, s the chance that the user is still there after it, H_m the entropy once the slate is struck out. Both sides end
with the same number of turns, so that patience and not the horizon decides.
"""

import math
from dataclasses import dataclass
from typing import Final

from chatrec.policy.domain.features import best_facets
from chatrec.policy.domain.ports import NextMove
from chatrec.vocabulary.decisions import Belief, Choice
from chatrec.vocabulary.words import Move

__all__ = ["Planner", "Prospects"]

_VERSION: Final = "planner-1"


@dataclass(frozen=True, slots=True)
class Prospects:
    """What the planner expects of people; chances of 0 to 1, costs in units of an accepted item.

    Attributes:
        acceptable: Items that would do, for each item of a slate: `a` above.
        unanswered: Chance that a question is met by "I don't know" although the items have the facet.
        question_cost: What a question costs.
        miss_cost: What a slate costs in which nothing pleases.
        leaving: Chance that a user leaves after any turn.
        leaving_asked: Chance on top of it after a question, for every question asked already.
        leaving_interested: Chance on top of it after a question to somebody who has said what they want.
    """

    acceptable: float = 1.5
    unanswered: float = 0.2
    question_cost: float = 0.1
    miss_cost: float = 0.1
    leaving: float = 0.06
    leaving_asked: float = 0.06
    leaving_interested: float = 0.08


class Planner:
    """Decides by expected value; it has learned nothing and needs nothing."""

    def __init__(self, prospects: Prospects = Prospects()) -> None:
        """Keep what is expected of people."""
        self._expected = prospects

    @property
    def policy_id(self) -> str:
        """Name and version."""
        return _VERSION

    def decide(self, choice: Choice) -> NextMove:
        """Ask for the facet of highest value where that beats recommending now."""
        askable = best_facets(choice) if choice.may_ask and not choice.belief.impatient else ()
        if not askable:
            return NextMove(Move.RECOMMEND)
        values = {position: self.value_of_asking(choice, position) for position in askable}
        best = max(askable, key=values.__getitem__)
        if values[best] <= self.value_of_recommending(choice):
            return NextMove(Move.RECOMMEND)
        return NextMove(Move.ASK, choice.facets[best])

    def value_of_recommending(self, choice: Choice) -> float:
        """Give the expected value of showing items now, and others in the turn after it."""
        belief = choice.belief
        hit = self._hit(belief.entropy_bits, belief.slate_size)
        left = max(0.0, 1.0 - belief.slate_size / 2.0**belief.entropy_bits)
        next_bits = belief.entropy_bits + math.log2(left) if left > 0.0 else 0.0
        next_hit = self._hit(next_bits, belief.slate_size) if left > 0.0 else 0.0
        return hit + (1.0 - hit) * ((1.0 - self._expected.leaving) * next_hit - self._expected.miss_cost)

    def value_of_asking(self, choice: Choice, position: int) -> float:
        """Give the expected value of asking for a facet now and showing items in the turn after it."""
        belief, expected = choice.belief, self._expected
        answered = choice.coverage[position] * (1.0 - expected.unanswered)
        if answered <= 0.0:
            return -expected.question_cost
        after = self._hit(max(0.0, belief.entropy_bits - choice.gain_bits[position]), belief.slate_size)
        hit = answered * after + (1.0 - answered) * self._hit(belief.entropy_bits, belief.slate_size)
        return self._staying(belief) * hit - expected.question_cost

    def _hit(self, entropy_bits: float, slate_size: int) -> float:
        return 1.0 - math.exp(-self._expected.acceptable * slate_size / 2.0**entropy_bits)

    def _staying(self, belief: Belief) -> float:
        expected = self._expected
        interested = expected.leaving_interested if belief.preferences else 0.0
        return max(0.0, 1.0 - expected.leaving - expected.leaving_asked * belief.questions - interested)
