"""`chatrec evaluate gate`: the off-policy gate over simulated releases whose true gains are known exactly.

One case a release; with the three default seeds these are 1,053. A false promotion is a release that is let through
although it is not better, equal ones among them; a found gain is one of 5 % that is let through. The naive gates beside
see the same logs. How honest this is: the world is small and of our own making, people do not change while a log is
written, and propensities are true; see `chatrec.offline.policy.ope.conversations`.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from scipy import stats

from chatrec.offline.evaluate.evaluation import Evaluation, Figure, Options, Scores
from chatrec.offline.evaluate.gate.naive import NAIVE_GATES
from chatrec.offline.policy.ope.bounds import BOUNDS
from chatrec.offline.policy.ope.estimators import ESTIMATORS
from chatrec.offline.policy.ope.gate import Limits, Verdict, judge, weigh
from chatrec.offline.policy.ope.releases import GAINS, Release, draw_release

__all__ = ["evaluate"]

_RELEASES: Final = 351
"""A multiple of the number of gains, for each seed."""
_BOUNDED: Final = 4
"""One of so many releases compares the kinds of bounds; no divisor of the number of gains."""
_FOUND: Final = 0.05
_ALPHA: Final = Limits().alpha
_ESTIMATOR: Final = "switch_dr"
_SHARES: Final = ("false_promotion", "false_promotion_equal", "found_gain", "found_gain_10")
_ERRORS: Final = ("ope_relative_error", "ope_relative_error_borne")
"""Over all releases, and over those whose log is long enough for the gate to judge."""
_VALUE: Final = "value"
"""Names what a release is worth and what the gate takes it to be worth: the details of a case."""
_NAN: Final = float("nan")

Row = Mapping[str, float]


def evaluate(options: Options, releases: int = _RELEASES) -> Evaluation:
    """Judge releases, beside naive gates and each estimator by itself. No data are read."""
    gains = [GAINS[number % len(GAINS)] for number in range(releases)]
    runs = [_run(gains, seed) for seed in options.seeds]
    ours = [_columns([row["gate"] for row in run]) for run in runs]
    rows = [row for run in runs for row in run]
    apart = {"gate", _VALUE}
    others = {name: _columns([row[name] for row in rows if name in row]) for name in rows[0] if name not in apart}
    return Evaluation(
        case_ids=[f"{number}/{gain:+.0%}" for number, gain in enumerate(gains)],
        ours=ours,
        baselines={name: others[name] for name in NAIVE_GATES},
        ablation={name: scores for name, scores in others.items() if name not in NAIVE_GATES},
        figures={name: _share([run[name] for run in ours]) for name in _SHARES}
        | {f"{name}_worst": _worst([run[name] for run in ours]) for name in _ERRORS},
        details=[
            {f"{name}s": [row[_VALUE][name] for row in same] for name in ("truth", "estimate")}
            for same in zip(*runs, strict=True)
        ],
    )


def _run(gains: Sequence[float], seed: int) -> list[dict[str, Row]]:
    rows = []
    for number, gain in enumerate(gains):
        release = draw_release(gain, np.random.default_rng((seed, number)))
        row = _row(release, judge(release.log, release.odds))
        if number % _BOUNDED == 0:
            row |= _bounded(release)
        rows.append(row)
    return rows


def _bounded(release: Release) -> dict[str, Row]:
    """Give how each kind of bound fares on the gain by DR: it holds, and lies this far below the truth."""
    gains, truth = weigh(release.log, release.odds)["dr"].gains, release.candidate_value - release.running_value
    lows = {name: bound(gains, _ALPHA) for name, bound in BOUNDS.items()}
    return {f"bound: {name}": {"holds": float(low <= truth), "slack": truth - low} for name, low in lows.items()}


def _row(release: Release, verdict: Verdict) -> dict[str, Row]:
    """Give what each gate made of a release."""
    value = release.candidate_value
    errors = {name: abs(found.value / value - 1.0) for name, found in verdict.estimates.items()}
    borne = verdict.support.effective >= Limits().effective
    rows: dict[str, Row] = {
        "gate": _outcome(release, passed=verdict.passed)
        | {"ope_relative_error": errors[_ESTIMATOR], "ope_relative_error_borne": errors[_ESTIMATOR] if borne else _NAN},
        _VALUE: {"truth": value, "estimate": verdict.estimates[_ESTIMATOR].value},
        "no checks of the log": _outcome(release, passed=verdict.estimates["dr"].gain_low > 0.0),
    }
    for name in ESTIMATORS:
        passed = verdict.estimates[name].gain_low > 0.0
        rows[f"{name} alone"] = _outcome(release, passed=passed) | {"ope_relative_error": errors[name]}
    for name, naive in NAIVE_GATES.items():
        claimed = naive(release.log, release.odds)
        rows[name] = _outcome(release, passed=claimed.passed) | {"ope_relative_error": abs(claimed.value / value - 1.0)}
    return rows


def _outcome(release: Release, *, passed: bool) -> dict[str, float]:
    """Give 1 or 0 where a release counts for a metric, NaN where it does not."""
    let, gain = float(passed), release.gain
    return {
        "false_promotion": let if gain <= 0.0 else _NAN,
        "false_promotion_equal": let if gain == 0.0 else _NAN,
        "found_gain": let if gain == _FOUND else _NAN,
        "found_gain_10": let if gain > _FOUND else _NAN,
    }


def _columns(rows: Sequence[Row]) -> Scores:
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def _share(runs: Sequence[np.ndarray]) -> Figure:
    """Give a share with its exact interval, which is none of zero width where nothing happened.

    Source: Clopper and Pearson (1934).
    """
    outcomes = np.concatenate(runs)
    counted = outcomes[~np.isnan(outcomes)]
    tested = stats.binomtest(int(counted.sum()), len(counted)).proportion_ci(0.95, "exact")
    return Figure(float(counted.mean()), float(tested.low), float(tested.high))


def _worst(runs: Sequence[np.ndarray]) -> Figure:
    """Give the largest error of all releases; that it is the largest of these says nothing of others."""
    worst = float(np.nanmax(np.concatenate(runs)))
    return Figure(worst, worst, worst)
