"""Utterances with a class each, as the public intent data sets hold them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.encoder.domain.texts import MAX_CHARACTERS
from chatrec.knowledge.domain.ports import Role
from chatrec.offline.dialogue.least_squares import Floats
from chatrec.offline.evaluate.dialogues.files import read_object, read_table
from chatrec.offline.preparing import folder_encoder
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Labelled", "Vectors", "encode", "read_parts", "read_rows"]

_UNKNOWN: Final = -1


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts and the class of each."""

    texts: Sequence[str]
    classes: Sequence[str]

    def __len__(self) -> int:
        return len(self.texts)

    def __add__(self, other: "Labelled") -> "Labelled":
        return Labelled([*self.texts, *other.texts], [*self.classes, *other.classes])

    def numbers(self, classes: Sequence[str]) -> npt.NDArray[np.int64]:
        """Give the place of each one's class among `classes`; -1 where it is none of them."""
        place = {name: number for number, name in enumerate(classes)}
        return np.array([place.get(name, _UNKNOWN) for name in self.classes], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """The vectors of texts, and the encoder that they are of."""

    rows: Floats
    model_id: str


def encode(texts: Sequence[str]) -> Vectors:
    """Give a unit vector for each text by the default encoder; a text that comes twice is encoded once."""
    encoder = folder_encoder()
    distinct = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    rows = encoder.encode(list(distinct), Role.QUERY)
    return Vectors(rows[[distinct[text] for text in texts]], encoder.model_id)


def read_rows(folder: Path, name: str) -> Labelled:
    """Read a CSV file with the columns `text` and `category`.

    Raises:
        NotFoundError: it is missing.
        InvalidInputError: a row lacks a column, or there is no row.
    """
    pairs = [(place, (row.get("text"), row.get("category"))) for place, row in read_table(folder, name)]
    return _labelled(pairs, f"{folder / name}")


def read_parts(folder: Path, name: str, parts: Sequence[str]) -> list[Labelled]:
    """Read parts of a JSON object whose values are lists of [text, class].

    Raises:
        NotFoundError: the file is missing.
        InvalidInputError: it lacks a part, or holds something else in it.
    """
    whole = read_object(folder, name)
    found = []
    for part in parts:
        rows = whole.get(part)
        if not isinstance(rows, list):
            raise InvalidInputError(f"{folder / name}: the part {part} is missing.", file=name, part=part)
        found.append(_labelled([(f"{folder / name}: {part}[{row}]", pair) for row, pair in enumerate(rows)], part))
    return found


def _labelled(pairs: Sequence[tuple[str, object]], whole: str) -> Labelled:
    texts, classes = [], []
    for place, pair in pairs:
        match pair:
            case [str(text), str(name)] if 0 < len(text) <= MAX_CHARACTERS and name:
                texts.append(text)
                classes.append(name)
            case _:
                raise InvalidInputError(f"{place}: a text and its class are needed.", place=place)
    if not texts:
        raise InvalidInputError(f"{whole}: there is nothing in it.", place=whole)
    return Labelled(texts, classes)
