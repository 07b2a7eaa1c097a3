"""The learned act head: one logistic per act over the encoder's vector and surface features."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.dialogue.domain.ports import Features
from chatrec.dialogue.domain.reading.features import NAMES
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.graph import Vector
from chatrec.vocabulary.words import Act

__all__ = ["CARD_FORMAT", "SHIPPED_HEAD", "ActHead", "load_act_head"]

SHIPPED_HEAD: Final = Path(__file__).parent.parent / "artefacts" / "acts.npz"
CARD_FORMAT: Final = 1


class ActHead:
    """Gives each act's probability. `weights` is (acts, dimensions + features), `bias` (acts,).

    Attributes:
        encoder_model: Id of the encoder whose vectors it was trained on.
    """

    def __init__(
        self, acts: tuple[Act, ...], weights: npt.NDArray[np.float32], bias: npt.NDArray[np.float32], encoder_model: str
    ) -> None:
        """Keep the layer.

        Raises:
            InvalidInputError: the shapes do not fit each other.
        """
        if weights.shape[0] != len(acts) or bias.shape != (len(acts),) or weights.shape[1] <= len(NAMES):
            raise InvalidInputError(
                "The act head's arrays do not fit.", weights=weights.shape, bias=bias.shape, acts=len(acts)
            )
        self._acts = acts
        self._weights = weights
        self._bias = bias
        self.encoder_model = encoder_model

    @property
    def dimensions(self) -> int:
        """The length of the vectors that it takes."""
        return int(self._weights.shape[1]) - len(NAMES)

    def predict(self, vector: Vector, features: Features) -> Mapping[Act, float]:
        """Give the probability of each act; empty for a vector of another length."""
        if vector.shape != (self.dimensions,):
            return {}
        logits = self._weights @ np.concatenate([vector, features]) + self._bias
        chances = 1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0)))
        return dict(zip(self._acts, chances.tolist(), strict=True))


def load_act_head(path: Path) -> ActHead:
    """Read a head and the card beside it (`acts.npz`, `acts.json`).

    Raises:
        NotFoundError: the head or its card is missing.
        InvalidInputError: they cannot be read, or were made for other features.
    """
    try:
        card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        with np.load(path) as arrays:
            weights, bias = arrays["weights"].astype(np.float32), arrays["bias"].astype(np.float32)
        if card["format"] != CARD_FORMAT or tuple(card["features"]) != NAMES:
            raise InvalidInputError("The act head is of another format or for other features.", path=path)
        return ActHead(tuple(map(Act, card["acts"])), weights, bias, card["encoder"])
    except FileNotFoundError as error:
        raise NotFoundError("No act head there.", path=path) from error
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInputError("The act head cannot be read.", path=path, problem=error) from error
