"""Builds a snapshot: a catalogue as arrays that the reasoner walks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.catalogue.records import content_digest
from chatrec.knowledge.domain.catalogue.wording import spoken
from chatrec.knowledge.domain.ports import TextEncoder
from chatrec.knowledge.domain.snapshot.adjacency import Edges, both_ways
from chatrec.knowledge.domain.snapshot.arrays import AnswerTable, Association, Doubles, Ints, Names, Snapshot, Talk
from chatrec.knowledge.domain.snapshot.associations import (
    ASSOCIATION_LABELS,
    LIKED_WITH,
    Mentioned,
    liked_with,
    mentioned_with,
    taken_over,
)
from chatrec.knowledge.domain.snapshot.statistics import spread
from chatrec.knowledge.domain.snapshot.texts import encode_catalogue, no_vectors
from chatrec.vocabulary.schema import CatalogueSchema, Facet, RelationLabel
from chatrec.vocabulary.words import FacetType, Language, Value

__all__ = ["build_snapshot", "days_since_1970"]

_EPOCH = date(1970, 1, 1).toordinal()


def build_snapshot(
    catalogue: Catalogue,
    encoder: TextEncoder | None = None,
    mentions: Sequence[Mentioned] = (),
    liked: Sequence[Mentioned] | None = None,
) -> Snapshot:
    """Build the snapshot of a catalogue; without an encoder it has no vectors and matches by words alone.

    A schema that bears a generation keeps it. `mentions` tell how strongly a node calls for an item in dialogues;
    `liked` what was learned of the interactions before: without it that is learned anew, which takes seconds. The same
    catalogue, mentions and model give the same arrays and the same generation.
    """
    schema = catalogue.schema
    nodes = _nodes(catalogue)
    numbers = {id_: number for number, id_ in enumerate(nodes.ids)}
    count = len(catalogue.items)
    relations, facet_of_relation = _relations(catalogue)
    outgoing, incoming = both_ways(_edges(catalogue, relations, numbers), len(nodes.ids))
    literal_facets = tuple(facet for facet in schema.facets if facet.type is not FacetType.ENTITY)
    literals = _literals(catalogue.items, literal_facets)
    kinds = tuple(kind.id for kind in schema.kinds)
    kind_of_item = _kind_numbers(catalogue.items, kinds)
    literal_names = tuple(facet.name for facet in literal_facets)
    associations = _associations(catalogue, mentions, liked, numbers)
    names = dict(zip(nodes.ids, nodes.names, strict=True))
    vectors, talk = (no_vectors(), Talk()) if encoder is None else encode_catalogue(catalogue, names, encoder)
    return Snapshot(
        schema=replace(
            schema,
            generation=schema.generation or content_digest(catalogue, vectors.model_id + "".join(map(str, mentions))),
            statistics=spread(literals, literal_names, kind_of_item, kinds),
            item_count=count,
            has_answers=bool(catalogue.answers),
            relations=_labelled(schema, relations, facet_of_relation, associations),
        ),
        nodes=nodes,
        item_count=count,
        relations=relations,
        facet_of_relation=facet_of_relation,
        outgoing=outgoing,
        incoming=incoming,
        literal_facets=literal_names,
        literals=literals,
        kind_of_item=kind_of_item,
        available=np.array([item.available for item in catalogue.items], dtype=np.bool_),
        popularity=np.array([item.popularity for item in catalogue.items], dtype=np.float32),
        added_days=np.array([days_since_1970(item.added) for item in catalogue.items], dtype=np.float32),
        texts=tuple(item.text for item in catalogue.items),
        vectors=vectors,
        answers=_answers(catalogue),
        talk=talk,
        associations=associations,
    )


def days_since_1970(day: str) -> float:
    """Turn an ISO 8601 day into days since 1970; NaN for none."""
    return float(date.fromisoformat(day).toordinal() - _EPOCH) if day else float("nan")


def _nodes(catalogue: Catalogue) -> Names:
    rows: tuple[Item | Entity, ...] = (*catalogue.items, *catalogue.entities)
    return Names(
        ids=tuple(row.id for row in rows),
        names=tuple(row.name for row in rows),
        aliases=tuple(row.aliases for row in rows),
        kinds=tuple(row.kind for row in rows),
    )


def _related(schema: CatalogueSchema) -> tuple[Facet, ...]:
    return tuple(facet for facet in schema.facets if facet.type is FacetType.ENTITY)


def _relations(catalogue: Catalogue) -> tuple[tuple[str, ...], Ints]:
    """Number the relations, those of facets first, and tell the facet of each; a triple may name the facet itself."""
    facets = catalogue.schema.facets
    owner = {facet.relation: index for index, facet in enumerate(facets) if facet.type is FacetType.ENTITY}
    names = dict.fromkeys(chain(owner, sorted({triple.relation for triple in catalogue.triples})))
    by_name = {facet.name: index for index, facet in enumerate(facets) if facet.type is FacetType.ENTITY}
    return tuple(names), np.array([owner.get(name, by_name.get(name, -1)) for name in names], dtype=np.int32)


def _associations(
    catalogue: Catalogue, mentions: Sequence[Mentioned], liked: Sequence[Mentioned] | None, numbers: dict[str, int]
) -> tuple[Association, ...]:
    count = len(catalogue.items)
    if liked is None:
        together = liked_with(catalogue.interactions, numbers, count)
    else:
        together = taken_over(LIKED_WITH, liked, numbers, count)
    found = (together, mentioned_with(mentions, numbers, count))
    return tuple(association for association in found if len(association.weights))


def _labelled(
    schema: CatalogueSchema,
    names: tuple[str, ...],
    facet_of_relation: Ints,
    associations: tuple[Association, ...],
) -> tuple[RelationLabel, ...]:
    """Give every relation of triples alone its label, made of its name where the catalogue says none."""
    said = {relation.name: relation for relation in schema.relations}
    found = [name for name, place in zip(names, facet_of_relation.tolist(), strict=True) if place < 0]
    learned = (association.name for association in associations)
    return (
        *(said.get(name) or RelationLabel(name, spoken(name, Language.EN)) for name in found),
        *(said.get(name) or RelationLabel(name, ASSOCIATION_LABELS[name]) for name in learned),
    )


def _edges(catalogue: Catalogue, relations: tuple[str, ...], numbers: dict[str, int]) -> Edges:
    relation_numbers = {name: number for number, name in enumerate(relations)}
    triples = catalogue.triples
    heads = [np.fromiter((numbers[triple.head] for triple in triples), np.int32, len(triples))]
    kinds = [np.fromiter((relation_numbers[triple.relation] for triple in triples), np.int32, len(triples))]
    tails = [np.fromiter((numbers[str(triple.tail)] for triple in triples), np.int32, len(triples))]
    for facet in _related(catalogue.schema):
        values = [item.facets.get(facet.name, ()) for item in catalogue.items]
        lengths = np.fromiter(map(len, values), np.int32, len(values))
        flat = list(map(numbers.__getitem__, map(str, chain.from_iterable(values))))
        heads.append(np.repeat(np.arange(len(values), dtype=np.int32), lengths))
        tails.append(np.array(flat, dtype=np.int32))
        kinds.append(np.full(len(flat), relation_numbers[facet.relation], dtype=np.int32))
    return np.concatenate(heads), np.concatenate(kinds), np.concatenate(tails)


def _literals(items: tuple[Item, ...], facets: tuple[Facet, ...]) -> Doubles:
    columns = [_column(items, facet) for facet in facets]
    return np.ascontiguousarray(np.stack(columns, axis=1)) if columns else np.zeros((len(items), 0), dtype=np.float64)


def _column(items: Iterable[Item], facet: Facet) -> Doubles:
    """Give a facet's value of every item; of several the first."""
    first = (item.facets.get(facet.name, (None,))[0] for item in items)
    return np.array([_as_number(value, facet) for value in first], dtype=np.float64)


def _as_number(value: Value | None, facet: Facet) -> float:
    if value is None:
        return float("nan")
    if facet.type is FacetType.ORDINAL:
        return float(facet.values.index(str(value)))
    if facet.type is FacetType.DATE:
        return days_since_1970(str(value))
    return float(value)


def _kind_numbers(items: Iterable[Item], kinds: tuple[str, ...]) -> Ints:
    numbers = {kind: number for number, kind in enumerate(kinds)}
    return np.array([numbers.get(item.kind, -1) for item in items], dtype=np.int32)


def _answers(catalogue: Catalogue) -> AnswerTable:
    rows = catalogue.answers
    return AnswerTable(
        ids=tuple(row.id for row in rows),
        questions=tuple(row.question for row in rows),
        variants=tuple(row.variants for row in rows),
        answers=tuple(row.answer for row in rows),
        item_ids=tuple(row.item_ids for row in rows),
    )
