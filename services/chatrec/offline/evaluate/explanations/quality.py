"""How recent, popular and varied explanations are.

Source: Balloccu, Boratto, Fenu and Marras, "Post Processing Recommender Systems with Knowledge Graphs for Recency,
Popularity, and Diversity of Explanations" (SIGIR 2022), section 3.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Interaction
from chatrec.offline.evaluate.evaluation import Doubles
from chatrec.vocabulary.graph import Path, Triple

__all__ = ["Popularity", "linking", "popularity_of", "recency_of", "shared", "smoothed", "variety"]

_BETA = 0.3


def smoothed(values: Sequence[float], beta: float = _BETA) -> Doubles:
    """Give the exponentially weighted moving average of ascending values, scaled to run from 0 to 1.

    The first average is the first value; each later one is (1 - beta) times the one before plus beta times its value
    (equations 1 and 2). Where all are equal there is nothing to tell apart: all are 0.
    """
    found = np.zeros(len(values))
    average = values[0] if len(values) else 0.0
    for place, value in enumerate(values):
        average = (1.0 - beta) * average + beta * value
        found[place] = average
    low, high = found.min(initial=np.inf), found.max(initial=-np.inf)
    return np.asarray((found - low) / (high - low)) if high > low else np.zeros(len(values))


def recency_of(train: Sequence[Interaction]) -> Mapping[str, float]:
    """Give the recency of each item that a user took up, the earliest first; items of one second share the highest."""
    values = smoothed([float(row.unix_s) for row in train]).tolist()
    latest = {row.unix_s: value for row, value in zip(train, values, strict=True)}
    return {row.item: latest[row.unix_s] for row in train}


@dataclass(frozen=True, slots=True, eq=False)
class Popularity:
    """The popularity of what paths lead over: of entities by relation, and of items by how many took them up."""

    entities: Mapping[tuple[str, str], float]
    items: Mapping[str, float]

    def of(self, relation: str, node: str) -> float:
        """Give the popularity of a shared node; an item that links by itself counts as an item."""
        found = self.items.get(node)
        return self.entities.get((relation, node), 0.0) if found is None else found


def popularity_of(triples: Sequence[Triple], taken_up: Mapping[str, int]) -> Popularity:
    """Give the popularity of every entity among those of its relation, and of items by how often they were taken up."""
    degrees: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for triple in triples:
        degrees[triple.relation][str(triple.tail)] += 1
    entities = {
        (relation, node): value for relation, counts in degrees.items() for node, value in _smooth(counts).items()
    }
    return Popularity(entities, _smooth(taken_up))


def _smooth(counts: Mapping[str, int]) -> Mapping[str, float]:
    """Give nodes of one count the highest value among them, so that names decide nothing."""
    nodes = sorted(counts, key=lambda node: (counts[node], node))
    values = smoothed([float(counts[node]) for node in nodes]).tolist()
    latest = {counts[node]: value for node, value in zip(nodes, values, strict=True)}
    return {node: latest[counts[node]] for node in nodes}


def linking(path: Path, item: str) -> str:
    """Give the item that the path to an item starts from."""
    first, *rest = path.triples
    next_ends = {rest[0].head, rest[0].tail} if rest else {item}
    return str(first.tail) if first.head in next_ends else first.head


def shared(path: Path, item: str) -> str:
    """Give the node before the item: an entity, or the linking item itself where an edge joins both."""
    last = path.triples[-1]
    return str(last.tail) if last.head == item else last.head


def variety(kinds: Sequence[str], kind_count: int) -> float:
    """Give the number of distinct path types over the most that a list of that length could have (ETD)."""
    return len(set(kinds)) / min(len(kinds), kind_count) if kinds else 0.0
