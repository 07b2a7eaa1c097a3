"""What reading needs from a learned model, and what may be asked of a generator."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from chatrec.vocabulary.graph import Vector
from chatrec.vocabulary.words import Act

__all__ = ["ActModel", "Features", "Generator", "Prompt"]

Features = npt.NDArray[np.float32]
"""Surface features of an utterance, in the order of `reading.features.NAMES`."""


class ActModel(Protocol):
    """Gives how likely each act is."""

    def predict(self, vector: Vector, features: Features) -> Mapping[Act, float]:
        """Give the probability of each act, each for itself; empty where the vector is not of the model's encoder."""
        ...


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a generator is asked: instructions of this project, and apart from them data, which may hold anything."""

    instructions: str
    data: str
    max_tokens: int


class Generator(Protocol):
    """Writes a text; whatever it writes is checked before it is used."""

    def complete(self, prompt: Prompt) -> str:
        """Give a text, "" where nothing came to mind.

        Raises:
            UnavailableError: it is down, or did not answer in time.
            OverloadedError: it has too much to do.
            DeadlineExceededError: too little time is left to ask.
        """
        ...
