"""Items that the same users took up: a linear autoencoder over interactions, or cosines where there are many items."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.catalogue.catalogue import Interaction
from chatrec.knowledge.domain.snapshot.adjacency import spans
from chatrec.knowledge.domain.snapshot.autoencoder import ease_of_gram

__all__ = ["Cells", "similar_items"]

Longs = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]
Cells = tuple[Longs, Longs, Doubles]
"""Rows, columns and weights above 0, side by side."""

_NEIGHBOURS = 50
_MOST_INVERTED = 4_000
_RIDGE = 40.0
_LEAST_RIDGE = 5.0
_SHRINKAGE = 5.0
_MOST_OF_A_USER = 500
_BLOCK_CELLS = 4_000_000
_TINY = 1e-12


def similar_items(interactions: Sequence[Interaction], numbers: Mapping[str, int], item_count: int) -> Cells:
    """Give each item the 50 items that liking it speaks for the most.

    Up to 4,000 items these are the positive weights of a linear autoencoder (EASE, Steck 2019, equation 8), of which
    the ridge grows with the mean number of users of an item. Above, they are cosines of the items' users where pairs
    seen together by few are shrunk towards 0 (Bell and Koren 2007). A user with many items counts for less (inverse
    user frequency, Breese et al. 1998). Interactions of value 0 or less are left out, and of a user with very many the
    latest 500 are kept.
    """
    users, items = _pairs(interactions, numbers)
    if not len(users):
        none = np.zeros(0, dtype=np.int64)
        return none, none, np.zeros(0)
    if item_count <= _MOST_INVERTED:
        return _autoencoded(users, items)
    return _cosines(users, items, item_count)


def _autoencoded(users: Longs, items: Longs) -> Cells:
    """Solve for the items that anybody took up; the others have nothing to learn from."""
    known, items = np.unique(items, return_inverse=True)
    count = len(known)
    by_user, weight_of_user = _users(users, items)
    by_item = _rows(items, users, count)
    blocks = _split(count)
    gram = np.concatenate([_block(chosen, by_item, by_user, weight_of_user, count)[0] for chosen in blocks])
    weights = ease_of_gram(gram, max(_LEAST_RIDGE, _RIDGE * float(np.trace(gram)) / count))
    rows, columns = _top(weights)
    return known[rows], known[columns], weights[rows, columns]


def _cosines(users: Longs, items: Longs, item_count: int) -> Cells:
    by_user, weight_of_user = _users(users, items)
    by_item = _rows(items, users, item_count)
    norms = np.sqrt(np.bincount(items, weights=weight_of_user[users], minlength=item_count))
    blocks = _split(item_count)
    found = [_nearest(chosen, norms, _block(chosen, by_item, by_user, weight_of_user, item_count)) for chosen in blocks]
    rows, columns, weights = (np.concatenate(part) for part in zip(*found, strict=True))
    return rows, columns, weights


def _users(users: Longs, items: Longs) -> tuple[tuple[Longs, Longs], Doubles]:
    """Give the items of every user, and what each user counts for."""
    by_user = _rows(users, items)
    return by_user, np.asarray(1.0 / np.log2(2.0 + np.diff(by_user[0])))


def _split(item_count: int) -> list[Longs]:
    size = max(1, _BLOCK_CELLS // item_count)
    return [np.arange(start, min(start + size, item_count)) for start in range(0, item_count, size)]


def _nearest(chosen: Longs, norms: Doubles, shared: tuple[Doubles, Doubles]) -> tuple[Longs, Longs, Doubles]:
    """Give the nearest items of the chosen ones: rows, columns and cosines, by row and column."""
    together, common = shared
    cosine = together / np.maximum(np.outer(norms[chosen], norms), _TINY) * (common / (common + _SHRINKAGE))
    cosine[np.arange(len(chosen)), chosen] = 0
    row, column = _top(cosine)
    return chosen[row], column, cosine[row, column]


def _pairs(interactions: Sequence[Interaction], numbers: Mapping[str, int]) -> tuple[Longs, Longs]:
    """Number the users, keep what was taken up, each pair once."""
    latest: dict[str, dict[int, int]] = {}
    for row in interactions:
        if row.value > 0:
            taken = latest.setdefault(row.user, {})
            item = numbers[row.item]
            taken[item] = max(row.unix_s, taken.get(item, 0))
    users: list[int] = []
    items: list[int] = []
    for number, taken in enumerate(latest.values()):
        kept = sorted(taken, key=lambda item: (-taken[item], item))[:_MOST_OF_A_USER]
        users += [number] * len(kept)
        items += kept
    return np.array(users, dtype=np.int64), np.array(items, dtype=np.int64)


def _rows(keys: Longs, values: Longs, count: int = 0) -> tuple[Longs, Longs]:
    order = np.argsort(keys, kind="stable")
    offsets = np.concatenate(([0], np.cumsum(np.bincount(keys, minlength=count))))
    return offsets.astype(np.int64), values[order]


def _block(
    chosen: Longs,
    by_item: tuple[Longs, Longs],
    by_user: tuple[Longs, Longs],
    weight_of_user: Doubles,
    item_count: int,
) -> tuple[Doubles, Doubles]:
    """Weigh and count the users that the chosen items share with every item."""
    positions, item = spans(by_item[0], chosen)
    users = by_item[1][positions]
    reached, owner = spans(by_user[0], users)
    cells = item[owner] * item_count + by_user[1][reached]
    shape = (len(chosen), item_count)
    weights = weight_of_user[users][owner]
    together = np.bincount(cells, weights=weights, minlength=len(chosen) * item_count).astype(np.float64)
    common = np.bincount(cells, minlength=len(chosen) * item_count).astype(np.float64)
    return together.reshape(shape), common.reshape(shape)


def _top(cosine: Doubles) -> tuple[Longs, Longs]:
    """Give the cells of each row's largest values, by row and column; cells of 0 never."""
    keep = min(_NEIGHBOURS, cosine.shape[1])
    columns = np.argpartition(-cosine, keep - 1, axis=1)[:, :keep]
    mark = np.zeros(cosine.shape, dtype=bool)
    np.put_along_axis(mark, columns, values=True, axis=1)
    rows, found = np.nonzero(mark & (cosine > 0))
    return rows, found
