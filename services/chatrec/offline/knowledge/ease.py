"""Linear autoencoders: what one item says of another, learned from who took what."""

import numpy as np
import numpy.typing as npt

__all__ = ["ease"]

Doubles = npt.NDArray[np.float64]


def ease(strengths: Doubles, ridge: float) -> Doubles:
    """Give the item-item weights of EASE, a row an item that is held, 0 on the diagonal.

    The closed form of a ridge regression of every column on all others (Steck, "Embarrassingly Shallow Autoencoders for
    Sparse Data", WWW 2019, eq. 8). `strengths` is users x items; its transpose gives user-user weights.
    """
    gram = strengths.T @ strengths
    gram[np.diag_indices_from(gram)] += ridge
    inverse = np.linalg.inv(gram)
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return np.asarray(weights)
