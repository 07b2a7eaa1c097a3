"""The closed form of a linear autoencoder."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["ease_of_gram"]

Float = TypeVar("Float", np.float32, np.float64)


def ease_of_gram(gram: npt.NDArray[Float], ridge: float) -> npt.NDArray[Float]:
    """Give the weights of EASE from how often every two items are taken together; any kernel of items will do.

    The closed form of a ridge regression of every column on all others, a row an item that is held, 0 on the diagonal
    (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019, eq. 8).
    """
    lifted = gram.copy()
    lifted[np.diag_indices_from(lifted)] += ridge
    inverse = np.linalg.inv(lifted)
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return np.asarray(weights, dtype=gram.dtype)
