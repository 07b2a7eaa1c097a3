"""Conditional logit: the weights of a product of experts, fitted convexly (McFadden, 1974)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

__all__ = ["Choices", "fit_conditional_logit"]

Singles = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

_MOST_STEPS = 150
_LEAST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """What was chosen among what.

    Attributes:
        features: (cases, candidates, features); candidate 0 is the one that was chosen.
        offsets: (cases, candidates), added to the scores: the log of how many candidates a sampled one stands for.
    """

    features: Singles
    offsets: Singles


def fit_conditional_logit(choices: Choices, *, l2: float) -> Doubles:
    """Give the weight of each feature that makes the choices most likely, less `l2` times the squared weights.

    Features are scaled to unit spread while fitting, so that one `l2` suits all; the weights given back are for
    features as they came. The objective is convex: L-BFGS finds its one optimum from any start.
    """
    spread = choices.features.std(axis=(0, 1)).astype(np.float64)
    spread = np.where(spread > _LEAST_SPREAD, spread, np.inf)
    scaled = np.asarray(choices.features / spread.astype(np.float32), dtype=np.float32)

    def loss(weights: Doubles) -> tuple[float, Doubles]:
        return _loss(scaled, choices.offsets, weights, l2)

    start = np.zeros(scaled.shape[-1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS})
    return np.asarray(found.x / spread, dtype=np.float64)


def _loss(features: Singles, offsets: Singles, weights: Doubles, l2: float) -> tuple[float, Doubles]:
    scores = features @ weights.astype(np.float32) + offsets
    most = scores.max(axis=1, keepdims=True)
    mass = np.exp(scores - most)
    total = mass.sum(axis=1, keepdims=True)
    surprise = float((np.log(total[:, 0]) + most[:, 0] - scores[:, 0]).sum(dtype=np.float64))
    expected = (mass / total).ravel() @ features.reshape(-1, features.shape[-1])
    gradient = expected.astype(np.float64) - features[:, 0].sum(axis=0, dtype=np.float64)
    return surprise + l2 * float(weights @ weights), gradient + 2 * l2 * weights
