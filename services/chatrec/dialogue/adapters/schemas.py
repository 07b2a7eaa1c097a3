"""Catalogue schemas out of snapshot folders."""

from collections.abc import Sequence
from pathlib import Path

from google.protobuf.message import DecodeError

from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.schema import CatalogueSchema
from chatrec.vocabulary.wire.schemas import schema_from_bytes

__all__ = ["SCHEMA_FILE", "load_schemas"]

SCHEMA_FILE = "schema.pb"


def load_schemas(places: Sequence[Path]) -> tuple[CatalogueSchema, ...]:
    """Read the schema of each place, a snapshot folder or the file itself.

    Raises:
        NotFoundError: there is no such file.
        InvalidInputError: a file is no schema.
    """
    return tuple(map(_load, places))


def _load(place: Path) -> CatalogueSchema:
    path = place / SCHEMA_FILE if place.is_dir() else place
    try:
        return schema_from_bytes(path.read_bytes())
    except FileNotFoundError as error:
        raise NotFoundError("No catalogue schema there.", path=path) from error
    except DecodeError as error:
        raise InvalidInputError("The file is no catalogue schema.", path=path) from error
