"""A table as a catalogue: columns become facets, their types are guessed and shown."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Item
from chatrec.knowledge.domain.catalogue.checking import implied_entities
from chatrec.knowledge.domain.catalogue.wording import spoken, spoken_phrases, worded
from chatrec.offline.catalogue.columns import Column, assign_roles, filled, guess, parse_number, truth
from chatrec.offline.catalogue.names import distinct, slug
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.schema import ITEM, KIND, CatalogueSchema, Facet, Kind
from chatrec.vocabulary.words import Better, FacetType, Language, Text, Value

__all__ = ["CsvImport", "from_csv"]

_SAMPLE_CHARACTERS = 65_536
_CHINESE = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class CsvImport:
    """What a table became: the folder, and a line for each column that tells how it was read."""

    folder: Path
    items: int
    columns: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join((f"{self.items} items -> {self.folder}", *self.columns))


def from_csv(file: Path, out: Path, *, currency: str = "") -> CsvImport:
    """Make a catalogue's folder of a CSV or TSV file with a header line.

    Columns called like id, name, kind, description, aliases, image, popularity or stock, in English or Chinese, become
    those; every other column becomes a facet. Cells of several values are parted by `|`, `;` or `、`.

    Raises:
        InvalidInputError: it is not a table in UTF-8, has no rows or nothing that could be a name.
        CatalogueError: cells hold what no catalogue may hold.
    """
    header, rows = _read(file)
    columns = _columns(header, rows)
    roles = {column.role: column for column in columns if column.role}
    if "name" not in roles:
        raise InvalidInputError("No column looks like a name.", file=file, columns=", ".join(header))
    chinese = sum(bool(_CHINESE.search(cell)) for cell in roles["name"].cells) * 2 > len(rows)
    language = Language.ZH if chinese else Language.EN
    facets = {
        column.facet: _facet(column, column.type, language, currency)
        for column in columns
        if column.type is not None and column.is_facet
    }
    items = _items(roles, [column for column in columns if column.is_facet], facets, language, len(rows))
    kinds = dict.fromkeys(item.kind for item in items if item.kind)
    schema = CatalogueSchema(
        name=slug(file.stem) or "catalogue",
        domain="generic",
        generation="",
        languages=(language, *(other for other in Language if other is not language)),
        currency=currency,
        kinds=tuple(Kind(kind, spoken_phrases(spoken(kind, language))) for kind in kinds),
        facets=tuple(facets.values()),
    )
    known = [item.id for item in items]
    entities = implied_entities(items, schema.facets, known, language)
    write_catalogue(Catalogue(schema, items, entities), out)
    read_catalogue(out)  # what was made here has to pass the same door as what people bring
    return CsvImport(out, len(items), tuple(_shown(column, facets) for column in columns))


def _read(file: Path) -> tuple[list[str], list[list[str]]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError("The file is not UTF-8: save it as UTF-8.", file=file) from error
    delimiter = _delimiter(text)
    try:
        lines = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if any(row)]
    except csv.Error as error:
        raise InvalidInputError(f"The file is not a table: {error}.", file=file) from error
    if len(lines) < 2:  # noqa: PLR2004  a header and one row
        raise InvalidInputError("The file has no rows under its header.", file=file)
    header = [cell.strip() for cell in lines[0]]
    for number, row in enumerate(lines[1:], start=2):
        if len(row) != len(header):
            raise InvalidInputError(
                f"Row {number} has {len(row)} cells, the header {len(header)}.", file=file, row=number
            )
    return header, [[filled(cell) for cell in row] for row in lines[1:]]


def _delimiter(text: str) -> str:
    first = text[:_SAMPLE_CHARACTERS].split("\n", 1)[0]
    return max((",", "\t", ";"), key=first.count)


def _columns(header: list[str], rows: Sequence[Sequence[str]]) -> list[Column]:
    taken: set[str] = {KIND, ITEM}
    columns = []
    for index, (title, role) in enumerate(zip(header, assign_roles(header), strict=True)):
        cells = tuple(row[index] for row in rows)
        facet = distinct(slug(title) or f"column_{index + 1}", taken)
        taken.add(facet)
        type_, many, unit = guess(cells)
        columns.append(Column(title, facet, cells, role, type_, many, unit))
    return columns


def _facet(column: Column, type_: FacetType, language: Language, currency: str) -> Facet:
    label = Text(zh=column.title) if _CHINESE.search(column.title) else Text(en=column.title.replace("_", " "))
    return worded(
        Facet(
            name=column.facet,
            type=type_,
            label=label,
            unit=currency if column.money else column.unit,
            better=Better.LOW if column.money else None,
            many=column.many,
            money=column.money,
        ),
        language,
    )


def _items(
    roles: Mapping[str, Column],
    columns: Sequence[Column],
    facets: Mapping[str, Facet],
    language: Language,
    count: int,
) -> tuple[Item, ...]:
    def cell(role: str, row: int) -> str:
        return roles[role].cells[row] if role in roles else ""

    items: list[Item] = []
    taken: set[str] = set()
    for row in range(count):
        name = _text(cell("name", row), cell("name_zh", row), language)
        id_ = distinct(re.sub(r"\s+", "_", cell("id", row)) or slug(name.speak(language)) or f"row_{row + 2}", taken)
        taken.add(id_)
        values = ((column.facet, _values(column, facets[column.facet], row)) for column in columns)
        popularity = parse_number(cell("popularity", row))
        items.append(
            Item(
                id=id_,
                name=name or Text(en=id_),
                kind=slug(cell("kind", row)),
                aliases=tuple(_parts(cell("aliases", row))),
                text=_text(cell("text", row), "", language),
                facets={facet: found for facet, found in values if found},
                available=truth(cell("available", row)) is not False,
                popularity=max(popularity or 0.0, 0.0),
                image=cell("image", row) if cell("image", row).startswith(("http://", "https://")) else "",
            )
        )
    return tuple(items)


def _text(own: str, chinese: str, language: Language) -> Text:
    if language is Language.ZH and not chinese:
        return Text(zh=own)
    return Text(en=own, zh=chinese)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[|;、；]", cell) if part.strip()]


def _values(column: Column, facet: Facet, row: int) -> tuple[Value, ...]:
    cell = column.cells[row]
    if not cell:
        return ()
    match facet.type:
        case FacetType.NUMBER:
            number = parse_number(cell)
            return () if number is None else (number,)
        case FacetType.FLAG:
            flag = truth(cell)
            return () if flag is None else (flag,)
        case _:
            return tuple(dict.fromkeys(_parts(cell))) if column.many else (cell,)


def _shown(column: Column, facets: Mapping[str, Facet]) -> str:
    if column.role:
        return f"{column.title} -> {column.role}"
    if column.facet not in facets:
        return f"{column.title} -> left out (empty, or long texts)"
    facet = facets[column.facet]
    details = [str(facet.type), *(["many"] if facet.many else []), *(["money"] if facet.money else [])]
    unit = f" in {facet.unit}" if facet.unit else ""
    return f"{column.title} -> facet {facet.name} ({', '.join(details)}{unit})"
