"""From scores to probabilities, a sigmoid for each act (Platt, "Probabilistic Outputs for Support Vector Machines")."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.offline.dialogue.least_squares import Floats

__all__ = ["Sigmoids", "fit_sigmoids"]

_STEPS: Final = 50
_STILL: Final = 1e-6
# Keeps the curvature invertible where an act has one score for all; far below that of any act that occurs.
_FIRM: Final = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Sigmoids:
    """The probability of act a at score s is sigmoid(slopes[a] s + intercepts[a]); both are (acts,)."""

    slopes: Floats
    intercepts: Floats


def fit_sigmoids(scores: Floats, holds: npt.NDArray[np.bool_]) -> Sigmoids:
    """Fit to (utterances, acts) of scores by heads that did not know the utterance: on their own they are too sure."""
    found = np.array([_fit(scores[:, act].astype(np.float64), holds[:, act]) for act in range(scores.shape[1])])
    return Sigmoids(found[:, 0].astype(np.float32), found[:, 1].astype(np.float32))


def _fit(scores: npt.NDArray[np.float64], holds: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Give slope and intercept by Newton's method, towards Platt's targets, which stay off 0 and 1."""
    with_act, without = int(holds.sum()), int((~holds).sum())
    targets = np.where(holds, (with_act + 1) / (with_act + 2), 1 / (without + 2))
    inputs = np.stack([scores, np.ones_like(scores)], axis=1)
    found = np.array([0.0, np.log((with_act + 1) / (without + 1))])
    loss = _loss(inputs @ found, targets)
    for _ in range(_STEPS):
        chances = 1.0 / (1.0 + np.exp(-inputs @ found))
        curvature = (inputs * (chances * (1 - chances))[:, None]).T @ inputs + _FIRM * np.eye(2)
        step = np.linalg.solve(curvature, inputs.T @ (chances - targets))
        while (new := _loss(inputs @ (found - step), targets)) > loss and np.abs(step).max() > _STILL:
            step /= 2
        if np.abs(step).max() <= _STILL:
            break
        found, loss = found - step, new
    return found


def _loss(logits: npt.NDArray[np.float64], targets: npt.NDArray[np.float64]) -> float:
    return float((np.logaddexp(0.0, logits) - targets * logits).sum())
