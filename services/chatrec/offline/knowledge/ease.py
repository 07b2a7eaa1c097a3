"""Linear autoencoders: what one item says of another, learned from who took what."""

from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from chatrec.knowledge.domain.snapshot.autoencoder import ease_of_gram
from chatrec.offline.knowledge.ease_sparse import sparse_ease

__all__ = ["MOST_INVERTED", "Cells", "ease", "liked_with", "liked_with_sparse"]

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Cells = tuple[Longs, Longs, Doubles]
"""Rows, columns and weights above 0, side by side."""

MOST_INVERTED: Final = 20_000
"""Above this many items the inverse no longer fits a small machine."""

_NEIGHBOURS: Final = 50
_RIDGE: Final = 8.0
_LEAST_RIDGE: Final = 5.0


def ease(strengths: Doubles, ridge: float) -> Doubles:
    """Give the item-item weights of EASE, a row an item that is held, 0 on the diagonal.

    `strengths` is users x items; its transpose gives user-user weights.
    """
    return ease_of_gram(strengths.T @ strengths, ridge)


def liked_with(user_rows: Longs, item_columns: Longs, values: Doubles, item_count: int) -> Cells:
    """Give each item the items that having it speaks for the most: its 50 largest positive weights.

    EASE up to 20,000 items that anybody took, its sparse form above. The ridge grows with how much an item is taken.

    Args:
        user_rows: Number of the user of each interaction, from 0.
        item_columns: Number of the item, from 0.
        values: How much the user took to it, above 0; several interactions of a pair are added up.
        item_count: How many items there are, taken or not.
    """
    known, columns = np.unique(item_columns, return_inverse=True)
    if len(known) > MOST_INVERTED:
        return liked_with_sparse(user_rows, item_columns, values, item_count)
    taken = _matrix(user_rows, columns, values, len(known))
    gram = (taken.T @ taken).toarray().astype(np.float32)  # single precision: 20,000 items take 1.6 GB a matrix
    rows, found, weights = _best(sp.csr_matrix(np.maximum(ease_of_gram(gram, _ridge(taken)), 0.0)))
    return known[rows], known[found], weights


def liked_with_sparse(user_rows: Longs, item_columns: Longs, values: Doubles, item_count: int) -> Cells:
    """Give the same with each item regressed on its nearest items only: memory grows with the items alone."""
    taken = _matrix(user_rows, item_columns, values, item_count)
    return _best(sparse_ease(taken, _ridge(taken)))


def _ridge(taken: sp.csr_matrix) -> float:
    """Give the ridge that suits users x items: 8 times the sum of squares of an item, at least 5."""
    counted = np.unique(taken.indices).size
    return max(_LEAST_RIDGE, _RIDGE * float(np.square(taken.data).sum()) / max(counted, 1))


def _matrix(users: Longs, items: Longs, values: Doubles, item_count: int) -> sp.csr_matrix:
    shape = (int(users.max(initial=-1)) + 1, item_count)
    return sp.csr_matrix((values.astype(np.float64), (users, items)), shape=shape)


def _best(weights: sp.csr_matrix) -> Cells:
    """Give the largest cells of each row, by row and column."""
    cells = weights.tocoo()
    rows, columns, values = (np.asarray(part)[cells.data > 0] for part in (cells.row, cells.col, cells.data))
    order = np.lexsort((columns, -values, rows))
    place = np.arange(len(order)) - np.searchsorted(rows[order], rows[order])
    kept = order[place < _NEIGHBOURS]
    kept = kept[np.lexsort((columns[kept], rows[kept]))]
    return rows[kept].astype(np.int64), columns[kept].astype(np.int64), values[kept].astype(np.float64)
