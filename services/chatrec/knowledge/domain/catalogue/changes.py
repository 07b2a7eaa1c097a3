"""Changes to a catalogue: what they may say, and the catalogue after them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from chatrec.knowledge.domain.catalogue.catalogue import Answer, Catalogue, Entity, Item
from chatrec.knowledge.domain.catalogue.checking import implied_entities
from chatrec.knowledge.domain.catalogue.fields import MOST_ID
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.schema import CatalogueSchema, Facet
from chatrec.vocabulary.words import FacetType, Value

__all__ = ["Change", "changed", "checked", "mentioned", "without"]

Row = TypeVar("Row", Item, Entity)


@dataclass(frozen=True, slots=True)
class Change:
    """Items, entities and triples to add, or to put in place of those of the same id."""

    items: tuple[Item, ...] = ()
    entities: tuple[Entity, ...] = ()
    triples: tuple[Triple, ...] = ()


def mentioned(schema: CatalogueSchema, change: Change) -> frozenset[str]:
    """Give the ids that a change speaks of, its own among them."""
    related = [facet.name for facet in schema.facets if facet.type is FacetType.ENTITY]
    ids = {item.id for item in change.items} | {entity.id for entity in change.entities}
    ids |= {str(value) for item in change.items for name in related for value in item.facets.get(name, ())}
    ids |= {str(end) for triple in change.triples for end in (triple.head, triple.tail)}
    return frozenset(ids)


def checked(schema: CatalogueSchema, change: Change, items: Collection[str], entities: Collection[str]) -> Change:
    """Check a change against the schema and the ids that are there, and add the entities that its facets imply.

    `items` and `entities` are the ids there, of those that the change mentions at least.

    Raises:
        InvalidInputError: a facet is not declared, a value does not fit, an id is unknown or of the other sort.
    """
    _check_ids(change, items, entities)
    for item in change.items:
        for name, values in item.facets.items():
            _check_values(item, schema.facet(name), name, values)
    known = {*items, *entities, *(item.id for item in change.items), *(entity.id for entity in change.entities)}
    implied = implied_entities(change.items, schema.facets, known, schema.languages[0])
    known |= {entity.id for entity in implied}
    for triple in change.triples:
        for end in (triple.head, str(triple.tail)):
            if end not in known:
                raise InvalidInputError("A triple names what is neither an item nor an entity.", id=end)
    return replace(change, entities=change.entities + implied)


def _check_ids(change: Change, items: Collection[str], entities: Collection[str]) -> None:
    new_items = [item.id for item in change.items]
    new_entities = [entity.id for entity in change.entities]
    for id_ in (*new_items, *new_entities):
        if not id_:
            raise InvalidInputError("An id is missing.")
        if len(id_) > MOST_ID:
            raise InvalidInputError(f"id must have at most {MOST_ID} characters.", field="id", characters=len(id_))
    if len({*new_items, *new_entities}) < len(new_items) + len(new_entities):
        raise InvalidInputError("An id is there twice.")
    for wrong in (set(new_items) & set(entities), set(new_entities) & set(items)):
        for id_ in wrong:
            raise InvalidInputError("An id cannot be that of an item and of an entity.", id=id_)


def _check_values(item: Item, facet: Facet | None, name: str, values: tuple[Value, ...]) -> None:
    if facet is None:
        raise InvalidInputError("There is no such facet.", facet=name, item=item.id)
    if not values or (len(values) > 1 and not facet.many):
        raise InvalidInputError("A facet has another number of values.", facet=name, item=item.id, count=len(values))
    for value in values:
        if not _fits(value, facet):
            raise InvalidInputError("A value does not fit its facet.", facet=name, item=item.id, value=value)


def _fits(value: Value, facet: Facet) -> bool:
    match facet.type:
        case FacetType.NUMBER:
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case FacetType.FLAG:
            return isinstance(value, bool)
        case FacetType.ORDINAL:
            return value in facet.values
        case FacetType.ENTITY | FacetType.DATE:
            return isinstance(value, str) and bool(value)


def changed(catalogue: Catalogue, change: Change) -> Catalogue:
    """Give the catalogue after a change that was checked: what is known keeps its place, what is new comes last."""
    return replace(
        catalogue,
        items=_merged(catalogue.items, change.items),
        entities=_merged(catalogue.entities, change.entities),
        triples=tuple(dict.fromkeys(catalogue.triples + change.triples)),
    )


def _merged(before: tuple[Row, ...], new: tuple[Row, ...]) -> tuple[Row, ...]:
    rows = {row.id: row for row in before}
    rows.update((row.id, row) for row in new)
    return tuple(rows.values())


def without(catalogue: Catalogue, ids: Iterable[str], holders: Collection[str] | None = None) -> Catalogue:
    """Give the catalogue without some nodes and without all that is tied to them.

    `holders` are the items that may have one of them as a value; where it is None, each is looked at.
    """
    gone = frozenset(ids)
    related = frozenset(facet.name for facet in catalogue.schema.facets if facet.type is FacetType.ENTITY)
    return replace(
        catalogue,
        items=tuple(
            _without_values(item, related, gone) if holders is None or item.id in holders else item
            for item in catalogue.items
            if item.id not in gone
        ),
        entities=tuple(entity for entity in catalogue.entities if entity.id not in gone),
        triples=tuple(row for row in catalogue.triples if row.head not in gone and row.tail not in gone),
        answers=tuple(_without_items(answer, gone) for answer in catalogue.answers),
        interactions=tuple(row for row in catalogue.interactions if row.item not in gone),
    )


def _without_values(item: Item, related: frozenset[str], gone: frozenset[str]) -> Item:
    if not any(name in related and not gone.isdisjoint(values) for name, values in item.facets.items()):
        return item
    facets = {
        name: tuple(value for value in values if name not in related or value not in gone)
        for name, values in item.facets.items()
    }
    return replace(item, facets={name: values for name, values in facets.items() if values})


def _without_items(answer: Answer, gone: frozenset[str]) -> Answer:
    return replace(answer, item_ids=tuple(item for item in answer.item_ids if item not in gone))
