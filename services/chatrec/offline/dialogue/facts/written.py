"""What a catalogue's files say, read without the project's own reader: the judge must not be the judged."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from chatrec.vocabulary.words import Language, Text

__all__ = ["Entry", "Facet", "Written", "numbers_of", "read_written", "spoken_numbers"]

Record = Mapping[str, object]

_NUMBER: Final = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_TIMES: Final = {"min": 1, "minute": 1, "minutes": 1, "h": 60, "hour": 60, "hours": 60}
"""Minutes of the units of time that are said by parts."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet as it is written: its unit and label, and the names of its ordinal values by value."""

    name: str
    type: str
    unit: str
    label: Text
    values: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Entry:
    """An item: its names, its own text, its numbers as they may be said, and the ids that it is linked to."""

    id: str
    name: Text
    text: Text
    numbers: frozenset[float]
    linked: frozenset[str]
    facets: Record


@dataclass(frozen=True, slots=True)
class Written:
    """A catalogue's files: items, names of entities, facets, answers by id, and texts that are shown as written."""

    items: Mapping[str, Entry]
    entities: Mapping[str, Text]
    facets: tuple[Facet, ...]
    answers: Mapping[str, Text]
    notices: tuple[Text, ...]

    def names(self, language: Language) -> dict[str, list[Entry]]:
        """Give the items by their name in a language, the longest name first."""
        found: dict[str, list[Entry]] = {}
        for entry in sorted(self.items.values(), key=lambda one: -len(one.name.speak(language))):
            found.setdefault(entry.name.speak(language), []).append(entry)
        return found


def numbers_of(text: str) -> frozenset[float]:
    """Give the numbers that are written in a text."""
    return frozenset(float(match.replace(",", "")) for match in _NUMBER.findall(text))


def read_written(folder: Path) -> Written:
    """Read a catalogue's folder, with the pack beside it where it belongs to one."""
    own = _yaml(folder / "catalogue.yaml")
    pack = {} if own.get("complete") else _yaml(folder.parent / "pack.yaml")
    shipped = Path(__file__).parents[3] / "domains" / str(own.get("domain", "")) / "pack.yaml"
    pack = pack or ({} if own.get("complete") else _yaml(shipped))
    facets = tuple(_facet(name, row) for name, row in {**_mapping(pack, "facets"), **_mapping(own, "facets")}.items())
    entities = {str(row["id"]): _text(row.get("name")) for row in _lines(folder / "entities.jsonl")}
    linked: dict[str, set[str]] = {}
    for line in (folder / "triples.tsv").read_text("utf-8").splitlines() if (folder / "triples.tsv").exists() else ():
        head, _, tail = line.split("\t")
        linked.setdefault(head, set()).add(tail)
        linked.setdefault(tail, set()).add(head)
    units = {facet.name: facet.unit for facet in facets}
    items = {str(row["id"]): _entry(row, linked, units) for row in _lines(folder / "items.jsonl")}
    linking = [facet.name for facet in facets if facet.type == "entity"]
    named = {value for entry in items.values() for name in linking for value in _values(entry.facets.get(name))}
    entities = {**{str(value): Text(str(value), str(value)) for value in named}, **entities}
    notices = {**_mapping(pack, "notices"), **_mapping(own, "notices")}
    return Written(
        items=items,
        entities=entities,
        facets=facets,
        answers={str(row["id"]): _text(row.get("answer")) for row in _lines(folder / "answers.jsonl")},
        notices=(_text(notices.get("advice")), _text(_mapping(notices, "emergency").get("text"))),
    )


def _yaml(path: Path) -> Record:
    return yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}


def _lines(path: Path) -> Iterator[Record]:
    if path.exists():
        yield from (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


def _mapping(row: Record, key: str) -> Record:
    found = row.get(key)
    return found if isinstance(found, dict) else {}


def _text(given: object) -> Text:
    if isinstance(given, dict):
        return Text(str(given.get("en", "")), str(given.get("zh", "")))
    return Text(str(given or ""), str(given or ""))


def _facet(name: str, row: object) -> Facet:
    held: Record = row if isinstance(row, dict) else {}
    values = held.get("values")
    names = held.get("value_names")
    ordered = [str(value) for value in values] if isinstance(values, list) else []
    if isinstance(names, list):
        said = {value: _text(one) for value, one in zip(ordered, names, strict=False)}
    else:
        said = {value: _text(_mapping(held, "value_names").get(value, value)) for value in ordered}
    label = _text(held.get("label", name.replace("_", " ")))
    return Facet(name, str(held.get("type", "")), str(held.get("unit", "")), label, said)


def _values(given: object) -> list[object]:
    return given if isinstance(given, list) else [] if given is None else [given]


def _entry(row: Record, linked: Mapping[str, Iterable[str]], units: Mapping[str, str]) -> Entry:
    item, name, text = str(row["id"]), _text(row.get("name")), _text(row.get("text"))
    facets = _mapping(row, "facets")
    numbers: set[float] = set()
    links = set(linked.get(item, ()))
    for facet, given in facets.items():
        for value in _values(given):
            numbers |= set(spoken_numbers(value, units.get(facet, "")))
            links |= {value} if isinstance(value, str) else set()
    return Entry(item, name, text, frozenset(numbers), frozenset(links), facets)


def spoken_numbers(value: object, unit: str) -> Iterator[float]:
    """Give the numbers by which a value may be said: 102 minutes are 1 h 42 min, 1.5 hours 90 min, a date its parts."""
    if isinstance(value, bool):
        return
    if isinstance(value, (int, float)):
        yield from (float(value), round(float(value), 1), round(float(value), 2))
        if unit in _TIMES:
            minutes = round(value * _TIMES[unit])
            yield from (float(minutes), *map(float, divmod(minutes, _TIMES["hour"])))
    elif isinstance(value, str):
        date = _DATE.fullmatch(value)
        yield from map(float, date.groups()) if date else numbers_of(value)
