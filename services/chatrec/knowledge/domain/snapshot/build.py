"""Builds a snapshot: a catalogue as arrays that the reasoner walks."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.catalogue.records import head_record
from chatrec.knowledge.domain.catalogue.wording import spoken
from chatrec.knowledge.domain.ports import TextEncoder
from chatrec.knowledge.domain.snapshot.adjacency import both_ways
from chatrec.knowledge.domain.snapshot.arrays import AnswerTable, Association, Ints, Names, Snapshot, Talk
from chatrec.knowledge.domain.snapshot.associations import (
    ASSOCIATION_LABELS,
    LIKED_WITH,
    Mentioned,
    liked_with,
    mentioned_with,
    taken_over,
)
from chatrec.knowledge.domain.snapshot.columns import days_since_1970, edges_of_rows, item_columns, literal_facets
from chatrec.knowledge.domain.snapshot.common_needs import with_common_needs
from chatrec.knowledge.domain.snapshot.digest import snapshot_digest
from chatrec.knowledge.domain.snapshot.expecting import with_expected_edges
from chatrec.knowledge.domain.snapshot.statistics import spread
from chatrec.knowledge.domain.snapshot.texts import encode_catalogue, no_vectors
from chatrec.vocabulary.schema import CatalogueSchema, RelationLabel
from chatrec.vocabulary.words import FacetType, Language

__all__ = ["build_snapshot", "days_since_1970"]


def build_snapshot(
    catalogue: Catalogue,
    encoder: TextEncoder | None = None,
    mentions: Sequence[Mentioned] = (),
    liked: Sequence[Mentioned] | None = None,
    expected: Sequence[Mentioned] = (),
) -> Snapshot:
    """Build the snapshot of a catalogue; without an encoder it has no vectors and matches by words alone.

    A schema that bears a generation keeps it, and its needs; any other gets those that its values bring
    (`common_needs`). `mentions` tell how strongly a node calls for an item in dialogues;
    `liked` what was learned of the interactions before: without it that is learned anew, which takes seconds;
    `expected` what was told of new items before. The same catalogue, mentions and model give the same arrays and the
    same generation.
    """
    nodes = _nodes(catalogue)
    names = dict(zip(nodes.ids, nodes.names, strict=True))
    declared = catalogue.schema
    schema = declared if declared.generation else with_common_needs(catalogue, names)
    numbers = {id_: number for number, id_ in enumerate(nodes.ids)}
    count = len(catalogue.items)
    relations, facet_of_relation = _relations(catalogue)
    heads = np.arange(count, dtype=np.int32)
    edges = edges_of_rows(schema, (catalogue.items, heads), catalogue.triples, relations, numbers)
    outgoing, incoming = both_ways(edges, len(nodes.ids))
    columns = item_columns(catalogue.items, schema)
    kinds = tuple(kind.id for kind in schema.kinds)
    literal_names = tuple(facet.name for facet in literal_facets(schema))
    associations = _associations(catalogue, mentions, liked, numbers)
    said = replace(catalogue, schema=schema)
    vectors, talk = (no_vectors(), Talk()) if encoder is None else encode_catalogue(said, names, encoder)
    snapshot = Snapshot(
        schema=replace(
            schema,
            statistics=spread(columns.literals, literal_names, columns.kind_of_item, kinds),
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
        **columns._asdict(),
        texts=tuple(item.text for item in catalogue.items),
        vectors=vectors,
        answers=_answers(catalogue),
        talk=talk,
        associations=associations,
    )
    snapshot = with_expected_edges(snapshot, expected)
    if schema.generation:
        return snapshot
    return replace(snapshot, schema=replace(snapshot.schema, generation=_generation(catalogue, snapshot, mentions)))


def _generation(catalogue: Catalogue, snapshot: Snapshot, mentions: Sequence[Mentioned]) -> str:
    schema = catalogue.schema
    # Mappings of the head say nothing of the order of kinds, facets and relations, yet it is what the user sees.
    order = [
        [row.id for row in schema.kinds],
        [row.name for row in schema.facets],
        [row.name for row in schema.relations],
    ]
    done = [(row.user, row.item, row.value, row.unix_s) for row in catalogue.interactions]
    return snapshot_digest(snapshot, head_record(schema, catalogue.licence), order, done, mentions)


def _nodes(catalogue: Catalogue) -> Names:
    rows: tuple[Item | Entity, ...] = (*catalogue.items, *catalogue.entities)
    return Names(
        ids=tuple(row.id for row in rows),
        names=tuple(row.name for row in rows),
        aliases=tuple(row.aliases for row in rows),
        kinds=tuple(row.kind for row in rows),
    )


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
        together = liked_with(catalogue.interactions, numbers)
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


def _answers(catalogue: Catalogue) -> AnswerTable:
    rows = catalogue.answers
    return AnswerTable(
        ids=tuple(row.id for row in rows),
        questions=tuple(row.question for row in rows),
        variants=tuple(row.variants for row in rows),
        answers=tuple(row.answer for row in rows),
        item_ids=tuple(row.item_ids for row in rows),
    )
