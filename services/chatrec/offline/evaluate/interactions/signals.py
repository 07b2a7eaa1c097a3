"""What the pairs known to be heard say of other pairs: one column a signal."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from chatrec.knowledge.domain.snapshot.autoencoder import ease_of_gram
from chatrec.offline.evaluate.evaluation import Doubles
from chatrec.offline.knowledge.low_pass import low_pass

__all__ = ["GROUPS", "NO_EVIDENCE", "TRACE", "signals"]

Longs = npt.NDArray[np.int64]

GROUPS: Mapping[str, tuple[str, ...]] = {
    "popularity": ("popularity", "taste_for_known"),
    "autoencoder": ("user_autoencoder",),
    "low_pass": ("low_pass", "low_pass_share"),
    "neighbours": ("item_neighbours", "item_neighbours_mean", "user_neighbours", "user_neighbours_share", "two_steps"),
    "graph": ("graph", "graph_mean", "graph_degree"),
}
"""The signals by family, for the ablation."""

TRACE = "heard"
"""How much of a user is known: it only enters a row of the ablation, as a trace of the draw that no product has.

Each user has as many pairs heard as not, and one draw parts them all, so it tells how many are left to be heard.
"""

NO_EVIDENCE = frozenset({"taste_for_known", "graph_degree", TRACE})
"""Signals that may count either way; more of any other never makes a pair less likely.

Without this a classifier finds the other trace of the draw: an artist whom nobody is known to have heard must have been
heard by somebody whose pair is asked for (36 % of such pairs were heard, against 15 % where one listener is known).
"""

_RIDGE = 60.0
_SHRINKAGE = 3.0


def signals(taken: Doubles, shared: Doubles, users: Longs, items: Longs, seed: int) -> Mapping[str, Doubles]:
    """Give every signal for pairs of users and items; `taken` is 0 or 1, and must not hold the pairs themselves."""
    held = sp.csr_matrix(taken)  # one pair in a hundred is known: products with it are a hundred times cheaper
    heard, popularity = taken.sum(axis=1), taken.sum(axis=0)
    by_item, by_user = _neighbours(held.T, popularity), _neighbours(held, heard)
    smooth, near = low_pass(taken, 48, seed), held @ by_item
    likely, walked = by_user @ held, held @ shared
    often = popularity[items] + _SHRINKAGE
    return {
        "popularity": np.log1p(popularity)[items],
        "taste_for_known": (taken @ np.log1p(popularity) / np.maximum(heard, 1.0))[users],
        "heard": np.log1p(heard)[users],
        "user_autoencoder": (ease_of_gram((held @ held.T).toarray(), _RIDGE).T @ held)[users, items],
        "low_pass": smooth[users, items],
        "low_pass_share": smooth[users, items] / np.sqrt(popularity[items] + 1.0),
        "item_neighbours": near[users, items],
        "item_neighbours_mean": near[users, items] / np.sqrt(heard[users] + 1.0),
        "user_neighbours": likely[users, items],
        "user_neighbours_share": likely[users, items] / often,
        "two_steps": (by_user @ likely)[users, items] / often,
        "graph": walked[users, items],
        "graph_mean": walked[users, items] / (heard[users] + 1.0),
        "graph_degree": shared.sum(axis=1)[items],
    }


def _neighbours(rows: sp.csr_matrix, counts: Doubles) -> Doubles:
    """Give the cosine of rows, shrunk for short ones, 0 on the diagonal."""
    scaled = sp.diags(1.0 / np.sqrt(counts + _SHRINKAGE)) @ rows
    cosine = (scaled @ scaled.T).toarray()
    np.fill_diagonal(cosine, 0.0)
    return np.asarray(cosine)
