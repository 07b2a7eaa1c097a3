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
from chatrec.knowledge.domain.snapshot.arrays import Bools, Floats
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator

__all__ = ["LIKED", "Collected", "Walk", "collect", "entity_walk", "item_walk", "reach"]

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
    is not like itself.
    """

    preference: int
    potential: Floats
    sources: Longs
    holders: Longs
    silent: Longs
    first: Edges
    second: Edges


@dataclass(frozen=True, slots=True, eq=False)
class Collected:
    """What items collect from one walk: `mass` an item, and `gains` an edge of the items' edges."""

    walk: Walk
    mass: npt.NDArray[np.float64]
    gains: Floats


def relation_weights(graph: Graph, weights: Weights) -> Floats:
    """Give the weight of every relation, by number."""
    return np.array([weights.relation(name) for name in graph.snapshot.relations] or [1.0], dtype=np.float32)


def item_walk(
    graph: Graph, weights: Weights, preference: int, *, liked: Longs, rejected: Longs, avoided: Longs
) -> Walk | None:
    """Walk from liked items, and away from rejected ones; None where there is nothing to walk from.

    `avoided` are entities that the user does not want: nothing is reached over them.
    """
    if not len(liked) and not len(rejected):
        return None
    by_relation = relation_weights(graph, weights)
    potential = np.zeros(graph.node_count, dtype=np.float32)
    for seeds, sign in ((liked, 1.0), (rejected, -weights.rejected)):
        edges = edges_of(graph, seeds)
        np.add.at(potential, edges.neighbours, np.float32(sign) * by_relation[edges.relations])
        # A stored edge to the seed itself counts the same however many edges the seed has.
        potential[seeds] += np.float32(sign * weights.direct) / graph.rarity[seeds]
    potential[avoided] = np.minimum(potential[avoided], 0.0)
    return Walk(preference, potential, liked, _NONE, liked, edges_of(graph, liked), edges_of(graph, _NONE))


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
    carried = graph.rarity[edges.neighbours] * relation_weights(graph, weights)[edges.relations]
    found = []
    for walk in walks:
        gains = walk.potential[edges.neighbours] * carried
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
