"""Learned edges for items that nobody took up yet: what is known of items like them, carried over."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.snapshot.adjacency import spans
from chatrec.knowledge.domain.snapshot.arrays import Adjacency, Association, Doubles, Snapshot
from chatrec.knowledge.domain.snapshot.associations import (
    ASSOCIATION_LABELS,
    EXPECTED_WITH,
    LIKED_WITH,
    Mentioned,
    associate,
)
from chatrec.knowledge.domain.snapshot.resembling import Resembling, resembling
from chatrec.knowledge.domain.snapshot.similar import Cells
from chatrec.vocabulary.schema import RelationLabel

__all__ = ["expected_edges", "with_expected_edges"]

Longs = npt.NDArray[np.int64]

_NEAREST: Final = 50
_RIDGE: Final = 1.0
_LEFT: Final = 0.1
"""What regression leaves of an edge: told weights are shrunk, and count this part of them as 1. Chosen on films."""

_MOST_NEW: Final = 1_000
"""So many items get edges at a time; the rest has to wait until people took to some. A thousand take seconds."""


def with_expected_edges(snapshot: Snapshot, kept: Sequence[Mentioned] = ()) -> Snapshot:
    """Give a snapshot in which items that nobody took up have edges of their own kind, `expected_with`.

    Those that the snapshot has already give way. `kept` are such edges as told before: of items that are still new they
    are taken over, so that a delta costs no more than the items that it brings. Without interactions there is nothing
    to carry over, and the snapshot stays as it is.
    """
    liked = next((row for row in snapshot.associations if row.name == LIKED_WITH), None)
    if liked is None:
        return snapshot
    new = _untaken(snapshot, liked)
    numbers = {id_: number for number, id_ in enumerate(snapshot.nodes.ids)}
    before = _cells([(numbers[head], numbers[tail], weight) for head, tail, weight in kept if new[numbers[tail]]])
    new[before[1]] = False
    told = _told(snapshot, liked, np.flatnonzero(new))
    cells = tuple(np.concatenate(parts) for parts in zip(before, told, strict=True))
    if not len(cells[0]):
        return snapshot
    found = associate(EXPECTED_WITH, (cells[0], cells[1], cells[2]), len(numbers), most=1.0)
    label = RelationLabel(EXPECTED_WITH, ASSOCIATION_LABELS[EXPECTED_WITH])
    labels = (row for row in snapshot.schema.relations if row.name != EXPECTED_WITH)
    others = (row for row in snapshot.associations if row.name != EXPECTED_WITH)
    return replace(
        snapshot,
        schema=replace(snapshot.schema, relations=(*labels, label)),
        associations=(*others, found),
    )


def _told(snapshot: Snapshot, liked: Association, new: Longs) -> Cells:
    if not len(new):
        return _cells([])
    alike = resembling(snapshot.outgoing, snapshot.incoming, snapshot.literals, snapshot.vectors.items)
    return expected_edges(alike, liked, new)


def _cells(rows: Sequence[tuple[int, int, float]]) -> Cells:
    return (
        np.array([head for head, _, _ in rows], dtype=np.int64),
        np.array([tail for _, tail, _ in rows], dtype=np.int64),
        np.array([weight for _, _, weight in rows], dtype=np.float64),
    )


def _untaken(snapshot: Snapshot, liked: Association) -> npt.NDArray[np.bool_]:
    found = np.ones(snapshot.item_count, dtype=np.bool_)
    found[liked.edges.neighbours] = False
    found[np.diff(liked.edges.offsets[: snapshot.item_count + 1]) > 0] = False
    return found


def expected_edges(alike: Resembling, liked: Association, new: Longs) -> Cells:
    """Give from every item that people took to its edges to new items: rows, columns, and weights in (0, 1].

    The column of a new item in the autoencoder that `liked` holds is told from the columns of its nearest 50 known
    items, by kernel ridge regression on what is said of them: the map from attributes to collaborative parameters of
    Gantner et al. ("Learning Attribute-to-Feature Mappings for Cold-Start Recommendations", ICDM 2010), with the linear
    autoencoder's weights as parameters. An item that resembles none gets no edge.
    """
    by_item = _columns(liked.edges, liked.weights.astype(np.float64), len(alike.offsets) - 1)
    known = np.flatnonzero(np.diff(by_item[0]))
    found = [_edges(alike, by_item, known, item) for item in new[:_MOST_NEW].tolist()]
    if not found or not len(known):
        return _cells([])
    rows, columns, weights = (np.concatenate(part) for part in zip(*found, strict=True))
    return rows, columns, weights


def _columns(edges: Adjacency, weights: Doubles, item_count: int) -> tuple[Longs, Longs, Doubles]:
    """Read the edges by the item they lead to: offsets, the items they come from, and their weights."""
    heads = np.repeat(np.arange(len(edges.offsets) - 1), np.diff(edges.offsets))
    order = np.argsort(edges.neighbours, kind="stable")
    counts = np.bincount(edges.neighbours, minlength=item_count)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64), heads[order], weights[order]


def _edges(alike: Resembling, by_item: tuple[Longs, Longs, Doubles], known: Longs, item: int) -> Cells:
    likeness = alike.to(item)[known]
    nearest = np.sort(np.lexsort((known, -likeness))[:_NEAREST])
    nearest = nearest[likeness[nearest] > 0.0]
    others = known[nearest]
    kernel = alike.among(others)
    kernel[np.diag_indices_from(kernel)] += _RIDGE
    share = np.linalg.solve(kernel, likeness[nearest])
    places, source = spans(by_item[0], others)
    heads, row = np.unique(by_item[1][places], return_inverse=True)
    weights = np.bincount(row, weights=by_item[2][places] * share[source], minlength=len(heads))
    kept = weights > 0.0
    return heads[kept], np.full(int(kept.sum()), item, dtype=np.int64), np.minimum(weights[kept] / _LEFT, 1.0)
