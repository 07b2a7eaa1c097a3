"""Logistic regression for several acts at once, in numpy, and how well it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["Layer", "fit", "macro_f1", "probabilities"]

Matrix = npt.NDArray[np.float64]
_BETA1: Final = 0.9
_BETA2: Final = 0.999
_TINY: Final = 1e-8


@dataclass(frozen=True, slots=True)
class Layer:
    """Weights (acts, inputs) and bias (acts,)."""

    weights: Matrix
    bias: Matrix


def probabilities(layer: Layer, inputs: Matrix) -> Matrix:
    """Give (utterances, acts): each act's probability for itself."""
    result: Matrix = 1.0 / (1.0 + np.exp(-np.clip(inputs @ layer.weights.T + layer.bias, -30.0, 30.0)))
    return result


def fit(inputs: Matrix, targets: Matrix, *, decay: float, steps: int, rate: float) -> Layer:
    """Fit by full-batch Adam from zero; no chance is in it. `decay` is the L2 penalty on the weights."""
    count = len(inputs)
    # Each act is seldom: weighing its utterances up keeps the probabilities of all acts alike.
    balance = np.sqrt((count - targets.sum(0)) / np.maximum(targets.sum(0), 1.0))
    weighing = np.where(targets > 0, balance, 1.0)
    joined = np.hstack([inputs, np.ones((count, 1))])
    table = np.zeros((targets.shape[1], joined.shape[1]))
    mean, spread = np.zeros_like(table), np.zeros_like(table)
    penalty = np.full(joined.shape[1], decay)
    penalty[-1] = 0.0
    for step in range(1, steps + 1):
        guess = 1.0 / (1.0 + np.exp(-np.clip(joined @ table.T, -30.0, 30.0)))
        slope = ((guess - targets) * weighing).T @ joined / count + penalty * table
        mean = _BETA1 * mean + (1 - _BETA1) * slope
        spread = _BETA2 * spread + (1 - _BETA2) * slope**2
        table -= rate * (mean / (1 - _BETA1**step)) / (np.sqrt(spread / (1 - _BETA2**step)) + _TINY)
    return Layer(table[:, :-1], table[:, -1])


def macro_f1(guessed: npt.NDArray[np.bool_], targets: npt.NDArray[np.bool_], rows: Sequence[int]) -> float:
    """Give the mean over acts of F1 = 2TP / (2TP + FP + FN) on some rows; acts that do not occur there are left out."""
    chosen = list(rows)
    mine, true = guessed[chosen], targets[chosen]
    scores = []
    for act in range(true.shape[1]):
        hits = int((mine[:, act] & true[:, act]).sum())
        misses = int((mine[:, act] ^ true[:, act]).sum())
        if true[:, act].any():
            scores.append(2 * hits / (2 * hits + misses))
    return float(np.mean(scores)) if scores else 0.0
