"""How a belief is spread, in a few numbers whose count does not depend on the catalogue: Renyi entropies.

The entropy of order a of a distribution p is H_a = log2(sum p^a) / (1 - a), Shannon's for a -> 1 (Renyi, 1961). Low
orders tell how long the tail is, which says how many guesses a target takes (Arikan, "An inequality on guessing and its
application to sequential decoding", 1996); high orders tell how far the best stand out. All come from sums over items,
so that the sums of both answers to every question are one product of matrices.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["ORDERS", "Sums", "entropies_bits", "powers", "scaled", "summed"]

Floats = npt.NDArray[np.float32]
Sums = tuple[Floats, ...]
"""Sums of w, w log2 w, w^1/4, w^1/2, w^2 and w^4 over the weights w of some items; arrays of one shape."""

ORDERS: Final = (0.25, 0.5, 1.0, 2.0, 4.0)
_POWERED: Final = (0.25, 0.5, 2.0, 4.0)
_TINY: Final = np.float32(1e-30)
_MOST_BITS: Final = 16.0


def powers(weights: Floats) -> Sums:
    """Give what is to be summed up, item by item."""
    root, square = np.sqrt(weights), weights * weights
    return (weights, weights * np.log2(np.maximum(weights, _TINY)), np.sqrt(root), root, square, square * square)


def summed(parts: Sums) -> Sums:
    """Add up over the last axis."""
    return tuple(part.sum(axis=-1) for part in parts)


def scaled(sums: Sums, factor: float) -> Sums:
    """Give the sums of weights that are `factor` times as large, above 0."""
    mass, logs, *raised = sums
    again = tuple(part * np.float32(factor**order) for part, order in zip(raised, _POWERED, strict=True))
    return (mass * np.float32(factor), np.float32(factor) * (logs + np.float32(np.log2(factor)) * mass), *again)


def entropies_bits(sums: Sums) -> Floats:
    """Give the entropies of `ORDERS`, (..., 5), of weights that need not add up to 1; at most 16 bits."""
    mass, logs, *raised = sums
    total = np.maximum(mass, _TINY)
    log_total = np.log2(total)
    found = [
        (np.log2(np.maximum(part, _TINY)) - order * log_total) / (1.0 - order)
        for part, order in zip(raised, _POWERED, strict=True)
    ]
    found.insert(ORDERS.index(1.0), log_total - logs / total)
    return np.clip(np.stack(found, axis=-1), 0.0, _MOST_BITS).astype(np.float32)
