"""f_RL(e, r): what it has been worth to reach items through relation r and entity e.

The score of a candidate is the mean of its steps' weights, z = mean(w_r + w_re), and

    f_RL = 1 / (1 + exp(-z)),

log-linear in the odds and never 0. What was never learned weighs 0, so that a candidate of unknown steps, or of none,
has the neutral value 1/2, and one factor for all candidates changes no order. The mean, not the sum: how many paths
lead to an item is f_KG's to say.

Learned by `learned`: after an item was shown to somebody who looked at it, with y = 1 when it was accepted and 0 when
not, and p = 1 / (1 + exp(-(b + z))) with the baseline b (the odds of any item),

    w_r  += rate   * ((y - p) * x_re - decay * w_r)     for every entity of r
    w_re += rate_e * ((y - p) * x_re - decay * w_re)
    b    += rate_b * (y - p)

x_re being the share of the item's steps through (r, e); a literal has no entity to learn of. That is logistic
regression one item at a time, which is REINFORCE (Williams, 1992) for a Bernoulli unit whose baseline is its own
expectation.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from chatrec.vocabulary.steps import Step

__all__ = ["NEUTRAL", "Observation", "Rates", "Values", "learned"]

NEUTRAL = 0.5
_STEEPEST = 30.0


@dataclass(frozen=True, slots=True)
class Values:
    """Weights of relations and of entities through relations; what is not in them weighs 0.

    `baseline` is the logit of accepting any item that was looked at. It serves learning and is no part of a value.
    """

    relations: Mapping[str, float] = field(default_factory=dict)
    entities: Mapping[Step, float] = field(default_factory=dict)
    baseline: float = 0.0

    def value(self, steps: Iterable[Step]) -> float:
        """Give f_RL of a candidate by the steps of its paths, in (0, 1)."""
        return _sigmoid(self.logit(steps))

    def logit(self, steps: Iterable[Step]) -> float:
        """Give z, the mean weight of the steps; 0 where there are none."""
        weights = [self.relations.get(step[0], 0.0) + self.entities.get(step, 0.0) for step in steps]
        return sum(weights) / len(weights) if weights else 0.0

    def weights(self, steps: Sequence[Step]) -> npt.NDArray[np.float64]:
        """Give the weight of every step by itself, (steps,)."""
        relations, entities = self.relations, self.entities
        summed = [relations.get(step[0], 0.0) + entities.get(step, 0.0) for step in steps]
        return np.array(summed, np.float64)


@dataclass(frozen=True, slots=True)
class Observation:
    """An item that was looked at: the steps of its paths, and whether it was accepted."""

    steps: tuple[Step, ...]
    accepted: bool


@dataclass(frozen=True, slots=True)
class Rates:
    """How far one observation moves the weights, and how fast they fade."""

    relation: float = 0.05
    entity: float = 0.1
    baseline: float = 0.01
    decay: float = 0.001


def learned(values: Values, observed: Iterable[Observation], rates: Rates = Rates()) -> Values:
    """Give the values after some observations, by the update above, one at a time in order."""
    relations, entities = dict(values.relations), dict(values.entities)
    after = replace(values, relations=relations, entities=entities)  # reads the weights while they move
    for seen in observed:
        surprise = float(seen.accepted) - _sigmoid(after.baseline + after.logit(seen.steps))
        for (relation, entity), times in Counter(seen.steps).items():
            share = times / len(seen.steps)
            _move(relations, relation, surprise * share, rates.relation, rates.decay)
            if entity:
                _move(entities, (relation, entity), surprise * share, rates.entity, rates.decay)
        after = replace(after, baseline=after.baseline + rates.baseline * surprise)
    return after


Key = TypeVar("Key")


def _move(weights: dict[Key, float], key: Key, push: float, rate: float, decay: float) -> None:
    held = weights.get(key, 0.0)
    weights[key] = held + rate * (push - decay * held)


def _sigmoid(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-min(_STEEPEST, max(-_STEEPEST, logit))))
