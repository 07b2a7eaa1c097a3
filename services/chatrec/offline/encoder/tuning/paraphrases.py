"""Reads groups of texts that mean the same: what the encoder learns from.

A folder holds files of JSON lines, `{"group": name, "en": [texts], "zh": [texts]}`. Within a file two groups never mean
the same, and groups beside each other are siblings: they share words and topic, and telling them apart is the lesson.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatrec.knowledge.domain.snapshot.common_needs import WAYS_TO_SAY
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["SHIPPED", "Paraphrases", "content_digest", "is_held_out", "read_paraphrases"]

SHIPPED = (Path(__file__).parents[1] / "paraphrases", WAYS_TO_SAY)
"""Our own: questions and wishes, and what people say for values."""

_HELD_OUT_PERCENT = 15


@dataclass(frozen=True, slots=True)
class Paraphrases:
    """A group: its name, the file it is of, and its texts, all of one meaning."""

    name: str
    source: str
    texts: tuple[str, ...]


def read_paraphrases(places: Sequence[Path]) -> tuple[Paraphrases, ...]:
    """Read the groups of files, and of the files of folders, by name; those of fewer than two texts are left out.

    Raises:
        InvalidInputError: a line is no group, or nothing is there.
    """
    groups = tuple(
        _group(path, number, line)
        for path in sorted(_files(places), key=lambda path: path.name)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    )
    if not groups:
        message = "There are no paraphrases to learn from."
        raise InvalidInputError(message, places=[*map(str, places)])
    return tuple(group for group in groups if len(group.texts) > 1)


def _files(places: Sequence[Path]) -> Iterator[Path]:
    for place in places:
        yield from place.glob("*.jsonl") if place.is_dir() else (place,) if place.is_file() else ()


def _group(path: Path, number: int, line: str) -> Paraphrases:
    try:
        fields = json.loads(line)
        texts = tuple(dict.fromkeys((*fields["en"], *fields["zh"])))
        return Paraphrases(name=str(fields["group"]), source=path.stem, texts=texts)
    except (KeyError, TypeError, ValueError) as error:
        message = "A line is no group of paraphrases."
        raise InvalidInputError(message, path=path, line=number) from error


def is_held_out(group: Paraphrases) -> bool:
    """Say whether a group is for judging: its name alone decides, so that more groups move none."""
    return int(hashlib.sha256(group.name.encode()).hexdigest(), 16) % 100 < _HELD_OUT_PERCENT


def content_digest(groups: Sequence[Paraphrases]) -> str:
    """Give the digest of what is learned from."""
    content = json.dumps([[group.source, group.name, *group.texts] for group in groups], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
