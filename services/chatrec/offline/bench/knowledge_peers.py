"""The peers of the knowledge benchmark: one query of two steps, on our graph and as others would write it.

The query: what shares most with an item, each shared neighbour weighing by its rarity, the best 50 with a path each.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, cast

import igraph
import networkx as nx
import numpy as np

from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.arrays import Ints
from chatrec.vocabulary.graph import RankQuery

__all__ = ["Walk", "igraph_walk", "networkx_walk", "our_walk", "race"]

Walk = Callable[[int], Sequence[int]]
"""From the number of an item to the numbers of the 50 items that share most with it, the best first."""

_MOST: Final = 50
_COMPARED: Final = 10
_WARM_UP: Final = 3


def our_walk(graph: Graph) -> Walk:
    """Rank by one liked item, with paths, and nothing but what the graph says."""
    ids, numbers, name = graph.snapshot.nodes.ids, graph.number_of, graph.snapshot.schema.name
    weights = Weights(popularity=0.0)

    def walk(item: int) -> Sequence[int]:
        query = RankQuery(name, liked_item_ids=(ids[item],), excluded_item_ids=(ids[item],), max_items=_MOST)
        return [numbers[id_] for id_ in rank(graph, weights, query).item_ids]

    return walk


def _ends(graph: Graph) -> tuple[Ints, Ints]:
    outgoing = graph.snapshot.outgoing
    heads = np.repeat(np.arange(graph.node_count, dtype=np.int32), np.diff(outgoing.offsets))
    return heads, outgoing.neighbours


def networkx_walk(graph: Graph) -> Walk:
    """Give the query over a networkx graph of the same edges."""
    heads, tails = _ends(graph)
    peer = nx.Graph()
    peer.add_nodes_from(range(graph.node_count))
    peer.add_edges_from(zip(heads.tolist(), tails.tolist(), strict=True))
    neighbours = cast("Mapping[int, Mapping[int, object]]", peer.adj)
    items, rarity = graph.item_count, graph.rarity.tolist()

    def walk(item: int) -> Sequence[int]:
        mass: Counter[int] = Counter()
        by: dict[int, int] = {}
        for shared in neighbours[item]:
            for other in neighbours[shared]:
                if other < items and other != item:
                    mass[other] += rarity[shared]
                    by.setdefault(other, shared)
        return [other for other, _ in mass.most_common(_MOST) if other in by]

    return walk


def igraph_walk(graph: Graph) -> Walk:
    """Give the query over an igraph graph of the same edges; the sums are made by numpy."""
    heads, tails = _ends(graph)
    peer: Any = igraph.Graph(n=graph.node_count, edges=np.column_stack((heads, tails)))
    items, rarity = graph.item_count, graph.rarity

    def walk(item: int) -> Sequence[int]:
        mass = np.zeros(items)
        by = np.full(items, -1, dtype=np.int64)
        for shared in peer.neighbors(item):
            others = np.asarray(peer.neighbors(shared))
            others = others[others < items]
            mass[others] += rarity[shared]
            by[others] = shared
        mass[item] = 0.0
        best = np.argpartition(-mass, min(_MOST, items - 1))[:_MOST]
        best = best[np.argsort(-mass[best], kind="stable")]
        return [other for other in best.tolist() if by[other] >= 0]

    return walk


def race(walks: Mapping[str, Walk], items: Sequence[int]) -> dict[str, dict[str, float]]:
    """Let all answer each query in turn; give milliseconds, and how much of the first's best ten each finds.

    The first of `walks` is what the others are held against.
    """
    spent: dict[str, list[float]] = {name: [] for name in walks}
    agreed: dict[str, list[float]] = {name: [] for name in walks}
    for item in items:
        answers = {}
        for name, walk in walks.items():
            with _timed(spent[name]):
                answers[name] = walk(item)[:_COMPARED]
        first = set(next(iter(answers.values())))
        for name, answer in answers.items():
            agreed[name].append(len(first & set(answer)) / max(len(first), 1))
    return {name: _figures(spent[name][_WARM_UP:], agreed[name][_WARM_UP:]) for name in walks}


@contextmanager
def _timed(into: list[float]) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    into.append((time.perf_counter() - begun) * 1e3)


def _figures(spent: Sequence[float], agreed: Sequence[float]) -> dict[str, float]:
    low, middle, high = np.percentile(spent, (50, 95, 99)).tolist()
    return {
        "two_step_p50_ms": low,
        "two_step_p95_ms": middle,
        "two_step_p99_ms": high,
        "same_best_10": float(np.mean(agreed)),
    }
