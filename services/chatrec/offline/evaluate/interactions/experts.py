"""Five families of collaborative scores and how they are joined."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.snapshot.autoencoder import ease_of_gram
from chatrec.offline.evaluate.evaluation import Doubles
from chatrec.offline.evaluate.interactions.ratings import Ratings
from chatrec.offline.knowledge.ease import ease
from chatrec.offline.knowledge.implicit_factors import FactorSettings, implicit_factors
from chatrec.offline.knowledge.low_pass import low_pass
from chatrec.offline.knowledge.order_kernel import order_kernel

__all__ = ["WEIGHTS", "Experts", "fit_experts", "graded", "item_autoencoder", "item_neighbours", "joined", "popular"]

Longs = npt.NDArray[np.int64]

WEIGHTS: Mapping[str, float] = {
    "order_autoencoder": 1.0,
    "user_autoencoder": 0.6,
    "low_pass": 0.2,
    "factors_48": 0.5,
    "factors_24": 0.5,
}
"""Chosen on inner splits of train alone (seeds 101, 102 and 201 to 203)."""

_RIDGE = 300.0
_ORDER_RIDGE = 700.0
_ORDER_SHARE = 8.0
_ORDER_SPAN = 6.0
_GRADED = 0.55
_MIDDLE_RATING = 3.5
_FACTOR_STRENGTH = 3.0
_NEIGHBOURS = 60
_SHRINKAGE = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Experts:
    """Scores of each expert, users x items, scaled to a standard deviation of 1.

    Fitting took `fit_s` seconds of the processor, which other work on the machine does not lengthen.
    """

    scores: Mapping[str, Doubles]
    fit_s: float


def fit_experts(ratings: Ratings, rows: Longs, seed: int) -> Experts:
    """Fit all experts on some of the ratings."""
    started_s = time.process_time()
    strengths = graded(ratings.matrix(rows))
    taken = (strengths > 0).astype(np.float64)
    users, items = ratings.users[rows], ratings.items[rows]
    near = order_kernel(
        users, items, strengths[users, items], ratings.unix_s[rows], item_count=taken.shape[1], span=_ORDER_SPAN
    )
    found = {
        "order_autoencoder": strengths @ ease_of_gram(strengths.T @ strengths + _ORDER_SHARE * near, _ORDER_RIDGE),
        "user_autoencoder": ease(strengths.T, _RIDGE).T @ strengths,
        "low_pass": low_pass(taken, 64, seed),
        "factors_48": implicit_factors(_FACTOR_STRENGTH * strengths, FactorSettings(48, rounds=6), seed),
        "factors_24": implicit_factors(_FACTOR_STRENGTH * strengths, FactorSettings(24, rounds=6), seed),
    }
    scaled = {name: scores / scores.std() for name, scores in found.items()}
    return Experts(scaled, time.process_time() - started_s)


def graded(values: Doubles) -> Doubles:
    """Grade ratings: a film that was loved says more of a taste than one that was only seen; that it was seen most."""
    return np.asarray((values > 0) * (1.0 - _GRADED) + _GRADED * values / _MIDDLE_RATING)


def item_autoencoder(values: Doubles) -> Doubles:
    """Score by a linear autoencoder of graded ratings, users x items, that knows no order; scaled as the experts."""
    strengths = graded(values)
    scores = strengths @ ease(strengths, _RIDGE)
    return np.asarray(scores / scores.std())


def joined(experts: Experts, weights: Mapping[str, float]) -> Doubles:
    """Add up the weighted experts."""
    return np.asarray(sum(weight * experts.scores[name] for name, weight in weights.items()))


def popular(taken: Doubles) -> Doubles:
    """Score every item by how many took it, the same for all users."""
    return np.broadcast_to(taken.sum(axis=0), taken.shape)


def item_neighbours(taken: Doubles) -> Doubles:
    """Score by the cosine to the items taken, over each item's nearest sixty, shrunk (Sarwar et al., WWW 2001)."""
    scaled = taken / np.sqrt(taken.sum(axis=0) + _SHRINKAGE)
    cosine = scaled.T @ scaled
    np.fill_diagonal(cosine, 0.0)
    keep = min(_NEIGHBOURS, len(cosine))
    cosine[cosine < np.sort(cosine, axis=1)[:, [-keep]]] = 0.0
    return np.asarray(taken @ cosine)
