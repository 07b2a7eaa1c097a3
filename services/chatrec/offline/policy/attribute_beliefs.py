"""What is believed in many dialogues at once that ask for attributes: weights, dialogues x items.

An answer multiplies an item's weight by the chance of that answer if the item were meant: 1 - e where it agrees with
the item and e where it does not, e being the share of answers that are wrong. Items that were shown are struck out.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from chatrec.offline.policy.spread import Sums, powers, scaled, summed

__all__ = ["AttributeBeliefs", "Branches"]

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_LEAST_WRONG: Final = 1e-4
"""Nobody is believed without reserve: where all were, one slip would leave no item."""
_TINY: Final = np.float32(1e-30)


@dataclass(frozen=True, slots=True, eq=False)
class Branches:
    """What either answer to some questions would leave; all are dialogues x questions.

    Attributes:
        attributes: What is asked for.
        gains_bits: Mutual information of item and answer; 0 for what was asked before.
        affirmed: Sums of the weights after a yes; its mass is the chance of a yes.
        denied: The same after a no.
    """

    attributes: Longs
    gains_bits: Floats
    affirmed: Sums
    denied: Sums


class AttributeBeliefs:
    """Beliefs over one set of items, in dialogues that are in the same move."""

    def __init__(self, has: sp.csr_matrix, weights: Floats, wrong_share: float = 0.0) -> None:
        """Begin.

        Args:
            has: Items x attributes, 0 or 1.
            weights: Dialogues x items, at least 0.
            wrong_share: Share of answers that are expected to be wrong.
        """
        self._by_item, self._by_attribute = has.tocsc(), has.T.tocsr()
        self._wrong = min(max(_LEAST_WRONG, wrong_share), 1.0 - _LEAST_WRONG)
        self._asked: Bools = np.zeros((len(weights), has.shape[1]), np.bool_)
        self.weights = weights
        self._normalise()

    def sums(self) -> Sums:
        """Give the sums of each dialogue's weights, (dialogues,)."""
        return summed(powers(self.weights))

    def slates(self, size: int) -> Longs:
        """Give the most likely items, best first, dialogues x size or all items where they are fewer.

        Where too few items are left, some of no weight fill the slate.
        """
        size = min(size, self.weights.shape[1])
        best = np.argpartition(-self.weights, size - 1, axis=1)[:, :size]
        order = np.argsort(-np.take_along_axis(self.weights, best, axis=1), axis=1, kind="stable")
        return np.take_along_axis(best, order, axis=1).astype(np.int64)

    def without(self, sums: Sums, slates: Longs) -> Sums:
        """Give the sums that are left when slates are struck out."""
        return _rest(sums, summed(powers(np.take_along_axis(self.weights, slates, axis=1))))

    def branches(self, sums: Sums, most: int) -> Branches:
        """Look at the most informative questions, at most `most`; `sums` are those of the beliefs."""
        gains, most = self.gains_bits(), min(most, self._asked.shape[1])
        chosen = np.argpartition(-gains, most - 1, axis=1)[:, :most].astype(np.int64)
        held = tuple(
            np.take_along_axis((self._by_attribute @ part.T).T, chosen, axis=1) for part in powers(self.weights)
        )
        lacking = _rest(tuple(part[:, None] for part in sums), held)
        fits, slips = 1.0 - self._wrong, self._wrong
        return Branches(
            attributes=chosen,
            gains_bits=np.take_along_axis(gains, chosen, axis=1),
            affirmed=_added(scaled(held, fits), scaled(lacking, slips)),
            denied=_added(scaled(held, slips), scaled(lacking, fits)),
        )

    def gains_bits(self) -> Floats:
        """Give the mutual information of item and answer, dialogues x attributes; 0 for what was asked."""
        yes = (self._by_attribute @ self.weights.T).T
        heard = yes * (1.0 - 2.0 * self._wrong) + self._wrong
        gains = _binary_entropy_bits(heard) - _binary_entropy_bits(np.full(1, self._wrong, np.float32))
        return np.where(self._asked, 0.0, np.maximum(gains, 0.0)).astype(np.float32)

    def close(self, rows: Longs, attributes: Longs) -> None:
        """Never ask for attributes in these dialogues."""
        self._asked[rows, attributes] = True

    def hear(self, rows: Longs, attributes: Longs, affirmed: Bools) -> None:
        """Take in answers, one a dialogue."""
        agrees = (self._by_item[:, attributes].toarray().T > 0) == affirmed[:, None]
        self.weights[rows] *= np.where(agrees, 1.0 - self._wrong, self._wrong).astype(np.float32)
        self.close(rows, attributes)
        self._normalise()

    def strike(self, rows: Longs, slates: Longs) -> None:
        """Leave out items that were shown."""
        self.weights[rows[:, None], slates] = 0.0
        self._normalise()

    def keep(self, rows: Bools) -> None:
        """Go on with some of the dialogues only."""
        self.weights, self._asked = self.weights[rows], self._asked[rows]

    def _normalise(self) -> None:
        self.weights /= np.maximum(self.weights.sum(axis=1, keepdims=True), _TINY)


def _rest(sums: Sums, parts: Sums) -> Sums:
    """Give the sums over the other items; only those of w log2 w may be below 0."""
    mass, logs, *raised = (whole - part for whole, part in zip(sums, parts, strict=True))
    return (np.maximum(mass, 0.0), logs, *(np.maximum(part, 0.0) for part in raised))


def _added(some: Sums, others: Sums) -> Sums:
    return tuple(one + other for one, other in zip(some, others, strict=True))


def _binary_entropy_bits(chances: Floats) -> Floats:
    both = np.clip(np.stack([chances, 1.0 - chances]), _TINY, 1.0)
    return np.asarray(-(both * np.log2(both)).sum(axis=0), np.float32)
