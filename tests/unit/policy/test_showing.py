"""What it is worth to show slates until the end."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.policy.domain.showing import Showing

SHOWING = Showing(acceptable=1.0, miss_cost=0.1, miss_bits=1.0, staying=0.8)


def test_two_turns_are_worth_what_the_recursion_says() -> None:
    sooner, later = (1.0 - np.exp(-5.0 / 2.0**bits) for bits in (4.0, 3.0))
    last = later + (1.0 - later) * -0.1
    expected = sooner + (1.0 - sooner) * (0.8 * last - 0.1)
    assert SHOWING.worth(4.0, slate_size=5, turns=2) == pytest.approx(expected)


def test_no_turn_is_worth_nothing() -> None:
    assert not SHOWING.worth([0.0, 4.0], slate_size=5, turns=0).any()


@given(st.lists(st.floats(0.0, 20.0), min_size=2, max_size=8), st.integers(1, 15))
def test_the_vaguer_a_belief_the_less_it_is_worth(bits: list[float], turns: int) -> None:
    worth = SHOWING.worth(sorted(bits), slate_size=5, turns=turns)
    assert (np.diff(worth) <= 1e-12).all()


@given(st.floats(0.0, 20.0), st.integers(1, 14))
def test_a_free_turn_more_is_never_worth_less(bits: float, turns: int) -> None:
    free = Showing(acceptable=1.0, miss_cost=0.0, miss_bits=0.5)
    few, more = (float(free.worth(bits, slate_size=5, turns=count)) for count in (turns, turns + 1))
    assert more >= few - 1e-12
