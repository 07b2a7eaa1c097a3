"""Steps as columns: each different one once, and nothing of what the rows said is lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.vocabulary.steps import Steps

A, B, LITERAL = ("made_by", "a"), ("about", "b"), ("price", "")
ROWS = st.lists(st.lists(st.sampled_from((A, B, LITERAL)), max_size=4).map(tuple), max_size=6)


@given(rows=ROWS)
def test_columns_give_back_the_rows_and_name_each_step_once(rows: list[tuple[tuple[str, str], ...]]) -> None:
    columns = Steps.of(rows)
    assert list(columns) == rows
    assert len(columns) == len(rows)
    assert len(set(columns.kinds)) == len(columns.kinds)


@given(rows=ROWS, order=st.permutations((A, B, LITERAL)))
def test_equal_rows_are_equal_in_whatever_order_their_steps_are_named(
    rows: list[tuple[tuple[str, str], ...]], order: list[tuple[str, str]]
) -> None:
    places = [order.index(step) for row in rows for step in row]
    other = Steps(tuple(order), np.array(places, np.uint32), np.array([len(row) for row in rows], np.uint32))
    assert other == Steps.of(rows)
    assert hash(other) == hash(Steps.of(rows))
    assert other != Steps.of([*rows, ()])


@given(rows=ROWS)
def test_a_candidate_gets_the_mean_weight_of_its_steps_and_none_without_steps(
    rows: list[tuple[tuple[str, str], ...]],
) -> None:
    weights = {A: 1.0, B: -2.0, LITERAL: 0.5}
    columns = Steps.of(rows)
    found = columns.means(np.array([weights[step] for step in columns.kinds]))
    expected = [sum(weights[step] for step in row) / max(1, len(row)) for row in rows]
    assert found.tolist() == pytest.approx(expected)
