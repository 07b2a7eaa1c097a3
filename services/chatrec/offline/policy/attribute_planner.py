"""The planner of dialogues that ask for attributes: look one move ahead, and what follows is worth its cost to go.

With n moves left, h the chance that the slate holds the item, c the cost of a move and V what a belief is worth,

    showing is worth   h + (1 - h) (V_n-1(rest) - c)
    asking is worth    P(yes) V_n-1(after yes) + P(no) V_n-1(after no) - c

and the better is done. V sees of a belief only how it is spread (`spread`). In closed form it is that of the service's
planner, showing slates until the end (`chatrec.policy.domain.showing`): both are rollouts of one base policy
(Bertsekas, "Rollout algorithms", 2013). A fitted V is in `cost_to_go`.
"""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from chatrec.offline.policy.attribute_beliefs import AttributeBeliefs
from chatrec.offline.policy.spread import ORDERS, entropies_bits
from chatrec.policy.domain.showing import Showing

__all__ = [
    "AsksNothing",
    "AttributePlanner",
    "AttributePolicy",
    "CostToGo",
    "Foreseen",
    "MostInformative",
    "Moves",
    "SlatesToTheEnd",
    "foresee",
]

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MOVE_COST: Final = 0.02
"""In units of a success; chosen on valid."""

