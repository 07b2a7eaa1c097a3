"""The reward model of the doubly robust estimators: fitted Q evaluation, linear in the features, one model an action.

Conversations are halved; each half is forecast by the model of the other, so that no conversation corrects a forecast
that was fitted to it (cross-fitting: Chernozhukov et al., "Double/debiased machine learning", 2018).
"""

from typing import Final

import numpy as np

from chatrec.offline.policy.ope.estimators import Forecast
from chatrec.offline.policy.ope.log import Doubles, Integers, Log

__all__ = ["forecast"]

_RIDGE: Final = 1.0
_HALVES: Final = 2


def forecast(log: Log, probabilities: Doubles) -> Forecast:
    """Forecast the rewards to come under a policy, (n, T), from its probabilities of all actions, (n, T, K).

    From the last move backwards, q_t(x, a) is regressed on r_t + v_t+1. Source: Le, Voloshin, Yue, "Batch policy
    learning under constraints" (ICML 2019).
    """
    count, moves = log.actions.shape
    taken, value = np.zeros((count, moves)), np.zeros((count, moves))
    inputs = np.concatenate([log.features, np.ones((count, moves, 1))], axis=2)
    for half in range(_HALVES):
        following = np.zeros(count)
        for move in reversed(range(moves)):
            here = np.flatnonzero(log.lengths > move)
            theirs, ours = here[here % _HALVES != half], here[here % _HALVES == half]
            targets = log.rewards[theirs, move] + following[theirs]
            seen = inputs[theirs, move]
            fitted = _fit(seen, log.actions[theirs, move], targets, probabilities.shape[2])
            following[theirs] = np.einsum("nk,nk->n", seen @ fitted, probabilities[theirs, move])
            worth = inputs[ours, move] @ fitted
            value[ours, move] = np.einsum("nk,nk->n", worth, probabilities[ours, move])
            taken[ours, move] = worth[np.arange(len(ours)), log.actions[ours, move]]
    return Forecast(taken, value)


def _fit(inputs: Doubles, actions: Integers, targets: Doubles, count: int) -> Doubles:
    """Fit a ridge for each action, (d, K); an action that was never made is forecast to bring nothing."""
    fitted = np.zeros((inputs.shape[1], count))
    penalty = _RIDGE * np.eye(inputs.shape[1])
    for action in np.unique(actions).tolist():
        x, y = inputs[actions == action], targets[actions == action]
        fitted[:, action] = np.linalg.solve(x.T @ x + penalty, x.T @ y)
    return fitted
