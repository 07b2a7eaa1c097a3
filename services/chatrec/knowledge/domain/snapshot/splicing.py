"""Edges put in and taken out of compressed sparse rows, without sorting those that stay."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.snapshot.adjacency import Edges, spans
from chatrec.knowledge.domain.snapshot.arrays import Adjacency, Ints

__all__ = ["Renumbering", "cut", "numbers_without", "spliced"]

Longs = npt.NDArray[np.int64]


class Renumbering(NamedTuple):
    """New nodes: `new_items` come after the `items` that are there, and so before all entities; others come last."""

    items: int
    nodes: int
    new_items: int
    new_entities: int

    def of(self, numbers: npt.NDArray[np.integer]) -> Longs:
        """Give the numbers that nodes have now."""
        found = numbers.astype(np.int64)
        return np.asarray(found + self.new_items * (found >= self.items))


def spliced(table: Adjacency, renumbering: Renumbering, removed: Edges, added: Edges) -> Adjacency:
    """Give a table with room for new nodes, without some edges and with others.

    `removed` are (rows, relations, neighbours) by their numbers before and have to be there, `added` by their numbers
    after and must not. What does not change is not copied.
    """
    if not (len(removed[0]) or len(added[0]) or renumbering.new_items or renumbering.new_entities):
        return table
    gone = _places(table, *(part.astype(np.int64) for part in removed))
    counts = np.diff(table.offsets) - np.bincount(removed[0], minlength=renumbering.nodes)
    counts = np.insert(
        counts, [renumbering.items] * renumbering.new_items + [renumbering.nodes] * renumbering.new_entities, 0
    )
    neighbours, relations = table.neighbours, table.relations
    if len(gone):
        kept = np.ones(len(neighbours), dtype=np.bool_)
        kept[gone] = False
        neighbours, relations = neighbours[kept], relations[kept]
    if renumbering.new_items:
        neighbours = neighbours + np.int32(renumbering.new_items) * (neighbours >= renumbering.items)
    between = Adjacency(_offsets(counts), neighbours, relations)
    if not len(added[0]):
        return between
    order = np.lexsort((added[2], added[1], added[0]))
    rows, kinds, ends = (part[order].astype(np.int64) for part in added)
    at = _places(between, rows, kinds, ends)
    return Adjacency(
        _offsets(counts + np.bincount(rows, minlength=len(counts))),
        np.insert(neighbours, at, ends.astype(np.int32)),
        np.insert(relations, at, kinds.astype(np.int32)),
    )


def cut(table: Adjacency, back: Adjacency, gone: Longs) -> Adjacency:
    """Give a table without some nodes, which are sorted, and without all edges that leave them or lead to them.

    `back` reads the same edges the other way.
    """
    nodes = len(table.offsets) - 1
    own, _ = spans(table.offsets, gone)
    met, source = spans(back.offsets, gone)
    rows, kinds = back.neighbours[met].astype(np.int64), back.relations[met].astype(np.int64)
    places = np.unique(np.concatenate((own, _places(table, rows, kinds, gone[source]))))
    cut_rows = np.searchsorted(table.offsets, places, side="right") - 1
    counts = np.diff(table.offsets) - np.bincount(cut_rows, minlength=nodes)
    kept = np.ones(len(table.neighbours), dtype=np.bool_)
    kept[places] = False
    neighbours = numbers_without(gone, nodes)[table.neighbours[kept]]
    return Adjacency(_offsets(np.delete(counts, gone)), neighbours, table.relations[kept])


def numbers_without(gone: Longs, nodes: int) -> Ints:
    """Give the number that each node has once some are gone; of those that go it means nothing."""
    less = np.zeros(nodes, dtype=np.int32)
    less[gone] = 1
    return np.asarray(np.arange(nodes, dtype=np.int32) - np.cumsum(less, dtype=np.int32), dtype=np.int32)


def _offsets(counts: Longs) -> Longs:
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


def _places(table: Adjacency, rows: Longs, relations: Longs, neighbours: Longs) -> Longs:
    """Find where edges stand in their rows, or would: a binary search for all of them at once."""
    low, high = table.offsets[rows], table.offsets[rows + 1]
    while (open_ := low < high).any():
        middle = (low + high) // 2
        looked = np.minimum(middle, len(table.neighbours) - 1)
        relation = table.relations[looked]
        before = (relation < relations) | ((relation == relations) & (table.neighbours[looked] < neighbours))
        low = np.where(open_ & before, middle + 1, low)
        high = np.where(open_ & ~before, middle, high)
    return np.asarray(low)
