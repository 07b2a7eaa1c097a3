"""The autoencoder of very many items: each weight is a ridge regression on the nearest, however it is cut."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.knowledge.domain.snapshot import sparse_autoencoder
from chatrec.knowledge.domain.snapshot.autoencoder import ease_of_gram
from chatrec.knowledge.domain.snapshot.sparse_autoencoder import Taken, gram_of, sparse_ease

ITEMS = 12


def _held(seed: int, users: int = 60) -> np.ndarray:
    """Even users take the first half of the items, odd users the second half, with some noise."""
    rng = np.random.default_rng(seed)
    mine = (np.arange(ITEMS) < ITEMS // 2) == (np.arange(users)[:, None] % 2 == 0)
    return rng.random((users, ITEMS)) < np.where(mine, 0.7, 0.05)


def _taken(held: np.ndarray) -> Taken:
    counts_of_items, counts_of_users = held.sum(axis=0), held.sum(axis=1)
    return Taken(
        np.concatenate(([0], np.cumsum(counts_of_items))),
        np.nonzero(held.T)[1],
        np.concatenate(([0], np.cumsum(counts_of_users))),
        np.nonzero(held)[1],
        1.0 / np.log2(2.0 + counts_of_users),
    )


def _dense(taken: Taken, ridge: float, nearest: int) -> np.ndarray:
    rows, columns, weights = sparse_ease(taken, ridge, nearest=nearest)
    found = np.zeros((taken.item_count, taken.item_count))
    found[rows, columns] = weights
    return found


@given(st.integers(0, 50))
@settings(deadline=None)
def test_the_gram_matrix_is_that_of_the_weighted_interactions(seed: int) -> None:
    held = _held(seed)
    taken = _taken(held)
    assert gram_of(taken) == pytest.approx(held.T @ (held * taken.weight_of_user[:, None]))


@given(st.integers(0, 50), st.floats(0.5, 50.0))
@settings(deadline=None)
def test_with_all_items_near_it_is_the_positive_part_of_ease(seed: int, ridge: float) -> None:
    held = _held(seed)
    held[0] = True  # every two items share a user
    taken = _taken(held)
    assert _dense(taken, ridge, ITEMS) == pytest.approx(np.maximum(ease_of_gram(gram_of(taken), ridge), 0.0), abs=1e-9)


def test_an_item_is_told_by_its_nearest_alone() -> None:
    found = _dense(_taken(_held(1)), 5.0, 3)
    assert ((found > 0.0).sum(axis=0) <= 3).all()
    assert (found[:6, :6] > 0.0).any()
    assert (found[:6, 6:] == 0.0).all()


@given(st.integers(0, 50))
@settings(deadline=None, max_examples=20)
def test_how_much_is_worked_on_in_one_go_changes_nothing(seed: int) -> None:
    taken = _taken(_held(seed))
    whole, gram = _dense(taken, 5.0, 4), gram_of(taken)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sparse_autoencoder, "_PAIRS", 1)
        patched.setattr(sparse_autoencoder, "_ROWS", 7)
        assert _dense(taken, 5.0, 4) == pytest.approx(whole, abs=1e-12)
        assert gram_of(taken) == pytest.approx(gram)


def test_what_nobody_took_has_no_edges() -> None:
    held = _held(2)
    held[:, 4] = False
    found = _dense(_taken(held), 5.0, 5)
    assert not found[4].any()
    assert not found[:, 4].any()


def test_without_interactions_there_is_nothing() -> None:
    none = np.zeros(0, dtype=np.int64)
    empty = Taken(np.zeros(1, dtype=np.int64), none, np.zeros(1, dtype=np.int64), none, np.zeros(0))
    assert [len(part) for part in sparse_ease(empty, 5.0)] == [0, 0, 0]
