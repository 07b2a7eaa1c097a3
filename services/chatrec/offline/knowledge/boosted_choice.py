"""A second look at the best candidates: boosted trees see what a sum cannot, which signals go together."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

__all__ = ["BoostedChoice", "fit_boosted_choice"]

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class BoostedChoice:
    """Fitted trees."""

    trees: HistGradientBoostingClassifier

    def scores(self, features: Floats) -> Floats:
        """Give log odds: cases x candidates, from cases x candidates x features."""
        cases, candidates, width = features.shape
        found = self.trees.decision_function(features.reshape(-1, width))
        return np.asarray(found.reshape(cases, candidates), dtype=np.float32)


def fit_boosted_choice(features: Floats, right: Bools, *, seed: int) -> BoostedChoice:
    """Fit small, slow trees on candidates that are right or wrong (Friedman, 2001, on histograms).

    Args:
        features: Cases x candidates x features.
        right: Cases x candidates.
        seed: Draws the values that the bins of a feature are cut from.
    """
    trees = HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.05,
        max_leaf_nodes=8,
        min_samples_leaf=100,
        l2_regularization=10.0,
        early_stopping=False,
        random_state=seed,
    )
    return BoostedChoice(trees.fit(features.reshape(-1, features.shape[2]), right.ravel()))
