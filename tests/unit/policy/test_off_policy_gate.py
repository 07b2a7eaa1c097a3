"""The gate: what it lets through, what it refuses, and what it says then."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from chatrec.offline.evaluate.evaluation import Options
from chatrec.offline.evaluate.gate.naive import NAIVE_GATES
from chatrec.offline.evaluate.gate.task import evaluate
from chatrec.offline.policy.ope.gate import Limits, judge
from chatrec.offline.policy.ope.log import Log, Odds
from chatrec.offline.policy.ope.releases import Release, draw_release


@pytest.fixture(scope="module")
def better() -> Release:
    return draw_release(0.1, np.random.default_rng(25))


def some(log: Log, count: int) -> Log:
    return Log(*(getattr(log, name)[:count] for name in Log.__slots__))


def test_a_better_policy_passes(better: Release) -> None:
    verdict = judge(better.log, better.odds)
    assert verdict.passed
    assert verdict.estimates["dr"].gain_low > 0.0


@pytest.mark.parametrize("gain", [-0.1, 0.0])
def test_a_policy_that_is_not_better_is_refused_with_reasons(gain: float) -> None:
    release = draw_release(gain, np.random.default_rng(22))
    verdict = judge(release.log, release.odds)
    assert any("gain by dr" in reason for reason in verdict.reasons)


def test_a_better_policy_does_not_pass_on_a_short_log(better: Release) -> None:
    odds = Odds(better.odds.running[:500], better.odds.candidate[:500])
    reasons = judge(some(better.log, 500), odds).reasons
    assert any("500 conversations" in reason for reason in reasons)


def test_a_policy_that_does_what_was_never_tried_is_refused(better: Release) -> None:
    unheard_of = np.zeros_like(better.odds.running)
    rarest = better.odds.running.argmin(axis=2)
    np.put_along_axis(unheard_of, rarest[..., np.newaxis], 1.0, axis=2)
    log = better.log
    running = np.where(unheard_of > 0.0, 0.0005, better.odds.running)
    reasons = judge(log, Odds(running, unheard_of)).reasons
    assert any("hardly tried" in reason for reason in reasons)
    assert any("effective sample size" in reason for reason in reasons)


def test_propensities_that_the_running_policy_did_not_have_are_refused(better: Release) -> None:
    wrong = replace(better.log, propensities=np.sqrt(better.log.propensities))
    reasons = judge(wrong, better.odds).reasons
    assert any("propensities miss" in reason for reason in reasons)
    assert any("importance weights" in reason for reason in reasons)


def test_a_gain_below_the_least_that_is_asked_for_does_not_pass(better: Release) -> None:
    assert not judge(better.log, better.odds, Limits(least_gain=0.9)).passed


def test_every_naive_gate_believes_its_own_number(better: Release) -> None:
    for naive in NAIVE_GATES.values():
        claim = naive(better.log, better.odds)
        assert claim.passed == (claim.value > better.log.returns.mean())


def test_each_release_counts_where_it_belongs() -> None:
    found = evaluate(Options(data=Path(), seeds=(4,)), releases=9)
    assert int((~np.isnan(found.ours[0]["false_promotion"])).sum()) == 5
    assert int((~np.isnan(found.ours[0]["found_gain"])).sum()) == 2
    assert found.figures["false_promotion"].value == 0.0
    assert found.figures["false_promotion"].high > 0.1  # nothing happened, in five tries
    assert {"bound: student", "dm alone", "no checks of the log"} <= set(found.ablation)


def test_a_seed_gives_the_same_release_to_the_last_bit() -> None:
    first, second = (draw_release(0.05, np.random.default_rng((3, 1))) for _ in range(2))
    assert np.array_equal(first.log.rewards, second.log.rewards)
    assert np.array_equal(first.odds.candidate, second.odds.candidate)
