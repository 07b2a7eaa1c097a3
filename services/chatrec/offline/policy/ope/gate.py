"""The gate: whether a candidate may go live, judged by the running policy's log alone.

A candidate passes where the lower bound of its gain is above `least_gain` by Switch-DR, and by DR as well, at a level
of its own: the interval of Switch-DR is narrow because it leans on the model, and knows nothing of the model's error,
while no model can mislead DR; where neither IPS nor SNIPS contradicts; and where the log can bear the judgement: true
propensities, enough effective conversations, and hardly a move of the candidate that the running policy never tries.
Every refusal says why.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from chatrec.offline.policy.ope.bounds import student_bound
from chatrec.offline.policy.ope.estimators import ESTIMATORS, contributions
from chatrec.offline.policy.ope.forecasting import forecast
from chatrec.offline.policy.ope.log import Doubles, Log, Odds, Ratios

__all__ = ["Estimate", "Limits", "Support", "Verdict", "Weighed", "judge", "weigh"]

_PROVING: Final = ("switch_dr", "dr")
_CHECKING: Final = ("ips", "snips")


@dataclass(frozen=True, slots=True)
class Limits:
    """What the gate asks for.

    Attributes:
        alpha: Chance of each bound to lie above the truth,
        dr_alpha: and of that of DR, which varies more and is asked for a second opinion.
        least_gain: Gain of the mean reward that must be exceeded, in units of reward.
        conversations: Fewest conversations in the log.
        effective: Fewest effective conversations, (sum w)^2 / sum w^2 of their weights (Kong, 1992).
        rare: Probability under the running policy below which a move counts as hardly tried.
        unsupported: Most of the candidate's mass, 0 to 1, that may lie on such moves.
        disagreement: Largest mean difference between logged and recomputed propensities.
        weight_errors: Standard errors by which the mean weight may miss 1, which it has where propensities are true.
    """

    alpha: float = 0.005
    dr_alpha: float = 0.05
    least_gain: float = 0.0
    conversations: int = 1_000
    effective: float = 500.0
    rare: float = 0.001
    unsupported: float = 0.02
    disagreement: float = 0.01
    weight_errors: float = 5.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """The candidate's value and its gain over the running policy, with bounds of the gain, each sure by 1 - alpha."""

    value: float
    gain: float
    gain_low: float
    gain_high: float
    alpha: float


@dataclass(frozen=True, slots=True)
class Support:
    """How well the log covers the candidate; see `Limits` for what each is held against."""

    conversations: int
    effective: float
    unsupported: float
    disagreement: float
    mean_weight: float
    mean_weight_error: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a candidate passes; `reasons` are empty exactly where it does."""

    estimates: Mapping[str, Estimate]
    support: Support
    running_value: float
    reasons: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing speaks against the release."""
        return not self.reasons


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """What each conversation adds to the candidate's value and to its gain over the running policy, (n,)."""

    values: Doubles
    gains: Doubles


def judge(log: Log, odds: Odds, limits: Limits = Limits()) -> Verdict:
    """Judge a candidate by the running policy's log."""
    support = _support(log, odds, limits)
    estimates = {
        name: _estimate(weighed, limits.dr_alpha if name == "dr" else limits.alpha)
        for name, weighed in weigh(log, odds).items()
    }
    reasons = (*_weak_log(support, limits), *_unproven(estimates, limits))
    return Verdict(estimates, support, float(log.returns.mean()), reasons)


def weigh(log: Log, odds: Odds) -> dict[str, Weighed]:
    """Give value and gain of the candidate by each of `ESTIMATORS`, one number a conversation.

    Both policies get the same kind of model and the same conversations: the difference loses what they share.
    """
    candidate = Ratios.of(log, odds.candidate)
    running = Ratios(np.ones_like(candidate.upto), np.ones_like(candidate.before))
    theirs, ours = forecast(log, odds.running), forecast(log, odds.candidate)
    found = {}
    for name in ESTIMATORS:
        values = contributions(name, log, candidate, ours)
        before = contributions("dr" if name == "switch_dr" else name, log, running, theirs)
        found[name] = Weighed(values, values - before)
    return found


def _estimate(weighed: Weighed, alpha: float) -> Estimate:
    gains = weighed.gains
    low, high = student_bound(gains, alpha), -student_bound(-gains, alpha)
    return Estimate(float(weighed.values.mean()), float(gains.mean()), low, high, alpha)


def _support(log: Log, odds: Odds, limits: Limits) -> Support:
    happened, weights = log.happened, Ratios.of(log, odds.candidate).whole
    rare = np.where(odds.running < limits.rare, odds.candidate, 0.0).sum(axis=2)
    recomputed = np.take_along_axis(odds.running, log.actions[..., np.newaxis], axis=2)[..., 0]
    count = len(weights)
    return Support(
        conversations=count,
        effective=float(weights.sum() ** 2 / max(float((weights**2).sum()), 1e-12)),
        unsupported=float(rare[happened].mean()),
        disagreement=float(np.abs(recomputed - log.propensities)[happened].mean()),
        mean_weight=float(weights.mean()),
        mean_weight_error=float(weights.std()) / math.sqrt(count),
    )


def _weak_log(support: Support, limits: Limits) -> tuple[str, ...]:
    missed = abs(support.mean_weight - 1.0)
    checks = (
        (
            support.conversations < limits.conversations,
            f"{support.conversations} conversations; {limits.conversations} are needed",
        ),
        (
            support.effective < limits.effective,
            f"effective sample size {support.effective:.0f}; {limits.effective:.0f} is needed",
        ),
        (
            support.unsupported > limits.unsupported,
            f"{support.unsupported:.1%} of what the candidate does is hardly tried ({limits.unsupported:.1%} may be)",
        ),
        (
            support.disagreement > limits.disagreement,
            f"logged propensities miss the running policy's by {support.disagreement:.3f} in the mean",
        ),
        (
            missed > limits.weight_errors * support.mean_weight_error + limits.disagreement,
            f"importance weights have mean {support.mean_weight:.3f} where true propensities give 1",
        ),
    )
    return tuple(reason for failed, reason in checks if failed)


def _unproven(estimates: Mapping[str, Estimate], limits: Limits) -> tuple[str, ...]:
    unproven = tuple(
        f"gain by {name} is {estimates[name].gain:+.4f}, but only {estimates[name].gain_low:+.4f} is sure"
        f" ({1.0 - estimates[name].alpha:.1%}); more than {limits.least_gain:+.4f} is needed"
        for name in _PROVING
        if estimates[name].gain_low <= limits.least_gain
    )
    contradicting = tuple(
        f"{name} contradicts: the gain is at most {estimates[name].gain_high:+.4f} ({1.0 - estimates[name].alpha:.1%})"
        for name in _CHECKING
        if estimates[name].gain_high <= limits.least_gain
    )
    return unproven + contradicting
