"""How alike items are, so that a list need not say the same thing ten times."""

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.reasoning.graph import Graph, Longs, edges_of
from chatrec.knowledge.domain.snapshot.arrays import Doubles

__all__ = ["likeness_of"]

_TINY = 1e-12


def likeness_of(graph: Graph, items: Longs) -> Doubles:
    """Give the likeness of items to each other, from 0 to 1: the cosine of what they share in the graph.

    Within a relation a shared neighbour counts by its rarity. Where items have vectors of their texts, the mean with
    those cosines, of which what is below 0 counts as unlike.
    """
    found = _shared(graph, items)
    vectors = graph.snapshot.vectors.items
    if len(vectors):
        rows = vectors[items].astype(np.float64)
        found = (found + np.clip(rows @ rows.T, 0.0, 1.0)) / 2.0
    return found


def _shared(graph: Graph, items: Longs) -> Doubles:
    """Give every relation of an item the same weight, however many neighbours it leads to."""
    edges = edges_of(graph, items)
    relations = max(len(graph.snapshot.relations), 1)
    keys = edges.neighbours.astype(np.int64) * relations + edges.relations
    known, column = np.unique(keys, return_inverse=True)
    rarity = graph.rarity[edges.neighbours].astype(np.float64)
    block = edges.source * relations + edges.relations
    norms = np.sqrt(np.bincount(block, weights=rarity**2, minlength=len(items) * relations))
    table: npt.NDArray[np.float64] = np.zeros((len(items), len(known)))
    table[edges.source, column] = rarity / norms[block]
    table /= np.maximum(np.linalg.norm(table, axis=1), _TINY)[:, None]
    return np.clip(table @ table.T, 0.0, 1.0)
