"""Matrix factors of implicit feedback by alternating least squares."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["FactorSettings", "implicit_factors"]

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FactorSettings:
    """Attributes: `factors` a row, `unseen` weight of what was not taken, `ridge`, and `rounds` of alternation."""

    factors: int = 48
    unseen: float = 0.15
    ridge: float = 6.0
    rounds: int = 8


def implicit_factors(strengths: Doubles, settings: FactorSettings, seed: int) -> Doubles:
    """Score items for users, users x items, by weighted alternating least squares.

    What was taken counts its strength above `unseen` (Hu et al., ICDM 2008; in the form of Rendle et al., "Revisiting
    the Performance of iALS on Item Recommendation Benchmarks", RecSys 2022).
    """
    rng = np.random.default_rng(seed)
    items = rng.normal(0.0, 0.1, (strengths.shape[1], settings.factors))
    users = np.zeros((strengths.shape[0], settings.factors))
    for _ in range(settings.rounds):
        users = _solve(strengths, items, settings)
        items = _solve(strengths.T, users, settings)
    return np.asarray(users @ items.T)


def _solve(strengths: Doubles, fixed: Doubles, settings: FactorSettings) -> Doubles:
    shared = settings.unseen * fixed.T @ fixed + settings.ridge * np.eye(settings.factors)
    found = np.zeros((len(strengths), settings.factors))
    for row, strength in enumerate(strengths):
        held = np.flatnonzero(strength)
        factors, weight = fixed[held], strength[held]
        target = (factors * (weight + settings.unseen)[:, None]).sum(axis=0)
        found[row] = np.linalg.solve(shared + (factors * weight[:, None]).T @ factors, target)
    return found
