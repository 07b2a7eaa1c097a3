"""Which relation an answer follows, told from the words of the question.

An answer is drawn from a mixture: P(item) = sum over ways of P(way | words) P(item | way). A way is a walk along one
relation or a pair of them, or any other proposal that is a distribution over items. The gate P(way | words) is a
multinomial logit, fitted on the likelihood of the answers alone: nobody has to say which relation was meant.
(Mixture of experts with fixed experts: Jacobs, Jordan, Nowlan and Hinton, 1991.)
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import minimize

__all__ = ["RelationChoice", "fit_relation_choice"]

Bools = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
_NEVER = np.float32(-1e9)
_LEAST = np.float32(1e-12)


@dataclass(frozen=True, slots=True, eq=False)
class RelationChoice:
    """A fitted gate.

    Attributes:
        weights: Words x ways.
    """

    weights: Floats

    def shares(self, words: sp.csr_matrix, possible: Bools) -> Floats:
        """Give P(way | words): texts x ways, 0 where a way is not possible. Each text needs one possible way."""
        return _shares(words, possible, self.weights)


def fit_relation_choice(
    words: sp.csr_matrix, possible: Bools, proposals: Floats, *, penalty: float, iterations: int = 80
) -> RelationChoice:
    """Fit the gate.

    Args:
        words: Texts x words.
        possible: Texts x ways: whether the way leads anywhere.
        proposals: Texts x ways: P(the right item | way).
        penalty: Half of it times the squared weights is added to the negative log likelihood.
        iterations: The most steps of L-BFGS.
    """
    shape = (words.shape[1], proposals.shape[1])
    by_word = words.T.tocsr()

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        weights = flat.reshape(shape).astype(np.float32)
        shares = _shares(words, possible, weights)
        joint = shares * proposals
        total = joint.sum(axis=1, keepdims=True) + _LEAST
        gradient = np.asarray(by_word @ (shares - joint / total), dtype=np.float64).ravel() + penalty * flat
        return 0.5 * penalty * float(flat @ flat) - float(np.log(total).sum(dtype=np.float64)), gradient

    start = np.zeros(shape[0] * shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    return RelationChoice(np.asarray(found.x.reshape(shape), dtype=np.float32))


def _shares(words: sp.csr_matrix, possible: Bools, weights: Floats) -> Floats:
    scores = np.where(possible, words @ weights, _NEVER)
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)
