"""The nearest of very many vectors, by a hierarchical navigable small world (Malkov and Yashunin, 2020)."""

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.snapshot.arrays import Floats
from chatrec.vocabulary.graph import Vector

__all__ = ["MOST_EXACT", "HnswIndex", "write_index"]

MOST_EXACT: Final = 200_000
"""Up to so many vectors every one is looked at; an index would not be faster by much."""

_NEIGHBOURS = 16
_EXPANSION_ADD = 64
_EXPANSION_SEARCH = 512


def write_index(vectors: Floats, path: Path) -> None:
    """Index unit vectors by row and write the index; by one thread, so that the same vectors give the same file."""
    from usearch.index import Index  # noqa: PLC0415  loaded before onnxruntime it makes that one crash

    index = Index(
        ndim=vectors.shape[1], metric="ip", dtype="f32", connectivity=_NEIGHBOURS, expansion_add=_EXPANSION_ADD
    )
    index.add(np.arange(len(vectors), dtype=np.uint64), np.ascontiguousarray(vectors), threads=1)
    index.save(str(path))


class HnswIndex:
    """An index in a file, mapped into memory."""

    def __init__(self, path: Path) -> None:
        """Open the file."""
        from usearch.index import Index  # noqa: PLC0415  loaded before onnxruntime it makes that one crash

        index = Index.restore(str(path), view=True)
        if index is None:
            raise ValueError("The file is no index.")
        index.expansion_search = _EXPANSION_SEARCH
        self._index = index

    def nearest(self, vector: Vector, count: int) -> npt.NDArray[np.int64]:
        """Give the numbers of about the `count` items with the largest dot product, in rising order."""
        found = self._index.search(np.asarray(vector, dtype=np.float32), count, threads=1)
        return np.sort(np.asarray(found.keys, dtype=np.int64))
