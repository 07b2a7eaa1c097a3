"""The smooth part of who took what: what the strongest directions of the user-item graph keep."""

import numpy as np
import numpy.typing as npt

__all__ = ["low_pass"]

Doubles = npt.NDArray[np.float64]

_ROUNDS = 12


def low_pass(taken: Doubles, directions: int, seed: int) -> Doubles:
    """Score items for users by a low-pass filter, users x items.

    `taken` is 0 or 1. Rows and columns are scaled by the root of their degree, then projected onto the leading right
    singular vectors (Shen et al., "How Powerful is Graph Convolution for Recommendation?", CIKM 2021), which subspace
    iteration finds (Halko et al., 2011).
    """
    by_user, by_item = taken.sum(axis=1) + 1.0, taken.sum(axis=0) + 1.0
    scaled = taken / np.sqrt(by_user)[:, None] / np.sqrt(by_item)
    width = min(directions, *taken.shape)
    basis = np.linalg.qr(np.random.default_rng(seed).normal(size=(taken.shape[1], width)))[0]
    for _ in range(_ROUNDS):
        basis = np.linalg.qr(scaled.T @ (scaled @ basis))[0]
    return np.asarray((scaled @ basis) @ basis.T * np.sqrt(by_item))
