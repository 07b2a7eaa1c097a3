"""What learned edges say for items: how much people take to each who took to what is wanted.

The evidence grows strictly with the weight of every edge from a wanted item, so taking such an edge away lowers it; and
it lies between minus and plus the weight of the association, however many items were turned down.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.reasoning.graph import Graph, Longs
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.adjacency import spans
from chatrec.knowledge.domain.snapshot.arrays import Association, Doubles, Ints

__all__ = ["Associated", "associated"]


@dataclass(frozen=True, slots=True, eq=False)
class Associated:
    """One association as seen from what is wanted.

    `mass` is what every item has over its edges from wanted nodes, less those from items that were turned down;
    `gained` leaves the latter out. `sources`, `items` and `shares` are the edges from wanted nodes, by item, the
    heaviest first.
    """

    name: str
    weight: float
    half: float
    mass: Doubles
    gained: Doubles
    sources: Longs
    items: Ints
    shares: Doubles

    def evidence(self, items: npt.NDArray[np.integer]) -> Doubles:
        """Give the part of ln f_KG for some items."""
        mass = self.mass[items]
        return np.asarray(self.weight * mass / (np.abs(mass) + self.half))


def associated(graph: Graph, weights: Weights, wanted: Longs, rejected: Longs) -> tuple[Associated, ...]:
    """Follow every association from wanted nodes and from rejected ones; none where nothing is wanted or rejected."""
    if not len(wanted) and not len(rejected):
        return ()
    return tuple(_follow(graph, weights, row, wanted, rejected) for row in graph.snapshot.associations)


def _follow(graph: Graph, weights: Weights, row: Association, wanted: Longs, rejected: Longs) -> Associated:
    places, source = spans(row.edges.offsets, wanted)
    items, shares = row.edges.neighbours[places], row.weights[places].astype(np.float64)
    gained = np.bincount(items, weights=shares, minlength=graph.item_count).astype(np.float64)
    order = np.lexsort((-shares, items))
    return Associated(
        name=row.name,
        weight=weights.association(row.name),
        half=weights.half_association,
        mass=gained - weights.rejected * _pushed(graph, row, rejected),
        gained=gained,
        sources=wanted[source][order],
        items=items[order],
        shares=shares[order],
    )


def _pushed(graph: Graph, row: Association, rejected: Longs) -> Doubles:
    places, _ = spans(row.edges.offsets, rejected)
    found = np.bincount(row.edges.neighbours[places], weights=row.weights[places], minlength=graph.item_count)
    return np.asarray(found, dtype=np.float64)
