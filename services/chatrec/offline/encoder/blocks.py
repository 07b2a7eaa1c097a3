"""Tables of 4-bit numbers in blocks of 32 that share a scale (the layout known as Q4_0)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["BLOCK", "BLOCK_BYTES", "BlockQuantised"]

BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2
ZERO_POINT = 8


@dataclass(frozen=True, slots=True)
class BlockQuantised:
    """A matrix whose value is `(nibble - 8) * scale`; nibbles (rows, columns), scales (rows, columns / 32)."""

    nibbles: NDArray[np.uint8]
    scales: NDArray[np.float16]

    @classmethod
    def from_q4_0(cls, raw: memoryview, rows: int, columns: int) -> "BlockQuantised":
        """Read blocks of one half-precision scale and 16 bytes: low nibbles are the first 16 values, high the last."""
        layout = np.dtype([("scale", "<f2"), ("packed", "u1", BLOCK // 2)])
        blocks = np.frombuffer(raw, layout, rows * columns // BLOCK).reshape(rows, columns // BLOCK)
        packed = blocks["packed"]
        nibbles = np.concatenate([packed & 15, packed >> 4], axis=-1).reshape(rows, columns)
        return cls(nibbles=nibbles, scales=np.ascontiguousarray(blocks["scale"]))

    def dequantise(self) -> NDArray[np.float32]:
        """Give the matrix as float32, (rows, columns)."""
        rows, columns = self.nibbles.shape
        centred = self.nibbles.reshape(rows, -1, BLOCK).astype(np.float32) - ZERO_POINT
        return (centred * self.scales.astype(np.float32)[..., None]).reshape(rows, columns)

    def packed_pairs(self) -> NDArray[np.uint8]:
        """Pack neighbours into bytes, even columns low, as ONNX Runtime's GatherBlockQuantized reads them."""
        packed: NDArray[np.uint8] = (self.nibbles[:, 0::2] | (self.nibbles[:, 1::2] << 4)).astype(np.uint8)
        return packed
