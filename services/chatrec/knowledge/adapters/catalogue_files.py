"""Reads a catalogue out of a folder of files, strictly: every problem with its file and line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from chatrec.knowledge.adapters.catalogue_yaml import read_yaml
from chatrec.knowledge.adapters.domain_packs import domain_names, pack_text
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.catalogue.checking import Entries, assemble
from chatrec.knowledge.domain.catalogue.entries import (
    read_answer,
    read_draft,
    read_entity,
    read_interaction,
    read_triple,
)
from chatrec.knowledge.domain.catalogue.fields import Field, show
from chatrec.knowledge.domain.catalogue.problems import Place, Problems
from chatrec.knowledge.domain.catalogue.schema import DECLARING_KEYS, Head, read_declarations, read_head
from chatrec.vocabulary.words import Language

__all__ = ["CATALOGUE_FILES", "CatalogueLines", "read_catalogue"]

CATALOGUE_FILES = (
    "catalogue.yaml",
    "items.jsonl",
    "entities.jsonl",
    "triples.tsv",
    "answers.jsonl",
    "interactions.tsv",
)
_GENERIC = "generic"
_MOST_LINE_BYTES = 1_000_000
_MOST_YAML_BYTES = 4_000_000
_MOST_LINES = 5_000_000
_BOM = b"\xef\xbb\xbf"

Entry = TypeVar("Entry")


def read_catalogue(folder: Path) -> Catalogue:
    """Read a catalogue's folder; nothing in it is executed or followed.

    Raises:
        CatalogueError: with every problem that was found, the first hundred.
    """
    problems = Problems()
    if not folder.is_dir():
        problems.add(Place(str(folder)), "there is no such folder")
        problems.raise_if_any()
    root = _yaml(folder / "catalogue.yaml", problems)
    if not isinstance(root.value, dict):
        if not len(problems):
            root.wrong("is not a mapping of names to values")
        problems.raise_if_any()
    head = read_head(root)
    root = root._replace(language=head.languages[0])
    declared = read_declarations((*_pack(root, head), root), head)
    lines = CatalogueLines(folder, problems, head.languages[0])
    entries = Entries(
        drafts=[entry for entry, _ in lines.json("items.jsonl", read_draft, needed=True)],
        entities=list(lines.json("entities.jsonl", read_entity)),
        triples=list(lines.table("triples.tsv", read_triple)),
        answers=list(lines.json("answers.jsonl", read_answer)),
        interactions=list(lines.table("interactions.tsv", read_interaction)),
    )
    catalogue = assemble(head, declared, entries, root)
    problems.raise_if_any()
    return catalogue


def _yaml(path: Path, problems: Problems) -> Field:
    nothing = Field(problems, Place(path.name), "", None)
    if not path.is_file():
        nothing.wrong("is missing")
        return nothing
    if path.stat().st_size > _MOST_YAML_BYTES:
        nothing.wrong(f"is larger than {_MOST_YAML_BYTES} bytes")
        return nothing
    try:
        text = path.read_bytes().removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problems.add(Place(path.name, line), "is not UTF-8")
        return nothing
    return read_yaml(text, path.name, problems)


def _pack(root: Field, head: Head) -> tuple[Field, ...]:
    """Read the domain's pack; a catalogue that declares everything needs none."""
    if head.complete or not head.domain or head.domain == _GENERIC:
        return ()
    text = pack_text(head.domain)
    if text is not None:
        return (read_yaml(text, f"domains/{head.domain}/pack.yaml", root.problems),)
    if not {"kinds", "facets"} <= DECLARING_KEYS & set(root.value if isinstance(root.value, dict) else ()):
        known = ", ".join((*domain_names(), _GENERIC))
        root.child("domain").wrong(
            f"there is no domain pack {show(head.domain)}, and kinds and facets are not declared; known are {known}"
        )
    return ()


class CatalogueLines:
    """Reads the lines of a folder's files."""

    def __init__(self, folder: Path, problems: Problems, language: Language) -> None:
        self._folder = folder
        self._problems = problems
        self._language = language

    def json(
        self, name: str, read: Callable[[Field], Entry | None], *, needed: bool = False
    ) -> Iterator[tuple[Entry, Field]]:
        """Read a file of one JSON object a line."""
        for place, line in self._lines(name, needed=needed):
            value = self._parse(place, line)
            if value is None:
                continue
            field = Field(self._problems, place, "", value, self._language)
            entry = read(field)
            if entry is not None:
                yield entry, field._replace(value=None)

    def table(self, name: str, read: Callable[[Field], Entry | None]) -> Iterator[tuple[Entry, Field]]:
        """Read a file of columns parted by tabs."""
        for place, line in self._lines(name):
            field = Field(self._problems, place, "", line, self._language)
            entry = read(field)
            if entry is not None:
                yield entry, field._replace(value=None)

    def _parse(self, place: Place, line: str) -> dict[str, object] | None:
        try:
            value = json.loads(line, object_pairs_hook=_no_key_twice)
        except json.JSONDecodeError as error:
            self._problems.add(place, f"is not JSON: {error.msg} at character {error.colno}")
        except (ValueError, RecursionError) as error:
            reason = (
                str(error) if isinstance(error, _KeyTwiceError) else "it is nested too deep or a number is too long"
            )
            self._problems.add(place, f"is not JSON: {reason}")
        else:
            if isinstance(value, dict):
                return value
            self._problems.add(place, f"{show(value)} is not a JSON object")
        return None

    def _lines(self, name: str, *, needed: bool = False) -> Iterator[tuple[Place, str]]:
        path = self._folder / name
        if not path.is_file():
            if needed or path.exists():
                self._problems.add(Place(name), "is not a file" if path.exists() else "is missing")
            return
        with path.open("rb") as file:
            number = 0
            while raw := file.readline(_MOST_LINE_BYTES + 1):
                number += 1
                place = Place(name, number)
                if len(raw) > _MOST_LINE_BYTES:
                    self._problems.add(place, f"the line is longer than {_MOST_LINE_BYTES} bytes")
                    return
                if number > _MOST_LINES:
                    self._problems.add(place, f"more than {_MOST_LINES} lines")
                    return
                text = self._decode(place, raw.removeprefix(_BOM) if number == 1 else raw)
                if text:
                    yield place, text

    def _decode(self, place: Place, raw: bytes) -> str:
        try:
            text = raw.decode()
        except UnicodeDecodeError as error:
            self._problems.add(place, f"is not UTF-8 at byte {error.start + 1}")
            return ""
        return "" if text.isspace() else text.rstrip("\r\n")


class _KeyTwiceError(ValueError):
    """A JSON object names a key twice."""


def _no_key_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for index, (key, _) in enumerate(pairs) if key in dict(pairs[:index]))
        raise _KeyTwiceError(f"the key {show(twice)} is there twice")
    return found
