"""f_LLM: the likeness of the user's wishes to the items' texts, made comparable between queries."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.reasoning.graph import Graph, Longs
from chatrec.knowledge.domain.snapshot.arrays import Floats
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import Vector

__all__ = ["Likeness", "checked"]

_SAMPLE = 1024
_FEWEST = 16
_STEEPNESS = 1.2
_ABOVE = 2.0
"""Spreads above the mean where the logistic is one half: who wants one item of a hundred has to tell the best apart."""
_LEAST_SPREAD = 0.02


def checked(vector: Vector | None, dimensions: int, field: str) -> Vector | None:
    """Check a vector from outside; None where there is none or the snapshot has no vectors to hold it against.

    Raises:
        InvalidInputError: it has other dimensions than the snapshot's vectors, or numbers that are not finite.
    """
    if vector is None or not len(vector) or not dimensions:
        return None
    if len(vector) != dimensions:
        raise InvalidInputError(
            f"{field} must have {dimensions} dimensions.", field=field, dimensions=dimensions, got=len(vector)
        )
    if not np.isfinite(vector).all():
        raise InvalidInputError(f"{field} must be finite.", field=field)
    return vector


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """A logistic of the cosine, centred and scaled by how cosines are spread over the items in question."""

    items: Floats
    vector: Vector | None
    centre: float
    spread: float

    @classmethod
    def of(cls, graph: Graph, vector: Vector | None, rows: Longs, liked: Longs) -> "Likeness":
        """Calibrate on a sample of `rows`, or of the whole catalogue where they are too few to tell.

        Where items are liked, likeness to their texts counts as much as likeness to the words: a name says little.
        """
        items = graph.snapshot.vectors.items
        vector = checked(vector, items.shape[1], "vector")
        if vector is None:
            return cls(items, None, 0.0, 1.0)
        pool = rows if len(rows) >= _FEWEST else np.arange(graph.item_count)
        sample = items[pool[:: max(1, len(pool) // _SAMPLE)]]
        if len(liked):
            wanted = items[liked].mean(axis=0)
            vector = vector / _spread(sample @ vector) + wanted / _spread(sample @ wanted)
            vector = np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)
        cosines = sample @ vector
        spread = _spread(cosines)
        return cls(items, vector, float(cosines.mean()) + _ABOVE * spread, spread)

    def __call__(self, rows: Longs) -> npt.NDArray[np.float64]:
        """Give f_LLM of items, in (0, 1]; 1 for all where there is no vector."""
        if self.vector is None:
            return np.ones(len(rows))
        # Row by row, so that an item has the same likeness to the last bit whatever else is asked for; BLAS does not
        # promise that.
        return self._logistic((self.items[rows] * self.vector).sum(axis=1))

    def rough(self, rows: Longs) -> npt.NDArray[np.float64]:
        """Give the same for many items at once, right to about six digits."""
        return np.ones(len(rows)) if self.vector is None else self._logistic(self.items[rows] @ self.vector)

    def _logistic(self, cosines: Floats) -> npt.NDArray[np.float64]:
        steps = np.clip((cosines.astype(np.float64) - self.centre) / self.spread * _STEEPNESS, -30.0, 30.0)
        return np.asarray(1.0 / (1.0 + np.exp(-steps)))


def _spread(cosines: Floats) -> float:
    return max(float(cosines.std()), _LEAST_SPREAD)
