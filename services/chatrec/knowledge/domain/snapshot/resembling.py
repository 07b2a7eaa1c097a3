"""How alike items are by what is said of them: facts, numbers, and words; people's taste plays no part."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.snapshot.adjacency import spans
from chatrec.knowledge.domain.snapshot.arrays import Adjacency, Doubles, Floats

__all__ = ["Resembling", "resembling"]

Longs = npt.NDArray[np.int64]

_MOST_HOLDERS: Final = 10_000
"""A fact that more items share tells hardly anything of them, and takes long to follow."""

_SPREAD: Final = 0.4
"""Distance of two numbers, in standard deviations, at which their likeness has fallen to 0.6."""


@dataclass(frozen=True, slots=True, eq=False)
class Resembling:
    """The likeness of items, a sum of up to three kernels from 0 to 1: facts, literals, and words.

    Attributes:
        offsets: The facts of item i are the positions `offsets[i]:offsets[i + 1]` of `facts`.
        facts: Numbers of facts that at least two items share.
        shares: How much of an item each of them tells; the squares of an item's shares add up to 1.
        holders: Items by fact, with `holder_offsets`; `holder_shares` runs beside them.
        literals: Items x literals in standard deviations, NaN where missing.
        words: Unit rows of the encoder's vectors less their mean, 0 where nothing is known; may have no columns.
    """

    offsets: Longs
    facts: Longs
    shares: Doubles
    holder_offsets: Longs
    holders: Longs
    holder_shares: Doubles
    literals: Doubles
    words: Doubles

    def to(self, item: int) -> Doubles:
        """Give the likeness of every item to one of them."""
        own = slice(self.offsets[item], self.offsets[item + 1])
        places, source = spans(self.holder_offsets, self.facts[own])
        weights = self.holder_shares[places] * self.shares[own][source]
        shared = np.bincount(self.holders[places], weights=weights, minlength=len(self.offsets) - 1)
        return np.asarray(shared + self._told(np.arange(len(shared)), np.array([item]))[:, 0])

    def among(self, items: Longs) -> Doubles:
        """Give the likeness of every two of some items."""
        places, row = spans(self.offsets, items)
        known, column = np.unique(self.facts[places], return_inverse=True)
        held = np.zeros((len(items), len(known)))
        held[row, column] = self.shares[places]
        return np.asarray(held @ held.T + self._told(items, items))

    def _told(self, rows: Longs, columns: Longs) -> Doubles:
        """Add up the likeness by literals, a mean over all there are, and by words."""
        found = self.words[rows] @ self.words[columns].T
        for values in self.literals.T:
            apart = (values[rows][:, None] - values[columns]) / _SPREAD
            found += np.nan_to_num(np.exp(-np.square(apart) / 2.0)) / self.literals.shape[1]
        return np.asarray(found)


def resembling(outgoing: Adjacency, incoming: Adjacency, literals: Doubles, vectors: Floats) -> Resembling:
    """Prepare the likeness of all items.

    A fact counts its inverse document frequency. `literals` is items x literals, `vectors` items x dimensions or empty.
    """
    count = len(literals)
    rows, codes = _coded(outgoing, incoming, count)
    known, facts, holders = np.unique(codes, return_inverse=True, return_counts=True)
    told = (holders > 1) & (holders <= _MOST_HOLDERS)
    kept = told[facts]
    rows, facts = rows[kept], facts[kept]
    weights = np.sqrt(np.log(count / np.maximum(holders, 1)))[facts]
    lengths = np.sqrt(np.bincount(rows, weights=np.square(weights), minlength=count))
    shares = weights / np.maximum(lengths[rows], 1e-9)
    by_fact = np.argsort(facts, kind="stable")
    return Resembling(
        offsets=_offsets(rows, count),
        facts=facts,
        shares=shares,
        holder_offsets=_offsets(facts, len(known)),
        holders=rows[by_fact],
        holder_shares=shares[by_fact],
        literals=_standardised(literals),
        words=_centred(vectors, count),
    )


def _coded(outgoing: Adjacency, incoming: Adjacency, count: int) -> tuple[Longs, Longs]:
    """Give item and code of each fact, by item; what an item points at is another fact than what points at it."""
    nodes = len(outgoing.offsets) - 1
    rows, codes = [], []
    for side, table in enumerate((outgoing, incoming)):
        places, row = spans(table.offsets, np.arange(count))
        rows.append(row)
        codes.append((2 * table.relations[places].astype(np.int64) + side) * nodes + table.neighbours[places])
    order = np.argsort(np.concatenate(rows), kind="stable")
    return np.concatenate(rows)[order], np.concatenate(codes)[order]


def _offsets(rows: Longs, count: int) -> Longs:
    return np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=count)))).astype(np.int64)


def _standardised(literals: Doubles) -> Doubles:
    """Leave out literals that all items have alike; the others get a standard deviation of 1."""
    spreads = [(column, float(np.nanstd(column))) for column in literals.T if not np.isnan(column).all()]
    scaled = [column / spread for column, spread in spreads if spread > 0.0]
    return np.stack(scaled, axis=1) if scaled else np.zeros((len(literals), 0))


def _centred(vectors: Floats, count: int) -> Doubles:
    if not vectors.size:
        return np.zeros((count, 0))
    known: npt.NDArray[np.bool_] = np.any(vectors != 0.0, axis=1)
    centred = np.where(known[:, None], vectors - vectors[known].mean(axis=0), 0.0).astype(np.float64)
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9))
