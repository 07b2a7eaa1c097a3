"""The encoder's settings, read once from `CHATREC_ENCODER_*` (and `CHATREC_MODELS`, which all services share)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from chatrec.encoder.adapters.artefact import current_folder, models_root
from chatrec.encoder.adapters.onnx_model import CPU, CUDA, RuntimeOptions
from chatrec.encoder.domain import EngineLimits
from chatrec.serving import ServingSettings, shared
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Settings"]

PROVIDERS = {"cpu": CPU, "cuda": CUDA}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(ServingSettings):
    """What the encoder takes.

    Attributes:
        models: Folder of all artefacts; empty for the user's cache.
        model: Folder of one artefact; without it, the version in use under `models`.
        provider: Where to run. There is no falling back: "cuda" without a working CUDA is an error.
        model_threads: Threads inside one operator; more of them answer long texts sooner and everything else later.
        queue_texts: Texts that may wait for the model; one more is answered RESOURCE_EXHAUSTED at once.
        batch_tokens: Tokens encoded together at most, padding counted.
        max_padding: Share of padding that a batch may hold.
        cache_entries: Vectors remembered.
    """

    port: int = 50051
    models: str = shared("CHATREC_MODELS")
    model: Path | None = None
    provider: Literal["cpu", "cuda"] = "cpu"
    model_threads: int = 1
    queue_texts: int = 512
    batch_tokens: int = 256
    max_padding: float = 0.1
    cache_entries: int = 4096

    def __post_init__(self) -> None:
        """Refuse values that no encoder can work with."""
        ServingSettings.__post_init__(self)
        for name in ("model_threads", "queue_texts", "batch_tokens", "cache_entries"):
            if getattr(self, name) < 1:
                message = f"{name.upper()} must be at least 1."
                raise InvalidInputError(message, value=getattr(self, name))
        if not 0.0 <= self.max_padding < 1.0:
            message = "MAX_PADDING must be from 0 to below 1."
            raise InvalidInputError(message, value=self.max_padding)

    def model_folder(self) -> Path:
        """Give the artefact to serve; NotFoundError where none is named and none has been built."""
        return self.model or current_folder(models_root({"CHATREC_MODELS": self.models}))

    def runtime(self) -> RuntimeOptions:
        """Give where and how wide the model runs."""
        return RuntimeOptions(provider=PROVIDERS[self.provider], threads=self.model_threads)

    def limits(self) -> EngineLimits:
        """Give how much the engine holds and joins."""
        return EngineLimits(
            queue_texts=self.queue_texts,
            batch_tokens=self.batch_tokens,
            max_padding=self.max_padding,
            cache_entries=self.cache_entries,
        )
