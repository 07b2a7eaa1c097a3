"""What is said together: lift and conditional mass from counts over dialogues."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

__all__ = ["counted", "indicator", "log_lift", "share_lift"]

Singles = npt.NDArray[np.float32]
_RAREST = 1e-5


def indicator(rows: list[int], columns: list[int], shape: tuple[int, int]) -> sparse.csr_matrix:
    """Make a matrix that is 1 at the given places, however often a place is given."""
    found = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape)
    found.data[:] = 1.0
    return found


def counted(sources: sparse.csr_matrix, targets: sparse.csr_matrix) -> Singles:
    """Count for each source and target in how many dialogues (rows) both occur."""
    return np.asarray((sources.T @ targets).toarray(), dtype=np.float32)


def log_lift(sources: sparse.csr_matrix, targets: sparse.csr_matrix, *, mass: float) -> Singles:
    """Give log P(target | source) / P(target), the conditional shrunk to the marginal by `mass` dialogues.

    A naive Bayes classifier adds these up over the sources that were said.
    """
    expected = _column_sums(targets) / max(targets.shape[0], 1) + _RAREST
    said = _column_sums(sources)[:, None]
    found = (counted(sources, targets) + mass * expected) / ((said + mass) * expected)
    return np.asarray(np.log(found), dtype=np.float32)


def share_lift(sources: sparse.csr_matrix, amounts: sparse.csr_matrix, *, mass: float) -> Singles:
    """Give the same for amounts, such as how many items of each genre a dialogue names, as shares of their sum."""
    together = counted(sources, amounts)
    shares = _column_sums(amounts)
    shares = shares / max(float(shares.sum()), 1.0) + _RAREST
    found = (together + mass * shares) / ((together.sum(axis=1, keepdims=True) + mass) * shares)
    return np.asarray(np.log(found), dtype=np.float32)


def _column_sums(matrix: sparse.csr_matrix) -> Singles:
    return np.asarray(matrix.sum(axis=0), dtype=np.float32).ravel()
