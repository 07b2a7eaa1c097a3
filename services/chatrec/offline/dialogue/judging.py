"""How well acts are told: macro F1, how often the likeliest act is one, and whether probabilities come true."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["Judgement", "judge", "macro_f1"]

_THRESHOLD: Final = 0.5
_BINS: Final = 10

Mask = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came out on utterances that the head did not know.

    Attributes:
        macro_f1: Mean over acts of the F1 of probabilities of at least a half.
        likeliest: Share of utterances that do the act held the likeliest.
        calibration_error: Mean distance between what was said and what came true, over tenths of probability,
            weighted by how often each was said (Naeini, Cooper and Hauskrecht, 2015).
        utterances: How many there were.
    """

    macro_f1: float
    likeliest: float
    calibration_error: float
    utterances: int


def judge(chances: Doubles, holds: Mask) -> Judgement:
    """Judge probabilities (utterances, acts) by the acts that hold; of no utterances every figure is 0."""
    if not len(chances):
        return Judgement(0.0, 0.0, 0.0, 0)
    likeliest = holds[np.arange(len(holds)), chances.argmax(axis=1)].mean()
    return Judgement(
        macro_f1=round(macro_f1(chances >= _THRESHOLD, holds), 4),
        likeliest=round(float(likeliest), 4),
        calibration_error=round(_calibration_error(chances, holds), 4),
        utterances=len(chances),
    )


def macro_f1(guessed: Mask, holds: Mask) -> float:
    """Give the mean over acts of F1 = 2TP / (2TP + FP + FN); acts that never hold are left out."""
    occur = holds.any(axis=0)
    hits = (guessed & holds).sum(axis=0)[occur]
    wrong = (guessed ^ holds).sum(axis=0)[occur]
    return float(np.mean(2 * hits / (2 * hits + wrong))) if occur.any() else 0.0


def _calibration_error(chances: Doubles, holds: Mask) -> float:
    tenth = np.minimum((chances * _BINS).astype(int), _BINS - 1).ravel()
    said = np.bincount(tenth, weights=chances.ravel(), minlength=_BINS)
    came_true = np.bincount(tenth, weights=holds.ravel(), minlength=_BINS)
    return float(np.abs(said - came_true).sum() / chances.size)
