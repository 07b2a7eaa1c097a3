"""The knowledge service's settings, read once from `CHATREC_KNOWLEDGE_*`."""

from dataclasses import dataclass
from pathlib import Path

from chatrec.serving import ServingSettings, secret
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Settings"]

_MOST_TASTE = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(ServingSettings):
    """What the knowledge service takes.

    Attributes:
        snapshots: Folders of the snapshots to serve, one a catalogue, separated by commas.
        weights: Card of weights that `chatrec train knowledge` wrote; the built-in ones where there is none.
        path_recency: How much the recency of what a path starts from counts in the choice of the paths that are shown,
            beside a contribution of 1 for the heaviest path.
        path_popularity: The same for the popularity of what it leads over.
        path_variety: The same for being of a type that is not shown yet.
    """

    port: int = 50053
    snapshots: tuple[Path, ...] = ()
    store: str = ""
    store_user: str = "neo4j"
    store_password: str = secret()
    tenant: str = "default"
    deltas: str = ""
    deltas_password: str = secret()
    weights: Path | None = None
    path_recency: float = 0.2
    path_popularity: float = 0.1
    path_variety: float = 0.2

    def __post_init__(self) -> None:
        """Refuse to serve nothing."""
        ServingSettings.__post_init__(self)
        if not self.snapshots:
            raise InvalidInputError("SNAPSHOTS must name at least one snapshot folder.")
        if self.deltas and not self.store:
            raise InvalidInputError("DELTAS needs STORE: what was missed is read there.")
        for name in ("path_recency", "path_popularity", "path_variety"):
            if not 0.0 <= getattr(self, name) <= _MOST_TASTE:
                raise InvalidInputError(f"{name.upper()} must be from 0 to {_MOST_TASTE:g}.", field=name)
