"""What the dialogue service reads from its environment."""

from dataclasses import dataclass
from pathlib import Path

from chatrec.serving import ServingSettings

__all__ = ["SERVICE", "Settings"]

SERVICE = "dialogue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(ServingSettings):
    """Settings of the dialogue service, from `CHATREC_DIALOGUE_*`.

    Attributes:
        port: Port to listen on.
        schemas: Snapshot folders, or `schema.pb` files, of the catalogues that are spoken of.
        head: Artefact of the learned act head; the one that ships with the package by default.
        encoder_model: Id of the encoder that makes the vectors; where it is not the head's, the head is not used. Empty
            takes the head's word for it.
    """

    port: int = 50052
    schemas: tuple[Path, ...] = ()
    head: Path | None = None
    encoder_model: str = ""
