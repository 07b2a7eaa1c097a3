"""One line of a catalogue's files: an item, an entity, an answer, a triple or an interaction."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from chatrec.knowledge.domain.catalogue.catalogue import Answer, Entity, Interaction, Item
from chatrec.knowledge.domain.catalogue.facets import read_value
from chatrec.knowledge.domain.catalogue.fields import Field, is_plain_id, show
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, Value

__all__ = ["Draft", "read_answer", "read_draft", "read_entity", "read_facets", "read_interaction", "read_triple"]

_ITEM_KEYS = frozenset({"id", "kind", "name", "aliases", "text", "facets", "added", "available", "popularity", "image"})
_ENTITY_KEYS = frozenset({"id", "kind", "name", "aliases"})
_ANSWER_KEYS = frozenset({"id", "question", "variants", "answer", "items"})
_URL = re.compile(r"https?://[^\s/]\S*")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MOST_URL = 2_000
_MOST_VALUES = 1_000
_TRIPLE_COLUMNS = 3
_INTERACTION_COLUMNS = 4


class Draft(NamedTuple):
    """An item whose facets wait for the types of facets that nobody declared."""

    item: Item
    facets: Field


def read_draft(field: Field) -> Draft | None:
    """Read an item but for its facets; None where it has no id."""
    if not field.only(_ITEM_KEYS):
        return None
    available, popularity = field.child("available"), field.child("popularity")
    item = Item(
        id=field.child("id").identifier(),
        name=field.child("name").name(),
        kind=_optional_id(field.child("kind")),
        aliases=field.child("aliases").strings(),
        text=field.child("text").text(),
        added=field.child("added").day(),
        available=True if available.missing else available.flag() is not False,
        popularity=0.0 if popularity.missing else _not_negative(popularity),
        image=_image(field.child("image")),
    )
    facets = field.child("facets")._replace(label="")
    if not facets.missing and not isinstance(facets.value, dict):
        facets._replace(label="facets").wrong(f"{show(facets.value)} is not a mapping of names to values")
        facets = facets._replace(value=None)
    return Draft(item, facets) if item.id else None


def _optional_id(field: Field) -> str:
    return "" if field.missing or field.value == "" else field.identifier(spaces=True)


def _not_negative(field: Field) -> float:
    number = field.number()
    if number is not None and number < 0:
        field.wrong("is less than 0")
    return number or 0.0


def _image(field: Field) -> str:
    where = field.line(_MOST_URL)
    if not where or _URL.fullmatch(where):
        return where
    if _SCHEME.match(where) or "\\" in where:
        field.wrong(f"{show(where)} is neither an http(s) address nor a path in the catalogue's folder")
    elif where.startswith(("/", "~")) or ".." in where.split("/"):
        field.wrong(f"{show(where)} leaves the catalogue's folder")
    return where


def read_facets(draft: Draft, facets: Mapping[str, Facet]) -> Item:
    """Read the facets of an item, each by its type, and give the whole item."""
    found: dict[str, tuple[Value, ...]] = {}
    for name, field in draft.facets.children():
        facet = facets.get(name)
        if facet is None or field.missing:
            continue
        kept = _values(field, facet)
        if len(kept) > 1 and not facet.many:
            field.wrong(f"takes one value, not {len(kept)}")
        elif len(kept) > _MOST_VALUES:
            field.wrong(f"{len(kept)} values are too many; at most {_MOST_VALUES}")
        elif kept:
            found[name] = kept
    item = draft.item
    return Item(
        item.id, item.name, item.kind, item.aliases, item.text, found, item.added, item.available, item.popularity,
        item.image,
    )  # fmt: skip


def _values(field: Field, facet: Facet) -> tuple[Value, ...]:
    """Read the values of a facet, each kept once; lists of plain ids, the bulk of a catalogue, in one go."""
    raw = field.value
    if facet.type is FacetType.ENTITY and isinstance(raw, list) and all(map(is_plain_id, raw)):
        return tuple(dict.fromkeys(raw))
    values = (read_value(entry, facet) for entry in field.entries())
    return tuple(dict.fromkeys(value for value in values if value is not None))


def read_entity(field: Field) -> Entity | None:
    """Read an entity; None where it has no id."""
    if not field.only(_ENTITY_KEYS):
        return None
    entity = Entity(
        id=field.child("id").identifier(spaces=True),
        kind=field.child("kind").identifier(spaces=True),
        name=field.child("name").name(),
        aliases=field.child("aliases").strings(),
    )
    return entity if entity.id else None


def read_answer(field: Field) -> Answer | None:
    """Read a support answer; None where it has no id."""
    if not field.only(_ANSWER_KEYS):
        return None
    question, answer = field.child("question"), field.child("answer")
    for part in (question, answer):
        if part.missing:
            part.wrong("is missing")
    found = Answer(
        id=field.child("id").identifier(),
        question=question.text(lines=False),
        variants=field.child("variants").phrases(),
        answer=answer.text(),
        item_ids=field.child("items").strings(),
    )
    return found if found.id else None


def _columns(field: Field, count: int, names: str) -> tuple[Field, ...]:
    parts = str(field.value).split("\t")
    if len(parts) != count:
        field.wrong(f"{len(parts)} columns where {count} are due: {names}, parted by tabs")
        return ()
    return tuple(field._replace(label=name, value=part) for name, part in zip(names.split(", "), parts, strict=True))


def read_triple(field: Field) -> Triple | None:
    """Read a line `head<TAB>relation<TAB>tail`."""
    plain = str(field.value).split("\t")
    if len(plain) == _TRIPLE_COLUMNS and all(map(is_plain_id, plain)) and plain[0] != plain[2]:
        return Triple(*plain)
    columns = _columns(field, _TRIPLE_COLUMNS, "head, relation, tail")
    parts = [column.identifier(spaces=True) for column in columns]
    if not parts or not all(parts):
        return None
    head, relation, tail = parts
    if head == tail:
        field.wrong(f"{show(head)} is tied to itself")
        return None
    return Triple(head, relation, tail)


def read_interaction(field: Field) -> Interaction | None:
    """Read a line `user<TAB>item<TAB>value<TAB>unix_seconds`."""
    columns = _columns(field, _INTERACTION_COLUMNS, "user, item, value, unix_seconds")
    if not columns:
        return None
    user, item, value, seconds = columns
    amount, moment = _parsed(value), _parsed(seconds)
    if moment is not None and moment < 0:
        seconds.wrong("is less than 0")
    names = (user.identifier(), item.identifier())
    if amount is None or moment is None or not all(names):
        return None
    return Interaction(*names, amount, int(moment))


def _parsed(field: Field) -> float | None:
    try:
        return field._replace(value=float(str(field.value))).number()
    except ValueError:
        return field.number()
