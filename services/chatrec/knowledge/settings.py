"""The knowledge service's settings, read once from `CHATREC_KNOWLEDGE_*`."""

from dataclasses import dataclass
from pathlib import Path

from chatrec.serving import ServingSettings
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(ServingSettings):
    """What the knowledge service takes.

    Attributes:
        snapshots: Folders of the snapshots to serve, one a catalogue, separated by commas.
    """

    port: int = 50053
    snapshots: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        """Refuse to serve nothing."""
        ServingSettings.__post_init__(self)
        if not self.snapshots:
            raise InvalidInputError("SNAPSHOTS must name at least one snapshot folder.")
