"""A delta as JSON and back, exactly: what a replica reads is equal to what the store was given."""

import json
from collections.abc import Mapping
from typing import Any

from chatrec.knowledge.domain.catalogue.catalogue import Entity, Item
from chatrec.knowledge.domain.catalogue.changes import Change
from chatrec.knowledge.domain.deltas import Delta, Step
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.words import Text

__all__ = ["delta_from_json", "delta_json"]

Record = Mapping[str, Any]


def delta_json(delta: Delta) -> str:
    """Write a delta."""
    change = delta.change
    record = {
        "before": delta.step.before,
        "after": delta.step.after,
        "items": [_item_record(item) for item in change.items],
        "entities": [[row.id, row.kind, row.name.en, row.name.zh, list(row.aliases)] for row in change.entities],
        "triples": [[row.head, row.relation, row.tail] for row in change.triples],
        "deleted": list(delta.deleted),
    }
    return json.dumps({key: value for key, value in record.items() if value != []}, ensure_ascii=False)


def delta_from_json(text: bytes | str) -> Delta:
    """Read a delta.

    Raises:
        InvalidInputError: it is none, or of a later version.
    """
    try:
        record = json.loads(text)
        change = Change(
            items=tuple(map(_item, record.get("items", ()))),
            entities=tuple(
                Entity(id_, kind, Text(en, zh), tuple(aliases))
                for id_, kind, en, zh, aliases in record.get("entities", ())
            ),
            triples=tuple(Triple(*row) for row in record.get("triples", ())),
        )
        step = Step(int(record["before"]), int(record["after"]))
        return Delta(step, change, tuple(map(str, record.get("deleted", ()))))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InvalidInputError("A delta cannot be read.", failed=type(error).__name__) from error


def _item_record(item: Item) -> Record:
    return {
        "id": item.id,
        "name": [item.name.en, item.name.zh],
        "kind": item.kind,
        "aliases": list(item.aliases),
        "text": [item.text.en, item.text.zh],
        "facets": {name: list(values) for name, values in item.facets.items()},
        "added": item.added,
        "available": item.available,
        "popularity": item.popularity,
        "image": item.image,
    }


def _item(record: Record) -> Item:
    return Item(
        id=record["id"],
        name=Text(*record["name"]),
        kind=record["kind"],
        aliases=tuple(record["aliases"]),
        text=Text(*record["text"]),
        facets={name: tuple(values) for name, values in record["facets"].items()},
        added=record["added"],
        available=record["available"],
        popularity=record["popularity"],
        image=record["image"],
    )
