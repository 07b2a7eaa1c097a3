"""The linear autoencoder of very many items: each item is regressed on the items nearest to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.snapshot.adjacency import spans

__all__ = ["Cells", "Taken", "gram_of", "sparse_ease"]

Longs = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]
Cells = tuple[Longs, Longs, Doubles]
"""Rows, columns and weights above 0, side by side."""

_NEAREST: Final = 50
_PAIRS: Final = 2_000_000
"""Pairs of interactions of the same user that are looked at in one go: about 100 MB."""
_ROWS: Final = 65_536
"""Users in one go of a regression."""


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """Who took what, read both ways.

    The users of item i are `users[item_offsets[i]:item_offsets[i + 1]]`, the items of user u
    `items[user_offsets[u]:user_offsets[u + 1]]`; what an interaction of user u counts for is `weight_of_user[u]`.
    """

    item_offsets: Longs
    users: Longs
    user_offsets: Longs
    items: Longs
    weight_of_user: Doubles

    @property
    def item_count(self) -> int:
        """Number of items."""
        return len(self.item_offsets) - 1

    def squares(self) -> Doubles:
        """Give the sum of squares of every item: the diagonal of the Gram matrix."""
        owner = np.repeat(np.arange(self.item_count), np.diff(self.item_offsets))
        total = np.bincount(owner, weights=self.weight_of_user[self.users], minlength=self.item_count)
        return np.asarray(total, dtype=np.float64)


def gram_of(taken: Taken) -> Doubles:
    """Give how much every two items are taken by the same users, items x items."""
    gram = np.diag(taken.squares())
    for start, end in _blocks(taken):
        rows, columns, common = _together(taken, start, end)
        gram[rows, columns] = common
    return gram


def sparse_ease(taken: Taken, ridge: float, *, nearest: int = _NEAREST) -> Cells:
    """Give the positive item-item weights, a row an item that is held, by column.

    A weight is that of the ridge regression of an item (the column) on its `nearest` items by cosine, as fsSLIM
    chooses them (Ning and Karypis, "SLIM: Sparse Linear Methods for Top-N Recommender Systems", ICDM 2011); with all
    items it is EASE (Steck, WWW 2019). Time and memory grow with the interactions, not with the square of the items.
    """
    solver = _Regression(taken, ridge)
    rows, columns, weights = [], [], []
    for item, others, common in _neighbourhoods(taken, nearest):
        found = solver.solve(others, common)
        positive = found > 0.0
        rows.append(others[positive])
        weights.append(found[positive])
        columns.append(np.full(int(positive.sum()), item))
    if not rows:
        none = np.zeros(0, dtype=np.int64)
        return none, none, np.zeros(0)
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(weights)


def _neighbourhoods(taken: Taken, nearest: int) -> Iterator[tuple[int, Longs, Doubles]]:
    """Give every item with the other items of largest cosine, and what it shares with each."""
    lengths = np.sqrt(taken.squares())
    for start, end in _blocks(taken):
        owner, others, common = _together(taken, start, end)
        cosine = common / (lengths[others] * lengths[owner])
        order = np.lexsort((others, -cosine, owner))
        bounds = np.searchsorted(owner, np.arange(start, end + 1))
        for item, low, high in zip(range(start, end), bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            best = np.sort(order[low : min(high, low + nearest)])
            if len(best):
                yield item, others[best], common[best]


def _blocks(taken: Taken) -> Iterator[tuple[int, int]]:
    """Cut the items into runs that make about as many pairs each."""
    sizes = np.diff(taken.user_offsets)[taken.users]
    ends = np.concatenate(([0], np.cumsum(sizes)))[taken.item_offsets]
    start = 0
    while start < taken.item_count:
        end = max(start + 1, int(np.searchsorted(ends, ends[start] + _PAIRS, side="right")) - 1)
        yield start, end
        start = end


def _together(taken: Taken, start: int, end: int) -> Cells:
    """Give what the items from `start` to `end` share with every other: the cells of the Gram matrix, by row."""
    if end - start == 1:
        return _together_with(taken, start)
    positions, owner = spans(taken.item_offsets, np.arange(start, end))
    users = taken.users[positions]
    reached, source = spans(taken.user_offsets, users)
    keys = owner[source] * taken.item_count + taken.items[reached]
    cells, place = np.unique(keys, return_inverse=True)
    common = np.bincount(place, weights=taken.weight_of_user[users][source])
    row, column = np.divmod(cells, taken.item_count)
    row += start
    kept = row != column
    return row[kept], column[kept], common[kept]


def _together_with(taken: Taken, item: int) -> Cells:
    """Give the same for one item, whose users may be very many."""
    users = taken.users[taken.item_offsets[item] : taken.item_offsets[item + 1]]
    common = np.zeros(taken.item_count)
    for low in range(0, len(users), _ROWS):
        reached, source = spans(taken.user_offsets, users[low : low + _ROWS])
        weights = taken.weight_of_user[users[low : low + _ROWS]][source]
        common += np.bincount(taken.items[reached], weights=weights, minlength=taken.item_count)
    common[item] = 0.0
    others = np.flatnonzero(common)
    return np.full(len(others), item), others, common[others]


class _Regression:
    """Solves for one item after another, over room that is made once."""

    def __init__(self, taken: Taken, ridge: float) -> None:
        self._taken = taken
        self._ridge = ridge
        self._row_of = np.zeros(len(taken.user_offsets) - 1, dtype=np.int64)
        self._roots = np.sqrt(taken.weight_of_user)

    def solve(self, others: Longs, common: Doubles) -> Doubles:
        """Give the weights of some items in the regression of an item that shares `common` with each."""
        positions, column = spans(self._taken.item_offsets, others)
        users = self._taken.users[positions]
        row, count = self._numbered(users)
        gram = np.zeros((len(others), len(others)))
        gram.flat[:: len(others) + 1] = self._ridge
        for low in range(0, count, _ROWS):
            table = np.zeros((min(_ROWS, count - low), len(others)))
            here = slice(None) if count <= _ROWS else (row >= low) & (row < low + _ROWS)
            table[row[here] - low, column[here]] = self._roots[users[here]]
            gram += table.T @ table
        return np.asarray(np.linalg.solve(gram, common))

    def _numbered(self, users: Longs) -> tuple[Longs, int]:
        """Number the users that occur from 0 on, and count them; in the time of reading them, without sorting."""
        order = np.arange(len(users))
        self._row_of[users] = order
        last = np.flatnonzero(self._row_of[users] == order)  # one place of every user
        self._row_of[users[last]] = np.arange(len(last))
        return self._row_of[users], len(last)
