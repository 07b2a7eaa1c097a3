"""Walks of one to three steps from what is wanted to items that share neighbours with it.

A walk gives every node a potential: how strongly it points at what is wanted. An item collects the potential of its
neighbours, each discounted by how common it is. No potential depends on the degree of a node at which a walk starts,
and a neighbour's rarity depends on its own edges only; so taking the edges of a walk away can never raise what an item
collects over its other neighbours, and always costs what it collected over this one (the deletion test).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.reasoning.filters import entity_numbers
from chatrec.knowledge.domain.reasoning.graph import Edges, Graph, Longs, edges_of
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.arrays import Bools, Floats, Ints
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator

__all__ = [
    "LIKED",
    "ByRelation",
    "Collected",
    "Walk",
    "collect",
    "entity_walk",
    "item_walk",
    "pair_weights",
    "reach",
    "relation_weights",
]

LIKED = -1
"""The preference of a walk that starts at the liked items."""

_NONE = np.zeros(0, dtype=np.int64)
_MOST_SPREAD = 24
_MOST_SPREAD_EDGES = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """The potential of every node, and what the walk of a preference starts from.

    `sources` are the liked items, or the wanted entities; `holders` the items that have a wanted entity; `first` and
    `second` are the edges of both, by which paths are found again. The items of `silent` collect nothing: a liked item
    is not like itself. Where `by_relation` is there, it tells the potential by the relation of the edge to the item.
    """

    preference: int
    potential: Floats
    sources: Longs
    holders: Longs
    silent: Longs
    first: Edges
    second: Edges
    by_relation: "ByRelation | None" = None

    def spare(self, nodes: Longs) -> None:
        """Let nothing be pushed away over some nodes."""
        self.potential[nodes] = np.maximum(self.potential[nodes], 0.0)
        if self.by_relation is not None:
            rows = self.by_relation.row_of[nodes]
            self.by_relation.table[rows] = np.maximum(self.by_relation.table[rows], 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class ByRelation:
    """Potentials where weights of relation pairs are learned: node n has row `row_of[n]` of a table by relation.

    Row 0 is that of the nodes which nothing reaches.
    """

    row_of: Ints
    table: Floats

    def of(self, edges: Edges) -> Floats:
        """Give the potential at the far end of edges."""
        return np.asarray(self.table[self.row_of[edges.neighbours], edges.relations])


@dataclass(frozen=True, slots=True, eq=False)
class Collected:
    """What items collect from one walk: `mass` an item, and `gains` an edge of the items' edges."""

    walk: Walk
    mass: npt.NDArray[np.float64]
    gains: Floats


def relation_weights(graph: Graph, weights: Weights) -> Floats:
    """Give the weight of every relation, by number."""
    return np.array([weights.relation(name) for name in graph.snapshot.relations] or [1.0], dtype=np.float32)


def pair_weights(graph: Graph, weights: Weights) -> Floats:
    """Give the weight of every relation on the way out (rows) with every one on the way in (columns)."""
    single = relation_weights(graph, weights)
    found = np.outer(single, single)
    for (out, back), weight in weights.pairs.items():
        if out in graph.relation_of and back in graph.relation_of:
            found[graph.relation_of[out], graph.relation_of[back]] = weight
    return found


def item_walk(
    graph: Graph, weights: Weights, preference: int, *, liked: Longs, rejected: Longs, avoided: Longs
) -> Walk | None:
    """Walk from liked items, and away from rejected ones; None where there is nothing to walk from.

    `avoided` are entities that the user does not want: nothing is reached over them.
    """
    if not len(liked) and not len(rejected):
        return None
    if weights.pairs:
        sides = ((liked, 1.0), (rejected, -weights.rejected))
        return _paired_walk(graph, weights, preference, sides, avoided)
    by_relation = relation_weights(graph, weights)
    potential = np.zeros(graph.node_count, dtype=np.float32)
    for seeds, sign in ((liked, 1.0), (rejected, -weights.rejected)):
        edges = edges_of(graph, seeds)
        np.add.at(potential, edges.neighbours, np.float32(sign) * by_relation[edges.relations])
        # A stored edge to the seed itself counts the same however many edges the seed has.
        potential[seeds] += np.float32(sign * weights.direct) / graph.rarity[seeds]
    potential[avoided] = np.minimum(potential[avoided], 0.0)
    return Walk(preference, potential, liked, _NONE, liked, edges_of(graph, liked), edges_of(graph, _NONE))


