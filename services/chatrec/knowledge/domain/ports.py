"""What the knowledge domain needs from outside."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Protocol

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.catalogue.changes import Change
from chatrec.vocabulary.graph import Vector

__all__ = ["GraphStore", "Role", "TextEncoder"]


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


class GraphStore(Protocol):
    """The system of record of one catalogue. What it holds is whole: an import that was cut off is never read."""

    def replace(self, catalogue: Catalogue) -> None:
        """Put a catalogue in place of what is there; run again after a failure, it completes."""
        ...

    def upsert(self, change: Change) -> None:
        """Add items, entities and triples, or replace those of the same id, in place.

        Raises:
            InvalidInputError: it speaks of facets or ids that do not exist; nothing is changed.
            NotFoundError: there is no catalogue yet.
        """
        ...

    def delete(self, ids: Collection[str]) -> None:
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

    def generation(self) -> str:
        """Give a token that changes whenever the content does; "" where there is no catalogue."""
        ...

    def ready(self) -> bool:
        """Tell whether a whole catalogue can be read now."""
        ...
