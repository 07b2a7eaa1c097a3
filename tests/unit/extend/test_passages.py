"""Documents are read within bounds, and every mistake is named with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chatrec.knowledge.domain.catalogue.problems import CatalogueError
from chatrec.offline.extend.passages import read_documents, sentences
from chatrec.vocabulary.words import Language

if TYPE_CHECKING:
    from pathlib import Path


def document(folder: Path, content: bytes) -> None:
    """Put a document into a catalogue's folder."""
    (folder / "documents").mkdir()
    (folder / "documents" / "a.md").write_bytes(content)


def test_sentences_keep_their_place_their_heading_and_their_language(tmp_path: Path) -> None:
    document(tmp_path, "# Silver Kettle\n\nA film. It is long.\n一部电影。很长！".encode())
    found = [(row.source, row.heading, row.text, row.language) for row in read_documents(tmp_path)]
    assert found == [
        ("documents/a.md:3", "Silver Kettle", "A film.", Language.EN),
        ("documents/a.md:3", "Silver Kettle", "It is long.", Language.EN),
        ("documents/a.md:4", "Silver Kettle", "一部电影。", Language.ZH),
        ("documents/a.md:4", "Silver Kettle", "很长！", Language.ZH),
    ]


def test_a_number_with_a_point_is_not_the_end_of_a_sentence() -> None:
    assert list(sentences("A 6.4 inch screen. Light.")) == ["A 6.4 inch screen.", "Light."]


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    document(tmp_path, b"fine\n\xff\xfe\n")
    with pytest.raises(CatalogueError, match=r"documents/a\.md:2: is not UTF-8"):
        read_documents(tmp_path)


def test_a_giant_document_is_refused(tmp_path: Path) -> None:
    document(tmp_path, b"x" * 2_000_001)
    with pytest.raises(CatalogueError, match=r"documents/a\.md: is larger than"):
        read_documents(tmp_path)


def test_a_giant_sentence_is_parted() -> None:
    assert max(map(len, sentences("x" * 100_000))) <= 2_000


def test_no_documents_are_no_mistake(tmp_path: Path) -> None:
    assert read_documents(tmp_path) == ()