def _paired_walk(
    graph: Graph, weights: Weights, preference: int, sides: tuple[tuple[Longs, float], ...], avoided: Longs
) -> Walk:
    """Walk as `item_walk` does, where what a neighbour passes on depends on both relations.

    `sides` are the liked items and the rejected ones, each with the strength and direction of its pull.
    """
    led = [(seeds, edges_of(graph, seeds), np.float32(pull)) for seeds, pull in sides]
    nodes = np.unique(np.concatenate([part for seeds, edges, _ in led for part in (seeds, edges.neighbours)]))
    row_of = np.zeros(graph.node_count, dtype=np.int32)
    row_of[nodes] = np.arange(1, len(nodes) + 1)
    single = relation_weights(graph, weights)
    counts = np.zeros((len(nodes) + 1, len(single)), dtype=np.float32)
    for _, edges, pull in led:
        np.add.at(counts, (row_of[edges.neighbours], edges.relations), pull)
    table = counts @ pair_weights(graph, weights)
    for seeds, _, pull in led:
        table[row_of[seeds]] += np.outer(pull * np.float32(weights.direct) / graph.rarity[seeds], single)
    table[row_of[avoided]] = np.minimum(table[row_of[avoided]], 0.0)
    potential = np.zeros(graph.node_count, dtype=np.float32)
    least = table[1:].min(axis=1)
    potential[nodes] = np.where(least < 0.0, least, table[1:].max(axis=1))
    liked, first, _ = led[0]
    return Walk(preference, potential, liked, _NONE, liked, first, edges_of(graph, _NONE), ByRelation(row_of, table))


def entity_walk(
    graph: Graph, weights: Weights, preference: int, wish: Preference, *, rejected: Longs, avoided: Longs
) -> Walk | None:
    """Walk from the entities that a preference wants, but not over rejected items.

    None where it wants none, or one that very many items have.
    """
    column = graph.entities.get(wish.facet)
    wanted = entity_numbers(graph, wish) if wish.operator in (Operator.EQUAL, Operator.IN) else []
    if column is None or not wanted:
        return None
    held = [graph.holders(column, entity) for entity in wanted]
    if sum(map(len, held)) > weights.most_holders:
        return None
    holders = np.asarray(held[0] if len(held) == 1 else np.unique(np.concatenate(held)), dtype=np.int64)
    holders = holders[~np.isin(holders, rejected)]
    sources = np.array(wanted, dtype=np.int64)
    edges = edges_of(graph, holders)
    first = edges_of(graph, sources)
    shared = np.zeros(graph.node_count, dtype=np.float32)
    np.add.at(shared, edges.neighbours, np.float32(1.0))
    touched = shared[edges.neighbours]
    potential = np.zeros(graph.node_count, dtype=np.float32)
    potential[edges.neighbours] = 0.5 * touched / (touched + np.float32(weights.half_count))
    potential[first.neighbours] += 1.0
    potential[sources] = 1.0 / graph.rarity[sources]
    potential[avoided] = 0.0
    return Walk(preference, potential, sources, holders, _NONE, first, edges)


def collect(graph: Graph, weights: Weights, walks: Sequence[Walk], edges: Edges, items: Longs) -> tuple[Collected, ...]:
    """Give what items collect from walks over their edges."""
    if not walks:
        return ()
    rarity = graph.rarity[edges.neighbours]
    carried = rarity * relation_weights(graph, weights)[edges.relations]
    found = []
    for walk in walks:
        if walk.by_relation is None:
            gains = walk.potential[edges.neighbours] * carried
        else:
            gains = walk.by_relation.of(edges) * rarity
        if len(walk.silent):
            gains = np.where(np.isin(items, walk.silent)[edges.source], np.float32(0.0), gains)
        mass = np.bincount(edges.source, weights=gains, minlength=len(items)).astype(np.float64)
        found.append(Collected(walk, mass, gains))
    return tuple(found)


def reach(graph: Graph, walk: Walk, eligible: Bools) -> Floats:
    """Tell roughly what every item collects over the neighbours that point the strongest: enough to choose a pool."""
    strength = walk.potential * graph.rarity
    nodes = np.flatnonzero(strength > 0.0)
    if len(nodes) > _MOST_SPREAD:
        nodes = nodes[np.argpartition(-strength[nodes], _MOST_SPREAD)[:_MOST_SPREAD]]
    degree = graph.degree[nodes]
    nodes = nodes[np.argsort(degree, kind="stable")]
    nodes = nodes[np.cumsum(np.sort(degree, kind="stable")) <= _MOST_SPREAD_EDGES]
    edges = edges_of(graph, nodes)
    inside = edges.neighbours < graph.item_count
    mass = np.bincount(
        edges.neighbours[inside], weights=strength[nodes][edges.source[inside]], minlength=graph.item_count
    )
    return np.asarray(mass * eligible, dtype=np.float32)
