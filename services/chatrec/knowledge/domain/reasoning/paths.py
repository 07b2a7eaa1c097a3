"""Paths: the evidence of an item, written as the stored triples that carried it.

A path is only given where taking its edges away lowers the item's f_KG; nothing is looked for that did not score.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from chatrec.knowledge.domain.reasoning.filters import entity_numbers
from chatrec.knowledge.domain.reasoning.graph import Edges, EntityColumn, Longs
from chatrec.knowledge.domain.reasoning.scoring import Evidence, Scoring
from chatrec.knowledge.domain.reasoning.walks import LIKED, Collected
from chatrec.knowledge.domain.snapshot.arrays import Ints
from chatrec.vocabulary.graph import Path, Triple
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
            return number


def paths_of(scoring: Scoring, evidence: Evidence, missed: Sequence[Sequence[str]]) -> tuple[tuple[Path, ...], ...]:
    """Give up to three paths for each item of the evidence, the heaviest first.

    `missed` are the facets of the hard preferences that each item breaks: no path leads over them.
    """
    writer = _Writer(scoring, evidence)
    return tuple(writer.paths(column, frozenset(facets)) for column, facets in enumerate(missed))


class _Way(NamedTuple):
    """A part of the evidence: its weight, the preference it belongs to, and the entity or edge by which it came.

    `entity` is the value that the item has, -1 for a literal; `edge` the edge of the item by which `part` came, or -1.
    """

    weight: float
    preference: int
    entity: int = -1
    edge: int = -1
    part: int = -1


_weight = itemgetter(0)


class _Row(NamedTuple):
    """The edges by which a walk gained, the strongest of an item first; those of item i begin at `starts[i]`."""

    places: list[int]
    gains: list[float]
    neighbours: list[int]
    starts: list[int]


class _Roads:
    """The edges that lead from some nodes to a neighbour, the best-known node first; each is looked up once."""

    def __init__(self, edges: Edges, nodes: Longs, tie_rank: Ints) -> None:
        self._edges, self._nodes, self._tie_rank = edges, nodes, tie_rank
        self._known: dict[int, list[tuple[int, int]]] = {}

    def to(self, neighbour: int, item: int) -> tuple[int, int] | None:
        """Give the node and the place of its edge; the item itself is no way to the item."""
        found = self._known.get(neighbour)
        if found is None:
            found = self._known[neighbour] = self._find(neighbour)
        return next((road for road in found if road[0] != item), None)

    def _find(self, neighbour: int) -> list[tuple[int, int]]:
        places = np.flatnonzero(self._edges.neighbours == neighbour)
        nodes = self._nodes[self._edges.source[places]]
        if len(nodes) and nodes.max() < len(self._tie_rank):
            order = np.argsort(self._tie_rank[nodes], kind="stable")
            places, nodes = places[order], nodes[order]
        return list(zip(nodes.tolist(), places.tolist(), strict=True))


class _Writer:
    """Writes the paths of all items of one evidence; triples are only made for the ways that are given."""

    def __init__(self, scoring: Scoring, evidence: Evidence) -> None:
        self._graph, self._evidence = scoring.graph, evidence
        total = np.maximum(evidence.terms, 0.0).sum(axis=0)
        self._total = (total + np.maximum(evidence.liked, 0.0) + evidence.similar + evidence.prior).tolist()
        self._items: list[int] = evidence.items.tolist()
        self._rows = [_edges_by_item(part, evidence) for part in evidence.collected]
        tie_rank = scoring.graph.tie_rank
        walks = [part.walk for part in evidence.collected]
        self._sources = [frozenset(walk.sources.tolist()) for walk in walks]
        self._first = [_Roads(walk.first, walk.sources, tie_rank) for walk in walks]
        self._second = [_Roads(walk.second, walk.holders, tie_rank) for walk in walks]
        self._ids = scoring.graph.snapshot.nodes.ids
        self._gained = [_gained(part, evidence) for part in evidence.collected]
        self._liked = evidence.liked.tolist()
        self._terms, self._exact = evidence.terms.T.tolist(), evidence.exact.T.tolist()
        preferences = scoring.query.preferences
        self._names = [wish.facet for wish in preferences]
        self._overlapping = len(set(self._names)) < len(self._names)
        self._facets = [scoring.graph.snapshot.schema.facet(name) for name in self._names]
        self._columns = [scoring.graph.entities.get(name) for name in self._names]
        self._wanted = [
            entity_numbers(scoring.graph, wish) if column is not None and wish.liked else []
            for wish, column in zip(preferences, self._columns, strict=True)
        ]

    def paths(self, column: int, missed: frozenset[str]) -> tuple[Path, ...]:
        total, item = max(self._total[column], 1e-300), self._items[column]
        found: list[Path] = []
        for way in self._heaviest(column, item, total):
            share = min(way.weight / total, 1.0)
            if found and (share < _LEAST_SHARE or len(found) == _MOST_PATHS):
                break
            triples = self._triples(way, item)
            if triples and not (missed and self._leads_over(triples[-1], missed, item)):
                found.append(Path(triples, share, way.preference))
        return tuple(found)

    def _leads_over(self, edge: Triple, missed: frozenset[str], item: int) -> bool:
        """Tell whether an edge is a fact of the item by which it breaks a hard preference."""
        if edge.head != self._id(item):
            return False
        number = self._graph.relation_of.get(edge.relation, -1)
        place = int(self._graph.snapshot.facet_of_relation[number]) if number >= 0 else -1
        return (self._graph.snapshot.schema.facets[place].name if place >= 0 else edge.relation) in missed

    def _heaviest(self, column: int, item: int, total: float) -> list[_Way]:
        """Give the ways to an item, the heaviest first; walks that could not be among the paths are not looked at."""
        terms, exact = self._terms[column], self._exact[column]
        ways = [
            way
            for index, term in enumerate(terms)
            if term > 0.0 and exact[index] > 0.0
            for way in self._facts(item, index, term, exact[index])
        ]
        if self._overlapping:
            ways = self._merged(ways)
        least = _LEAST_SHARE * total
        if len(ways) >= _MOST_PATHS:
            least = max(least, sorted([way[0] for way in ways])[-_MOST_PATHS])
        for number, part in enumerate(self._evidence.collected):
            index = part.walk.preference
            term = self._liked[column] if index == LIKED else terms[index] * (exact[index] <= 0.0)
            if term > least or (term > 0.0 and not ways):
                ways.extend(self._walked(column, number, part, term))
        return sorted(ways, key=_weight, reverse=True)

    def _merged(self, ways: Sequence[_Way]) -> list[_Way]:
        """Join the ways over one fact that meets two preferences, such as both ends of a range: it is one path."""
        found: dict[tuple[str, int], _Way] = {}
        for way in ways:
            key = (self._names[way.preference], way.entity)
            before = found.get(key)
            found[key] = _Way(before.weight + way.weight, before.preference, way.entity) if before else way
        return list(found.values())

    def _facts(self, item: int, index: int, term: float, degree: float) -> list[_Way]:
        """Give the facts of the item itself by which it meets a preference."""
        column, wanted = self._columns[index], self._wanted[index]
        if column is None:
            return [_Way(term, index)] if degree >= _MET and self._names[index] in self._graph.literals else []
        if len(wanted) == 1:
            return [_Way(term, index, wanted[0])]
        if wanted:
            wanted = sorted(set(wanted).intersection(_values(column, item)))
        return [_Way(term / len(wanted), index, entity=entity) for entity in wanted]

    def _walked(self, column: int, number: int, part: Collected, term: float) -> Iterator[_Way]:
        """Give the edges by which a walk reached the item, the strongest first, one for each neighbour."""
        share = term / self._gained[number][column] if self._gained[number][column] else 0.0
        row = self._rows[number]
        seen: set[int] = set()
        for at in range(row.starts[column], row.starts[column + 1]):
            if len(seen) == _MOST_PATHS:
                return
            if row.neighbours[at] not in seen:
                seen.add(row.neighbours[at])
                yield _Way(share * row.gains[at], part.walk.preference, edge=row.places[at], part=number)

    def _triples(self, way: _Way, item: int) -> tuple[Triple, ...]:
        if way.edge >= 0:
            return self._walk_back(item, way.edge, way.part)
        facet, column = self._facets[way.preference], self._columns[way.preference]
        if column is not None:
            relation = self._relation(item, way.entity, column)
            return (self._triple(item, relation, way.entity, outgoing=True),)
        if facet is None:
            return ()
        return (
            Triple(self._id(item), facet.name, literal_value(facet, float(self._graph.literals[facet.name][item]))),
        )

    def _relation(self, item: int, entity: int, column: EntityColumn) -> int:
        if len(column.relations) == 1:
            return int(column.relations[0])
        edges = self._graph.snapshot.outgoing
        start, end = int(edges.offsets[item]), int(edges.offsets[item + 1])
        held = edges.relations[start:end][edges.neighbours[start:end] == entity].tolist()
        return next(int(relation) for relation in held if relation in column.relations)

    def _walk_back(self, item: int, edge: int, part: int) -> tuple[Triple, ...]:
        """Write the walk that came over an edge of the item, from its source on."""
        edges, walk = self._evidence.edges, self._evidence.collected[part].walk
        middle = int(edges.neighbours[edge])
        last = self._triple(item, int(edges.relations[edge]), middle, outgoing=bool(edges.outgoing[edge]))
        if middle in self._sources[part]:
            return (last,)
        direct = self._first[part].to(middle, item)
        if direct is not None:
            return (self._edge(walk.first, direct, middle), last)
        holder = self._second[part].to(middle, item)
        start = self._first[part].to(holder[0], item) if holder is not None else None
        if holder is None or start is None:
            return ()
        return (self._edge(walk.first, start, holder[0]), self._edge(walk.second, holder, middle), last)

    def _edge(self, edges: Edges, road: tuple[int, int], neighbour: int) -> Triple:
        node, place = road
        return self._triple(node, int(edges.relations[place]), neighbour, outgoing=bool(edges.outgoing[place]))

    def _triple(self, node: int, relation: int, neighbour: int, *, outgoing: bool) -> Triple:
        name = self._graph.snapshot.relations[relation]
        head, tail = (node, neighbour) if outgoing else (neighbour, node)
        return Triple(self._id(head), name, self._id(tail))

    def _id(self, node: int) -> str:
        return self._ids[node]


def _values(column: EntityColumn, item: int) -> list[int]:
    found: list[int] = column.entities[column.offsets[item] : column.offsets[item + 1]].tolist()
    return found


def _gained(part: Collected, evidence: Evidence) -> list[float]:
    """Add up what each item gained over its edges; what it lost to rejected items is no part of any path."""
    gains = np.maximum(part.gains, 0.0)
    found: list[float] = np.bincount(evidence.edges.source, weights=gains, minlength=len(evidence.items)).tolist()
    return found


def _edges_by_item(part: Collected, evidence: Evidence) -> _Row:
    gained = np.flatnonzero(part.gains > 0.0)
    source = evidence.edges.source[gained]
    order = np.lexsort((-part.gains[gained], source))
    places = gained[order]
    starts = np.searchsorted(source[order], np.arange(len(evidence.items) + 1))
    gains, neighbours = part.gains[places].tolist(), evidence.edges.neighbours[places].tolist()
    return _Row(places.tolist(), gains, neighbours, starts.tolist())
