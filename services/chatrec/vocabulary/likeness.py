"""How alike the candidates of a ranking are, a byte a pair: what a list of variety is made by."""

import numpy as np
import numpy.typing as npt

from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["pack_likeness", "unpack_likeness"]

_ALIKE = 255


def pack_likeness(likeness: npt.NDArray[np.floating]) -> bytes:
    """Write what is below the diagonal of a square of values from 0 to 1, row by row, to the nearest 255th."""
    below = likeness[np.tril_indices(len(likeness), -1)]
    rounded: npt.NDArray[np.uint8] = np.round(_ALIKE * np.clip(below, 0.0, 1.0)).astype(np.uint8)
    return rounded.tobytes()


def unpack_likeness(packed: bytes, count: int) -> npt.NDArray[np.float64]:
    """Read the likeness of `count` candidates: symmetric, count x count, 0 on the diagonal.

    Raises:
        InvalidInputError: it is that of another number of candidates.
    """
    if len(packed) != count * (count - 1) // 2:
        raise InvalidInputError("The likeness is that of other candidates.", bytes=len(packed), candidates=count)
    likeness = np.zeros((count, count))
    likeness[np.tril_indices(count, -1)] = np.frombuffer(packed, dtype=np.uint8) / _ALIKE
    return likeness + likeness.T
