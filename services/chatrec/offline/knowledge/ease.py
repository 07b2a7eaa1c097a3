"""EASE over a matrix of who took what."""

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.snapshot.autoencoder import ease_of_gram

__all__ = ["ease"]

Doubles = npt.NDArray[np.float64]


def ease(strengths: Doubles, ridge: float) -> Doubles:
    """Give the item-item weights of EASE, a row an item that is held, 0 on the diagonal.

    `strengths` is users x items; its transpose gives user-user weights.
    """
    return ease_of_gram(strengths.T @ strengths, ridge)
