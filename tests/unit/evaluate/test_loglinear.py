"""The conditional logit."""

from __future__ import annotations

import numpy as np
import pytest

from chatrec.offline.knowledge.loglinear import Choices, fit_conditional_logit


def _choices(weights: tuple[float, ...], cases: int = 4_000) -> Choices:
    rng = np.random.default_rng(3)
    features = rng.normal(size=(cases, 6, len(weights))).astype(np.float32)
    scores = features @ np.array(weights, np.float32) + rng.gumbel(size=(cases, 6))
    best = scores.argmax(axis=1)
    rows = np.arange(cases)
    features[rows, 0], features[rows, best] = features[rows, best], features[rows, 0].copy()
    return Choices(features, np.zeros((cases, 6), np.float32))


def test_the_weights_that_made_the_choices_are_found_again() -> None:
    found = fit_conditional_logit(_choices((1.5, -0.7, 0.0)), l2=0.1)
    assert found == pytest.approx([1.5, -0.7, 0.0], abs=0.1)


def test_a_feature_that_never_differs_gets_no_weight() -> None:
    choices = _choices((1.0, 0.5))
    features = np.concatenate((choices.features, np.ones((*choices.features.shape[:2], 1), np.float32)), axis=2)
    assert fit_conditional_logit(Choices(features, choices.offsets), l2=0.1)[2] == 0.0


def test_a_stronger_penalty_gives_smaller_weights() -> None:
    choices = _choices((2.0,), cases=200)
    weak, strong = (fit_conditional_logit(choices, l2=l2)[0] for l2 in (0.1, 100.0))
    assert 0 < strong < weak


def test_units_of_a_feature_do_not_change_the_scores() -> None:
    choices = _choices((1.0, -1.0), cases=500)
    scaled = Choices(choices.features * np.array([1_000.0, 1.0], np.float32), choices.offsets)
    plain, other = fit_conditional_logit(choices, l2=1.0), fit_conditional_logit(scaled, l2=1.0)
    assert other * [1_000.0, 1.0] == pytest.approx(plain, rel=1e-2)


def test_a_sampled_candidate_counts_for_all_it_stands_for() -> None:
    features = np.zeros((300, 2, 1), np.float32)
    features[:200, 0], features[200:, 1] = 1.0, 1.0
    even = fit_conditional_logit(Choices(features, np.zeros((300, 2), np.float32)), l2=1e-3)
    heavy = np.where(features[..., 0] > 0, 0.0, np.log(3.0)).astype(np.float32)
    assert fit_conditional_logit(Choices(features, heavy), l2=1e-3) == pytest.approx(even + np.log(3.0), abs=0.02)


def test_the_same_choices_give_the_same_weights_bit_for_bit() -> None:
    first, second = (fit_conditional_logit(_choices((1.0, 0.2), cases=100), l2=1.0) for _ in range(2))
    assert first.tolist() == second.tolist()
