"""Reads groups of texts that mean the same: what the encoder learns from.

A folder holds files of JSON lines, `{"group": name, "en": [texts], "zh": [texts]}`. Within a file two groups never mean
the same, and groups beside each other are siblings: they share words and topic, and telling them apart is the lesson.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Paraphrases", "content_digest", "is_held_out", "read_paraphrases"]

_HELD_OUT_PERCENT = 15


@dataclass(frozen=True, slots=True)
class Paraphrases:
    """A group: its name, the file it is of, and its texts, all of one meaning."""

    name: str
    source: str
    texts: tuple[str, ...]


def read_paraphrases(folder: Path) -> tuple[Paraphrases, ...]:
    """Read the groups of all files, in order; those of fewer than two texts teach nothing and are left out.

    Raises:
        InvalidInputError: a line is no group, or nothing is there.
    """
    groups = tuple(
        _group(path, number, line)
        for path in sorted(folder.glob("*.jsonl"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    )
    if not groups:
        message = "There are no paraphrases to learn from."
        raise InvalidInputError(message, folder=folder)
    return tuple(group for group in groups if len(group.texts) > 1)


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
