"""Puts the parts of a catalogue together and checks what they say of each other."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from chatrec.knowledge.domain.catalogue.catalogue import Answer, Catalogue, Entity, Interaction, Item
from chatrec.knowledge.domain.catalogue.entries import Draft, read_facets
from chatrec.knowledge.domain.catalogue.facets import inferred
from chatrec.knowledge.domain.catalogue.fields import Field, show
from chatrec.knowledge.domain.catalogue.plans import check_prerequisites
from chatrec.knowledge.domain.catalogue.problems import Place, Problems
from chatrec.knowledge.domain.catalogue.schema import Declarations, Head, read_declarations, read_head
from chatrec.knowledge.domain.catalogue.wording import spoken, spoken_phrases
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.schema import ITEM, KIND, CatalogueSchema, Facet, Kind
from chatrec.vocabulary.slots import slots
from chatrec.vocabulary.words import FacetType, Language, Text

__all__ = ["Entries", "assemble", "implied_entities", "schema_from_record"]


class Entries(NamedTuple):
    """All lines of a catalogue's files with their places."""

    drafts: list[Draft]
    entities: list[tuple[Entity, Field]]
    triples: list[tuple[Triple, Field]]
    answers: list[tuple[Answer, Field]]
    interactions: list[tuple[Interaction, Field]]


def assemble(head: Head, declared: Declarations, entries: Entries, root: Field) -> Catalogue:
    """Make the catalogue; what is wrong is noted in `root`'s problems and has to be raised by the caller."""
    places = _places(entries)
    language = head.languages[0]
    facets = _named_by_entities((*declared.facets, *_inferred(entries.drafts, declared, language)), entries)
    by_name = {facet.name: facet for facet in facets}
    items = tuple(read_facets(draft, by_name) for draft in entries.drafts)
    if not items and not len(root.problems):
        root.problems.add(Place("items.jsonl"), "there are no items")
    entities = tuple(entity for entity, _ in entries.entities)
    implied = implied_entities(items, facets, places.keys(), language)
    known = places.keys() | {entity.id for entity in implied}
    _check_links(entries, known, {item.id: item.facets.keys() for item in items})
    check_prerequisites(declared.plans, items, root)
    return Catalogue(
        schema=_schema(head, replace(declared, facets=facets), items, language),
        items=items,
        entities=entities + implied,
        triples=tuple(dict.fromkeys(triple for triple, _ in entries.triples)),
        answers=tuple(answer for answer, _ in entries.answers),
        interactions=tuple(interaction for interaction, _ in entries.interactions),
        licence=head.licence,
    )


def _schema(head: Head, declared: Declarations, items: Iterable[Item], language: Language) -> CatalogueSchema:
    """Make the schema; kinds that only items name are called by their ids."""
    kinds = {kind.id: kind for kind in declared.kinds}
    for item in items:
        if item.kind and item.kind not in kinds:
            kinds[item.kind] = Kind(item.kind, spoken_phrases(spoken(item.kind, language)))
    return CatalogueSchema(
        name=head.name,
        domain=head.domain,
        generation="",
        languages=head.languages,
        currency=head.currency,
        kinds=tuple(kinds.values()),
        facets=declared.facets,
        needs=declared.needs,
        notices=declared.notices,
        relations=declared.relations,
        plans=declared.plans,
    )


def schema_from_record(record: Mapping[str, object]) -> tuple[CatalogueSchema, str]:
    """Read what `head_record` wrote: the schema and the licence.

    Raises:
        CatalogueError: it is none.
    """
    problems = Problems()
    field = Field(problems, Place("catalogue.yaml"), "", dict(record))
    head = read_head(field)
    schema = _schema(head, read_declarations((field,), head), (), head.languages[0])
    problems.raise_if_any()
    return schema, head.licence


