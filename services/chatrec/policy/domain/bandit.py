"""f_RL(e, r) as a Bayesian bandit: a mean and a precision for every weight, updated from what people accept.

The model is that of `values`, beside what the other factors say: z = mean over an item's steps of (w_r + w_re), and
p = 1 / (1 + exp(-(b + a ln(f_LLM f_KG) + z))), so that z learns what they do not know already. Each weight is normal,
w ~ N(m, 1 / q), independent of the others. With x the weight's input, y from 0 to 1 how well the item was taken, and c
how sure it is that it was looked at, one observation moves

    q += c x^2 p (1 - p)        m += c x (y - p) / q

which is one step of an extended Kalman filter with a diagonal precision; source: Chapelle, Li, "An empirical evaluation
of Thompson sampling" (NIPS 2011), algorithm 3. Between observations what was learned fades: the precision goes back to
the prior's with a half-life, so that a mean that has become doubtful follows new evidence fast.
Means start from the prior: the weights that ship, for a catalogue that nobody has used yet.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.policy.domain.values import Values
from chatrec.vocabulary.steps import Step

__all__ = ["Bandit", "BanditRates", "Posterior", "Weight"]

_BASELINE: Final[Step] = ("", "")
_SCALE: Final[Step] = ("", "ln score")
_SCALES: Final = (0.25, 4.0)
_STEEPEST: Final = 30.0
_HOUR_MS: Final = 3_600_000.0
_LEAST_SCORE: Final = 1e-4


@dataclass(frozen=True, slots=True)
class BanditRates:
    """How much is believed before anything was seen, and how fast what was learned fades.

    Attributes:
        relation: Prior precision of a relation's weight.
        entity: Of an entity's through a relation.
        baseline: Of the logit of accepting any item.
        scale: Of a, whose prior mean is 1: the other factors are taken for odds.
        half_life_h: Hours after which half of what was learned has faded.
        most: Weights kept; the least sure go first.
    """

    relation: float = 8.0
    entity: float = 4.0
    baseline: float = 2.0
    scale: float = 20.0
    half_life_h: float = 168.0
    most: int = 50_000


@dataclass(slots=True)
class Weight:
    """A weight's mean and precision, as of a time."""

    mean: float
    precision: float
    unix_ms: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is believed at one time: means, and standard deviations of the weights that were learned.

    A weight that is not in `deviations` has the prior's: `relation_deviation` or `entity_deviation`. `scale` is a: what
    a unit of ln(f_LLM f_KG) is worth in units of z.
    """

    means: Values
    deviations: Mapping[Step, float] = field(default_factory=dict)
    relation_deviation: float = 0.0
    entity_deviation: float = 0.0
    scale: float = 1.0

    def drawn(self, steps: Sequence[Step], rng: np.random.Generator) -> npt.NDArray[np.float64]:
        """Draw a weight for each of some different steps from what is believed: Thompson sampling (1933).

        Steps of one relation share what is drawn of the relation.
        """
        relations = {relation: place for place, relation in enumerate(dict.fromkeys(step[0] for step in steps))}
        deviations = [self.deviations.get((relation, ""), self.relation_deviation) for relation in relations]
        of_relations = rng.standard_normal(len(relations)) * deviations
        own = [self.deviations.get(step, self.entity_deviation) if step[1] else 0.0 for step in steps]
        of_entities = rng.standard_normal(len(steps)) * own
        shared = of_relations[[relations[step[0]] for step in steps]] if steps else of_relations
        return np.asarray(self.means.weights(steps) + shared + of_entities, np.float64)


class Bandit:
    """Learns the weights of one catalogue; for one thread."""

    def __init__(self, prior: Values, rates: BanditRates = BanditRates()) -> None:
        """Start from a prior's means."""
        self._prior = prior
        self._rates = rates
        self._weights: dict[Step, Weight] = {}

    @property
    def weights(self) -> Mapping[Step, Weight]:
        """What was learned, by relation and entity; the relation's own under "", the baseline under two of these."""
        return self._weights

    def restore(self, weights: Mapping[Step, Weight]) -> None:
        """Take up what was learned before."""
        self._weights = dict(weights)

    def observe(self, steps: tuple[Step, ...], score: float, taken: float, looked: float, unix_ms: float) -> None:
        """Learn from an item of a score f_LLM f_KG: how well it was taken, and how sure it is that it was looked at.

        Both are from 0 to 1.
        """
        shares: Counter[Step] = Counter()
        for step in steps:
            for key in dict.fromkeys(((step[0], ""), step)):
                shares[key] += 1
        inputs = {key: times / len(steps) for key, times in shares.items()} | {_BASELINE: 1.0}
        inputs[_SCALE] = math.log(min(1.0, max(_LEAST_SCORE, score)))
        weights = {key: self._weight(key, unix_ms) for key in inputs}
        logit = sum(inputs[key] * weight.mean for key, weight in weights.items())
        chance = 1.0 / (1.0 + math.exp(-min(_STEEPEST, max(-_STEEPEST, logit))))
        for key, weight in weights.items():
            weight.precision += looked * inputs[key] ** 2 * chance * (1.0 - chance)
            weight.mean += looked * inputs[key] * (taken - chance) / weight.precision
        if len(self._weights) > self._rates.most:
            self._forget()

    def posterior(self) -> Posterior:
        """Give what is believed now."""
        relations, entities = dict(self._prior.relations), dict(self._prior.entities)
        deviations = {}
        for key, weight in self._weights.items():
            relation, entity = key
            if not relation:
                continue
            if entity:
                entities[key] = weight.mean
            else:
                relations[relation] = weight.mean
            deviations[key] = weight.precision**-0.5
        baseline, scale = (
            self._weights[key].mean if key in self._weights else self._prior_mean(key) for key in (_BASELINE, _SCALE)
        )
        return Posterior(
            Values(relations, entities, baseline),
            deviations,
            self._rates.relation**-0.5,
            self._rates.entity**-0.5,
            min(_SCALES[1], max(_SCALES[0], scale)),
        )

    def _weight(self, key: Step, unix_ms: float) -> Weight:
        """Give a weight as it has faded by now; a time before its last one fades nothing."""
        precision = self._prior_precision(key)
        weight = self._weights.get(key)
        if weight is None:
            weight = self._weights[key] = Weight(self._prior_mean(key), precision, unix_ms)
            return weight
        hours = max(0.0, unix_ms - weight.unix_ms) / _HOUR_MS
        weight.precision = precision + (weight.precision - precision) * 0.5 ** (hours / self._rates.half_life_h)
        weight.unix_ms = max(weight.unix_ms, unix_ms)
        return weight

    def _prior_precision(self, key: Step) -> float:
        if not key[0]:
            return self._rates.baseline if key == _BASELINE else self._rates.scale
        return self._rates.entity if key[1] else self._rates.relation

    def _prior_mean(self, key: Step) -> float:
        if not key[0]:
            return self._prior.baseline if key == _BASELINE else 1.0
        return self._prior.entities.get(key, 0.0) if key[1] else self._prior.relations.get(key[0], 0.0)

    def _forget(self) -> None:
        """Let the least sure weights of entities go; relations are few."""
        unsure = sorted((key for key in self._weights if all(key)), key=lambda key: self._weights[key].precision)
        for key in unsure[: len(self._weights) - self._rates.most * 9 // 10]:
            del self._weights[key]
