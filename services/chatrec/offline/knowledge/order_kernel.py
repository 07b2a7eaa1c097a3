"""How near each other two items were taken: what is taken in one go belongs together more than what one person took."""

import numpy as np
import numpy.typing as npt

__all__ = ["order_kernel"]

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


def order_kernel(
    users: Longs, items: Longs, strengths: Doubles, unix_s: Doubles, *, item_count: int, span: float
) -> Doubles:
    """Give items x items: the sum over users of both strengths x exp(-distance / span).

    The distance is how many places two items lie apart in the order in which the user took them. It is a positive
    definite kernel, so that it can be added to or stand for the gram matrix of a linear autoencoder.
    """
    order = np.lexsort((unix_s, users))
    bounds = np.flatnonzero(np.diff(users[order], prepend=-1))
    found = np.zeros((item_count, item_count))
    longest = int(np.diff(bounds, append=len(order)).max(initial=0))
    fading = np.exp(-np.arange(longest) / span)
    for rows in np.split(order, bounds[1:]):
        places = np.arange(len(rows))
        near = fading[np.abs(places[:, None] - places)]
        found[np.ix_(items[rows], items[rows])] += near * np.outer(strengths[rows], strengths[rows])
    return found
