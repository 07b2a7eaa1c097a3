"""New triples with their evidence, and a catalogue with them in it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.catalogue.problems import Place, Problems
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, Language, Text, Value

__all__ = [
    "ACCEPTED",
    "REJECTED",
    "REVIEW",
    "Extension",
    "extended",
    "extension_id",
    "read_extensions",
    "write_extensions",
]

ACCEPTED = "extensions.jsonl"
REVIEW = "review.jsonl"
REJECTED = "rejected.jsonl"

_MOST_BYTES = 200_000_000
_LONGEST_ID = 12
_TEXTS = ("id", "item", "facet", "name", "language", "sentence", "source", "method")


@dataclass(frozen=True, slots=True)
class Extension:
    """A new triple: `name` is that of an entity that the catalogue does not know yet, "" where the value is known."""

    id: str
    item: str
    facet: str
    value: Value
    name: str
    language: str
    sentence: str
    source: str
    confidence: float
    method: str


def extension_id(item: str, facet: str, value: Value) -> str:
    """Give the id of a triple: the same triple has the same id wherever it was read."""
    return hashlib.sha256(json.dumps([item, facet, value]).encode()).hexdigest()[:_LONGEST_ID]


def write_extensions(path: Path, rows: Iterable[Extension]) -> None:
    """Write rows, the surest first; the file appears whole."""
    part = path.with_name(f".{path.name}.part")
    ordered = sorted(rows, key=lambda row: (-row.confidence, row.id))
    part.write_text("".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in ordered), encoding="utf-8")
    part.replace(path)


def read_extensions(path: Path) -> tuple[Extension, ...]:
    """Read rows; none where there is no such file.

    Raises:
        CatalogueError: with the line of everything that is no extension.
    """
    problems = Problems()
    if not path.exists():
        return ()
    if not path.is_file() or path.stat().st_size > _MOST_BYTES:
        problems.add(Place(path.name), f"is not a file of at most {_MOST_BYTES} bytes")
        problems.raise_if_any()
    found = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if line.strip():
            row = _row(line)
            if row is None:
                problems.add(Place(path.name, number), "is not an extension")
            else:
                found.append(row)
    problems.raise_if_any()
    return tuple(found)


def _row(line: bytes) -> Extension | None:
    try:
        record: dict[str, object] = json.loads(line)
        sound = all(isinstance(record[name], str) for name in _TEXTS) and isinstance(record["value"], (str, float, int))
        confidence = record["confidence"]
        whole = sound and isinstance(confidence, (float, int)) and 0 <= confidence <= 1
        return Extension(**record) if whole and record["language"] in tuple(Language) else None  # type: ignore[arg-type]
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def extended(catalogue: Catalogue, rows: Sequence[Extension]) -> tuple[Catalogue, tuple[Extension, ...]]:
    """Put triples into a catalogue; give it with those that went in.

    Left out is what the catalogue states already, what is of no item, facet or value that it knows, and a second value
    where one is allowed.
    """
    facets = {facet.name: facet for facet in catalogue.schema.facets}
    nodes = {entity.id for entity in catalogue.entities} | {item.id for item in catalogue.items}
    values = {item.id: dict(item.facets) for item in catalogue.items}
    taken, entities = [], list(catalogue.entities)
    for row in rows:
        facet = facets.get(row.facet)
        if facet is None or row.item not in values or not _fits(facet, row, nodes):
            continue
        held = values[row.item].get(row.facet, ())
        if row.value in held or (held and not facet.many):
            continue
        values[row.item][row.facet] = (*held, row.value)
        taken.append(row)
        if facet.type is FacetType.ENTITY and row.value not in nodes:
            nodes.add(str(row.value))
            entities.append(Entity(str(row.value), row.facet, Text(**{row.language: row.name})))
    items = tuple(_with(item, values[item.id]) for item in catalogue.items)
    return replace(catalogue, items=items, entities=tuple(entities)), tuple(taken)


def _with(item: Item, values: Mapping[str, tuple[Value, ...]]) -> Item:
    return item if values == item.facets else replace(item, facets=values)


def _fits(facet: Facet, row: Extension, nodes: set[str]) -> bool:
    if facet.type is FacetType.ENTITY:
        return isinstance(row.value, str) and (row.value in nodes or bool(row.name))
    if facet.type is FacetType.ORDINAL:
        return row.value in facet.values
    if facet.type is FacetType.FLAG:
        return isinstance(row.value, bool)
    return facet.type is FacetType.NUMBER and isinstance(row.value, (int, float)) and not isinstance(row.value, bool)
