"""What is measured of the explanations of one user's list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.evaluate.explanations.controls import Roads, roads_of, stored_triples
from chatrec.offline.evaluate.explanations.quality import (
    Popularity,
    linking,
    popularity_of,
    recency_of,
    shared,
    variety,
)
from chatrec.offline.evaluate.explanations.reading import Films, Split, split
from chatrec.offline.evaluate.explanations.reasoning import Listed, Shown, catalogue_of, score_without
from chatrec.offline.evaluate.metrics import ndcg
from chatrec.vocabulary.graph import Path, Triple

__all__ = ["COUNT", "World", "accuracy", "deletion", "measured"]

COUNT = 10
"""Items of a list."""


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """Everything that a seed's split gives to measure by."""

    parts: Split
    graph: Graph
    triples: frozenset[Triple]
    roads: Roads
    learned: frozenset[str]
    popularity: Popularity
    kind_count: int

    @classmethod
    def of(cls, films: Films, seed: int) -> "World":
        """Split the ratings, and learn from the train part."""
        parts = split(films, seed)
        graph = Graph.of(build_snapshot(catalogue_of(films, parts)))
        triples = stored_triples(graph)
        taken_up = dict.fromkeys(films.items, 0)
        for rows in parts.train.values():
            for row in rows:
                taken_up[row.item] += 1
        learned = frozenset(row.name for row in graph.snapshot.associations)
        kinds = {row.relation for row in triples}
        return cls(
            parts, graph, triples, roads_of(triples), learned, popularity_of(films.triples, taken_up), len(kinds)
        )


def measured(world: World, user: str, shown: Shown) -> dict[str, float]:
    """Measure what is shown to a user: do paths exist, how good are they, and the list."""
    recency = recency_of(world.parts.train[user])
    every = [(item, path) for item, paths in shown for path in paths]
    kinds = [path.triples[-1].relation for _, path in every]
    return {
        "path_exists": _mean_of([_exists(world, path, item, recency) for item, path in every]),
        "path_coverage": _mean_of([bool(paths) for _, paths in shown]),
        "lir": _mean_of([recency.get(linking(path, item), 0.0) for item, path in every]),
        "sep": _mean_of(
            [world.popularity.of(kind, shared(path, item)) for (item, path), kind in zip(every, kinds, strict=True)]
        ),
        "etd": variety(kinds, world.kind_count),
    } | accuracy(world, user, [item for item, _ in shown])


def _exists(world: World, path: Path, item: str, taken_up: Mapping[str, float]) -> bool:
    """Tell whether a path leads over stored edges from an item that the user took up to the item."""
    node = linking(path, item)
    if node not in taken_up:
        return False
    for triple in path.triples:
        if triple not in world.triples or node not in {triple.head, triple.tail}:
            return False
        node = str(triple.tail) if node == triple.head else triple.head
    return node == item


def deletion(world: World, weights: Weights, ours: Listed, shown: Shown) -> dict[str, float]:
    """Take the edges of each path away in turn, and tell how often the score falls and by what share of it."""
    scores = dict(zip(ours.items, ours.scores, strict=True))
    left = [
        score_without(world.graph, weights, ours.query, item, path) / scores[item]
        for item, paths in shown
        for path in paths
    ]
    return {"deletion": _mean_of([share < 1.0 for share in left]), "score_fall": 1.0 - _mean_of(left)}


def accuracy(world: World, user: str, items: Sequence[str]) -> dict[str, float]:
    """Give the nDCG of a list."""
    test = world.parts.test[user]
    relevant = np.array([[item in test for item in items] + [False] * (COUNT - len(items))])
    return {"ndcg@10": float(ndcg(relevant, np.array([len(test)]), COUNT)[0])}


def _mean_of(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else float("nan")
