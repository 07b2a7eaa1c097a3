"""What a policy is worth by another policy's log: direct, weighted, doubly robust and switched.

With rho_1:t the product of the importance ratios up to move t, r_t its reward, q a model of the rewards to come and
v(x) = sum_a pi(a | x) q(x, a):

    IPS        mean_i sum_t rho_1:t r_t                                              Precup, Sutton, Singh (ICML 2000)
    SNIPS      sum_t (sum_i rho_1:t r_t) / (sum_i rho_1:t)                           Swaminathan, Joachims (NIPS 2015)
    DM         mean_i v(x_1)
    DR         mean_i v(x_1) + sum_t rho_1:t (r_t + v(x_t+1) - q(x_t, a_t))          Jiang, Li (ICML 2016)
    Switch-DR  DR whose corrections stand only where rho_1:t <= tau                  Wang, Agarwal, Dudik (ICML 2017)

With conversations of one move these are the estimators of the contextual bandit. IPS and DR are unbiased where the
propensities are true and the running policy tries all that the candidate does; SNIPS is consistent.
Each gives one number a conversation, (n,), whose mean is the estimate: intervals and differences are made of these.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from chatrec.offline.policy.ope.log import Doubles, Log, Ratios

__all__ = ["ESTIMATORS", "Forecast", "contributions", "switch_at", "weighted"]

ESTIMATORS: Final = ("ips", "snips", "dm", "dr", "switch_dr")
_QUANTILES: Final = (1.0, 0.999, 0.99, 0.97, 0.9, 0.75, 0.5)
_WIDTH: Final = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """A model's view of the logged moves, (n, T), 0 behind the end: `taken` q(x_t, a_t) and `value` v(x_t)."""

    taken: Doubles
    value: Doubles


def contributions(name: str, log: Log, ratios: Ratios, forecast: Forecast) -> Doubles:
    """Give what each conversation adds to an estimate of `ESTIMATORS`, (n,)."""
    if name == "ips":
        return weighted(log, ratios)
    if name == "snips":
        return _self_normalised(log, ratios)
    if name == "dm":
        return forecast.value[:, 0].copy()
    corrections = _corrections(log, ratios, forecast)
    if name == "switch_dr":
        corrections = np.where(ratios.upto <= switch_at(ratios, forecast, corrections), corrections, 0.0)
    robust: Doubles = forecast.value[:, 0] + corrections.sum(axis=1)
    return robust


def weighted(log: Log, ratios: Ratios) -> Doubles:
    """Give the rewards of each conversation, weighted: IPS, which needs no model."""
    total: Doubles = np.where(log.happened, ratios.upto * log.rewards, 0.0).sum(axis=1)
    return total


def switch_at(ratios: Ratios, forecast: Forecast, corrections: Doubles) -> float:
    """Choose tau of Switch-DR: the smallest whose interval still meets those of all larger ones.

    The larger tau is the less bias there is and the more variance. Intervals that part company show that the bias has
    outgrown the noise. Source: SLOPE (Su, Srinath, Krishnamurthy, ICML 2020), after Lepski's principle.
    """
    low, high, chosen = -math.inf, math.inf, math.inf
    for tau in (float(np.quantile(ratios.upto, share)) for share in _QUANTILES):
        values = forecast.value[:, 0] + np.where(ratios.upto <= tau, corrections, 0.0).sum(axis=1)
        mean, half = float(values.mean()), _WIDTH * float(values.std()) / math.sqrt(len(values))
        low, high = max(low, mean - half), min(high, mean + half)
        if low > high:
            break
        chosen = tau
    return chosen


def _corrections(log: Log, ratios: Ratios, forecast: Forecast) -> Doubles:
    following = np.concatenate([forecast.value[:, 1:], np.zeros((len(forecast.value), 1))], axis=1)
    return np.where(log.happened, ratios.upto * (log.rewards + following - forecast.taken), 0.0)


def _self_normalised(log: Log, ratios: Ratios) -> Doubles:
    """Linearise the ratio of means about itself, so that the numbers have its mean and its variance."""
    rewards = np.where(log.happened, log.rewards, 0.0)
    share = ratios.upto / ratios.upto.mean(axis=0)
    means = (share * rewards).mean(axis=0)
    summed: Doubles = (means + share * (rewards - means)).sum(axis=1)
    return summed
