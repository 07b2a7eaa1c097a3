"""Where the values of candidates come from: weights that ship, or what is believed of each catalogue by now.

Weights that ship give f_RL = 1 / (1 + exp(-z)). What was learned is known beside the other factors, whose logarithm is
worth a in units of z; so that f_LLM f_KG f_RL^c is in the order of a ln(f_LLM f_KG) + z, the chance to be accepted,

    f_RL = exp((z - max z) / (a c))

with the best candidate's at 1.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from chatrec.policy.domain.bandit import Posterior
from chatrec.policy.domain.values import Values
from chatrec.vocabulary.decisions import Choice

__all__ = ["FixedValues", "LearnedValues", "Valued", "Valuing", "worth_in_fusion"]

_LEAST: Final = 1e-6
_STEEPEST: Final = 30.0
_LEAST_EXPONENT: Final = 0.05


@dataclass(frozen=True, slots=True)
class Valued:
    """f_RL of every candidate, and the probability with which it was drawn to explore, or was not, as it came to be."""

    f_rl: tuple[float, ...]
    propensity: float = 1.0


class Valuing(Protocol):
    """Values candidates. The same choice gets the same values while nothing new was learned."""

    def value(self, choice: Choice) -> Valued:
        """Give f_RL of every candidate, in order."""
        ...


class FixedValues:
    """Weights that do not change."""

    def __init__(self, values: Values) -> None:
        """Keep the weights."""
        self._values = values

    def value(self, choice: Choice) -> Valued:
        """Give f_RL by the weights."""
        logits = choice.steps.means(self._values.weights(choice.steps.kinds))
        odds = np.exp(-np.clip(logits, -_STEEPEST, _STEEPEST))
        return Valued(tuple((1.0 / (1.0 + odds)).tolist()))


class LearnedValues:
    """What is believed of each catalogue; a share of the decisions draws from it to explore.

    It orders only what the other factors let through: what breaks a hard preference is no candidate, and stays behind
    all that breaks none where nothing else is left. Safe for threads.
    """

    def __init__(self, prior: Posterior, exploration: float, exponent: float) -> None:
        """Start from what is believed of a catalogue that nobody has used.

        `exploration` is the share of decisions that may explore, 0 to 1; `exponent` is c, that of f_RL in the fusion.
        """
        self._prior = prior
        self._exploration = exploration
        self._exponent = max(exponent, _LEAST_EXPONENT)
        self._believed: Mapping[str, Posterior] = {}

    def learn(self, believed: Mapping[str, Posterior]) -> None:
        """Put what is believed in place of what was."""
        self._believed = believed

    def value(self, choice: Choice) -> Valued:
        """Give f_RL by the means, or by weights drawn around them."""
        believed = self._believed.get(choice.catalogue, self._prior)
        seed = _seed(choice)
        if np.random.default_rng((seed, 0)).random() >= self._exploration:
            weights = believed.means.weights(choice.steps.kinds)
            return Valued(self._factors(weights, choice, believed.scale), 1.0 - self._exploration)
        drawn = believed.drawn(choice.steps.kinds, np.random.default_rng((seed, 1)))
        return Valued(self._factors(drawn, choice, believed.scale), self._exploration)

    def _factors(self, weights: npt.NDArray[np.float64], choice: Choice, scale: float) -> tuple[float, ...]:
        logits = choice.steps.means(weights)
        below = logits - logits.max(initial=-np.inf)
        return tuple(np.maximum(_LEAST, np.exp(below / (scale * self._exponent))).tolist())


def worth_in_fusion(values: Values, exponent: float) -> Values:
    """Give weights that ship as learning starts from them, so that switching it on reorders next to nothing.

    ln f_RL^c of weights that ship is c ln(1 / (1 + exp(-z))), which grows with z by c / 2 around 0; that of learned
    ones by 1 / a, and a starts at 1.
    """
    share = exponent / 2.0
    return Values(
        {relation: share * weight for relation, weight in values.relations.items()},
        {step: share * weight for step, weight in values.entities.items()},
        values.baseline,
    )


def _seed(choice: Choice) -> int:
    """Give a number that only the subject and the turn decide: a request that is repeated draws the same."""
    place = f"values\n{choice.subject}\n{choice.belief.turn}"
    return int.from_bytes(hashlib.blake2b(place.encode(), digest_size=7).digest())
