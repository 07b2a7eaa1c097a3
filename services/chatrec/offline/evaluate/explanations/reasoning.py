"""The served reasoner over films: lists, the paths that it could show, and scores without the edges of a path."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Interaction, Item
from chatrec.knowledge.domain.reasoning.graph import Graph, rarity_of
from chatrec.knowledge.domain.reasoning.paths import paths_of
from chatrec.knowledge.domain.reasoning.ranking import ordered
from chatrec.knowledge.domain.reasoning.scoring import Evidence, Scoring
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.arrays import Adjacency, Association
from chatrec.offline.evaluate.explanations.reading import Films, Split
from chatrec.vocabulary.graph import Path, RankQuery, Triple
from chatrec.vocabulary.schema import CatalogueSchema
from chatrec.vocabulary.words import Language, Text

__all__ = ["Listed", "Shown", "catalogue_of", "listed", "score_without"]

_NAME = "films"
_SCHEMA = CatalogueSchema(
    name=_NAME, domain="movies", generation="", languages=(Language.EN,), currency="", kinds=(), facets=()
)


Shown = Sequence[tuple[str, tuple[Path, ...]]]
"""The items of a list in order with their paths."""


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """A user's list: the query, the items in order with their scores, and up to three paths each."""

    query: RankQuery
    items: tuple[str, ...]
    scores: tuple[float, ...]
    paths: tuple[tuple[Path, ...], ...]

    @property
    def shown(self) -> Shown:
        """Give the items in order with their paths."""
        return list(zip(self.items, self.paths, strict=True))


def catalogue_of(films: Films, split: Split) -> Catalogue:
    """Make a catalogue of the films, the triples and the train ratings; each rating is a sign of liking."""
    taken_up: dict[str, int] = dict.fromkeys(films.items, 0)
    for rows in split.train.values():
        for row in rows:
            taken_up[row.item] += 1
    entities = sorted({end for row in films.triples for end in (row.head, str(row.tail))} - set(films.items))
    return Catalogue(
        schema=_SCHEMA,
        items=tuple(Item(item, Text(en=item), popularity=float(taken_up[item])) for item in films.items),
        entities=tuple(Entity(node, "", Text(en=node)) for node in entities),
        triples=tuple(films.triples),
        interactions=tuple(replace(row, value=1.0) for rows in split.train.values() for row in rows),
    )


def listed(graph: Graph, weights: Weights, train: Sequence[Interaction], count: int) -> Listed:
    """Rank films for a user, with the paths from what was taken up before, as the knowledge service does."""
    liked = tuple(dict.fromkeys(row.item for row in train))
    query = RankQuery(_NAME, liked_item_ids=liked, excluded_item_ids=liked, max_items=count, gains=False)
    found = ordered(Scoring(graph, weights, query), count)
    best = found.evidence.take(found.order[:count])
    ids = graph.snapshot.nodes.ids
    return Listed(
        query=query,
        items=tuple(ids[item] for item in best.items.tolist()),
        scores=tuple(best.score.tolist()),
        paths=paths_of(found.scoring, best, ((),) * len(best.items)),
    )


def score_without(graph: Graph, weights: Weights, query: RankQuery, item: str, path: Path) -> float:
    """Compute the score of an item anew in the graph that lacks the edges of a path."""
    evidence: Evidence = Scoring(_without(graph, path.triples), weights, query).evidence(
        np.array([graph.number_of[item]], dtype=np.int64)
    )
    return float(evidence.score[0])


def _without(graph: Graph, triples: Sequence[Triple]) -> Graph:
    """Take edges out; films have no facets, so that degrees are all that has to be derived anew."""
    snapshot = graph.snapshot
    outgoing, incoming = snapshot.outgoing, snapshot.incoming
    learned = {row.name: row for row in snapshot.associations}
    for triple in triples:
        head, tail = graph.number_of[triple.head], graph.number_of[str(triple.tail)]
        if triple.relation in learned:
            learned[triple.relation] = _unlearned(learned[triple.relation], head, tail)
        else:
            relation = graph.relation_of[triple.relation]
            outgoing, incoming = _cut(outgoing, head, relation, tail), _cut(incoming, tail, relation, head)
    left = replace(snapshot, outgoing=outgoing, incoming=incoming, associations=tuple(learned.values()))
    degree = np.diff(outgoing.offsets) + np.diff(incoming.offsets)
    return replace(graph, snapshot=left, degree=degree, rarity=rarity_of(degree))


def _unlearned(row: Association, head: int, tail: int) -> Association:
    place = _place(row.edges, head, 0, tail)
    return replace(row, edges=_dropped(row.edges, head, place), weights=np.delete(row.weights, place))


def _cut(edges: Adjacency, node: int, relation: int, neighbour: int) -> Adjacency:
    return _dropped(edges, node, _place(edges, node, relation, neighbour))


def _place(edges: Adjacency, node: int, relation: int, neighbour: int) -> int:
    start, end = int(edges.offsets[node]), int(edges.offsets[node + 1])
    found = (edges.neighbours[start:end] == neighbour) & (edges.relations[start:end] == relation)
    return start + int(np.flatnonzero(found)[0])


def _dropped(edges: Adjacency, node: int, place: int) -> Adjacency:
    offsets = edges.offsets.copy()
    offsets[node + 1 :] -= 1
    return Adjacency(offsets, np.delete(edges.neighbours, place), np.delete(edges.relations, place))