def implied_entities(
    items: Iterable[Item], facets: Iterable[Facet], known: Iterable[str], language: Language
) -> tuple[Entity, ...]:
    """Make an entity of every facet value that names none, with the value as id and name, of kind = facet."""
    related = [facet.name for facet in facets if facet.type is FacetType.ENTITY]
    there = set(known)
    found: dict[str, Entity] = {}
    for item in items:
        for name in related:
            for value in map(str, item.facets.get(name, ())):
                if value not in there and value not in found:
                    words = Text(zh=value) if language is Language.ZH else Text(en=value)
                    found[value] = Entity(value, name, words)
    return tuple(found.values())


def _places(entries: Entries) -> dict[str, Field]:
    """Note every id that is there twice; items and entities share their ids, answers have their own."""
    places: dict[str, Field] = {}
    nodes = [(draft.item.id, draft.facets._replace(label="id")) for draft in entries.drafts]
    nodes += [(entity.id, field._replace(label="id")) for entity, field in entries.entities]
    answers: dict[str, Field] = {}
    for table, rows in ((places, nodes), (answers, [(a.id, f._replace(label="id")) for a, f in entries.answers])):
        for id_, field in rows:
            first = table.setdefault(id_, field)
            if first is not field:
                field.wrong(f"{show(id_)} is already the id of {first.place}")
    return places


def _inferred(drafts: list[Draft], declared: Declarations, language: Language) -> tuple[Facet, ...]:
    """Guess the facets that nobody declared from all of their values."""
    known = {facet.name for facet in declared.facets}
    relations = {facet.relation for facet in declared.facets}
    values: dict[str, list[object]] = {}
    many: dict[str, bool] = {}
    first: dict[str, Field] = {}
    for draft in drafts:
        for name, field in draft.facets.children():
            if name in known or field.missing:
                continue
            found = [entry.value for entry in field.entries()]
            values.setdefault(name, []).extend(found)
            many[name] = many.get(name, False) or len(found) > 1
            first.setdefault(name, field)
    facets = []
    for name, found in values.items():
        field = first[name]._replace(label="facets")
        if name in (KIND, ITEM) or name in relations:
            field.wrong(f"the name {show(name)} is taken")
        elif field._replace(value=name).identifier(spaces=True):
            facets.append(inferred(name, found, many=many[name], language=language))
    return tuple(facets)


def _named_by_entities(facets: tuple[Facet, ...], entries: Entries) -> tuple[Facet, ...]:
    """Name the values of ordinals after the entities of that id whose kind is the facet's name."""
    names = {(entity.kind, entity.id): entity.name for entity, _ in entries.entities}

    def named(facet: Facet) -> Facet:
        found = tuple(
            names.get((facet.name, value), name) for value, name in zip(facet.values, facet.value_names, strict=True)
        )
        return replace(facet, value_names=found)

    return tuple(named(facet) if facet.values else facet for facet in facets)


def _check_links(entries: Entries, known: set[str], items: Mapping[str, Collection[str]]) -> None:
    """Check that all that is named is there; `items` are ids with the facets that each has."""
    for triple, field in entries.triples:
        if triple.head in known and triple.tail in known:
            continue
        for label, end in (("head", triple.head), ("tail", str(triple.tail))):
            if end not in known:
                field._replace(label=label).wrong(f"{show(end)} is neither an item nor an entity")
    for answer, field in entries.answers:
        _check_answer(answer, field, items)
    for interaction, field in entries.interactions:
        if interaction.item not in items:
            field._replace(label="item").wrong(f"there is no item {show(interaction.item)}")


def _check_answer(answer: Answer, field: Field, items: Mapping[str, Collection[str]]) -> None:
    for item in answer.item_ids:
        if item not in items:
            field._replace(label="items").wrong(f"there is no item {show(item)}")
    for item, facet in dict.fromkeys(slots(f"{answer.answer.en} {answer.answer.zh}")):
        if facet not in items.get(item, ()):
            field._replace(label="answer").wrong(f"no item {show(item)} has a {show(facet)} to fill the slot with")
