"""The sentences that a catalogue's texts and documents are made of; whatever stands in them is data."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.catalogue.problems import Place, Problems
from chatrec.knowledge.domain.linking.folding import is_cjk
from chatrec.vocabulary.words import Language

__all__ = ["NAME", "Passage", "item_passages", "read_documents"]

NAME = "name"
"""Where a passage comes from that is the name of an item."""

_MOST_BYTES = 2_000_000
_MOST_FILES = 10_000
_LONGEST = 2_000
_SHARE_OF_CHINESE = 0.3
_END = re.compile(r"(?<=[。！？!?；;\n])|(?<=[^\W\d]\.)(?=\s)|(?<=\d\.)(?=\s+[A-Z\u4e00-\u9fff])")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence: where it stands, and its item; "" where the sentence itself must name it.

    `heading` is that of the document's part; `position` counts the sentences of a text.
    """

    text: str
    source: str
    language: Language
    item: str = ""
    heading: str = ""
    position: int = 0


def language_of(text: str) -> Language:
    """Tell a text's language by the share of Chinese characters among its letters."""
    letters = [char for char in text if char.isalpha()]
    chinese = sum(map(is_cjk, letters))
    return Language.ZH if letters and chinese >= _SHARE_OF_CHINESE * len(letters) else Language.EN


def sentences(text: str) -> Iterator[str]:
    """Part a text into sentences of bounded length."""
    for part in _END.split(text):
        sentence = part.strip()
        for start in range(0, len(sentence), _LONGEST):
            yield sentence[start : start + _LONGEST]


def item_passages(catalogue: Catalogue) -> Iterator[Passage]:
    """Give the sentences of items' names and texts, in both languages."""
    for item in catalogue.items:
        for language in Language:
            name, text = getattr(item.name, language), getattr(item.text, language)
            if name:
                yield Passage(name, f"items.jsonl:{item.id}:{NAME}", language, item.id)
            for number, sentence in enumerate(sentences(text)):
                yield Passage(sentence, f"items.jsonl:{item.id}:text", language, item.id, position=number)


def read_documents(folder: Path) -> tuple[Passage, ...]:
    """Read the sentences of `documents/*.md`.

    Raises:
        CatalogueError: a document is too large, not UTF-8 or no file; each with its file and line.
    """
    problems = Problems()
    paths = sorted((folder / "documents").glob("*.md"))
    for path in paths[_MOST_FILES:]:
        problems.add(Place(f"documents/{path.name}"), f"more than {_MOST_FILES} documents")
    found = [passage for path in paths[:_MOST_FILES] for passage in _document(path, problems)]
    problems.raise_if_any()
    return tuple(found)


def _document(path: Path, problems: Problems) -> Iterable[Passage]:
    name = f"documents/{path.name}"
    if not path.is_file():
        problems.add(Place(name), "is not a file")
        return
    with path.open("rb") as file:
        raw = file.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        problems.add(Place(name), f"is larger than {_MOST_BYTES} bytes")
        return
    heading = ""
    for number, line in enumerate(raw.split(b"\n"), start=1):
        try:
            text = line.decode().lstrip("\ufeff")
        except UnicodeDecodeError as error:
            problems.add(Place(name, number), f"is not UTF-8 at byte {error.start + 1}")
            continue
        title = _HEADING.match(text)
        if title:
            heading = title[1]
            continue
        for place, sentence in enumerate(filter(None, sentences(text))):
            yield Passage(sentence, f"{name}:{number}", language_of(sentence), heading=heading, position=place)
