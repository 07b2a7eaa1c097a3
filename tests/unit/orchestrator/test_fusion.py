"""Three factors become one score that its shares explain."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.orchestrator.domain.fusion import Exponents, fuse

factors = st.floats(0.0, 1.0)
rows = st.lists(st.tuples(factors, factors, factors), max_size=30)
exponents = st.builds(Exponents, *[st.floats(0.0, 4.0)] * 3)


def columns(table: list[tuple[float, float, float]]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row[index] for row in table) for index in range(3))


@given(rows, exponents)
def test_the_shares_add_up_to_the_log_of_the_score(table: list[tuple[float, float, float]], chosen: Exponents) -> None:
    for scored in fuse(*columns(table), chosen):
        total = scored.shares.llm + scored.shares.kg + scored.shares.rl
        assert math.log(scored.score) == pytest.approx(total, abs=1e-9)
        assert 0 < scored.score <= 1


@given(rows, exponents)
def test_the_score_is_the_weighted_product(table: list[tuple[float, float, float]], chosen: Exponents) -> None:
    for scored in fuse(*columns(table), chosen):
        llm, kg, rl = (max(1e-9, factor) for factor in table[scored.position])
        assert scored.score == pytest.approx(llm**chosen.llm * kg**chosen.kg * rl**chosen.rl, rel=1e-9)


@given(rows, exponents)
def test_every_candidate_comes_once_best_first_and_ties_keep_their_order(
    table: list[tuple[float, float, float]], chosen: Exponents
) -> None:
    scored = fuse(*columns(table), chosen)
    assert sorted(one.position for one in scored) == list(range(len(table)))
    assert [(-one.score, one.position) for one in scored] == sorted((-one.score, one.position) for one in scored)


@given(rows)
def test_an_exponent_of_zero_switches_a_factor_off(table: list[tuple[float, float, float]]) -> None:
    llm, kg, rl = columns(table)
    ones = (1.0,) * len(table)
    assert fuse(llm, kg, rl, Exponents(0, 1, 1)) == fuse(ones, kg, rl, Exponents(0, 1, 1))
    assert fuse(llm, kg, rl, Exponents(1, 0, 1)) == fuse(llm, ones, rl, Exponents(1, 0, 1))
    assert fuse(llm, kg, rl, Exponents(1, 1, 0)) == fuse(llm, kg, (), Exponents(1, 1, 0))
    assert all(one.shares.kg == 0 for one in fuse(llm, kg, rl, Exponents(1, 0, 1)))


@given(st.lists(st.sampled_from([math.nan, math.inf, -math.inf, -1.0, 0.0, 2.0, 1e300]), min_size=3, max_size=3))
def test_a_factor_that_is_no_share_still_gives_a_finite_score(odd: list[float]) -> None:
    (scored,) = fuse(odd[:1], odd[1:2], odd[2:], Exponents())
    assert 0 < scored.score <= 1
    assert math.isfinite(scored.shares.llm + scored.shares.kg + scored.shares.rl)


def test_a_better_factor_wins_all_else_equal() -> None:
    first, second = fuse((0.5, 0.5), (0.4, 0.6), (0.5, 0.5), Exponents())
    assert (first.position, second.position) == (1, 0)


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        fuse((0.5,), (0.5, 0.4), (), Exponents())
