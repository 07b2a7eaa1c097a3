"""Cuts a matrix product down to int8, with scales that are fixed when the artefact is built.

How far each input channel reaches is observed beforehand on the parallel utterances. A few channels of a transformer
reach ten times further than all others; on one scale for all they would leave the rest too few steps. So each channel
is shrunk before the product and its row of the weights stretched by as much, which shares the difficulty between the
two. See Xiao et al., "SmoothQuant" (arXiv:2211.10438).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["INT8_TOP", "QuantisedProduct", "Reaches", "quantise"]

Floats = NDArray[np.float32]
Reaches = Mapping[str, Floats]
"""For each product by name, the largest size met on each of its input channels."""

INT8_TOP = 127
SHARE = 0.75  # of the difficulty that moves from the activations to the weights
TINY = np.float32(1e-6)


@dataclass(frozen=True, slots=True)
class QuantisedProduct:
    """`inputs @ weight`, nearly, is `rint(inputs * shrink * 127) @ whole * steps / 127`.

    `shrink` (inputs,) brings what was observed into -1..1; `whole` is int8 (inputs, outputs), `steps` (outputs,).
    """

    shrink: Floats
    whole: NDArray[np.int8]
    steps: Floats


def quantise(weight: Floats, reach: Floats) -> QuantisedProduct:
    """Quantise a weight, (inputs, outputs), for inputs that reach as far as `reach`, (inputs,), says."""
    rows = np.maximum(np.abs(weight).max(axis=1), TINY)
    stretch = np.maximum(reach, TINY) ** SHARE / rows ** (1 - SHARE)
    stretch *= np.maximum((reach / stretch).max(), TINY)
    stretched = weight * stretch[:, None]
    steps = np.maximum(np.abs(stretched).max(axis=0) / INT8_TOP, np.finfo(np.float32).tiny).astype(np.float32)
    return QuantisedProduct(
        shrink=(1 / stretch).astype(np.float32),
        whole=np.rint(stretched / steps).astype(np.int8),
        steps=steps,
    )
