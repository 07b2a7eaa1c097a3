"""Backup and restore: a store's catalogue as a folder in the catalogue's own format, and what vouches for it."""

import json
from pathlib import Path
from typing import Final, NamedTuple

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.domain.catalogue.records import content_digest
from chatrec.knowledge.domain.ports import GraphStore
from chatrec.vocabulary.errors import ChatRecError, InvalidInputError, NotFoundError

__all__ = ["Backup", "back_up", "restore"]

_FILE: Final = "backup.json"
_FORMAT: Final = 1


class Backup(NamedTuple):
    """What was written or restored: the catalogue's name, its revision in the store, and the digest of its content."""

    catalogue: str
    revision: int
    digest: str


def back_up(store: GraphStore, folder: Path) -> Backup:
    """Write what the store holds into a folder, and read it back before it counts as a backup.

    Raises:
        NotFoundError: the store holds no catalogue.
        UnavailableError: the store cannot be reached.
        ChatRecError: what was written does not read back equal, as with names that no catalogue's file may hold.
    """
    (folder / _FILE).unlink(missing_ok=True)
    revision = store.revision()
    catalogue = store.load()
    made = Backup(catalogue.schema.name, revision, content_digest(catalogue))
    write_catalogue(catalogue, folder)
    try:
        same = content_digest(read_catalogue(folder)) == made.digest
    except InvalidInputError as error:
        raise ChatRecError(f"The backup cannot be read back: {error.message}", folder=folder) from error
    if not same:
        raise ChatRecError("The backup does not read back equal.", folder=folder)
    record = {"format": _FORMAT, **made._asdict()}
    (folder / _FILE).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return made


def restore(store: GraphStore, folder: Path) -> Backup:
    """Put a backup in place of what the store holds; the store's revision moves on.

    Raises:
        NotFoundError: there is no complete backup in the folder.
        InvalidInputError: the folder is not what was backed up.
        UnavailableError: the store cannot be reached; run it again.
    """
    if not (folder / _FILE).is_file():
        raise NotFoundError("There is no complete backup in the folder.", folder=folder)
    catalogue = read_catalogue(folder)
    digest = content_digest(catalogue)
    if _digest(folder) != digest:
        raise InvalidInputError("The folder is not what was backed up.", folder=folder, digest=digest)
    store.replace(catalogue)
    return Backup(catalogue.schema.name, store.revision(), digest)


def _digest(folder: Path) -> str:
    try:
        record = json.loads((folder / _FILE).read_bytes())
        return str(record["digest"]) if record["format"] == _FORMAT else ""
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInputError(f"{_FILE} cannot be read.", folder=folder) from error
