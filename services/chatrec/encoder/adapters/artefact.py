"""Artefact folders: one version of a model each, with a card that says what belongs to it.

`<models>/encoder/<model id>/` holds `card.json` and the files that it names; `<models>/encoder/current` is a text file
with the id in use.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chatrec.encoder.domain.card import CARD_FILE, Card, CardFile, read_card
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError

__all__ = [
    "CURRENT_FILE",
    "GRAPH_FILE",
    "TOKENIZER_FILE",
    "Artefact",
    "current_folder",
    "digest",
    "encoder_folder",
    "models_root",
    "open_artefact",
]

CURRENT_FILE = "current"
GRAPH_FILE = "encoder.onnx"
TOKENIZER_FILE = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Artefact:
    """A folder whose files are exactly those that its card names."""

    folder: Path
    card: Card

    def path(self, name: str) -> Path:
        """Give the path of one of its files; InvalidInputError where the card does not name it."""
        if all(file.name != name for file in self.card.files):
            message = "The encoder's card does not name a file that its model needs."
            raise InvalidInputError(message, file=name, folder=self.folder)
        return self.folder / name


def models_root(environment: Mapping[str, str]) -> Path:
    """Give the folder of all artefacts: CHATREC_MODELS, or the user's cache."""
    return Path(environment.get("CHATREC_MODELS") or Path("~/.cache/chatrec/models").expanduser())


def encoder_folder(root: Path) -> Path:
    """Give the folder of the encoder's versions under the folder of all artefacts."""
    return root / "encoder"


def current_folder(root: Path) -> Path:
    """Give the folder of the version in use; NotFoundError where none has been built."""
    pointer = encoder_folder(root) / CURRENT_FILE
    if not pointer.is_file():
        message = "No encoder has been built yet."
        raise NotFoundError(message, expected=pointer)
    return encoder_folder(root) / pointer.read_text(encoding="utf-8").strip()


def open_artefact(folder: Path) -> Artefact:
    """Read an artefact's card and check every file against it.

    NotFoundError where there is no card; InvalidInputError, with the file's name, where a file is missing or damaged.
    """
    card_path = folder / CARD_FILE
    if not card_path.is_file():
        message = "There is no encoder artefact in this folder."
        raise NotFoundError(message, folder=folder)
    card = read_card(card_path.read_text(encoding="utf-8"))
    for file in card.files:
        _check(folder, file)
    return Artefact(folder=folder, card=card)


def _check(folder: Path, file: CardFile) -> None:
    if os.path.basename(file.name) != file.name:  # noqa: PTH119 - the text is judged, not a path
        message = "The encoder's card names a file outside of its folder."
        raise InvalidInputError(message, file=file.name, folder=folder)
    path = folder / file.name
    if not path.is_file():
        message = f"The encoder's file {file.name} is missing."
        raise InvalidInputError(message, file=file.name, folder=folder)
    if path.stat().st_size != file.size_bytes or digest(path) != file.sha256:
        message = f"The encoder's file {file.name} is damaged: it is not the one that the card names."
        raise InvalidInputError(message, file=file.name, folder=folder, expected_sha256=file.sha256)


def digest(path: Path) -> str:
    """Give the sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
