"""What a policy is worth by another's log: the published definitions by hand, and truths that are known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.offline.policy.ope.bounds import BOUNDS, bernstein_bound, bootstrap_bound, student_bound
from chatrec.offline.policy.ope.conversations import draw_people, observe, softmax, value
from chatrec.offline.policy.ope.estimators import ESTIMATORS, Forecast, contributions
from chatrec.offline.policy.ope.forecasting import forecast
from chatrec.offline.policy.ope.log import Log, Odds, Ratios
from chatrec.offline.policy.ope.releases import draw_release
from chatrec.vocabulary.errors import InvalidInputError


def small_log() -> Log:
    """Two conversations: one of two moves that ends well, one of a single move that does not."""
    return Log(
        features=np.zeros((2, 2, 1)),
        actions=np.array([[0, 1], [1, 0]]),
        rewards=np.array([[0.0, 1.0], [0.5, 9.0]]),
        propensities=np.array([[0.5, 0.25], [0.5, 1.0]]),
        lengths=np.array([2, 1]),
    )


CANDIDATE = np.array([[[0.8, 0.2], [0.5, 0.5]], [[0.8, 0.2], [1.0, 0.0]]])
MODEL = Forecast(taken=np.array([[0.3, 0.6], [0.2, 0.0]]), value=np.array([[0.4, 0.5], [0.4, 0.0]]))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # Ratios: 1.6 and 1.6 * 2 = 3.2 in the first conversation, 0.4 in the second.
        ("ips", [3.2, 0.4 * 0.5]),
        ("dm", [0.4, 0.4]),
        ("dr", [0.4 + 1.6 * (0.0 + 0.5 - 0.3) + 3.2 * (1.0 - 0.6), 0.4 + 0.4 * (0.5 - 0.2)]),
    ],
)
def test_an_estimate_is_what_its_equation_says(name: str, expected: list[float]) -> None:
    log = small_log()
    assert contributions(name, log, Ratios.of(log, CANDIDATE), MODEL) == pytest.approx(expected)


def test_self_normalised_weights_divide_by_the_weights_of_each_move() -> None:
    log = small_log()
    estimate = contributions("snips", log, Ratios.of(log, CANDIDATE), MODEL).mean()
    first, second = (0.4 * 0.5) / (1.6 + 0.4), 3.2 / (3.2 + 0.4)
    assert estimate == pytest.approx(first + second)


def test_the_switch_leaves_corrections_of_small_weights_alone() -> None:
    log = small_log()
    alike = np.array([[[0.5, 0.5], [0.75, 0.25]], [[0.5, 0.5], [1.0, 0.0]]])
    ratios = Ratios.of(log, alike)
    assert contributions("switch_dr", log, ratios, MODEL) == pytest.approx(contributions("dr", log, ratios, MODEL))


def test_moves_behind_the_end_count_for_nothing() -> None:
    log, longer = small_log(), small_log()
    longer.rewards[1, 1] = -1_000.0
    for name in ESTIMATORS:
        expected = contributions(name, log, Ratios.of(log, CANDIDATE), MODEL)
        assert contributions(name, longer, Ratios.of(longer, CANDIDATE), MODEL) == pytest.approx(expected)


@pytest.mark.parametrize("gain", [-0.1, 0.0, 0.1])
def test_estimates_come_near_the_truth_in_a_world_that_is_known(gain: float) -> None:
    release = draw_release(gain, np.random.default_rng((5, 5)))
    log, odds = release.log, release.odds
    ratios, model = Ratios.of(log, odds.candidate), forecast(log, odds.candidate)
    for name in ESTIMATORS:
        estimate = contributions(name, log, ratios, model)
        error = 4.0 * float(estimate.std()) / len(estimate) ** 0.5
        slack = 0.04 if name in {"dm", "switch_dr"} else 0.0  # those may be biased by their model
        assert abs(float(estimate.mean()) - release.candidate_value) < error + slack * release.candidate_value


def test_a_release_gains_exactly_what_was_asked_for() -> None:
    release = draw_release(0.05, np.random.default_rng(8))
    assert release.candidate_value == pytest.approx(1.05 * release.running_value, rel=1e-4)


def test_conversations_reach_the_value_that_was_computed() -> None:
    rng = np.random.default_rng(3)
    people, logits = draw_people(0.6, rng), rng.standard_normal((5, 7, 4, 2, 5))
    expected, worth = value(people, softmax(logits))
    log, _ = observe(people, softmax(logits), 40_000, rng)
    assert float(log.returns.mean()) == pytest.approx(expected, abs=0.01)
    assert value(people, softmax(logits + 5.0 * worth))[0] > expected


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(2, 30))
@settings(max_examples=40, deadline=None)
def test_the_running_policy_gains_nothing_over_itself(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    odds = rng.dirichlet(np.ones(3), (count, 2))
    actions = rng.integers(3, size=(count, 2))
    chosen = np.take_along_axis(odds, actions[..., np.newaxis], axis=2)[..., 0]
    log = Log(rng.random((count, 2, 2)), actions, rng.random((count, 2)), chosen, rng.integers(1, 3, count))
    ratios = Ratios.of(log, odds)
    assert contributions("ips", log, ratios, forecast(log, odds)) == pytest.approx(log.returns)
    assert contributions("snips", log, ratios, forecast(log, odds)).mean() == pytest.approx(log.returns.mean())


@pytest.mark.parametrize("name", BOUNDS)
def test_a_bound_is_above_the_truth_hardly_more_often_than_it_may_be(name: str) -> None:
    rng, alpha, draws = np.random.default_rng(11), 0.05, 150
    missed = sum(BOUNDS[name](rng.exponential(size=300), alpha) > 1.0 for _ in range(draws))
    assert missed / draws <= alpha + 0.04


def test_the_finite_sample_bound_is_the_more_careful_one() -> None:
    values = np.random.default_rng(2).random(2_000)
    assert bernstein_bound(values, 0.05) < student_bound(values, 0.05) < values.mean()
    assert bootstrap_bound(values, 0.05) == pytest.approx(student_bound(values, 0.05), abs=0.002)


@pytest.mark.parametrize(
    ("field", "broken"),
    [
        ("propensities", np.array([[0.0, 0.25], [0.5, 1.0]])),
        ("propensities", np.array([[1.5, 0.25], [0.5, 1.0]])),
        ("rewards", np.array([[np.nan, 1.0], [0.5, 0.0]])),
        ("rewards", np.zeros((2, 3))),
        ("lengths", np.array([1])),
    ],
)
def test_a_log_of_impossible_numbers_is_refused(field: str, broken: np.ndarray) -> None:
    good = small_log()
    parts = {name: getattr(good, name) for name in ("features", "actions", "rewards", "propensities", "lengths")}
    with pytest.raises(InvalidInputError):
        Log(**(parts | {field: broken}))


def test_odds_hold_both_policies() -> None:
    release = draw_release(0.0, np.random.default_rng(1))
    odds: Odds = release.odds
    assert odds.running.sum(axis=2) == pytest.approx(1.0)
    assert not np.allclose(odds.running, odds.candidate)
