"""Small worlds of items and attributes for the dialogues that ask."""

import numpy as np
import scipy.sparse as sp

from chatrec.offline.policy.attribute_dialogues import Setting, Targets

MOVES = 6
SLATE_SIZE = 2


def world(items: int = 40, attributes: int = 12, seed: int = 0) -> sp.csr_matrix:
    """Give items x attributes, every item with the first attribute, drawn at random."""
    has = np.random.default_rng(seed).random((items, attributes)) < 0.4
    has[:, 0] = True
    return sp.csr_matrix(has.astype(np.float32))


def setting(has: sp.csr_matrix, odds: np.ndarray, wrong_share: float = 0.0) -> Setting:
    """Dialogues of `MOVES` moves over a world."""
    return Setting(has, lambda users, items: odds[np.ix_(users, items)], MOVES, wrong_share)


def everybody_once(has: sp.csr_matrix) -> Targets:
    """A dialogue of user 0 for every item, opened with the first attribute."""
    count = has.shape[0]
    return Targets(np.zeros(count, np.int64), np.arange(count), np.zeros(count, np.int64))
