"""The best of very many: the same as by sorting, whatever the ties."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chatrec.knowledge.domain.reasoning.selecting import best_places

SIZES = st.tuples(st.integers(1, 5000), st.integers(1, 200)).filter(lambda pair: pair[0] > pair[1])


@given(SIZES, st.integers(0, 99), st.sampled_from((3, 50, 10**9)))
def test_no_value_left_out_is_greater_than_one_that_was_taken(size: tuple[int, int], seed: int, distinct: int) -> None:
    values = np.random.default_rng(seed).integers(0, distinct, size[0]).astype(np.float32)
    places = best_places(values, size[1])
    assert len(set(places.tolist())) == size[1]
    np.testing.assert_array_equal(np.sort(values[places]), np.sort(values)[-size[1] :])


def test_where_all_are_alike_as_many_are_taken() -> None:
    assert len(best_places(np.zeros(100_000), 192)) == 192


def test_the_same_values_give_the_same_places() -> None:
    values = np.random.default_rng(0).zipf(2.0, 50_000).astype(np.float64)
    np.testing.assert_array_equal(best_places(values, 100), best_places(values.copy(), 100))
