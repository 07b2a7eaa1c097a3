"""What is done where there is no gate: point estimates, taken at their word."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from chatrec.offline.policy.ope.estimators import weighted
from chatrec.offline.policy.ope.forecasting import forecast
from chatrec.offline.policy.ope.log import Log, Odds, Ratios

__all__ = ["NAIVE_GATES", "Claim"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a candidate is said to be worth, and whether that is more than the running policy reached."""

    value: float
    passed: bool


def _compare_means(log: Log, odds: Odds) -> Claim:
    """Compare the conversations in which every move was the candidate's favourite with all of them."""
    agreed = ((odds.candidate.argmax(axis=2) == log.actions) | ~log.happened).all(axis=1)
    returns = log.returns
    return _claim(float(returns[agreed].mean()) if agreed.any() else 0.0, float(returns.mean()))


def _ips_point(log: Log, odds: Odds) -> Claim:
    """Weigh the log, and take the estimate for the truth."""
    return _claim(float(weighted(log, Ratios.of(log, odds.candidate)).mean()), float(log.returns.mean()))


def _model_point(log: Log, odds: Odds) -> Claim:
    """Ask the reward model alone."""
    return _claim(float(forecast(log, odds.candidate).value[:, 0].mean()), float(log.returns.mean()))


def _claim(value: float, reached: float) -> Claim:
    return Claim(value, value > reached)


NAIVE_GATES: Final[Mapping[str, Callable[[Log, Odds], Claim]]] = {
    "compare means": _compare_means,
    "IPS point estimate": _ips_point,
    "reward model": _model_point,
}
