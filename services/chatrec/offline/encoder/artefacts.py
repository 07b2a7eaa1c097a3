"""Puts an artefact folder in place: all of it or nothing."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from chatrec.encoder.adapters.artefact import CURRENT_FILE, digest, open_artefact
from chatrec.encoder.domain.card import CARD_FILE, Card, CardFile, write_card
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError

__all__ = ["is_whole", "new_folder", "point_to", "write_card_file"]


def is_whole(folder: Path) -> bool:
    """Say whether a folder holds the model that it is named after, every file as the card says."""
    try:
        return open_artefact(folder).card.model_id == folder.name
    except (InvalidInputError, NotFoundError):
        return False


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give a folder to write into; it takes the target's place when the block ends well, else it vanishes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".building-") as workshop:
        fresh = Path(workshop) / "fresh"
        fresh.mkdir()
        yield fresh
        if target.exists():
            target.rename(Path(workshop) / "stale")
        fresh.rename(target)


def write_card_file(folder: Path, card: Card, files: Sequence[str]) -> None:
    """Write the card beside the files that it names."""
    entries = tuple(CardFile(name, digest(folder / name), (folder / name).stat().st_size) for name in sorted(files))
    (folder / CARD_FILE).write_text(write_card(replace(card, files=entries)), encoding="utf-8")


def point_to(folder: Path) -> None:
    """Make a version the one in use; nothing is written where it is already, as in a read-only image."""
    pointer = folder.parent / CURRENT_FILE
    if pointer.exists() and pointer.read_text(encoding="utf-8").strip() == folder.name:
        return
    fresh = folder.parent / f".{CURRENT_FILE}-{folder.name}"
    fresh.write_text(folder.name + "\n", encoding="utf-8")
    fresh.replace(pointer)
