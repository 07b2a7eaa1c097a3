"""From which score on an act holds, chosen act by act."""

import numpy as np
import numpy.typing as npt

from chatrec.offline.dialogue.least_squares import Floats

__all__ = ["best_thresholds"]


def best_thresholds(scores: Floats, holds: npt.NDArray[np.bool_]) -> Floats:
    """Give for each act the threshold of the best F1 of `scores >= threshold`; both are (utterances, acts).

    It lies midway between the last score taken and the first left. An act that never holds is given infinity.
    """
    return np.array([_best(scores[:, act], holds[:, act]) for act in range(scores.shape[1])], dtype=np.float32)


def _best(scores: Floats, holds: npt.NDArray[np.bool_]) -> float:
    if not holds.any():
        return float("inf")
    order = np.argsort(-scores, kind="stable")
    taken = np.arange(1, len(order) + 1)
    f1 = 2 * np.cumsum(holds[order]) / (taken + holds.sum())
    # Between two equal scores no threshold can lie.
    falls = np.append(scores[order][:-1] > scores[order][1:], True)
    last = int(np.where(falls, f1, -1.0).argmax())
    following = scores[order[min(last + 1, len(order) - 1)]]
    return float(scores[order[last]] + following) / 2
