"""The encoder in torch, its upper layers with low-rank changes that can be learned; the weights themselves are frozen.

What the layers below give never changes, so a text goes through them once (`Trunk`), not at every step.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch.nn import functional

from chatrec.offline.encoder.deltas import MAPS, Delta, Deltas
from chatrec.offline.encoder.weights import EncoderWeights, LayerWeights, Linear, Norm

__all__ = ["Tower", "Trunk"]

_TOKENS_AT_ONCE = 2048
_BUCKETS = 4


class Trunk:
    """The word table and the layers below `first`."""

    def __init__(self, weights: EncoderWeights, first: int) -> None:
        self._words = torch.from_numpy(weights.words.dequantise())
        self._places = torch.from_numpy(weights.positions + weights.token_type)
        self._norm = weights.embedding_norm
        self._epsilon = weights.shape.epsilon
        self._layers = [_Layer(layer, weights, 0, torch.Generator()) for layer in weights.layers[:first]]

    def states(self, tokens: Sequence[Sequence[int]]) -> list[torch.Tensor]:
        """Give what the layers make of each text, (tokens, dimensions)."""
        found: list[torch.Tensor] = [torch.empty(0)] * len(tokens)
        for chunk in _of_like_length([len(one) for one in tokens]):
            with torch.no_grad():
                states = self._read([tokens[number] for number in chunk])
            for row, number in enumerate(chunk):
                found[number] = states[row, : len(tokens[number])].clone()
        return found

    def _read(self, tokens: Sequence[Sequence[int]]) -> torch.Tensor:
        states, mask = _padded([self._embedded(ids) for ids in tokens])
        for layer in self._layers:
            states = layer(states, mask)
        return states

    def _embedded(self, ids: Sequence[int]) -> torch.Tensor:
        placed = self._words[torch.tensor(ids)] + self._places[: len(ids)]
        return _normalised(placed, self._norm, self._epsilon)


class Tower:
    """The layers from `first` on, with changes of a rank; rank 0 gives the encoder as it is."""

    def __init__(self, weights: EncoderWeights, *, first: int, rank: int, seed: int) -> None:
        draws = torch.Generator().manual_seed(seed)
        self._first = first
        self._layers = [_Layer(layer, weights, rank, draws) for layer in weights.layers[first:]]

    def vectors(self, states: Sequence[torch.Tensor]) -> torch.Tensor:
        """Give the unit mean vectors, (texts, dimensions), of what a `Trunk` gave."""
        order = sorted(range(len(states)), key=lambda number: len(states[number]))
        size = -(-len(order) // _BUCKETS)
        parts = [order[start : start + size] for start in range(0, len(order), size)]
        vectors = torch.cat([self._vectors([states[number] for number in part]) for part in parts])
        return vectors[torch.tensor(order).argsort()]

    def _vectors(self, states: Sequence[torch.Tensor]) -> torch.Tensor:
        hidden, mask = _padded(states)
        for layer in self._layers:
            hidden = layer(hidden, mask)
        kept = mask[..., None].to(hidden.dtype)
        return functional.normalize((hidden * kept).sum(1) / kept.sum(1), dim=-1)

    def parameters(self) -> list[torch.Tensor]:
        """Give what can be learned."""
        return [half for layer in self._layers for pair in layer.changes.values() for half in pair]

    def deltas(self) -> Deltas:
        """Give what was learned."""
        return {
            f"layer{self._first + number}.{name}": Delta(
                down=down.detach().numpy().copy(), up=up.detach().numpy().copy()
            )
            for number, layer in enumerate(self._layers)
            for name, (down, up) in layer.changes.items()
        }


class _Layer:
    def __init__(self, layer: LayerWeights, weights: EncoderWeights, rank: int, draws: torch.Generator) -> None:
        self._layer = layer
        self._heads, self._epsilon = weights.shape.heads, weights.shape.epsilon
        self._linear = {name: _tensors(getattr(layer, name)) for name in MAPS}
        self.changes = {name: _change(weight, rank, draws) for name, (weight, _) in self._linear.items() if rank}

    def __call__(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        settled = self._normalised(hidden + self._map("attention_out", self._attention(hidden, mask)), "attention_norm")
        inner = functional.gelu(self._map("inner", settled))
        return self._normalised(settled + self._map("out", inner), "out_norm")

    def _attention(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        texts, tokens, dimensions = hidden.shape
        query, key, value = (
            self._map(name, hidden).view(texts, tokens, self._heads, -1).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
        return attended.transpose(1, 2).reshape(texts, tokens, dimensions)

    def _map(self, name: str, inputs: torch.Tensor) -> torch.Tensor:
        weight, bias = self._linear[name]
        outputs = inputs @ weight + bias
        if name in self.changes:
            down, up = self.changes[name]
            outputs = outputs + (inputs @ down) @ up
        return outputs

    def _normalised(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        return _normalised(hidden, getattr(self._layer, name), self._epsilon)


def _change(weight: torch.Tensor, rank: int, draws: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Begin with a change of nothing: `up` is 0."""
    inputs, outputs = weight.shape
    down = torch.randn(inputs, rank, generator=draws) / inputs**0.5
    return down.requires_grad_(), torch.zeros(rank, outputs).requires_grad_()


def _tensors(linear: Linear) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.from_numpy(np.ascontiguousarray(linear.weight)), torch.from_numpy(linear.bias)


def _normalised(hidden: torch.Tensor, norm: Norm, epsilon: float) -> torch.Tensor:
    gain, offset = torch.from_numpy(norm.gain), torch.from_numpy(norm.offset)
    return functional.layer_norm(hidden, gain.shape, gain, offset, epsilon)


def _padded(states: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    lengths = torch.tensor([len(one) for one in states])
    padded = torch.nn.utils.rnn.pad_sequence(list(states), batch_first=True)
    return padded, torch.arange(padded.shape[1])[None] < lengths[:, None]


def _of_like_length(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Part texts, shortest first, into chunks of so many tokens with their padding."""
    chunk: list[int] = []
    for number in sorted(range(len(lengths)), key=lengths.__getitem__):
        if chunk and (len(chunk) + 1) * lengths[number] > _TOKENS_AT_ONCE:
            yield chunk
            chunk = []
        chunk.append(number)
    if chunk:
        yield chunk
