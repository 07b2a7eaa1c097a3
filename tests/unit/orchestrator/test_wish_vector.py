"""The vector of all wishes held: what was said last weighs most."""

import numpy as np

from chatrec.orchestrator.domain.hearing import wish_vector


def _axis(place: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.eye(3, dtype=np.float32)[place]


def test_of_two_wishes_the_latest_weighs_twice() -> None:
    vector = wish_vector([_axis(0), _axis(1)])
    assert vector is not None
    np.testing.assert_allclose(vector, np.array([1, 2, 0]) / np.sqrt(5), rtol=1e-6)


def test_one_wish_is_its_own_vector_and_none_is_no_vector() -> None:
    alone = wish_vector([_axis(2)])
    assert alone is not None
    np.testing.assert_array_equal(alone, _axis(2))
    assert wish_vector([]) is None


def test_wishes_that_cancel_out_give_no_vector() -> None:
    assert wish_vector([_axis(0) * 2, -_axis(0)]) is None
