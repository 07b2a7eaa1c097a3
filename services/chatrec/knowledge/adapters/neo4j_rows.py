"""A catalogue as rows of parameters for Neo4j, and back.

Items and entities are nodes; entity facets and triples are `EDGE` relationships with `relation` and `facet` (empty for
a triple); literal facets are properties of their item, named `facet.<name>`. `position` keeps the order of everything.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from chatrec.knowledge.domain.catalogue.catalogue import Answer, Catalogue, Entity, Interaction, Item
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.schema import CatalogueSchema
from chatrec.vocabulary.words import FacetType, Phrases, Text, Value

__all__ = [
    "Owner",
    "Row",
    "answer_from",
    "answer_item_rows",
    "answer_rows",
    "edge_rows",
    "edges_from",
    "entities_from",
    "entity_rows",
    "facet_rows",
    "interaction_rows",
    "interactions_from",
    "item_rows",
    "items_from",
    "triple_rows",
]

Row = dict[str, Any]
_FACET = "facet."


class Owner(NamedTuple):
    """Whose nodes these are: the tenant, the catalogue, and the stamp of the change that wrote them."""

    tenant: str
    catalogue: str
    stamp: str


def _named(row: Item | Entity, owner: Owner, position: int) -> Row:
    return {
        **owner._asdict(),
        "id": row.id,
        "position": position,
        "kind": row.kind,
        "name_en": row.name.en,
        "name_zh": row.name.zh,
        "aliases": list(row.aliases),
        "names": [name for name in (row.name.en, row.name.zh, *row.aliases) if name],
    }


def _related(schema: CatalogueSchema) -> dict[str, str]:
    return {facet.name: facet.relation for facet in schema.facets if facet.type is FacetType.ENTITY}


def item_rows(items: Iterable[tuple[int, Item]], schema: CatalogueSchema, owner: Owner) -> Iterator[Row]:
    """Write items as the properties of their nodes, literal facets among them."""
    related = _related(schema)
    for position, item in items:
        literals = {f"{_FACET}{name}": list(values) for name, values in item.facets.items() if name not in related}
        yield {
            **_named(item, owner, position),
            "text_en": item.text.en,
            "text_zh": item.text.zh,
            "added": item.added,
            "available": item.available,
            "popularity": item.popularity,
            "image": item.image,
            **literals,
        }


def entity_rows(entities: Iterable[tuple[int, Entity]], owner: Owner) -> Iterator[Row]:
    """Write entities as the properties of their nodes."""
    return (_named(entity, owner, position) for position, entity in entities)


def facet_rows(items: Iterable[Item], schema: CatalogueSchema) -> Iterator[Row]:
    """Write the entity facets of items as edges; their position is that within the facet."""
    related = _related(schema)
    for item in items:
        for name in related.keys() & item.facets.keys():
            for position, value in enumerate(item.facets[name]):
                yield _edge(item.id, related[name], value, name, position)


def triple_rows(triples: Iterable[tuple[int, Triple]]) -> Iterator[Row]:
    """Write triples as edges of no facet."""
    return (_edge(row.head, row.relation, row.tail, "", position) for position, row in triples)


def edge_rows(catalogue: Catalogue) -> Iterator[Row]:
    """Write all edges of a catalogue."""
    yield from facet_rows(catalogue.items, catalogue.schema)
    yield from triple_rows(enumerate(catalogue.triples))


def _edge(head: str, relation: str, tail: Value, facet: str, position: int) -> Row:
    return {"head": head, "relation": relation, "tail": tail, "facet": facet, "position": position}


def answer_rows(answers: Iterable[Answer], owner: Owner) -> Iterator[Row]:
    """Write support answers as the properties of their nodes."""
    for position, row in enumerate(answers):
        yield {
            **owner._asdict(),
            "id": row.id,
            "position": position,
            "question_en": row.question.en,
            "question_zh": row.question.zh,
            "variants_en": list(row.variants.en),
            "variants_zh": list(row.variants.zh),
            "answer_en": row.answer.en,
            "answer_zh": row.answer.zh,
        }


def answer_item_rows(answers: Iterable[Answer]) -> Iterator[Row]:
    """Write which items answers speak of."""
    for row in answers:
        for position, item in enumerate(row.item_ids):
            yield {"answer": row.id, "item": item, "position": position}


def interaction_rows(interactions: Iterable[Interaction]) -> Iterator[Row]:
    """Write interactions."""
    for position, row in enumerate(interactions):
        yield {"user": row.user, "item": row.item, "value": row.value, "unix_s": row.unix_s, "position": position}


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: int(row["position"]))


def items_from(rows: Iterable[Row], facets: Mapping[str, Mapping[str, tuple[str, ...]]]) -> tuple[Item, ...]:
    """Read items; `facets` holds the values of each item's entity facets."""
    return tuple(_item(row, facets.get(row["id"], {})) for row in _sorted(rows))


def _item(row: Row, related: Mapping[str, tuple[str, ...]]) -> Item:
    literals: dict[str, tuple[Value, ...]] = {
        key.removeprefix(_FACET): tuple(values) for key, values in row.items() if key.startswith(_FACET)
    }
    return Item(
        id=row["id"],
        name=Text(row["name_en"], row["name_zh"]),
        kind=row["kind"],
        aliases=tuple(row["aliases"]),
        text=Text(row["text_en"], row["text_zh"]),
        facets={**literals, **related},
        added=row["added"],
        available=row["available"],
        popularity=row["popularity"],
        image=row["image"],
    )


def entities_from(rows: Iterable[Row]) -> tuple[Entity, ...]:
    """Read entities."""
    return tuple(
        Entity(row["id"], row["kind"], Text(row["name_en"], row["name_zh"]), tuple(row["aliases"]))
        for row in _sorted(rows)
    )


def edges_from(rows: Iterable[Row]) -> tuple[dict[str, dict[str, tuple[str, ...]]], tuple[Triple, ...]]:
    """Read edges: the entity facets of every item, and the triples."""
    facets: dict[str, dict[str, tuple[str, ...]]] = {}
    triples: list[Triple] = []
    for row in _sorted(rows):
        if row["facet"]:
            values = facets.setdefault(row["head"], {})
            values[row["facet"]] = (*values.get(row["facet"], ()), row["tail"])
        else:
            triples.append(Triple(row["head"], row["relation"], row["tail"]))
    return facets, tuple(triples)


def answer_from(row: Row, items: list[str]) -> Answer:
    """Read a support answer."""
    return Answer(
        id=row["id"],
        question=Text(row["question_en"], row["question_zh"]),
        variants=Phrases(tuple(row["variants_en"]), tuple(row["variants_zh"])),
        answer=Text(row["answer_en"], row["answer_zh"]),
        item_ids=tuple(items),
    )


def interactions_from(rows: Iterable[Row]) -> tuple[Interaction, ...]:
    """Read interactions."""
    return tuple(Interaction(row["user"], row["item"], row["value"], row["unix_s"]) for row in _sorted(rows))
