"""The learned act head: each act's chance, by how like a message is to known ones in meaning and on its surface."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.dialogue.domain.ports import Features
from chatrec.dialogue.domain.reading.features import NAMES
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.graph import Vector
from chatrec.vocabulary.words import Act

__all__ = ["CARD_FORMAT", "SHIPPED_HEAD", "ActHead", "HeadArrays", "joined", "load_act_head", "restored"]

SHIPPED_HEAD: Final = Path(__file__).parent.parent / "artefacts" / "acts.npz"
CARD_FORMAT: Final = 2
_FURTHEST: Final = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class HeadArrays:
    """What was learned, as it is stored: kernel ridge regression on the known utterances, then a sigmoid an act.

    Attributes:
        vectors: (known, dimensions) int8, each row times its scale a known utterance's vector.
        scales: (known,).
        features: (known, features) bool.
        coefficients: (known, acts), what likeness to a known utterance adds to an act's score.
        usual: (acts,), the scores of what is like nothing known.
        slopes: (acts,), and
        intercepts: (acts,): the chance of an act is sigmoid(slope * score + intercept).
        sharpness: () of the likeness exp(-sharpness d²).
        feature_weight: () of each feature beside the unit vector in the distance d.
    """

    vectors: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    features: npt.NDArray[np.bool_]
    coefficients: npt.NDArray[np.float16]
    usual: npt.NDArray[np.float32]
    slopes: npt.NDArray[np.float32]
    intercepts: npt.NDArray[np.float32]
    sharpness: npt.NDArray[np.float32]
    feature_weight: npt.NDArray[np.float32]

    def fit(self, acts: int) -> bool:
        """Tell whether the shapes go together, for so many acts and the features of today."""
        known = len(self.scales)
        return (
            known > 0
            and self.vectors.ndim == 2  # noqa: PLR2004 - a matrix
            and len(self.vectors) == known
            and self.features.shape == (known, len(NAMES))
            and self.coefficients.shape == (known, acts)
            and all(row.shape == (acts,) for row in (self.usual, self.slopes, self.intercepts))
            and self.sharpness.shape == self.feature_weight.shape == ()
        )


def restored(vectors: npt.NDArray[np.int8], scales: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Give the stored vectors as numbers."""
    return np.asarray(vectors * scales[:, None], dtype=np.float32)


def joined(
    vectors: npt.NDArray[np.float32], features: npt.NDArray[np.generic], weight: float
) -> npt.NDArray[np.float32]:
    """Put weighted features beside vectors, for one utterance or rows of them: what distances are taken of."""
    return np.concatenate([vectors, features.astype(np.float32) * np.float32(weight)], axis=-1)


class ActHead:
    """Gives each act's probability.

    Attributes:
        encoder_model: Id of the encoder whose vectors it was trained on.
    """

    def __init__(self, acts: tuple[Act, ...], arrays: HeadArrays, encoder_model: str) -> None:
        """Unpack the arrays.

        Raises:
            InvalidInputError: the shapes do not fit each other.
        """
        if not arrays.fit(len(acts)):
            shapes = {field.name: np.shape(getattr(arrays, field.name)) for field in fields(arrays)}
            raise InvalidInputError("The act head's arrays do not fit.", acts=len(acts), **shapes)
        self._acts = acts
        self._arrays = arrays
        self._weight = float(arrays.feature_weight)
        self._known = joined(restored(arrays.vectors, arrays.scales), arrays.features, self._weight)
        self._lengths = np.square(self._known).sum(axis=1)
        self._coefficients = arrays.coefficients.astype(np.float32)
        self.encoder_model = encoder_model

    @property
    def dimensions(self) -> int:
        """The length of the vectors that it takes."""
        return int(self._arrays.vectors.shape[1])

    def predict(self, vector: Vector, features: Features) -> Mapping[Act, float]:
        """Give the probability of each act; empty for a vector of another length."""
        if vector.shape != (self.dimensions,):
            return {}
        asked = joined(vector, features, self._weight)
        distances = self._lengths + asked @ asked - 2 * (self._known @ asked)
        scores = np.exp(-self._arrays.sharpness * distances) @ self._coefficients + self._arrays.usual
        logits = np.clip(self._arrays.slopes * scores + self._arrays.intercepts, -_FURTHEST, _FURTHEST)
        chances = 1.0 / (1.0 + np.exp(-logits.astype(np.float64)))
        return dict(zip(self._acts, chances.tolist(), strict=True))


def load_act_head(path: Path) -> ActHead:
    """Read a head and the card beside it (`acts.npz`, `acts.json`).

    Raises:
        NotFoundError: the head or its card is missing.
        InvalidInputError: they cannot be read, do not belong together, or were made for other features.
    """
    try:
        card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        if card["format"] != CARD_FORMAT or tuple(card["features"]) != NAMES:
            raise InvalidInputError("The act head is of another format or for other features.", path=path)
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != card["sha256"]:
            raise InvalidInputError("The act head is not the one of its card.", path=path)
        with np.load(BytesIO(content)) as stored:
            arrays = HeadArrays(**{field.name: stored[field.name] for field in fields(HeadArrays)})
        return ActHead(tuple(map(Act, card["acts"])), arrays, card["encoder"])
    except FileNotFoundError as error:
        raise NotFoundError("No act head there.", path=path) from error
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInputError("The act head cannot be read.", path=path, problem=error) from error
