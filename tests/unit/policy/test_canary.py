"""A canary that is looked at all the time: right in spite of that, and quick where harm is done."""

import numpy as np
import pytest

from chatrec.policy.domain.canary import Arm, CanaryLimits, Outcome, arms, judge_canary
from chatrec.policy.domain.rewards import Rewarding, join
from chatrec.policy.domain.sequential import Sample, difference
from tests.unit.policy.live_log import decided, happened


def arm(reward: Sample, *, failures: float = 0.0, elapsed_ms: float = 20.0, abandonment: float = 0.5) -> Arm:
    spread = reward.count * 0.01
    return Arm(
        reward,
        Sample(reward.count, failures, spread),
        Sample(reward.count, elapsed_ms, spread),
        Sample(reward.count, abandonment, spread),
    )


def looks(gain: float, seed: int, *, share: float = 0.2, conversations: int = 6_000) -> Outcome:
    """Look after every hundred conversations until something is decided."""
    rng = np.random.default_rng((seed, 99))
    canary = rng.random(conversations) < share
    rewards = (rng.random(conversations) < 0.4 + gain * canary).astype(float)
    for seen in range(100, conversations + 1, 100):
        of_canary, of_running = (rewards[:seen][chosen[:seen]] for chosen in (canary, ~canary))
        samples = [Sample(len(x), float(x.mean()), float(len(x) * x.var())) for x in (of_running, of_canary)]
        outcome = judge_canary(*map(arm, samples)).outcome
        if outcome is not Outcome.WAIT:
            return outcome
    return Outcome.WAIT


def test_looking_all_the_time_promotes_hardly_any_canary_that_is_not_better() -> None:
    outcomes = [looks(0.0, seed) for seed in range(300)]
    assert outcomes.count(Outcome.PROMOTE) / len(outcomes) <= 0.03
    assert outcomes.count(Outcome.ROLL_BACK) / len(outcomes) <= 0.03


def test_a_plain_test_would_be_wrong_far_more_often_when_looked_at_all_the_time() -> None:
    rng = np.random.default_rng(4)
    wrong = 0
    for _ in range(200):
        values = rng.standard_normal(6_000).cumsum()
        counts = np.arange(200, 6_001, 100)
        wrong += bool((np.abs(values[counts - 1]) / np.sqrt(counts) > 1.96).any())
    assert wrong / 200 > 0.15


def test_a_canary_that_is_better_is_promoted_and_one_that_is_worse_rolled_back() -> None:
    assert [looks(0.12, seed) for seed in range(10)].count(Outcome.PROMOTE) >= 9
    assert [looks(-0.12, seed) for seed in range(10)].count(Outcome.ROLL_BACK) >= 9


def test_nothing_is_said_of_a_few_conversations() -> None:
    few = Sample(199, 5.0, 0.0)
    assert difference(Sample(10_000, 0.0, 1.0), few, 0.05).low == -np.inf


@pytest.mark.parametrize("guard", ["failures", "elapsed_ms", "abandonment"])
def test_a_guard_that_breaks_rolls_back_even_what_earns_more(guard: str) -> None:
    running, canary = Sample(5_000, 0.4, 1_200.0), Sample(5_000, 0.6, 1_200.0)
    worse = {"failures": 0.1, "elapsed_ms": 90.0, "abandonment": 0.7}[guard]
    verdict = judge_canary(arm(running), arm(canary, **{guard: worse}))
    assert verdict.outcome is Outcome.ROLL_BACK
    assert guard in verdict.reasons[0]


def test_a_canary_without_a_sure_gain_ends_some_day() -> None:
    same = Sample(3_000, 0.4, 700.0)
    assert judge_canary(arm(same), arm(same), CanaryLimits(conversations=3_001)).outcome is Outcome.WAIT
    assert judge_canary(arm(same), arm(same), CanaryLimits(conversations=3_000)).outcome is Outcome.ROLL_BACK


def test_a_sample_sums_up_what_it_was_given() -> None:
    numbers = np.random.default_rng(1).random(50)
    sample = Sample.of(numbers.tolist())
    assert (sample.mean, sample.variance) == pytest.approx((numbers.mean(), numbers.var(ddof=1)))
    assert Sample().variance == 0.0


def test_each_arm_counts_its_own_conversations_and_a_mixed_one_counts_for_none() -> None:
    entries = [
        decided("a", policy_id="old"),
        decided("b", policy_id="new"),
        decided("c", 1, policy_id="old"),
        decided("c", 2, policy_id="new"),
        decided("d", policy_id="planner", degraded=True),
        happened("b"),
    ]
    running, canary = arms(join(entries, Rewarding()).conversations, "old", "new")
    assert (running.reward.count, canary.reward.count) == (1, 1)
    assert canary.abandonment.mean == 0.0
    assert running.abandonment.mean == 1.0


def test_a_turn_that_the_canary_failed_in_is_the_canarys_and_a_shadows_failure_is_nobodys() -> None:
    of_canary = {"experiment_arm": "canary", "trial_policy_id": "new"}
    entries = [
        decided("a", 1, policy_id="new", **of_canary),
        decided("a", 2, policy_id="old", trial_failed=True, **of_canary),
        decided("b", policy_id="old", experiment_arm="stable", trial_policy_id="new", trial_failed=True),
    ]
    running, canary = arms(join(entries, Rewarding()).conversations, "old", "new")
    assert (running.reward.count, canary.reward.count) == (1, 1)
    assert (running.failures.mean, canary.failures.mean) == (0.0, 0.5)
