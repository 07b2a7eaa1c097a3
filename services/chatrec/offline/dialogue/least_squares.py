"""Least squares on a Gram matrix, and what every known row scores where it is left out itself.

Kernel ridge regression towards indicators of the classes separates them as well as a support vector machine does
(Rifkin, Yeo and Poggio, "Regularized Least-Squares Classification", 2003), has one answer, and with the same
factorisation tells how it would have judged each known row without it (Rifkin and Lippert, "Notes on Regularized Least
Squares", 2007): thresholds are chosen on that, and no row is ever put aside for them.
"""

import numpy as np
import numpy.typing as npt
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.linalg.lapack import get_lapack_funcs

from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Floats", "solve", "solve_and_leave_groups_out", "solve_and_leave_out"]

Floats = npt.NDArray[np.float32]


def solve(gram: Floats, targets: Floats, *, ridge: float) -> Floats:
    """Give (rows, classes) coefficients with (gram + ridge I) coefficients = targets.

    A row's scores are its likenesses to the known rows times these. `gram` (rows, rows) is used up, as it may be a
    gigabyte.

    Raises:
        InvalidInputError: the matrix has no positive definite form even with the ridge.
    """
    return _solved(_factor(gram, ridge), targets)


def solve_and_leave_out(gram: Floats, targets: Floats, *, ridge: float) -> tuple[Floats, Floats]:
    """Give the coefficients as `solve` does, and (rows, classes) the scores of each known row by all the others.

    It takes twice as long as `solve`.

    Raises:
        InvalidInputError: the matrix has no positive definite form even with the ridge.
    """
    factor = _factor(gram, ridge)
    coefficients = _solved(factor, targets)
    left_out: Floats = targets - coefficients / _inverse_diagonal(factor)[:, None]
    return coefficients, left_out


def solve_and_leave_groups_out(
    gram: Floats, targets: Floats, groups: npt.NDArray[np.integer], *, ridge: float
) -> tuple[Floats, Floats]:
    """Give the coefficients as `solve` does, and the scores of each known row by all rows that are not of its group.

    `groups` (rows,) numbers them. It is for rows that are no chance witnesses of each other, such as one phrasing
    filled twice; groups are small, as each takes the cube of its rows.

    Raises:
        InvalidInputError: the matrix has no positive definite form even with the ridge.
    """
    factor = _factor(gram, ridge)
    coefficients = _solved(factor, targets)
    inverse = np.tril(_inverted(factor))
    left_out = targets.copy()
    order = np.argsort(groups, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1):
        columns = inverse[:, rows]
        left_out[rows] -= np.linalg.solve(columns.T @ columns, coefficients[rows])
    return coefficients, left_out


def _factor(gram: Floats, ridge: float) -> Floats:
    gram.flat[:: len(gram) + 1] += ridge
    try:
        # Its transpose is the same matrix in the order that LAPACK works on in place.
        factor, _ = cho_factor(gram.T, lower=True, overwrite_a=True, check_finite=False)
    except LinAlgError as error:
        raise InvalidInputError("The likenesses are of no Gram matrix.", ridge=ridge) from error
    return np.asarray(factor)


def _solved(factor: Floats, targets: Floats) -> Floats:
    return np.asarray(cho_solve((factor, True), targets, check_finite=False))


def _inverse_diagonal(factor: Floats) -> Floats:
    """Give the diagonal of the inverse of L L^T from L, which is used up: the squared norms of the columns of L^-1."""
    inverse = _inverted(factor)
    rows = np.arange(len(inverse))
    # Above the diagonal lies what the factorisation left there.
    return np.array([inverse[row:, row] @ inverse[row:, row] for row in rows], dtype=np.float32)


def _inverted(factor: Floats) -> Floats:
    """Give L^-1 on and below the diagonal from L, which is used up; above it lies whatever was there."""
    (invert,) = get_lapack_funcs(("trtri",), (factor,))
    inverse, _ = invert(factor, lower=1, overwrite_c=1)
    return np.asarray(inverse)
