"""Items that the same users took up: a linear autoencoder over interactions, exact or of the nearest items alone."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.catalogue.catalogue import Interaction
from chatrec.knowledge.domain.snapshot.autoencoder import ease_of_gram
from chatrec.knowledge.domain.snapshot.sparse_autoencoder import Cells, Taken, gram_of, sparse_ease

__all__ = ["Cells", "similar_items"]

Longs = npt.NDArray[np.int64]

_MOST_INVERTED: Final = 4_000
_RIDGE: Final = 40.0
_LEAST_RIDGE: Final = 5.0
_MOST_OF_A_USER: Final = 500


def similar_items(interactions: Sequence[Interaction], numbers: Mapping[str, int]) -> Cells:
    """Give each item what liking it speaks for: the positive weights of a linear autoencoder (EASE, Steck 2019).

    Up to 4,000 items that anybody took up it is solved as a whole (equation 8), above for each item on its nearest. The
    ridge grows with the mean number of users of an item. A user with many items counts for less (inverse user
    frequency, Breese et al. 1998). Interactions of value 0 or less are left out, and of a user with very many the
    latest 500 are kept.
    """
    users, items = _pairs(interactions, numbers)
    if not len(users):
        return users, items, np.zeros(0)
    known, items = np.unique(items, return_inverse=True)
    taken = _taken(users, items, len(known))
    ridge = max(_LEAST_RIDGE, _RIDGE * float(taken.squares().sum()) / len(known))
    rows, columns, weights = (_whole if len(known) <= _MOST_INVERTED else sparse_ease)(taken, ridge)
    return known[rows], known[columns], weights


def _whole(taken: Taken, ridge: float) -> Cells:
    weights = ease_of_gram(gram_of(taken), ridge)
    rows, columns = np.nonzero(weights > 0.0)
    return rows, columns, weights[rows, columns]


def _taken(users: Longs, items: Longs, item_count: int) -> Taken:
    by_user = _rows(users, items)
    by_item = _rows(items, users, item_count)
    return Taken(*by_item, *by_user, np.asarray(1.0 / np.log2(2.0 + np.diff(by_user[0]))))


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
