"""EASE where there are too many items to invert: each item is regressed on the items nearest to it."""

from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

__all__ = ["sparse_ease"]

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

_NEAREST: Final = 200
_BLOCK: Final = 256


def sparse_ease(taken: sp.csr_matrix, ridge: float, *, nearest: int = _NEAREST) -> sp.csr_matrix:
    """Give the item-item weights of users x items, a row an item that is held.

    The ridge regression of an item on its `nearest` items by cosine, as fsSLIM chooses them (Ning and Karypis, "SLIM:
    Sparse Linear Methods for Top-N Recommender Systems", ICDM 2011); with all items it is EASE (Steck, WWW 2019).
    """
    by_item = taken.tocsc()
    lengths = np.sqrt(np.asarray(by_item.multiply(by_item).sum(axis=0)).ravel())
    count = by_item.shape[1]
    held, targets, weights = [], [], []
    for start in range(0, count, _BLOCK):
        block = np.arange(start, min(start + _BLOCK, count))
        together = (by_item[:, block].T @ by_item).tocsr()
        for place, item in enumerate(block.tolist()):
            others, common = _nearest(together[place], item, lengths, nearest)
            held.append(others)
            targets.append(np.full(len(others), item))
            weights.append(_regressed(by_item, others, common, ridge))
    cells = (np.concatenate(weights), (np.concatenate(held), np.concatenate(targets)))
    return sp.csr_matrix(cells, shape=(count, count))


def _nearest(together: sp.csr_matrix, item: int, lengths: Doubles, most: int) -> tuple[Longs, Doubles]:
    """Give the other items of largest cosine, and how often they are taken together with the item."""
    others, common = together.indices, together.data
    cosine = np.where(others == item, -np.inf, common / lengths[others])
    chosen = np.sort(np.lexsort((others, -cosine))[: min(most, len(others))])
    chosen = chosen[others[chosen] != item]
    return others[chosen].astype(np.int64), common[chosen]


def _regressed(by_item: sp.csc_matrix, others: Longs, common: Doubles, ridge: float) -> Doubles:
    if not len(others):
        return np.zeros(0)
    columns = by_item[:, others]
    gram = (columns.T @ columns).toarray()
    gram[np.diag_indices_from(gram)] += ridge
    return np.asarray(np.linalg.solve(gram, common))
