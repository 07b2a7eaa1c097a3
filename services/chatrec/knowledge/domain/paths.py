"""Paths: the evidence of an item, written as the stored triples that carried it.

A path is only given where taking its edges away lowers the item's f_KG; nothing is looked for that did not score.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from chatrec.knowledge.domain.filters import entity_numbers
from chatrec.knowledge.domain.graph import Edges, EntityColumn, Longs
from chatrec.knowledge.domain.scoring import Evidence, Scoring
from chatrec.knowledge.domain.walks import LIKED, Collected, Walk
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


class _Writer:
    """Writes the paths of all items of one evidence; triples are only made for the ways that are given."""

    def __init__(self, scoring: Scoring, evidence: Evidence) -> None:
        self._graph, self._evidence = scoring.graph, evidence
        total = np.maximum(evidence.terms, 0.0).sum(axis=0)
        self._total = (total + np.maximum(evidence.liked, 0.0) + evidence.similar + evidence.prior).tolist()
        self._items: list[int] = evidence.items.tolist()
        self._rows = [_edges_by_item(part, evidence) for part in evidence.collected]
        self._gained = [_gained(part, evidence) for part in evidence.collected]
        self._liked = evidence.liked.tolist()
        self._terms, self._exact = evidence.terms.T.tolist(), evidence.exact.T.tolist()
        preferences = scoring.query.preferences
        self._names = [wish.facet for wish in preferences]
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
        facts: dict[tuple[str, int], _Way] = {}
        for index, term in enumerate(terms):
            if term > 0.0 and exact[index] > 0.0:
                for way in self._facts(item, index, term, exact[index]):
                    key = (self._names[index], way.entity)
                    before = facts.get(key)
                    # One fact may meet two preferences, such as both ends of a range: it is one path.
                    facts[key] = _Way(before.weight + way.weight, before.preference, way.entity) if before else way
        ways = list(facts.values())
        weights = sorted((way.weight for way in ways), reverse=True)
        least = max(weights[_MOST_PATHS - 1] if len(weights) >= _MOST_PATHS else 0.0, _LEAST_SHARE * total)
        for number, part in enumerate(self._evidence.collected):
            index = part.walk.preference
            term = self._liked[column] if index == LIKED else terms[index] * (exact[index] <= 0.0)
            if term > least or (term > 0.0 and not ways):
                ways.extend(self._walked(column, number, part, term))
        return sorted(ways, key=_weight, reverse=True)

    def _facts(self, item: int, index: int, term: float, degree: float) -> list[_Way]:
        """Give the facts of the item itself by which it meets a preference."""
        column, wanted = self._columns[index], self._wanted[index]
        if column is None:
            return [_Way(term, index)] if degree >= _MET and self._names[index] in self._graph.literals else []
        if len(wanted) > 1:
            wanted = sorted(set(wanted).intersection(_values(column, item)))
        return [_Way(term / len(wanted), index, entity=entity) for entity in wanted]

    def _walked(self, column: int, number: int, part: Collected, term: float) -> Iterator[_Way]:
        """Give the edges by which a walk reached the item, the strongest first, one for each neighbour."""
        gained = self._gained[number][column]
        order, starts = self._rows[number]
        seen: set[int] = set()
        for place in order[starts[column] : starts[column + 1]]:
            gain, neighbour = float(part.gains[place]), int(self._evidence.edges.neighbours[place])
            if len(seen) == _MOST_PATHS:
                return
            if neighbour not in seen:
                seen.add(neighbour)
                yield _Way(term * gain / gained, part.walk.preference, edge=place, part=number)

    def _triples(self, way: _Way, item: int) -> tuple[Triple, ...]:
        if way.edge >= 0:
            return self._walk_back(item, way.edge, self._evidence.collected[way.part].walk)
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

    def _walk_back(self, item: int, edge: int, walk: Walk) -> tuple[Triple, ...]:
        """Write the walk that came over an edge of the item, from its source on."""
        edges = self._evidence.edges
        middle = int(edges.neighbours[edge])
        last = self._triple(item, int(edges.relations[edge]), middle, outgoing=bool(edges.outgoing[edge]))
        if middle in walk.sources:
            return (last,)
        direct = self._back(walk.first, walk.sources, middle, item)
        if direct is not None:
            return (direct[0], last)
        holder = self._back(walk.second, walk.holders, middle, item)
        start = self._back(walk.first, walk.sources, holder[1], item) if holder is not None else None
        return (start[0], holder[0], last) if start is not None and holder is not None else ()

    def _back(self, edges: Edges, nodes: Longs, neighbour: int, item: int) -> tuple[Triple, int] | None:
        """Find the edge that leads from one of `nodes`, the best-known one but not the item, to a neighbour."""
        places = np.flatnonzero(edges.neighbours == neighbour)
        sources = nodes[edges.source[places]]
        places, sources = places[sources != item], sources[sources != item]
        if not len(places):
            return None
        rank = self._graph.tie_rank
        best = int(np.argmin(rank[sources])) if sources.max() < len(rank) else 0
        node, place = int(sources[best]), int(places[best])
        return self._triple(node, int(edges.relations[place]), neighbour, outgoing=bool(edges.outgoing[place])), node

    def _triple(self, node: int, relation: int, neighbour: int, *, outgoing: bool) -> Triple:
        name = self._graph.snapshot.relations[relation]
        head, tail = (node, neighbour) if outgoing else (neighbour, node)
        return Triple(self._id(head), name, self._id(tail))

    def _id(self, node: int) -> str:
        return self._graph.snapshot.nodes.ids[node]


def _values(column: EntityColumn, item: int) -> list[int]:
    found: list[int] = column.entities[column.offsets[item] : column.offsets[item + 1]].tolist()
    return found


def _gained(part: Collected, evidence: Evidence) -> list[float]:
    """Add up what each item gained over its edges; what it lost to rejected items is no part of any path."""
    gains = np.maximum(part.gains, 0.0)
    found: list[float] = np.bincount(evidence.edges.source, weights=gains, minlength=len(evidence.items)).tolist()
    return found


def _edges_by_item(part: Collected, evidence: Evidence) -> tuple[list[int], list[int]]:
    """Order the edges that gained something by item, the strongest first, and tell where each item's begin."""
    gained = np.flatnonzero(part.gains > 0.0)
    source = evidence.edges.source[gained]
    order = np.lexsort((-part.gains[gained], source))
    starts = np.searchsorted(source[order], np.arange(len(evidence.items) + 1))
    return gained[order].tolist(), starts.tolist()
