"""The Cypher statements, one a file; whatever comes from a catalogue reaches them as parameters only."""

import hashlib
from functools import cache
from importlib import resources
from typing import NamedTuple

__all__ = ["Migration", "migrations", "statement"]

_SUFFIX = ".cypher"


class Migration(NamedTuple):
    """One step of the database's form: the name of its file, its statement, and the digest of that."""

    name: str
    statement: str
    sha256: str


@cache
def statement(name: str) -> str:
    """Give the statement of a file in `queries`."""
    path = resources.files("chatrec.knowledge").joinpath("queries", f"{name}{_SUFFIX}")
    return path.read_text(encoding="utf-8")


@cache
def migrations() -> tuple[Migration, ...]:
    """Give the statements of `queries/migrations` by their numbers; one that was released never changes again."""
    folder = resources.files("chatrec.knowledge").joinpath("queries", "migrations")
    files = sorted((path for path in folder.iterdir() if path.name.endswith(_SUFFIX)), key=lambda path: path.name)
    texts = ((path.name.removesuffix(_SUFFIX), path.read_text(encoding="utf-8")) for path in files)
    return tuple(Migration(name, text, hashlib.sha256(text.encode()).hexdigest()) for name, text in texts)
