"""Paths: the evidence of an item, written as the stored triples that carried it.

A path is only given where taking its edges away lowers the item's f_KG; nothing is looked for that did not score.
Which of them are given is a matter of taste (`choosing`).
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from chatrec.knowledge.domain.reasoning.choosing import MOST_PATHS, Candidate, choose
from chatrec.knowledge.domain.reasoning.filters import entity_numbers
from chatrec.knowledge.domain.reasoning.graph import Edges, EntityColumn
from chatrec.knowledge.domain.reasoning.roads import Roads, edges_by_item, edges_to, gained, recency_of
from chatrec.knowledge.domain.reasoning.scoring import Evidence, Scoring
from chatrec.knowledge.domain.reasoning.walks import LIKED, Collected
from chatrec.vocabulary.graph import Path, Triple
from chatrec.vocabulary.schema import ITEM, Facet
from chatrec.vocabulary.words import FacetType, Value

__all__ = ["literal_value", "paths_of"]

_MET = 0.6
_MOST_EDGES = 6
"""Edges of one item that one walk, or one association, brings into the choice."""
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
    """Give up to three paths for each item of the evidence, chosen by the weights' taste, the heaviest first.

    `missed` are the facets of the hard preferences that each item breaks: no path leads over them.
    """
    writer = _Writer(scoring, evidence)
    return tuple(writer.paths(column, frozenset(facets)) for column, facets in enumerate(missed))


class _Way(NamedTuple):
    """A part of the evidence: its weight, the preference it belongs to, and the entity or edge by which it came.

    `entity` is the value that the item has, -1 for a literal; `edge` the edge of the item by which `part` came, or -1.
    `source` is the node from which the learned edge of association `part` leads to the item, or -1.
    """

    weight: float
    preference: int
    entity: int = -1
    edge: int = -1
    part: int = -1
    source: int = -1


_weight = itemgetter(0)


class _Writer:
    """Writes the paths of all items of one evidence; triples are only made for the ways that are given."""

    def __init__(self, scoring: Scoring, evidence: Evidence) -> None:
        self._graph, self._evidence = scoring.graph, evidence
        self._learned, self._associations = np.maximum(evidence.associated, 0.0), scoring.associations
        total = np.maximum(evidence.terms, 0.0).sum(axis=0)
        self._total = (total + np.maximum(evidence.liked, 0.0) + evidence.prior + self._learned.sum(axis=0)).tolist()
        self._items: list[int] = evidence.items.tolist()
        self._rows = [edges_by_item(part, evidence) for part in evidence.collected]
        tie_rank, self._number_of = scoring.graph.tie_rank, scoring.graph.number_of
        self._known_popularity = {-1: 0.0}
        self._most_popular = math.log1p(max(scoring.graph.item_count, 1))
        walks = [part.walk for part in evidence.collected]
        self._sources = [frozenset(walk.sources.tolist()) for walk in walks]
        self._ids = scoring.graph.snapshot.nodes.ids
        self._taste = scoring.weights.taste
        self._recency = recency_of(scoring)
        latest = self._recency if self._taste.recency else {}
        self._first = [Roads(walk.first, walk.sources, tie_rank, latest) for walk in walks]
        self._second = [Roads(walk.second, walk.holders, tie_rank, {}) for walk in walks]
        last_turn = max((wish.turn for wish in scoring.query.preferences), default=0)
        self._recency_said = [(wish.turn + 1) / (last_turn + 1) for wish in scoring.query.preferences]
        self._most_edges = _MOST_EDGES if self._taste.most else MOST_PATHS
        self._gained = [gained(part, evidence) for part in evidence.collected]
        self._liked = evidence.liked.tolist()
        self._terms, self._exact = evidence.terms.T.tolist(), evidence.exact.T.tolist()
        preferences = scoring.query.preferences
        self._names = [wish.facet for wish in preferences]
        self._liked_ids = frozenset(scoring.query.liked_item_ids)
        self._named = [wish.values if wish.facet == ITEM and wish.liked else () for wish in preferences]
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
        candidates: list[Candidate] = []
        for way in self._heaviest(column, item, total):
            share = min(way.weight / total, 1.0)
            if self._is_beaten(share, candidates):
                break
            triples = self._triples(way, item)
            if triples and not (missed and self._leads_over(triples[-1], missed, item)):
                found.append(Path(triples, share, way.preference))
                candidates.append(self._candidate(found[-1], way, item))
        return tuple(found[place] for place in choose(candidates, self._taste))

    def _is_beaten(self, share: float, candidates: Sequence[Candidate]) -> bool:
        """Tell whether paths of this share can no more be chosen; candidates come with the heaviest first."""
        if not candidates or (len(candidates) < MOST_PATHS and share >= self._taste.least):
            return False
        third = candidates[MOST_PATHS - 1].contribution if len(candidates) >= MOST_PATHS else 0.0
        return share < self._taste.least or share <= third - self._taste.most * candidates[0].contribution

    def _candidate(self, path: Path, way: _Way, item: int) -> Candidate:
        """Tell of a path what it is chosen by."""
        if way.source >= 0:
            shared = way.source
        else:
            shared = int(self._evidence.edges.neighbours[way.edge]) if way.edge >= 0 else way.entity
        if path.preference >= 0:
            recency = self._recency_said[path.preference]
        elif way.source >= 0:
            recency = self._recency.get(way.source, 0.0)
        else:
            start, own = path.triples[0], self._ids[item]
            ends = (end for end in (start.head, str(start.tail)) if end != own)
            recency = max(self._recency.get(self._number_of[end], 0.0) for end in ends)
        return Candidate(path.contribution, recency, self._popularity(shared), path.triples[-1].relation)

    def _popularity(self, node: int) -> float:
        """Give the popularity of what a path leads over, each looked up once; a literal (-1) has none."""
        found = self._known_popularity.get(node)
        if found is None:
            if node < self._graph.item_count:
                found = float(self._graph.popularity[node])
            else:
                found = min(math.log1p(float(self._graph.degree[node])) / self._most_popular, 1.0)
            self._known_popularity[node] = found
        return found

    def _leads_over(self, edge: Triple, missed: frozenset[str], item: int) -> bool:
        """Tell whether an edge is a fact of the item by which it breaks a hard preference."""
        if edge.head != self._id(item):
            return False
        number = self._graph.relation_of.get(edge.relation, -1)
        place = int(self._graph.snapshot.facet_of_relation[number]) if number >= 0 else -1
        return (self._graph.snapshot.schema.facets[place].name if place >= 0 else edge.relation) in missed

    def _heaviest(self, column: int, item: int, total: float) -> list[_Way]:
        """Give the ways to an item, the heaviest first; walks that could not be among the paths are not looked at.

        A way that falls short of the third by more than taste could make good is not among the paths.
        """
        terms, exact = self._terms[column], self._exact[column]
        ways = [
            way
            for index, term in enumerate(terms)
            if term > 0.0 and exact[index] > 0.0
            for way in self._facts(item, index, term, exact[index])
        ]
        if self._overlapping:
            ways = self._merged(ways)
        ways.extend(self._learned_ways(column, item))
        walked = [self._walked_term(column, part) for part in self._evidence.collected]
        least = self._taste.least * total
        if len(ways) >= MOST_PATHS:
            heaviest = sorted([way[0] for way in ways], reverse=True)
            most = max(heaviest[0], *walked) if walked else heaviest[0]
            least = max(least, heaviest[MOST_PATHS - 1] - self._taste.most * most)
        for number, (part, term) in enumerate(zip(self._evidence.collected, walked, strict=True)):
            if term > least or (term > 0.0 and not ways):
                ways.extend(self._walked(column, number, part, term))
        return sorted(ways, key=_weight, reverse=True)

    def _walked_term(self, column: int, part: Collected) -> float:
        index = part.walk.preference
        if index == LIKED:
            return float(self._liked[column])
        return 0.0 if self._exact[column][index] > 0.0 else float(self._terms[column][index])

    def _merged(self, ways: Sequence[_Way]) -> list[_Way]:
        """Join the ways over one fact that meets two preferences, such as both ends of a range: it is one path."""
        found: dict[tuple[str, int], _Way] = {}
        for way in ways:
            key = (self._names[way.preference], way.entity)
            before = found.get(key)
            found[key] = _Way(before.weight + way.weight, before.preference, way.entity) if before else way
        return list(found.values())

    def _learned_ways(self, column: int, item: int) -> Iterator[_Way]:
        """Give the heaviest learned edges of each association that speaks for the item."""
        for number, part in enumerate(self._associations):
            if self._learned[number, column] > 0.0:
                whole = float(self._learned[number, column])
                for node, share in edges_to(part, item, self._most_edges):
                    yield _Way(share * whole, self._preference_of(node), part=number, source=node)

    def _preference_of(self, node: int) -> int:
        """Find the preference that wants an item by name, or say that the item was liked."""
        if self._ids[node] in self._liked_ids:
            return LIKED
        named = (index for index, values in enumerate(self._named) if self._ids[node] in values)
        return next(named, LIKED)

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
            if len(seen) == self._most_edges:
                return
            if row.neighbours[at] not in seen:
                seen.add(row.neighbours[at])
                yield _Way(share * row.gains[at], part.walk.preference, edge=row.places[at], part=number)

    def _triples(self, way: _Way, item: int) -> tuple[Triple, ...]:
        if way.source >= 0:
            return (Triple(self._id(way.source), self._associations[way.part].name, self._id(item)),)
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
