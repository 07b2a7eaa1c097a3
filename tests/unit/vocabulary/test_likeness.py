"""Likeness travels a byte a pair and comes back within half a step."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.likeness import pack_likeness, unpack_likeness


@given(st.integers(0, 12), st.integers(0, 99))
def test_every_pair_comes_back_within_half_a_step(count: int, seed: int) -> None:
    drawn = np.random.default_rng(seed).random((count, count))
    likeness = (drawn + drawn.T) / 2.0
    np.fill_diagonal(likeness, 0.0)
    packed = pack_likeness(likeness)
    assert len(packed) == count * (count - 1) // 2
    assert unpack_likeness(packed, count) == pytest.approx(likeness, abs=0.5 / 255 + 1e-9)


def test_the_likeness_of_other_candidates_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="other candidates"):
        unpack_likeness(b"abc", 4)
