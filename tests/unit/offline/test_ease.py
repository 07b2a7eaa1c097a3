"""Linear autoencoders: what they solve, and what is kept of them as learned edges."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from chatrec.knowledge.domain.snapshot.autoencoder import ease_of_gram
from chatrec.offline.knowledge import ease as learner
from chatrec.offline.knowledge.ease import ease, liked_with, liked_with_sparse
from chatrec.offline.knowledge.ease_sparse import sparse_ease
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


@given(st.integers(0, 50))
def test_the_sparse_form_with_all_items_is_the_exact_one(seed: int) -> None:
    taken = _taken(seed)
    taken[0] = 1.0  # every two items share a user: the sparse form has a cell for each
    sparse = sparse_ease(sp.csr_matrix(taken), 5.0, nearest=100).toarray()
    assert sparse == pytest.approx(ease(taken, 5.0), abs=1e-9)


def test_fewer_neighbours_keep_the_nearest() -> None:
    sparse = sparse_ease(sp.csr_matrix(_taken(1)), 5.0, nearest=3).toarray()
    assert ((sparse != 0).sum(axis=0) <= 3).all()
    assert (sparse[:6, :6] != 0).any()
    assert (sparse[:6, 6:] == 0).all()


@pytest.mark.parametrize("learn", [liked_with, liked_with_sparse])
def test_edges_are_positive_and_lead_to_what_the_same_people_take(learn: type[liked_with]) -> None:
    rows, columns, weights = learn(*_pairs(_taken(2)), 12)
    assert (weights > 0).all()
    assert (rows != columns).all()
    within = (rows < 6) == (columns < 6)
    assert weights[within].sum() > 5 * weights[~within].sum()


@pytest.mark.parametrize("learn", [liked_with, liked_with_sparse])
def test_an_item_has_at_most_fifty_edges_and_they_are_its_largest(learn: type[liked_with]) -> None:
    users, items, values = _pairs((np.random.default_rng(5).random((300, 130)) < 0.4).astype(np.float64))
    rows, columns, weights = learn(users, items, values, 130)
    assert np.bincount(rows).max() == 50
    assert len({*zip(rows.tolist(), columns.tolist(), strict=True)}) == len(rows)
    taken = sp.csr_matrix((values, (users, items)))
    whole = ease(taken.toarray(), 8.0 * float(taken.sum()) / 130)
    assert sorted(weights[rows == 0]) == pytest.approx(np.sort(whole[0])[-50:], abs=1e-5)


@pytest.mark.parametrize("learn", [liked_with, liked_with_sparse])
def test_items_that_nobody_took_have_no_edges(learn: type[liked_with]) -> None:
    users, items, values = _pairs(_taken(3))
    rows, columns, _ = learn(users, 2 * items, values, 40)
    assert not {*rows.tolist(), *columns.tolist()} - {*range(0, 24, 2)}


@pytest.mark.parametrize("learn", [liked_with, liked_with_sparse])
def test_no_interactions_give_no_edges(learn: type[liked_with]) -> None:
    none = np.zeros(0, dtype=np.int64)
    assert [len(part) for part in learn(none, none, np.zeros(0), 5)] == [0, 0, 0]


def test_a_large_catalogue_is_learned_in_the_sparse_form(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = _pairs(_taken(4))
    monkeypatch.setattr(learner, "MOST_INVERTED", 5)
    for found, expected in zip(liked_with(*pairs, 12), liked_with_sparse(*pairs, 12), strict=True):
        assert found.tolist() == expected.tolist()


def test_the_order_of_the_interactions_does_not_matter() -> None:
    users, items, values = _pairs(_taken(6))
    shuffled = np.random.default_rng(0).permutation(len(users))
    first, second = (
        liked_with(users, items, values, 12),
        liked_with(users[shuffled], items[shuffled], values[shuffled], 12),
    )
    for one, other in zip(first, second, strict=True):
        assert one.tolist() == other.tolist()


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
