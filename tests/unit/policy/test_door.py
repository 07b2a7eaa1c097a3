"""What is refused at the door, and under which name."""

import math
from dataclasses import replace

import pytest

from chatrec.policy.domain import Columns, check_choice, check_columns
from chatrec.policy.domain.door import MAX_CANDIDATES, MAX_FACETS
from chatrec.vocabulary.errors import InvalidInputError
from tests.unit.policy.choices import choice

FITTING = Columns(
    facets=2,
    gain_bits=2,
    coverage=2,
    scores=3,
    step_counts=3,
    steps=4,
    step_places=4,
    relations=2,
    entities=2,
)


def test_columns_that_fit_are_let_in() -> None:
    refused = []
    for check in (lambda: check_columns(FITTING), lambda: check_choice(choice())):
        try:
            check()
        except InvalidInputError as error:
            refused.append(error.facts)
    assert refused == []


@pytest.mark.parametrize("field", ["gain_bits", "coverage", "step_counts", "step_places", "entities"])
def test_a_column_of_another_length_is_named(field: str) -> None:
    with pytest.raises(InvalidInputError, match=field) as refused:
        check_columns(replace(FITTING, **{field: 1}))
    assert refused.value.facts["field"] == field


@pytest.mark.parametrize(
    ("field", "columns"),
    [
        ("facets", replace(FITTING, facets=MAX_FACETS + 1)),
        ("scores", replace(FITTING, scores=MAX_CANDIDATES + 1)),
        ("relations", replace(FITTING, relations=10**6)),
        ("step_places", replace(FITTING, step_places=10**6)),
        ("step_places", replace(FITTING, steps=5)),
        ("relations", replace(FITTING, step_places=0, steps=5)),
    ],
)
def test_too_much_is_named(field: str, columns: Columns) -> None:
    with pytest.raises(InvalidInputError) as refused:
        check_columns(columns)
    assert refused.value.facts["field"] == field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gain_bits", (math.nan, 1.0, 1.0)),
        ("gain_bits", (-1.0, 1.0, 1.0)),
        ("coverage", (1.5, 1.0, 1.0)),
        ("scores", (math.inf, 1.0, 1.0)),
        ("entropy_bits", math.nan),
        ("slate_size", 0),
        ("facets", ("", "a", "b")),
    ],
)
def test_numbers_that_mean_nothing_are_named(field: str, value: object) -> None:
    with pytest.raises(InvalidInputError) as refused:
        check_choice(choice(**{field: value}))
    assert refused.value.facts["field"] == field
