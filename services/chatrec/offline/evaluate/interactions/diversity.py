"""Lists that are re-ranked for variety, to draw accuracy against diversity."""

from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.offline.evaluate.evaluation import Doubles
from chatrec.orchestrator.domain.diversity import marginal_order

__all__ = ["LAMBDAS", "item_vectors", "varied"]

Longs = npt.NDArray[np.int64]

LAMBDAS: Final = (0.9, 0.8, 0.7, 0.5, 0.3)
_DIRECTIONS: Final = 32
_POOL: Final = 100


def item_vectors(taken: Doubles) -> Doubles:
    """Give each item a unit row: its place in the leading directions of who took it; 0 where nobody did."""
    scaled = taken / np.sqrt(taken.sum(axis=0) + 1.0)
    values, directions = np.linalg.eigh(scaled.T @ scaled)
    vectors = directions[:, -_DIRECTIONS:] * np.sqrt(np.maximum(values[-_DIRECTIONS:], 0.0))
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9))


def varied(scores: Doubles, vectors: Doubles, share: float, k: int) -> Longs:
    """Give the first k of each row by maximal marginal relevance, chosen as the service chooses what it shows.

    `share` of an item's worth is its score, from 0 to 1 within the best 100; the rest is its distance from what stands
    before it in the list.
    """
    pool = np.argsort(-scores, axis=1, kind="stable")[:, :_POOL]
    worth = np.take_along_axis(scores, pool, axis=1)
    least = np.where(np.isfinite(worth), worth, np.inf).min(axis=1, keepdims=True)
    worth = (worth - least) / np.maximum(worth[:, :1] - least, 1e-12)
    rows = zip(pool, worth, strict=True)
    return np.stack(
        [items[marginal_order(own, vectors[items] @ vectors[items].T, 1.0 - share, k)] for items, own in rows]
    )
