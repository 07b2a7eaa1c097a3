"""MultiWOZ's database of Cambridge (Budzianowski et al., EMNLP 2018) as a catalogue of places."""

import json
import re
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.catalogue.wording import worded
from chatrec.offline.catalogue.from_multiwoz_words import AREAS, FACETS, FOODS, KINDS, NEEDS, PRICE_RANGES, TYPES
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.schema import CatalogueSchema, Kind
from chatrec.vocabulary.words import Language, Phrases, Text, Value

__all__ = ["from_multiwoz"]

Record = Mapping[str, object]

_SAME: Final = {"mutliple sports": "multiple sports", "concerthall": "concert hall", "swimmingpool": "swimming pool"}
_FEE: Final = re.compile(r"(\d+(?:\.\d+)?) ?pounds?")
_ROOMS: Final = ("single", "double", "family")
_SHOWN: Final = ("introduction", "signature", "openhours")
_UNKNOWN: Final = "?"


def from_multiwoz(source: Path, out: Path) -> Catalogue:
    """Make a catalogue's folder of `attraction_db.json`, `hotel_db.json` and `restaurant_db.json`.

    Places keep their English names, as the database writes them but for capitals; what they are and where is named in
    both languages. A hotel's price is that of its cheapest room. What is written as "?" is left out.

    Raises:
        InvalidInputError: a file is missing or of another format.
    """
    items = tuple(
        _item(kind, number, record)
        for kind in KINDS
        for number, record in enumerate(_read(source / f"{kind}_db.json"), start=1)
    )
    facets = tuple(worded(facet, Language.EN) for facet in FACETS)
    used = {(name, str(value)) for item in items for name, values in item.facets.items() for value in values}
    entities = tuple(
        Entity(value, facet, Text(en=words.en[0], zh=words.zh[0]), (*words.en[1:], *words.zh[1:]))
        for facet, named in (("area", AREAS), ("type", TYPES), ("food", FOODS))
        for value, words in ((value, named.get(value, Phrases((value,), (value,)))) for value in _values(used, facet))
    )
    schema = CatalogueSchema(
        name="multiwoz",
        domain="generic",
        generation="",
        languages=(Language.EN, Language.ZH),
        currency="GBP",
        kinds=tuple(Kind(kind, words) for kind, words in KINDS.items()),
        facets=facets,
        needs=NEEDS,
    )
    write_catalogue(Catalogue(schema, items, entities, licence="MIT"), out)
    return read_catalogue(out)


def _values(used: set[tuple[str, str]], facet: str) -> list[str]:
    return sorted(value for name, value in used if name == facet)


def _read(path: Path) -> list[Record]:
    try:
        rows = json.loads(path.read_bytes())
    except OSError as error:
        raise InvalidInputError("A file of MultiWOZ is missing.", file=path) from error
    except ValueError as error:
        raise InvalidInputError("A file is not MultiWOZ's database.", file=path) from error
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) and isinstance(row.get("name"), str) for row in rows
    ):
        raise InvalidInputError("A file is not MultiWOZ's database.", file=path)
    return rows


def _item(kind: str, number: int, record: Record) -> Item:
    latitude, longitude = _location(record.get("location"))
    facets: dict[str, tuple[Value, ...]] = {
        "area": _named(record.get("area"), "area "),
        "type": _named(record.get("type"), "type ") if kind != "restaurant" else (),
        "food": _named(record.get("food"), "food "),
        "price": _price(record),
        "price_range": _among(record.get("pricerange"), PRICE_RANGES),
        "stars": _among(record.get("stars"), tuple("012345")),
        "internet": _flag(record.get("internet")),
        "parking": _flag(record.get("parking")),
        "bookable": _flag(record.get("takesbookings")),
        **{name: _told(record.get(name)) for name in ("address", "postcode", "phone")},
        "latitude": latitude,
        "longitude": longitude,
    }
    told = (str(record[key]).strip() for key in _SHOWN if record.get(key) not in {None, "", _UNKNOWN})
    name = str(record["name"])
    return Item(
        id=f"{kind}_{number}",
        name=Text(en=string.capwords(name)),
        kind=kind,
        text=Text(en="; ".join(told)),
        facets={name: values for name, values in facets.items() if values},
    )


def _named(value: object, prefix: str) -> tuple[Value, ...]:
    """Give a value as an entity's id; areas, types and foods may share a word, so that each has its own prefix."""
    word = " ".join(str(value or "").lower().split())
    return (prefix + _SAME.get(word, word),) if word and word != _UNKNOWN else ()


def _told(value: object) -> tuple[Value, ...]:
    words = " ".join(str(value or "").split())
    return (words,) if words and words != _UNKNOWN else ()


def _price(record: Record) -> tuple[Value, ...]:
    rooms = record.get("price")
    if isinstance(rooms, dict):
        prices = [float(rooms[room]) for room in _ROOMS if str(rooms.get(room, "")).replace(".", "", 1).isdigit()]
        return (min(prices),) if prices else ()
    fee = str(record.get("entrance fee") or "")
    found = _FEE.search(fee)
    return (float(found[1]),) if found else (0.0,) if fee == "free" else ()


def _among(value: object, known: tuple[str, ...]) -> tuple[Value, ...]:
    return (str(value),) if value in known else ()


def _flag(value: object) -> tuple[Value, ...]:
    return (value == "yes",) if value in {"yes", "no"} else ()


def _location(value: object) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    if isinstance(value, list) and len(value) == 2 and all(isinstance(part, (int, float)) for part in value):  # noqa: PLR2004
        return (float(value[0]),), (float(value[1]),)
    return (), ()
