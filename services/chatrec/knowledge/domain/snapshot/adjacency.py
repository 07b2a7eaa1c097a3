"""Edges as compressed sparse rows."""

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.snapshot.arrays import Adjacency, Ints

__all__ = ["Edges", "both_ways", "compress", "spans"]

Longs = npt.NDArray[np.int64]
Edges = tuple[Ints, Ints, Ints]
"""Heads, relations and tails, side by side."""


def both_ways(edges: Edges, node_count: int) -> tuple[Adjacency, Adjacency]:
    """Make the table that reads edges head to tail, and the one that reads them tail to head; an edge counts once."""
    heads, relations, tails = edges
    order = np.lexsort((tails, relations, heads))
    heads, relations, tails = heads[order], relations[order], tails[order]
    new = np.ones(len(heads), dtype=bool)
    new[1:] = (heads[1:] != heads[:-1]) | (relations[1:] != relations[:-1]) | (tails[1:] != tails[:-1])
    heads, relations, tails = heads[new], relations[new], tails[new]
    back = np.lexsort((heads, relations, tails))
    return (
        compress(heads, tails, relations, node_count),
        compress(tails[back], heads[back], relations[back], node_count),
    )


def compress(rows: Ints, neighbours: Ints, relations: Ints, row_count: int) -> Adjacency:
    """Make a table of edges that are sorted by row already."""
    offsets: npt.NDArray[np.int64] = np.zeros(row_count + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=row_count), out=offsets[1:])
    return Adjacency(offsets, np.ascontiguousarray(neighbours, np.int32), np.ascontiguousarray(relations, np.int32))


def spans(
    offsets: npt.NDArray[np.int64], rows: npt.NDArray[np.integer]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Give the positions of all entries of some rows, and for each the index of its row in `rows`."""
    starts = offsets[rows]
    lengths = offsets[np.asarray(rows) + 1] - starts
    source = np.repeat(np.arange(len(rows), dtype=np.int64), lengths)
    first = np.cumsum(lengths) - lengths
    positions = np.arange(len(source), dtype=np.int64) - first[source] + starts[source]
    return positions, source
