"""A logistic regression that judges candidates, learned from what the catalogue itself states.

A stated value that the text says is a positive case; another value found in the text is not known to be false, only
not stated: cases are positive or unlabelled (Elkan and Noto, "Learning classifiers from only positive and unlabeled
data", KDD 2008). With s = "stated" and y = "true", P(y | x, not s) = (1 - c) / c * P(s | x) / P(not s | x), where
c = P(s | y), how complete the catalogue is, cannot be learned from the cases and is given.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatrec.offline.extend.candidates import Doubles

__all__ = ["Cases", "cross_fitted", "unstated_confidence"]

Bools = NDArray[np.bool_]

_RIDGE = 10.0
_STEPS = 50
_FOLDS = 5
_ROUNDS = 8
_PRIOR_CASES = 5.0
_CLOSE = 1e-8


class _Rates:
    """How often cases with a key were stated: smoothed towards the rate of the first key, that of the facet."""

    def __init__(self, keys: Sequence[tuple[str, ...]], stated: Doubles) -> None:
        self._count: Counter[str] = Counter()
        self._stated: Counter[str] = Counter()
        for row, label in zip(keys, stated, strict=True):
            self._count.update(row)
            for key in row:
                self._stated[key] += int(label)
        self._base = float(stated.mean()) if len(stated) else 0.5

    def features(self, keys: Sequence[tuple[str, ...]], own: Doubles | None = None) -> Doubles:
        """Give log odds of each key; a case that was counted is taken out again, `own` being its label."""
        rows = np.zeros((len(keys), len(keys[0]) * 2 - 1 if keys else 1))
        for place, row in enumerate(keys):
            label, less = (0.0, 0) if own is None else (float(own[place]), 1)
            facet = self._rate(row[0], label, less, self._base)
            rows[place, 0] = _log_odds(facet)
            for column, key in enumerate(row[1:], start=1):
                rate = self._rate(key, label, less, facet)
                rows[place, column] = _log_odds(rate) - _log_odds(facet)
                rows[place, len(row) + column - 1] = float(self._count[key] > less)
        return rows

    def _rate(self, key: str, label: float, less: int, towards: float) -> float:
        return (self._stated[key] - label * less + _PRIOR_CASES * towards) / (self._count[key] - less + _PRIOR_CASES)


@dataclass(frozen=True, slots=True, eq=False)
class _Weights:
    mean: Doubles
    scale: Doubles
    weights: Doubles

    def judge(self, rows: Doubles) -> Doubles:
        return _sigmoid(_with_bias((rows - self.mean) / self.scale) @ self.weights)


def _fit(rows: Doubles, stated: Doubles) -> _Weights:
    """Fit by Newton's method with a ridge on all but the bias."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    known = _with_bias((rows - mean) / scale)
    ridge = np.full(known.shape[1], _RIDGE)
    ridge[-1] = 1e-3
    weights = np.zeros(known.shape[1])
    for _ in range(_STEPS):
        chance = _sigmoid(known @ weights)
        slope = known.T @ (chance - stated) + ridge * weights
        curve = (known * (chance * (1 - chance))[:, None]).T @ known + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if float(np.abs(step).max()) < _CLOSE:
            break
    return _Weights(mean, scale, weights)


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """What is judged: numbers and keys of each case, whether it is stated, whether it teaches, and its group."""

    rows: Doubles
    keys: Sequence[tuple[str, ...]]
    stated: Doubles
    teaches: Bools
    groups: Sequence[str]

    def part(self, places: NDArray[np.int64]) -> "Cases":
        """Give some of the cases."""
        keys, groups = [self.keys[place] for place in places], [self.groups[place] for place in places]
        return Cases(self.rows[places], keys, self.stated[places], self.teaches[places], groups)


def cross_fitted(cases: Cases, seed: int) -> Doubles:
    """Give P(stated) of every case by models that have seen no case of the same group: the mean of several partings."""
    return np.asarray(np.mean([_parted(cases, seed * _ROUNDS + turn) for turn in range(_ROUNDS)], axis=0))


def _parted(cases: Cases, seed: int) -> Doubles:
    chances = np.zeros(len(cases.stated))
    fold = _folds(cases.groups, seed)
    for number in range(_FOLDS):
        held = np.flatnonzero(fold == number)
        if len(held):
            seen = cases.part(np.flatnonzero((fold != number) & cases.teaches))
            chances[held] = _judged(seen, cases.part(held))
    return chances


def _judged(seen: Cases, held: Cases) -> Doubles:
    if len(set(seen.stated)) <= 1:  # nothing to tell apart: all that is known is how many there were
        return np.full(len(held.stated), (float(seen.stated.sum()) + 0.5) / (len(seen.stated) + 1))
    rates = _Rates(seen.keys, seen.stated)
    weights = _fit(np.hstack((seen.rows, rates.features(seen.keys, seen.stated))), seen.stated)
    return weights.judge(np.hstack((held.rows, rates.features(held.keys))))


def _folds(groups: Sequence[str], seed: int) -> NDArray[np.int64]:
    names = sorted(set(groups))
    fold = dict(zip(names, np.random.default_rng(seed).permutation(len(names)) % _FOLDS, strict=True))
    return np.array([fold[group] for group in groups], dtype=np.int64)


def unstated_confidence(chances: Doubles, completeness: float) -> Doubles:
    """Give P(true) of cases that are not stated, by P(stated) and the share of what is true that is stated."""
    odds = chances / np.maximum(1 - chances, 1e-9)
    return np.minimum(1.0, (1 - completeness) / completeness * odds)


def _log_odds(rate: float) -> float:
    return float(np.log((rate + 0.01) / (1.01 - rate)))


def _sigmoid(values: Doubles) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))))


def _with_bias(rows: Doubles) -> Doubles:
    return np.hstack((rows, np.ones((len(rows), 1))))
