"""Where evidence came from: the edges by which a walk or a learned edge reached an item, and the way back."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from chatrec.knowledge.domain.reasoning.associated import Associated
from chatrec.knowledge.domain.reasoning.graph import Edges, Longs
from chatrec.knowledge.domain.reasoning.scoring import Evidence, Scoring
from chatrec.knowledge.domain.reasoning.walks import Collected
from chatrec.knowledge.domain.snapshot.arrays import Ints

__all__ = ["Roads", "Row", "edges_by_item", "edges_to", "gained", "recency_of"]


class Row(NamedTuple):
    """The edges by which a walk gained, the strongest of an item first; those of item i begin at `starts[i]`."""

    places: list[int]
    gains: list[float]
    neighbours: list[int]
    starts: list[int]


class Roads:
    """The edges that lead from some nodes to a neighbour, each looked up once.

    Nodes that are ranked come before others: by `recency` first, then the best known.
    """

    def __init__(self, edges: Edges, nodes: Longs, tie_rank: Ints, recency: Mapping[int, float]) -> None:
        self._edges, self._nodes, self._tie_rank, self._recency = edges, nodes, tie_rank, recency
        self._known: dict[int, list[tuple[int, int]]] = {}

    def to(self, neighbour: int, item: int) -> tuple[int, int] | None:
        """Give the node and the place of its edge; the item itself is no way to the item."""
        found = self._known.get(neighbour)
        if found is None:
            found = self._known[neighbour] = self._find(neighbour)
        return next((road for road in found if road[0] != item), None)

    def _find(self, neighbour: int) -> list[tuple[int, int]]:
        places = np.flatnonzero(self._edges.neighbours == neighbour)
        nodes = self._nodes[self._edges.source[places]]
        if len(nodes) and nodes.max() < len(self._tie_rank):
            recency = np.array([-self._recency.get(node, 0.0) for node in nodes.tolist()])
            order = np.lexsort((self._tie_rank[nodes], recency))
            places, nodes = places[order], nodes[order]
        return list(zip(nodes.tolist(), places.tolist(), strict=True))


def recency_of(scoring: Scoring) -> dict[int, float]:
    """Tell how late each liked item came, as its place in the order of liking: 1 for the latest."""
    liked = [scoring.graph.item(item_id) for item_id in scoring.query.liked_item_ids]
    return {item: (place + 1) / len(liked) for place, item in enumerate(liked) if item is not None}


def edges_to(part: Associated, item: int, most: int) -> list[tuple[int, float]]:
    """Give the wanted nodes with the heaviest edges to an item, and their shares of what all of them give."""
    start = int(np.searchsorted(part.items, item))
    end = min(int(np.searchsorted(part.items, item, side="right")), start + most)
    shares = part.shares[start:end] / part.gained[item]
    return list(zip(part.sources[start:end].tolist(), shares.tolist(), strict=True))


def gained(part: Collected, evidence: Evidence) -> list[float]:
    """Add up what each item gained over its edges; what it lost to rejected items is no part of any path."""
    gains = np.maximum(part.gains, 0.0)
    found: list[float] = np.bincount(evidence.edges.source, weights=gains, minlength=len(evidence.items)).tolist()
    return found


def edges_by_item(part: Collected, evidence: Evidence) -> Row:
    """List the edges by which a walk gained, by item."""
    kept = np.flatnonzero(part.gains > 0.0)
    source = evidence.edges.source[kept]
    order = np.lexsort((-part.gains[kept], source))
    places = kept[order]
    starts = np.searchsorted(source[order], np.arange(len(evidence.items) + 1))
    gains, neighbours = part.gains[places].tolist(), evidence.edges.neighbours[places].tolist()
    return Row(places.tolist(), gains, neighbours, starts.tolist())
