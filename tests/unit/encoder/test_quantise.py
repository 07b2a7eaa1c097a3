"""What int8 with fixed scales may cost."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from chatrec.offline.encoder.quantise import INT8_TOP, QuantisedProduct, quantise

Floats = NDArray[np.float32]


def multiply(inputs: Floats, product: QuantisedProduct) -> Floats:
    rows = np.clip(np.rint(inputs * product.shrink * INT8_TOP), -INT8_TOP - 1, INT8_TOP)
    result: Floats = (rows @ product.whole.astype(np.float32) * product.steps / INT8_TOP).astype(np.float32)
    return result


def relative_error(inputs: Floats, weight: Floats) -> float:
    exact = inputs @ weight
    found = multiply(inputs, quantise(weight, np.abs(inputs).max(axis=0)))
    return float(np.linalg.norm(found - exact) / np.linalg.norm(exact))


@given(seed=st.integers(0, 2**32 - 1), stretch=st.sampled_from([1.0, 10.0, 50.0]))
def test_a_channel_that_reaches_far_does_not_cost_the_others_their_precision(seed: int, stretch: float) -> None:
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(16, 64)).astype(np.float32)
    weight = rng.normal(size=(64, 32)).astype(np.float32)
    inputs[:, 7] *= stretch
    weight[7] /= stretch
    assert relative_error(inputs, weight) < 0.03


@given(seed=st.integers(0, 2**32 - 1))
def test_what_was_observed_is_never_clipped(seed: int) -> None:
    rng = np.random.default_rng(seed)
    reach = rng.exponential(size=64).astype(np.float32)
    product = quantise(rng.normal(size=(64, 32)).astype(np.float32), reach)
    assert (reach * product.shrink).max() <= 1 + 1e-5
    assert np.abs(product.whole.astype(int)).max() <= INT8_TOP


def test_a_channel_that_was_never_met_is_harmless() -> None:
    weight = np.ones((4, 2), np.float32)
    product = quantise(weight, np.array([1, 0, 2, 0], np.float32))
    assert np.isfinite(product.shrink).all()
    np.testing.assert_allclose(multiply(np.array([[1, 0, 2, 0]], np.float32), product), [[3, 3]], rtol=0.02)
