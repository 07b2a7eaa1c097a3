"""What goes into the encoder and what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["MAX_CHARACTERS", "MAX_TEXTS", "Encoding", "Role", "Timings", "TokenisedText", "check_texts"]

MAX_TEXTS = 64
MAX_CHARACTERS = 4000


class Role(StrEnum):
    """What a text is used for; a model may prefix the two differently."""

    QUERY = "query"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class TokenisedText:
    """A text as its model reads it: token ids, special tokens included, cut at the model's longest."""

    ids: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Timings:
    """Where the time of a request went, in milliseconds; `infer_ms` is its batches' time, shared or not."""

    queue_ms: float
    tokenise_ms: float
    infer_ms: float


@dataclass(frozen=True, slots=True)
class Encoding:
    """One unit vector a text, float32 (texts, dimensions), in the order of the request."""

    vectors: NDArray[np.float32]
    token_counts: tuple[int, ...]
    cache_hits: int
    timings: Timings


def check_texts(texts: Sequence[str]) -> None:
    """Let pass 1 to 64 texts of 1 to 4,000 characters each; InvalidInputError names the first that is not."""
    if not 1 <= len(texts) <= MAX_TEXTS:
        message = f"Send 1 to {MAX_TEXTS} texts."
        raise InvalidInputError(message, count=len(texts))
    for position, text in enumerate(texts):
        if not 1 <= len(text) <= MAX_CHARACTERS:
            message = f"A text has 1 to {MAX_CHARACTERS} characters."
            raise InvalidInputError(message, text=position, characters=len(text))
