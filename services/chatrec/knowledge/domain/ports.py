"""What the knowledge domain needs from outside."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.catalogue.changes import Change
from chatrec.knowledge.domain.deltas import Delta, Step
from chatrec.vocabulary.graph import Vector
from chatrec.vocabulary.schema import CatalogueSchema

__all__ = ["DeltaStream", "GraphStore", "Role", "TextEncoder", "VectorIndex"]


class Role(StrEnum):
    """What a text is to a search: what is asked, or what may be found."""

    QUERY = "query"
    PASSAGE = "passage"


class TextEncoder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def model_id(self) -> str:
        """Name the model; the same name means the same vectors."""
        ...

    def encode(self, texts: Sequence[str], role: Role) -> Vector:
        """Give float32 unit vectors, texts x dimensions."""
        ...


class VectorIndex(Protocol):
    """Finds the items whose vectors are the nearest, without looking at every one."""

    def nearest(self, vector: Vector, count: int) -> npt.NDArray[np.int64]:
        """Give the numbers of about the `count` items with the largest dot product, in rising order."""
        ...


class GraphStore(Protocol):
    """The system of record of one catalogue. What it holds is whole: an import that was cut off is never read."""

    def replace(self, catalogue: Catalogue) -> None:
        """Put a catalogue in place of what is there; run again after a failure, it completes."""
        ...

    def upsert(self, change: Change) -> Step:
        """Add items, entities and triples, or replace those of the same id, in place; tell the revisions.

        Raises:
            InvalidInputError: it speaks of facets or ids that do not exist; nothing is changed.
            NotFoundError: there is no catalogue yet.
        """
        ...

    def delete(self, ids: Collection[str]) -> Step:
        """Remove items and entities with all that is tied to them; unknown ids are no error.

        Raises:
            NotFoundError: there is no catalogue yet.
        """
        ...

    def load(self) -> Catalogue:
        """Give the catalogue, equal to what was put in.

        Raises:
            NotFoundError: there is none yet.
            UnavailableError: an import is not complete, or the store cannot be reached.
        """
        ...

    def schema(self) -> CatalogueSchema:
        """Give the catalogue's schema alone; it may lack what `load` derives from items.

        Raises:
            NotFoundError: there is no catalogue yet.
            UnavailableError: as for `load`.
        """
        ...

    def revision(self) -> int:
        """Give a number that grows with every change; 0 where there is no catalogue.

        Raises:
            UnavailableError: the store cannot be reached.
        """
        ...

    def generation(self) -> str:
        """Give a token that changes whenever the content does; "" where there is no catalogue."""
        ...

    def ready(self) -> bool:
        """Tell whether a whole catalogue can be read now."""
        ...


class DeltaStream(Protocol):
    """What happened to one catalogue, kept in order for some time so that every replica can follow."""

    def publish(self, delta: Delta) -> None:
        """Append a delta; one that is there already, or comes after a later one, changes nothing.

        Raises:
            UnavailableError: the stream does not answer.
        """
        ...

    def after(self, revision: int, wait_s: float) -> tuple[Delta, ...]:
        """Give the deltas after a revision in order; where there is none, wait for the next, at most `wait_s`.

        Raises:
            UnavailableError: the stream does not answer.
        """
        ...

    def last(self) -> int:
        """Give the revision that the latest delta leads to; 0 where there is none.

        Raises:
            UnavailableError: the stream does not answer.
        """
        ...
