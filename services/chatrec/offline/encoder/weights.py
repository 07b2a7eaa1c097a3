"""The weights of a BERT-shaped encoder, as plain arrays: what a reader gives and a graph takes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatrec.offline.encoder.blocks import BlockQuantised

__all__ = ["EncoderShape", "EncoderWeights", "LayerWeights", "Linear", "Norm"]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EncoderShape:
    """The sizes of an encoder."""

    dimensions: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Linear:
    """An affine map `x @ weight + bias`; weight is (inputs, outputs)."""

    weight: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Norm:
    """The gain and offset of a layer normalisation."""

    gain: Floats
    offset: Floats


@dataclass(frozen=True, slots=True)
class LayerWeights:
    """One transformer layer: attention, then a feed-forward block, each with its norm after it."""

    query: Linear
    key: Linear
    value: Linear
    attention_out: Linear
    attention_norm: Norm
    inner: Linear
    out: Linear
    out_norm: Norm


@dataclass(frozen=True, slots=True)
class EncoderWeights:
    """Everything a BERT encoder knows; `token_type` is added to every position, as a single segment needs."""

    shape: EncoderShape
    words: BlockQuantised
    positions: Floats
    token_type: Floats
    embedding_norm: Norm
    layers: tuple[LayerWeights, ...]
