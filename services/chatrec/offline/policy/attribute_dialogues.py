"""Dialogues that ask for attributes, held many at a time.

Dialogues with one opening look at the same items, those that have the attribute, and are held together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from chatrec.offline.policy.attribute_beliefs import AttributeBeliefs
from chatrec.offline.policy.attribute_planner import AttributePolicy, Moves

__all__ = ["Answers", "Outcomes", "Prior", "Setting", "Talk", "Targets", "Watch", "hold"]

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

Prior = Callable[[Longs, Longs], Floats]
"""Log odds of some items for some users, users x items; -inf for what is out of the question."""

Watch = Callable[[AttributeBeliefs, int, Longs], None]
"""Sees the beliefs before every move, with the moves left and the numbers of the dialogues."""

_TOGETHER: Final = 256
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))


@dataclass(frozen=True, slots=True)
class Answers:
    """Users' answers, of which a share is wrong. Whether one is wrong depends on dialogue, attribute and seed alone.

    So every policy meets the same users, and asking again brings the same answer.
    """

    wrong_share: float = 0.0
    seed: int = 0

    def wrong(self, dialogues: Longs, attributes: Longs) -> Bools:
        """Tell which answers are wrong (the mixing is SplitMix64 of Steele, Lea and Flood, OOPSLA 2014)."""
        with np.errstate(over="ignore"):
            mixed = np.full(len(dialogues), self.seed, np.uint64)
            for part in (dialogues, attributes):
                mixed = (mixed ^ part.astype(np.uint64)) * _GOLDEN + _GOLDEN
                for shift, factor in _MIX:
                    mixed = (mixed ^ (mixed >> shift)) * factor
                mixed ^= mixed >> np.uint64(31)
        return np.asarray(mixed.astype(np.float64) / 2.0**64 < self.wrong_share)


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """One row a dialogue: the move of its success from 0, or -1; the item's rank from 1, or 0; and the questions."""

    moves: Longs
    ranks: Longs
    questions: Longs


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What dialogues are held over.

    Attributes:
        has: Items x attributes, 0 or 1.
        prior: What users like, before they say anything.
        moves: Moves of a dialogue, the opening not counted.
        wrong_share: Share of answers that the system expects to be wrong.
    """

    has: sp.csr_matrix
    prior: Prior
    moves: int
    wrong_share: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """One row a dialogue: the user, the item in mind, and the attribute of it that opens."""

    users: Longs
    items: Longs
    openings: Longs

    def part(self, rows: Longs) -> "Targets":
        """Give some of the dialogues."""
        return Targets(self.users[rows], self.items[rows], self.openings[rows])


def hold(
    setting: Setting,
    targets: Targets,
    policy: AttributePolicy,
    answers: Answers = Answers(),
    watch: Watch | None = None,
) -> Outcomes:
    """Hold all dialogues to success or to the last move."""
    moves, ranks = np.full(len(targets.users), -1), np.zeros(len(targets.users), np.int64)
    questions = np.zeros_like(ranks)
    order = np.argsort(targets.openings, kind="stable")
    borders = np.flatnonzero(np.diff(targets.openings[order])) + 1
    for alike in np.split(order, borders):
        for start in range(0, len(alike), _TOGETHER):
            rows = alike[start : start + _TOGETHER]
            talk = Talk(setting, targets.part(rows), rows, answers)
            while len(talk.rows) and talk.moves_left:
                if watch is not None:
                    watch(talk.beliefs, talk.moves_left, talk.rows)
                move = setting.moves - talk.moves_left
                done, rank, asked = talk.make(policy.decide(talk.beliefs, talk.moves_left))
                questions[asked] += 1
                moves[done], ranks[done] = move, rank
    return Outcomes(moves, ranks, questions)


class Talk:
    """Dialogues with one opening, all in the same move; those that succeed drop out."""

    def __init__(self, setting: Setting, targets: Targets, rows: Longs, answers: Answers) -> None:
        """Begin with what the opening says: an item with n attributes had the chance 1/n to be opened with this one.

        Args:
            setting: What they are held over.
            targets: The dialogues, of one opening.
            rows: Their numbers, by which answers are drawn.
            answers: How users answer.
        """
        opening = int(targets.openings[0])
        candidates = setting.has[:, [opening]].nonzero()[0].astype(np.int64)
        near = setting.has[candidates]
        self._attributes = np.flatnonzero(np.bincount(near.indices, minlength=near.shape[1])).astype(np.int64)
        has = near[:, self._attributes].tocsr()
        self._answers = answers
        self._targets = np.searchsorted(candidates, targets.items)
        self._truths = has[self._targets].toarray() > 0
        self.rows, self.moves_left = rows, setting.moves
        odds = setting.prior(targets.users, candidates) - np.log(np.diff(near.indptr)).astype(np.float32)
        most = odds.max(axis=1, keepdims=True)
        weights = np.exp(odds - np.where(np.isfinite(most), most, 0.0))
        self.beliefs = AttributeBeliefs(has, weights, setting.wrong_share)
        every = np.arange(len(rows))
        self.beliefs.close(every, np.full(len(rows), np.searchsorted(self._attributes, opening)))

    def make(self, moves: Moves) -> tuple[Longs, Longs, Longs]:
        """Make a move in each dialogue; give the numbers of those that succeed, the ranks, and who was asked."""
        shown, asked = np.flatnonzero(moves.shows), np.flatnonzero(~moves.shows)
        wanted = self._targets[shown]
        possible = self.beliefs.weights[shown, wanted] > 0.0  # else it only fills a slate for which too few are left
        met = (moves.slates[shown] == wanted[:, None]) & possible[:, None]
        succeeded = met.any(axis=1)
        rank = met[succeeded].argmax(axis=1) + 1
        missed = shown[~succeeded]
        self.beliefs.strike(missed, moves.slates[missed])
        self._hear(asked, moves.attributes[asked])
        done, questioned = self.rows[shown[succeeded]], self.rows[asked]
        self._go_on(shown[succeeded])
        return done, rank, questioned

    def _hear(self, asked: Longs, attributes: Longs) -> None:
        truth = self._truths[asked, attributes]
        wrong = self._answers.wrong(self.rows[asked], self._attributes[attributes])
        self.beliefs.hear(asked, attributes, truth ^ wrong)

    def _go_on(self, done: Longs) -> None:
        goes_on = np.ones(len(self.rows), np.bool_)
        goes_on[done] = False
        self.beliefs.keep(goes_on)
        self.rows, self._targets, self._truths = self.rows[goes_on], self._targets[goes_on], self._truths[goes_on]
        self.moves_left -= 1