_ONE_ITEM: Final = Showing(acceptable=1.5, miss_cost=MOVE_COST, miss_bits=0.1)
_QUESTIONS: Final = 64
_LEAST_GAIN_BITS: Final = 1e-3
_SHANNON: Final = ORDERS.index(1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """What to do in each dialogue.

    Attributes:
        shows: Whether to show the slate; else the attribute is asked for.
        slates: Dialogues x slate size, best first.
        attributes: (dialogues,).
    """

    shows: Bools
    slates: Longs
    attributes: Longs


@dataclass(frozen=True, slots=True, eq=False)
class Foreseen:
    """What one move may lead to, whatever it is worth.

    Attributes:
        entropies_bits: How the beliefs are spread now, dialogues x orders.
        slates: Dialogues x slate size, best first.
        hit: Chance that the slate holds the item, (dialogues,).
        rest_bits: How the belief is spread if it does not, dialogues x orders.
        attributes: Questions, dialogues x questions.
        gains_bits: What they tell.
        chances: Of a yes and of a no, 2 x dialogues x questions.
        outlooks_bits: How the belief is spread after them, 2 x dialogues x questions x orders.
    """

    entropies_bits: Floats
    slates: Longs
    hit: Floats
    rest_bits: Floats
    attributes: Longs
    gains_bits: Floats
    chances: Floats
    outlooks_bits: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """What a planner sees one move ahead.

    Attributes:
        entropies_bits: How the beliefs are spread now, dialogues x orders.
        hit: Chance that the slate holds the item, (dialogues,).
        slates: Dialogues x slate size, best first.
        showing: What showing is worth, (dialogues,).
        attributes: The best questions, best first, dialogues x questions.
        asking: What they are worth; -inf where nothing is to be learned.
        affirmed: Chances of a yes.
        gains_bits: What they tell.
    """

    entropies_bits: Floats
    hit: Floats
    slates: Longs
    showing: Floats
    attributes: Longs
    asking: Floats
    affirmed: Floats
    gains_bits: Floats


class AttributePolicy(Protocol):
    """Decides in many dialogues at once."""

    def decide(self, beliefs: AttributeBeliefs, moves_left: int) -> Moves:
        """Decide with so many moves left, this one among them."""
        ...


class CostToGo(Protocol):
    """What beliefs are worth."""

    def __call__(self, entropies_bits: Floats, moves_left: int) -> Floats:
        """Give the expected successes less what moves will cost, of entropies (..., orders); 0 with no move left."""
        ...


@dataclass(frozen=True, slots=True)
class SlatesToTheEnd:
    """The worth of showing slates until the end, in closed form."""

    slate_size: int
    showing: Showing = _ONE_ITEM

    def __call__(self, entropies_bits: Floats, moves_left: int) -> Floats:
        """Give the worth by Shannon's entropy alone."""
        bits = entropies_bits[..., _SHANNON]
        return self.showing.worth(bits, slate_size=self.slate_size, turns=moves_left).astype(np.float32)


@dataclass(frozen=True, slots=True)
class AttributePlanner:
    """Looks one move ahead."""

    cost_to_go: CostToGo
    slate_size: int
    move_cost: float = MOVE_COST

    def decide(self, beliefs: AttributeBeliefs, moves_left: int) -> Moves:
        """Do what is worth more."""
        ahead = self.look(beliefs, moves_left, 1)
        return Moves(ahead.asking[:, 0] <= ahead.showing, ahead.slates, ahead.attributes[:, 0])

    def look(self, beliefs: AttributeBeliefs, moves_left: int, questions: int) -> Ahead:
        """Look one move ahead, at showing and at so many of the best questions."""
        foreseen = foresee(beliefs, self.slate_size, _QUESTIONS)
        showing, asking = self.worth(foreseen, moves_left)
        best = np.argsort(-asking, axis=1, kind="stable")[:, :questions]
        return Ahead(
            entropies_bits=foreseen.entropies_bits,
            hit=foreseen.hit,
            slates=foreseen.slates,
            showing=showing,
            attributes=np.take_along_axis(foreseen.attributes, best, axis=1),
            asking=np.take_along_axis(asking, best, axis=1),
            affirmed=np.take_along_axis(foreseen.chances[0], best, axis=1),
            gains_bits=np.take_along_axis(foreseen.gains_bits, best, axis=1),
        )

    def worth(self, foreseen: Foreseen, moves_left: int) -> tuple[Floats, Floats]:
        """Give what showing is worth, (dialogues,), and each question, dialogues x questions, before the move's cost.

        A question that tells nothing is worth -inf.
        """
        after = self.cost_to_go(foreseen.outlooks_bits, moves_left - 1)
        asking = (foreseen.chances * after).sum(axis=0)
        missed = self.cost_to_go(foreseen.rest_bits, moves_left - 1)
        # A success saves the cost of this move: it is added to showing instead of taken off both.
        showing = foreseen.hit * (1.0 + self.move_cost) + (1.0 - foreseen.hit) * missed
        return showing, np.where(foreseen.gains_bits > _LEAST_GAIN_BITS, asking, -np.inf)


def foresee(beliefs: AttributeBeliefs, slate_size: int, questions: int) -> Foreseen:
    """See what a missed slate and either answer to the most informative questions would leave."""
    sums, slates = beliefs.sums(), beliefs.slates(slate_size)
    branches = beliefs.branches(sums, questions)
    missed = beliefs.without(sums, slates)
    answers = (branches.affirmed, branches.denied)
    return Foreseen(
        entropies_bits=entropies_bits(sums),
        slates=slates,
        hit=sums[0] - missed[0],
        rest_bits=entropies_bits(missed),
        attributes=branches.attributes,
        gains_bits=branches.gains_bits,
        chances=np.stack([answer[0] for answer in answers]),
        outlooks_bits=np.stack([entropies_bits(answer) for answer in answers]),
    )


@dataclass(frozen=True, slots=True)
class AsksNothing:
    """Shows the most likely items in every move, as the published "Abs Greedy" does."""

    slate_size: int

    def decide(self, beliefs: AttributeBeliefs, moves_left: int) -> Moves:
        """Show."""
        del moves_left
        count = len(beliefs.weights)
        return Moves(np.ones(count, np.bool_), beliefs.slates(self.slate_size), np.zeros(count, np.int64))


@dataclass(frozen=True, slots=True)
class MostInformative:
    """Asks what tells most until a slate can hold what is left, as the published "Max Entropy" does."""

    slate_size: int

    def decide(self, beliefs: AttributeBeliefs, moves_left: int) -> Moves:
        """Ask, or show where little is left or nothing can be learned, and in the last move."""
        gains = beliefs.gains_bits()
        bits = entropies_bits(beliefs.sums())[:, _SHANNON]
        best = gains.argmax(axis=1)
        dull = np.take_along_axis(gains, best[:, None], axis=1)[:, 0] <= _LEAST_GAIN_BITS
        shows = (bits <= np.log2(self.slate_size)) | dull | (moves_left == 1)
        return Moves(shows, beliefs.slates(self.slate_size), best.astype(np.int64))
