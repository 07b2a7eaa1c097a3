"""The graph store that is a catalogue's folder: for the laptop, and as the yardstick for the other one."""

import hashlib
from collections.abc import Collection
from pathlib import Path

from chatrec.knowledge.adapters.catalogue_files import CATALOGUE_FILES, read_catalogue
from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.catalogue.changes import Change, changed, checked, without
from chatrec.knowledge.domain.deltas import Step
from chatrec.vocabulary.errors import NotFoundError
from chatrec.vocabulary.schema import CatalogueSchema

__all__ = ["FileGraphStore", "files_digest"]

_HEAD = "catalogue.yaml"


class FileGraphStore:
    """Keeps one catalogue in a folder; every change is written beside it and put in its place at once."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder; it need not be there yet."""
        self._folder = folder

    def replace(self, catalogue: Catalogue) -> None:
        """Put a catalogue in place of what is there."""
        write_catalogue(catalogue, self._folder)

    def upsert(self, change: Change) -> Step:
        """Add items, entities and triples, or replace those of the same id."""
        revision, before = self.revision(), self.load()
        items = {item.id for item in before.items}
        entities = {entity.id for entity in before.entities}
        self.replace(changed(before, checked(before.schema, change, items, entities)))
        return Step(revision, self.revision())

    def delete(self, ids: Collection[str]) -> Step:
        """Remove items and entities with all that is tied to them."""
        revision, before = self.revision(), self.load()
        known = {item.id for item in before.items} | {entity.id for entity in before.entities}
        gone = known.intersection(ids)
        if gone:
            self.replace(without(before, gone))
        return Step(revision, self.revision())

    def load(self) -> Catalogue:
        """Read the catalogue.

        Raises:
            NotFoundError: there is none.
            CatalogueError: somebody has edited the files and made mistakes.
        """
        if not self.ready():
            raise NotFoundError("There is no catalogue in the folder.", folder=self._folder)
        return read_catalogue(self._folder)

    def schema(self) -> CatalogueSchema:
        """Give the catalogue's schema."""
        return self.load().schema

    def revision(self) -> int:
        """Give the time of the last change in Unix milliseconds, 0 where there is no catalogue."""
        return (self._folder / _HEAD).stat().st_mtime_ns // 1_000_000 if self.ready() else 0

    def generation(self) -> str:
        """Give the digest of the files, "" where there are none."""
        return files_digest(self._folder) if self.ready() else ""

    def ready(self) -> bool:
        """Tell whether there is a catalogue."""
        return (self._folder / _HEAD).is_file()


def files_digest(folder: Path) -> str:
    """Give 16 hexadecimal digits that change with any byte of the catalogue's files."""
    digest = hashlib.sha256()
    for name in CATALOGUE_FILES:
        path = folder / name
        if path.is_file():
            with path.open("rb") as file:
                digest.update(f"{name} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return digest.hexdigest()[:16]
