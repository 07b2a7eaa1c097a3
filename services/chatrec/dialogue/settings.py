"""What the dialogue service reads from its environment."""

from dataclasses import dataclass
from pathlib import Path

from chatrec.serving import ServingSettings, secret
from chatrec.vocabulary.errors import InvalidInputError

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
        llm_url: URL before `/chat/completions` of an OpenAI-compatible endpoint that may reword replies and read hard
            messages a second time; empty for none.
        llm_model: Name of the model there.
        llm_key: Key of the endpoint, or `LLM_KEY_FILE`.
        llm_timeout_ms: Longest wait for one answer of the model.
        llm_budget: Calls a minute for each catalogue.
        llm_failures: Failures in a row, unfounded answers among them, after which the model is left alone for a while.
    """

    port: int = 50052
    schemas: tuple[Path, ...] = ()
    head: Path | None = None
    encoder_model: str = ""
    llm_url: str = ""
    llm_model: str = ""
    llm_key: str = secret()
    llm_timeout_ms: int = 1200
    llm_budget: int = 60
    llm_failures: int = 5

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        super(Settings, self).__post_init__()
        if bool(self.llm_url) != bool(self.llm_model):
            raise InvalidInputError("LLM_URL and LLM_MODEL go together.")
        for name in ("llm_timeout_ms", "llm_budget", "llm_failures"):
            if getattr(self, name) < 1:
                raise InvalidInputError(f"{name.upper()} must be at least 1.", value=getattr(self, name))
