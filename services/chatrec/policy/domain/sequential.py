"""A test that may be looked at after every conversation: the interval of a difference that holds at all times.

With n_c, n_t conversations, V = s_c^2 / n_c + s_t^2 / n_t and n = n_c + n_t, the difference of the means is

    d +- sqrt(V) sqrt((n rho^2 + 1) / (n rho^2) log((n rho^2 + 1) / alpha^2))

for all n at once with chance 1 - alpha, asymptotically; it is tightest at n* where
rho^2 n* = -2 log alpha + log(-2 log alpha) + 1.
Source: Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit theory and asymptotic confidence
sequences" (Annals of Statistics 2024), theorem 2.2; it is the mixture SPRT of Robbins (1970).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

__all__ = ["Interval", "Sample", "difference"]

_TIGHTEST_AT: Final = 4_000
_LEAST: Final = 200
"""Conversations of each arm before the first look: the interval is an asymptotic one."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Numbers summed up: how many, their mean, and the sum of their squared deviations (Welford, 1962)."""

    count: int = 0
    mean: float = 0.0
    deviations: float = 0.0

    @classmethod
    def of(cls, numbers: Iterable[float]) -> "Sample":
        """Sum up some numbers."""
        sample = cls()
        for number in numbers:
            sample = sample.with_number(number)
        return sample

    def with_number(self, number: float) -> "Sample":
        """Add a number."""
        count = self.count + 1
        mean = self.mean + (number - self.mean) / count
        return Sample(count, mean, self.deviations + (number - self.mean) * (number - mean))

    @property
    def variance(self) -> float:
        """The variance of the numbers; 0 of fewer than two."""
        return self.deviations / (self.count - 1) if self.count > 1 else 0.0


@dataclass(frozen=True, slots=True)
class Interval:
    """A difference and where it lies; without bounds while there is too little to say."""

    value: float
    low: float = -math.inf
    high: float = math.inf


def difference(control: Sample, treated: Sample, alpha: float) -> Interval:
    """Give treated - control with the interval that holds at all times with chance 1 - alpha."""
    value = treated.mean - control.mean
    if min(control.count, treated.count) < _LEAST:
        return Interval(value)
    spread = control.variance / control.count + treated.variance / treated.count
    doubt = -2.0 * math.log(alpha)
    mixed = (doubt + math.log(doubt) + 1.0) / _TIGHTEST_AT * (control.count + treated.count)
    radius = math.sqrt(spread * (mixed + 1.0) / mixed * math.log((mixed + 1.0) / alpha**2))
    return Interval(value, value - radius, value + radius)
