"""What reading needs from a learned model."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
import numpy.typing as npt

from chatrec.vocabulary.graph import Vector
from chatrec.vocabulary.words import Act

__all__ = ["ActModel", "Features"]

Features = npt.NDArray[np.float32]
"""Surface features of an utterance, in the order of `reading.features.NAMES`."""


class ActModel(Protocol):
    """Gives how likely each act is."""

    def predict(self, vector: Vector, features: Features) -> Mapping[Act, float]:
        """Give the probability of each act, each for itself; empty where the vector is not of the model's encoder."""
        ...
