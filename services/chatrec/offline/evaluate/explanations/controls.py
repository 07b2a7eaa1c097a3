"""Paths that somebody could show who does not look at what carries the score: any at all, or the shortest."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from chatrec.knowledge.domain.reasoning.choosing import MOST_PATHS
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.vocabulary.graph import Path, Triple

__all__ = ["Roads", "random_paths", "roads_of", "shortest_paths", "stored_triples"]

Roads = Mapping[str, Sequence[Triple]]
"""The triples at every node, stored and learned, in order."""


def stored_triples(graph: Graph) -> frozenset[Triple]:
    """List what is stored, and the learned edges, as triples."""
    ids, snapshot = graph.snapshot.nodes.ids, graph.snapshot
    tables = [(snapshot.outgoing, snapshot.relations)]
    tables += [(row.edges, (row.name,)) for row in snapshot.associations]
    found: set[Triple] = set()
    for edges, names in tables:
        heads = np.repeat(np.arange(len(edges.offsets) - 1), np.diff(edges.offsets)).tolist()
        rows = zip(heads, edges.relations.tolist(), edges.neighbours.tolist(), strict=True)
        found.update(Triple(ids[head], names[relation], ids[tail]) for head, relation, tail in rows)
    return frozenset(found)


def roads_of(triples: frozenset[Triple]) -> Roads:
    """Sort triples by the nodes that they touch."""
    found: dict[str, list[Triple]] = defaultdict(list)
    for triple in sorted(triples, key=lambda row: (row.head, row.relation, str(row.tail))):
        found[triple.head].append(triple)
        found[str(triple.tail)].append(triple)
    return dict(found)


def random_paths(
    roads: Roads, learned: frozenset[str], liked: frozenset[str], item: str, rng: np.random.Generator
) -> tuple[Path, ...]:
    """Draw up to three of all paths of one or two edges that lead from liked items to an item."""
    every = _every(roads, learned, liked, item)
    places = sorted(rng.choice(len(every), size=min(MOST_PATHS, len(every)), replace=False).tolist())
    return tuple(every[place] for place in places)


def shortest_paths(roads: Roads, learned: frozenset[str], liked: frozenset[str], item: str) -> tuple[Path, ...]:
    """Give the three paths of the fewest edges, as a breadth-first search would find them."""
    every = _every(roads, learned, liked, item)
    return tuple(sorted(every, key=lambda path: len(path.triples))[:MOST_PATHS])


def _every(roads: Roads, learned: frozenset[str], liked: frozenset[str], item: str) -> list[Path]:
    """Learned edges lead from a liked item to the item only, as they are walked."""
    found = []
    for last in roads.get(item, ()):
        node = str(last.tail) if last.head == item else last.head
        if last.relation in learned:
            if node == last.head and node in liked:
                found.append(Path((last,)))
        elif node in liked:
            found.append(Path((last,)))
        else:
            found += [
                Path((first, last))
                for first in roads[node]
                if first.relation not in learned and (first.head in liked or str(first.tail) in liked)
            ]
    return found
