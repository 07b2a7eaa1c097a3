"""Linear autoencoders and the kernels they learn from: what they solve."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.knowledge.domain.snapshot.autoencoder import ease_of_gram
from chatrec.offline.knowledge.ease import ease
from chatrec.offline.knowledge.order_kernel import order_kernel


def _taken(seed: int, users: int = 60, items: int = 12) -> np.ndarray:
    """Even users take the first half of the items, odd users the second half, with some noise."""
    rng = np.random.default_rng(seed)
    mine = (np.arange(items) < items // 2) == (np.arange(users)[:, None] % 2 == 0)
    return (rng.random((users, items)) < np.where(mine, 0.7, 0.05)).astype(np.float64)


def _pairs(taken: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    users, items = np.nonzero(taken)
    return users, items, taken[users, items]


@given(st.integers(0, 50), st.floats(0.5, 50))
def test_each_column_is_the_ridge_regression_on_the_others(seed: int, ridge: float) -> None:
    taken = _taken(seed, items=8)
    others = list(range(1, 8))
    gram = taken[:, others].T @ taken[:, others] + ridge * np.eye(7)
    weights = ease(taken, ridge)
    assert weights[others, 0] == pytest.approx(np.linalg.solve(gram, taken[:, others].T @ taken[:, 0]))
    assert np.diag(weights).tolist() == [0.0] * 8


def test_what_is_taken_one_after_the_other_is_nearer() -> None:
    users, items = np.array([0, 0, 0, 1]), np.array([2, 0, 1, 0])
    near = order_kernel(users, items, np.array([1.0, 2.0, 1.0, 1.0]), np.array([30.0, 10, 20, 0]), item_count=3, span=2)
    assert near[0, 1] == pytest.approx(2 * np.exp(-0.5))
    assert near[0, 2] == pytest.approx(2 * np.exp(-1.0))
    assert near[0, 0] == pytest.approx(5.0)


@given(st.integers(0, 50))
def test_the_order_kernel_is_symmetric_and_never_negative_in_any_direction(seed: int) -> None:
    users, items, values = _pairs(_taken(seed))
    times = np.random.default_rng(seed).random(len(users))
    near = order_kernel(users, items, values, times, item_count=12, span=3.0)
    assert near == pytest.approx(near.T)
    assert np.linalg.eigvalsh(near).min() > -1e-9
    assert np.isfinite(ease_of_gram(near, 5.0)).all()
