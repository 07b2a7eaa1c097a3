"""Ratings in RecBole's file, split for each user."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from chatrec.offline.evaluate.evaluation import Doubles
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Ratings", "read_ratings", "split_by_user"]

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """One row a rating: numbers of the user and the item, the value from 1 to 5, and when it was given."""

    users: Longs
    items: Longs
    values: Doubles
    unix_s: Doubles
    user_ids: tuple[str, ...]
    item_ids: tuple[str, ...]

    def matrix(self, rows: Longs) -> Doubles:
        """Give the values of some rows as users x items, 0 where there is none."""
        found = np.zeros((len(self.user_ids), len(self.item_ids)))
        found[self.users[rows], self.items[rows]] = self.values[rows]
        return found


def read_ratings(path: Path) -> Ratings:
    """Read a tab-separated file with a header: user, item, rating, timestamp.

    Raises:
        InvalidInputError: a line does not have four fields, or a number is none.
    """
    rows: list[tuple[str, str, float, float]] = []
    lines = path.read_text("utf-8").splitlines()[1:]
    for number, line in enumerate(lines, start=2):
        try:
            user, item, value, unix_s = line.split("\t")
            rows.append((user, item, float(value), float(unix_s)))
        except ValueError as error:
            raise InvalidInputError(f"{path.name}:{number}: user, item, rating and timestamp are needed.") from error
    if not rows:
        raise InvalidInputError(f"{path.name}: there is no rating.")
    users, items, values, times = zip(*rows, strict=True)
    user_ids, user_numbers = np.unique(np.array(users), return_inverse=True)
    item_ids, item_numbers = np.unique(np.array(items), return_inverse=True)
    return Ratings(
        users=user_numbers.astype(np.int64),
        items=item_numbers.astype(np.int64),
        values=np.array(values),
        unix_s=np.array(times),
        user_ids=tuple(user_ids.tolist()),
        item_ids=tuple(item_ids.tolist()),
    )


def split_by_user(ratings: Ratings, rows: Longs, share: float, seed: int) -> tuple[Longs, Longs]:
    """Draw a share of each user's rows at random, and give these and the others."""
    rng = np.random.default_rng(seed)
    order = rows[np.lexsort((rng.random(len(rows)), ratings.users[rows]))]
    users = ratings.users[order]
    count = np.bincount(users, minlength=len(ratings.user_ids))
    place = np.arange(len(order)) - np.searchsorted(users, users)
    chosen = place < np.round(share * count[users])
    return order[chosen], order[~chosen]
