"""Who judges a case has not seen it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chatrec.offline.extend.model import Cases, cross_fitted, unstated_confidence


def cases(labels: list[float], rng: np.random.Generator) -> Cases:
    """Give cases whose first number tells the label."""
    stated = np.array(labels)
    rows = np.column_stack((stated * 2 + rng.normal(size=len(labels)), rng.normal(size=len(labels))))
    groups = [str(place) for place in range(len(labels))]
    keys = [("facet", f"value{place % 3}") for place in range(len(labels))]
    return Cases(rows, keys, stated, np.ones(len(labels), dtype=np.bool_), groups)


def test_what_tells_the_label_is_learned() -> None:
    known = cases([1.0, 0.0] * 100, np.random.default_rng(1))
    chances = cross_fitted(known, 0)
    assert chances[known.stated == 1].mean() > chances[known.stated == 0].mean() + 0.1


def test_a_label_never_sways_its_own_case() -> None:
    known = cases([1.0, 0.0] * 40, np.random.default_rng(2))
    other = Cases(known.rows, known.keys, known.stated.copy(), known.teaches, known.groups)
    other.stated[0] = 0.0
    assert cross_fitted(known, 0)[0] == cross_fitted(other, 0)[0]


def test_few_cases_of_one_kind_leave_doubt() -> None:
    chances = cross_fitted(cases([1.0, 1.0, 1.0], np.random.default_rng(3)), 0)
    assert np.all(chances < 0.9)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=20), st.floats(0.05, 0.95))
def test_confidence_is_a_share_and_grows_with_the_chance(chances: list[float], completeness: float) -> None:
    found = unstated_confidence(np.array(sorted(chances)), completeness)
    assert np.all((found >= 0) & (found <= 1))
    assert np.all(np.diff(found) >= 0)
