"""Paths: the evidence of an item, written as the stored triples that carried it.

A path is only given where taking its edges away lowers the item's f_KG; nothing is looked for that did not score.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from chatrec.knowledge.domain.filters import entity_numbers
from chatrec.knowledge.domain.graph import Graph, Longs
from chatrec.knowledge.domain.scoring import Evidence, Scoring
from chatrec.knowledge.domain.snapshot import Adjacency
from chatrec.knowledge.domain.walks import LIKED, Collected, Walk
from chatrec.vocabulary.graph import Path, Triple
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, Value

__all__ = ["literal_value", "paths_of"]

_MOST_PATHS = 3
_MET = 0.6
_LEAST_SHARE = 0.03
_EPOCH = date(1970, 1, 1)


def literal_value(facet: Facet, number: float) -> Value:
    """Turn the number of a literal column back into the value as the catalogue has it."""
    match facet.type:
        case FacetType.FLAG:
            return bool(number)
        case FacetType.ORDINAL:
            return facet.values[int(number)]
        case FacetType.DATE:
            return (_EPOCH + timedelta(days=int(number))).isoformat()
        case _:
            # The shortest decimal that float32 tells apart is what the catalogue says: 6.7, not 6.699999809.
            return float(str(np.float32(number)))


def paths_of(scoring: Scoring, evidence: Evidence, missed: Sequence[Sequence[str]]) -> tuple[tuple[Path, ...], ...]:
    """Give up to three paths for each item of the evidence, the heaviest first.

    `missed` are the facets of the hard preferences that each item breaks: no path leads over them.
    """
    writer = _Writer(scoring, evidence)
    return tuple(writer.paths(column, frozenset(facets)) for column, facets in enumerate(missed))


@dataclass(frozen=True, slots=True)
class _Step:
    """An edge of an item by which a walk came: its neighbour, its relation and its direction."""

    neighbour: int
    relation: int
    outgoing: bool
    gain: float


class _Writer:
    def __init__(self, scoring: Scoring, evidence: Evidence) -> None:
        self._graph, self._scoring, self._evidence = scoring.graph, scoring, evidence
        self._total = np.maximum(evidence.terms, 0.0).sum(axis=0)
        self._total += np.maximum(evidence.liked, 0.0) + evidence.similar + evidence.prior
        self._sources = [_around(self._graph, part.walk.sources) for part in evidence.collected]
        self._rows = [_edges_by_item(part, evidence) for part in evidence.collected]
        self._terms = evidence.terms.T.tolist()
        self._exact = evidence.exact.T.tolist()

    def paths(self, column: int, missed: frozenset[str]) -> tuple[Path, ...]:
        total = float(self._total[column])
        found: dict[tuple[Triple, ...], Path] = {}
        for weight, index, triples in self._ways(column):
            if total <= 0.0 or any(self._leads_over(edge, missed, column) for edge in triples):
                continue
            before = found.get(triples)
            share = min(weight / total + (before.contribution if before else 0.0), 1.0)
            found[triples] = Path(triples, share, before.preference if before else index)
        heaviest = sorted(found.values(), key=lambda path: -path.contribution)[:_MOST_PATHS]
        return tuple(path for path in heaviest if path is heaviest[0] or path.contribution >= _LEAST_SHARE)

    def _leads_over(self, edge: Triple, missed: frozenset[str], column: int) -> bool:
        """Tell whether an edge is a fact of the item by which it breaks a hard preference."""
        if not missed or edge.head != self._id(int(self._evidence.items[column])):
            return False
        number = self._graph.relation_of.get(edge.relation, -1)
        place = int(self._graph.snapshot.facet_of_relation[number]) if number >= 0 else -1
        return (self._graph.snapshot.schema.facets[place].name if place >= 0 else edge.relation) in missed

    def _ways(self, column: int) -> Iterator[tuple[float, int, tuple[Triple, ...]]]:
        item = int(self._evidence.items[column])
        terms, exact = self._terms[column], self._exact[column]
        for index, wish in enumerate(self._scoring.query.preferences):
            if terms[index] <= 0.0 or exact[index] <= 0.0:
                continue
            facts = list(self._facts(item, wish, exact[index]))
            for fact in facts:
                yield terms[index] / len(facts), index, (fact,)
        for number, part in enumerate(self._evidence.collected):
            yield from self._walked(column, item, number, part)

    def _facts(self, item: int, wish: Preference, degree: float) -> Iterator[Triple]:
        """Give the facts of the item itself by which it meets a preference."""
        graph = self._graph
        column = graph.entities.get(wish.facet)
        if column is not None:
            wanted = entity_numbers(graph, wish) if wish.liked else ()
            for entity in wanted:
                yield from self._edges_between(item, entity, column.relations)
            return
        facet, literals = graph.snapshot.schema.facet(wish.facet), graph.literals.get(wish.facet)
        if facet is not None and literals is not None and degree >= _MET:
            yield Triple(self._id(item), facet.name, literal_value(facet, float(literals[item])))

    def _edges_between(self, item: int, entity: int, relations: tuple[int, ...]) -> Iterator[Triple]:
        start, end = _slice(self._graph.snapshot.outgoing, item)
        neighbours = self._graph.snapshot.outgoing.neighbours[start:end]
        for place in np.flatnonzero(neighbours == entity).tolist():
            relation = int(self._graph.snapshot.outgoing.relations[start + place])
            if relation in relations:
                yield self._triple(item, relation, entity, outgoing=True)

    def _walked(
        self, column: int, item: int, number: int, part: Collected
    ) -> Iterator[tuple[float, int, tuple[Triple, ...]]]:
        """Give the ways by which a walk reached the item, the strongest edges first."""
        index = part.walk.preference
        if index != LIKED and self._exact[column][index] > 0.0:
            return
        mass = float(part.mass[column])
        term = float(self._evidence.liked[column]) if index == LIKED else self._terms[column][index]
        if mass <= 0.0 or term <= 0.0:
            return
        for step in self._steps(column, number, part):
            way = self._way(item, step, part.walk, self._sources[number])
            if way:
                yield term * min(step.gain / mass, 1.0), index, way

    def _steps(self, column: int, number: int, part: Collected) -> Iterator[_Step]:
        order, starts = self._rows[number]
        edges = self._evidence.edges
        seen: set[int] = set()
        for place in order[starts[column] : starts[column + 1]].tolist():
            neighbour, gain = int(edges.neighbours[place]), float(part.gains[place])
            if gain <= 0.0 or len(seen) == _MOST_PATHS:
                return
            if neighbour not in seen:
                seen.add(neighbour)
                yield _Step(neighbour, int(edges.relations[place]), bool(edges.outgoing[place]), gain)

    def _way(
        self, item: int, step: _Step, walk: Walk, around: Mapping[int, tuple[int, int, bool]]
    ) -> tuple[Triple, ...]:
        last = self._triple(item, step.relation, step.neighbour, outgoing=step.outgoing)
        middle = step.neighbour
        if middle in walk.sources:
            return (last,)
        if middle in around and around[middle][0] != item:
            source, relation, outgoing = around[middle]
            return (self._triple(source, relation, middle, outgoing=outgoing), last)
        return self._over_a_holder(item, middle, walk, around, last)

    def _over_a_holder(
        self, item: int, middle: int, walk: Walk, around: Mapping[int, tuple[int, int, bool]], last: Triple
    ) -> tuple[Triple, ...]:
        """Find the best-known item that has the wanted entity and shares the neighbour."""
        edges = _around(self._graph, np.array([middle], dtype=np.int64), only=walk.holders)
        holders = [holder for holder in edges if holder != item and holder in around]
        if not holders:
            return ()
        holder = min(holders, key=lambda node: int(self._graph.tie_rank[node]))
        _, relation, outgoing = edges[holder]
        source, first, ahead = around[holder]
        return (
            self._triple(source, first, holder, outgoing=ahead),
            self._triple(middle, relation, holder, outgoing=outgoing),
            last,
        )

    def _triple(self, node: int, relation: int, neighbour: int, *, outgoing: bool) -> Triple:
        name = self._graph.snapshot.relations[relation]
        head, tail = (node, neighbour) if outgoing else (neighbour, node)
        return Triple(self._id(head), name, self._id(tail))

    def _id(self, node: int) -> str:
        return self._graph.snapshot.nodes.ids[node]


def _slice(edges: Adjacency, node: int) -> tuple[int, int]:
    return int(edges.offsets[node]), int(edges.offsets[node + 1])


def _around(graph: Graph, nodes: Longs, only: Longs | None = None) -> dict[int, tuple[int, int, bool]]:
    """Give the neighbours of nodes, each with the node it is reached from, the relation and the direction."""
    found: dict[int, tuple[int, int, bool]] = {}
    for node in nodes.tolist():
        for edges, outgoing in ((graph.snapshot.outgoing, True), (graph.snapshot.incoming, False)):
            start, end = _slice(edges, node)
            neighbours, relations = edges.neighbours[start:end], edges.relations[start:end]
            if only is not None:
                kept = np.isin(neighbours, only)
                neighbours, relations = neighbours[kept], relations[kept]
            for neighbour, relation in zip(neighbours.tolist(), relations.tolist(), strict=True):
                found.setdefault(neighbour, (node, relation, outgoing))
    return found


def _edges_by_item(part: Collected, evidence: Evidence) -> tuple[Longs, Longs]:
    """Order the edges by item, the strongest first, and tell where each item's begin."""
    order = np.lexsort((-part.gains, evidence.edges.source))
    starts = np.searchsorted(evidence.edges.source[order], np.arange(len(evidence.items) + 1))
    return order, starts
