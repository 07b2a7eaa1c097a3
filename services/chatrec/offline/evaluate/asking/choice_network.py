"""A conditional logit with a hidden layer beside the linear part, fitted by stochastic gradients."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import torch

from chatrec.offline.knowledge.loglinear import Choices

__all__ = ["ChoiceNetwork", "fit_choice_network"]

Floats = npt.NDArray[np.float32]

_HIDDEN: Final = 48
_PASSES: Final = 20
_CASES: Final = 64
"""In one step."""
_RATE: Final = 4e-3
_DECAY: Final = 1e-3
_LEAST_SPREAD: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class ChoiceNetwork:
    """Scores of candidates by their features: linear plus one layer of tanh, over features scaled to unit spread.

    Attributes:
        mean: Of each feature, (features,).
        spread: Of each feature, (features,).
        linear: Weights, (features,).
        inner: Weights, (features, hidden), and biases, (hidden,).
        outer: Weights, (hidden,).
    """

    mean: Floats
    spread: Floats
    linear: Floats
    inner: tuple[Floats, Floats]
    outer: Floats

    def __call__(self, features: Floats) -> Floats:
        """Give scores, (...,), of features (..., features); those of one set of candidates may be compared."""
        scaled = (features - self.mean) / self.spread
        weights, biases = self.inner
        return np.asarray(scaled @ self.linear + np.tanh(scaled @ weights + biases) @ self.outer, np.float32)


def fit_choice_network(choices: Choices, *, seed: int) -> ChoiceNetwork:
    """Fit the network that makes the choices likely, on one thread, so that the seed decides everything."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    count, _, width = choices.features.shape
    mean, spread = choices.features.mean(axis=(0, 1)), choices.features.std(axis=(0, 1))
    spread = np.where(spread > _LEAST_SPREAD, spread, 1.0).astype(np.float32)
    features, offsets = torch.as_tensor((choices.features - mean) / spread), torch.as_tensor(choices.offsets.copy())
    linear, inner = torch.nn.Linear(width, 1, bias=False), torch.nn.Linear(width, _HIDDEN)
    outer = torch.nn.Linear(_HIDDEN, 1, bias=False)
    parts = [weight for part in (linear, inner, outer) for weight in part.parameters()]
    optimiser = torch.optim.AdamW(parts, lr=_RATE, weight_decay=_DECAY)
    steps = -(-count // _CASES) * _PASSES
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, steps)
    for _ in range(_PASSES):
        for rows in torch.randperm(count).split(_CASES):
            scaled = features[rows]
            scores = (linear(scaled) + outer(torch.tanh(inner(scaled))))[..., 0] + offsets[rows]
            loss = (scores.logsumexp(dim=1) - scores[:, 0]).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return ChoiceNetwork(
        mean=mean,
        spread=spread,
        linear=_array(linear.weight[0]),
        inner=(_array(inner.weight.T), _array(inner.bias)),
        outer=_array(outer.weight[0]),
    )


def _array(weights: torch.Tensor) -> Floats:
    return np.ascontiguousarray(weights.detach().numpy())
