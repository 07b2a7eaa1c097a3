"""The MIT movie corpus (Liu et al., ICASSP 2013) as its lines of `word:tag` are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chatrec.offline.dialogue.spans import OUTSIDE
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Sentence", "read_sentences"]

_INTENT: Final = "<=>"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with the tag of each."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


def read_sentences(path: Path) -> tuple[Sentence, ...]:
    """Read `word:tag word:tag ... <=> <intent>`, one sentence a line.

    Raises:
        InvalidInputError: a word has no tag, or an unknown one.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(
        _sentence(path, number, line.partition(_INTENT)[0].split())
        for number, line in enumerate(lines, 1)
        if line.strip()
    )


def _sentence(path: Path, number: int, tokens: Sequence[str]) -> Sentence:
    pairs = [token.rpartition(":") for token in tokens]
    for word, _, tag in pairs:
        if not word or (tag != OUTSIDE and not tag.startswith(("B-", "I-"))):
            raise InvalidInputError(
                "--data: a word and its tag cannot be read.", file=path, line=number, word=word, tag=tag
            )
    return Sentence(tuple(word for word, _, _ in pairs), tuple(tag for _, _, tag in pairs))
