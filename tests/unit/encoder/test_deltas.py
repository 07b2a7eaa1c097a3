"""Low-rank changes of the encoder: what merging, writing and reading them promise."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from chatrec.offline.encoder.blocks import BlockQuantised
from chatrec.offline.encoder.deltas import MAPS, Delta, Deltas, merge, read_deltas, write_deltas
from chatrec.offline.encoder.weights import EncoderShape, EncoderWeights, LayerWeights, Linear, Norm
from chatrec.vocabulary.errors import InvalidInputError

DIMENSIONS, INNER, RANK = 32, 64, 3
SHAPE = EncoderShape(dimensions=DIMENSIONS, layers=2, heads=2, inner=INNER, vocabulary=40, positions=16, epsilon=1e-12)
RANDOM = np.random.default_rng(5)


def drawn(*shape: int, source: np.random.Generator = RANDOM) -> NDArray[np.float32]:
    return source.normal(0, 0.2, shape).astype(np.float32)


def layer(source: np.random.Generator) -> LayerWeights:
    def linear(inputs: int, outputs: int) -> Linear:
        return Linear(weight=drawn(inputs, outputs, source=source), bias=drawn(outputs, source=source))

    square = (DIMENSIONS, DIMENSIONS)
    norm = Norm(gain=1 + drawn(DIMENSIONS, source=source), offset=drawn(DIMENSIONS, source=source))
    return LayerWeights(
        query=linear(*square),
        key=linear(*square),
        value=linear(*square),
        attention_out=linear(*square),
        attention_norm=norm,
        inner=linear(DIMENSIONS, INNER),
        out=linear(INNER, DIMENSIONS),
        out_norm=norm,
    )


def tiny(seed: int = 5) -> EncoderWeights:
    source = np.random.default_rng(seed)
    words = BlockQuantised(
        nibbles=source.integers(0, 16, (SHAPE.vocabulary, DIMENSIONS)).astype(np.uint8),
        scales=np.full((SHAPE.vocabulary, 1), 0.1, np.float16),
    )
    norm = Norm(gain=np.ones(DIMENSIONS, np.float32), offset=np.zeros(DIMENSIONS, np.float32))
    return EncoderWeights(
        shape=SHAPE,
        words=words,
        positions=drawn(SHAPE.positions, DIMENSIONS, source=source),
        token_type=drawn(DIMENSIONS, source=source),
        embedding_norm=norm,
        layers=(layer(source), layer(source)),
    )


def deltas_for(weights: EncoderWeights) -> Deltas:
    found = {}
    for number, one in enumerate(weights.layers):
        for name in MAPS:
            inputs, outputs = getattr(one, name).weight.shape
            found[f"layer{number}.{name}"] = Delta(down=drawn(inputs, RANK), up=drawn(RANK, outputs))
    return found


@pytest.mark.parametrize("name", MAPS)
def test_merging_gives_what_the_map_and_its_change_give_side_by_side(name: str) -> None:
    weights = tiny()
    deltas = deltas_for(weights)
    before, after = (getattr(one.layers[1], name) for one in (weights, merge(weights, deltas)))
    change, inputs = deltas[f"layer1.{name}"], drawn(5, len(before.weight))
    beside = inputs @ before.weight + before.bias + (inputs @ change.down) @ change.up
    np.testing.assert_allclose(inputs @ after.weight + after.bias, beside, rtol=1e-4, atol=1e-5)


def test_without_deltas_the_weights_stay_bit_for_bit() -> None:
    weights = tiny()
    for before, after in zip(weights.layers, merge(weights, {}).layers, strict=True):
        for name in MAPS:
            assert np.array_equal(getattr(before, name).weight, getattr(after, name).weight)


def test_a_delta_of_another_shape_is_refused_by_name() -> None:
    weights = tiny()
    deltas = dict(deltas_for(weights))
    deltas["layer1.inner"] = replace(deltas["layer1.inner"], up=drawn(RANK, INNER + 1))
    with pytest.raises(InvalidInputError, match="fit") as caught:
        merge(weights, deltas)
    assert "layer1.inner" in str(caught.value.facts)


def test_a_delta_for_a_map_that_is_not_there_is_refused_by_name() -> None:
    weights = tiny()
    deltas = {"layer2.query": deltas_for(weights)["layer0.query"]}
    with pytest.raises(InvalidInputError) as caught:
        merge(weights, deltas)
    assert "layer2.query" in str(caught.value.facts)


def test_deltas_come_back_from_their_file_to_half_precision_and_the_file_is_the_same_every_time() -> None:
    deltas = deltas_for(tiny())
    content = write_deltas(deltas)
    back = read_deltas(content)
    assert content == write_deltas(deltas)
    assert set(back) == set(deltas)
    for name, delta in deltas.items():
        np.testing.assert_allclose(back[name].down, delta.down, atol=1e-3)
        np.testing.assert_allclose(back[name].up, delta.up, atol=1e-3)
