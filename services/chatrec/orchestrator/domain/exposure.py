"""Exposure by merit: items that are about as good stand first about as often, instead of one of them always.

A list is drawn by Plackett and Luce's model, an item before all that are left with a chance that grows with
score^(1 / evenness); that is the order of ln(score) + evenness g, where g is Gumbel noise (Yellott, 1977). Each item's
expected exposure then follows its score (Singh, Joachims, "Fairness of exposure in rankings", KDD 2018; Diaz et al.,
"Evaluating stochastic rankings with expected exposure", CIKM 2020).
"""

import hashlib

import numpy as np
import numpy.typing as npt

__all__ = ["drawn_worths", "seed_of"]

Doubles = npt.NDArray[np.float64]


def drawn_worths(worths: Doubles, evenness: float, seed: int) -> Doubles:
    """Draw what items are worth in one list, of ln(score), (items,); 0 leaves them as they are."""
    return np.asarray(worths + evenness * np.random.default_rng(seed).gumbel(size=len(worths)), np.float64)


def seed_of(subject: str, turn: int) -> int:
    """Give a number that only the subject and the turn decide: a request that is repeated draws the same list."""
    return int.from_bytes(hashlib.blake2b(f"exposure\n{subject}\n{turn}".encode(), digest_size=7).digest())
