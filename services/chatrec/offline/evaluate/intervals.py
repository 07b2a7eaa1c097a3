"""Intervals by the bootstrap over cases (Efron and Tibshirani, 1993)."""

from collections.abc import Sequence

import numpy as np

from chatrec.offline.evaluate.evaluation import Doubles, Figure

__all__ = ["bootstrap_mean", "percentiles"]

_RESAMPLES = 1_000
_SEED = 20_240_601


def bootstrap_mean(runs: Sequence[Doubles]) -> Figure:
    """Give the mean over seeds and cases, with the 95 % percentile interval of drawing the cases anew.

    Each run holds the same cases; a case that is NaN in every run does not count. The draws are the same every time.
    """
    stacked = np.stack(runs)
    counted = ~np.isnan(stacked).all(axis=0)
    cases = np.nanmean(stacked[:, counted], axis=0)
    if not len(cases):
        return Figure(float("nan"), float("nan"), float("nan"))
    rng = np.random.default_rng(_SEED)
    means = [cases[rng.integers(len(cases), size=len(cases))].mean() for _ in range(_RESAMPLES)]
    return percentiles(float(cases.mean()), np.array(means))


def percentiles(value: float, resampled: Doubles) -> Figure:
    """Give a value with the central 95 % of what it was in resampled data."""
    low, high = np.nanpercentile(resampled, (2.5, 97.5))
    return Figure(value, float(low), float(high))
