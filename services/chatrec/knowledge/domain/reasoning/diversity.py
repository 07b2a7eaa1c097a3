"""Lists that do not say the same thing ten times: maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998)."""

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.reasoning.graph import Graph, Longs, edges_of
from chatrec.knowledge.domain.snapshot.arrays import Doubles

__all__ = ["diversified", "likeness_of", "marginal_order"]

_TINY = 1e-12


def diversified(graph: Graph, items: Longs, score: Doubles, diversity: float) -> Longs:
    """Give the places of items in an order where each is relevant and unlike those before it.

    `items` come best first with their scores above 0. It is a permutation: nothing enters or leaves, so that hard
    preferences stay met. With `diversity` 0 it is the order as it was. Relevance is ln of the score and likeness what
    it is to the most alike pair, both scaled to run from 0 to 1.
    """
    if diversity <= 0.0 or len(items) <= 1:
        return np.arange(len(items))
    logs = np.log(np.maximum(score, np.finfo(np.float64).tiny))
    span = float(logs.max() - logs.min())
    relevance = (logs - logs.min()) / span if span > 0.0 else np.zeros(len(items))
    likeness = likeness_of(graph, items)
    np.fill_diagonal(likeness, 0.0)
    return marginal_order(relevance, likeness / max(float(likeness.max()), _TINY), diversity)


def marginal_order(relevance: Doubles, likeness: Doubles, diversity: float) -> Longs:
    """Order places greedily by (1 - diversity) times relevance less diversity times the greatest likeness so far.

    `relevance` is from 0 to 1, `likeness` square, from 0 to 1; ties fall to the earlier place.
    """
    count = len(relevance)
    order = np.zeros(count, dtype=np.int64)
    gained = (1.0 - diversity) * relevance
    nearest = np.zeros(count)
    for place in range(count):
        best = int(np.argmax(gained - diversity * nearest))
        order[place] = best
        nearest = np.maximum(nearest, likeness[best])
        gained[best] = -np.inf
    return order


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
