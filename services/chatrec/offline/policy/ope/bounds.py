"""Bounds under a mean that hold with high confidence, from independent numbers.

All are one-sided: the mean is below the bound in at most a share `alpha` of samples, exactly so or as n grows.
"""

import math
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from scipy import stats

from chatrec.offline.policy.ope.log import Doubles

__all__ = ["BOUNDS", "Bound", "bernstein_bound", "bootstrap_bound", "skew_bound", "student_bound"]

Bound = Callable[[Doubles, float], float]

_BLOCKS: Final = 500
_RESAMPLES: Final = 1_000
_SEED: Final = 20_261_124


def student_bound(values: Doubles, alpha: float) -> float:
    """Give mean - t_(n-1, 1-alpha) s / sqrt(n). Source: Student (1908); right as n grows."""
    return float(values.mean()) - float(stats.t.ppf(1.0 - alpha, len(values) - 1)) * _standard_error(values)


def skew_bound(values: Doubles, alpha: float) -> float:
    """Give Student's bound with the quantile corrected for skewness g, as importance weights lean to the right.

    For a quantile t it takes t - g (1 + 2 t^2) / (6 sqrt(n)): a lean to the right lifts the bound.
    Source: Johnson (JASA 1978); Hall, "The bootstrap and Edgeworth expansion" (1992).
    """
    spread = float(values.std())
    skewness = float(((values - values.mean()) ** 3).mean()) / spread**3 if spread > 0.0 else 0.0
    quantile = float(stats.t.ppf(1.0 - alpha, len(values) - 1))
    shift = skewness * (1.0 + 2.0 * quantile**2) / (6.0 * math.sqrt(len(values)))
    return float(values.mean()) - (quantile - shift) * _standard_error(values)


def bootstrap_bound(values: Doubles, alpha: float) -> float:
    """Give the alpha quantile of the mean of drawn blocks. Source: Efron, Tibshirani (1993).

    Numbers are summed in up to 500 blocks and the blocks are drawn, which costs the same for any n.
    """
    blocks = np.array([block.mean() for block in np.array_split(values, min(_BLOCKS, len(values)))])
    drawn = np.random.default_rng(_SEED).integers(len(blocks), size=(_RESAMPLES, len(blocks)))
    return float(np.quantile(blocks[drawn].mean(axis=1), alpha))


def bernstein_bound(values: Doubles, alpha: float) -> float:
    """Give the empirical Bernstein bound over the range that was seen.

    mean - sqrt(2 s^2 log(2/alpha) / n) - 7 R log(2/alpha) / (3 (n - 1)), R the range. It holds for every n where R is
    known; here it is what the sample shows. Source: Maurer, Pontil (COLT 2009), theorem 4.
    """
    count, log_term = len(values), math.log(2.0 / alpha)
    slack = 7.0 * float(np.ptp(values)) * log_term / (3.0 * (count - 1))
    return float(values.mean()) - math.sqrt(2.0 * log_term) * _standard_error(values) - slack


BOUNDS: Final[Mapping[str, Bound]] = {
    "student": student_bound,
    "skew": skew_bound,
    "bootstrap": bootstrap_bound,
    "bernstein": bernstein_bound,
}


def _standard_error(values: Doubles) -> float:
    return float(values.std(ddof=1)) / math.sqrt(len(values))
