"""The cost to go of a belief, fitted by backward induction: approximate value iteration on a compact belief state.

Users are imagined, not taken from data: the item in mind is drawn from what the system believes that a user likes, so
that what is learned is what the beliefs themselves imply. A planner talks with such users, now and then against its
better judgement, and of every belief on the way is kept how it is spread, and how it would be after each move. With
one move left the worth of a belief is known; with n it is the better of showing and asking, by the worth with n - 1.
One small network for each n is fitted to that. The expectation over answers is exact, so that nothing is left to chance
but which beliefs were met. (Gordon, "Stable function approximation in dynamic programming", ICML 1995; Bertsekas and
Tsitsiklis, "Neuro-Dynamic Programming", 1996.)
"""

import warnings
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor

from chatrec.offline.policy.attribute_beliefs import AttributeBeliefs
from chatrec.offline.policy.attribute_dialogues import Answers, Setting, Targets, hold
from chatrec.offline.policy.attribute_planner import AttributePlanner, Foreseen, Moves, foresee

__all__ = ["FittedCostToGo", "Practice", "fit_cost_to_go", "imagine", "practised"]

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
T = TypeVar("T", bound=np.generic)

_BITS: Final = np.float32(8.0)
_QUESTIONS: Final = 24
"""Of the most informative, so many are looked at in each belief."""

Layers = tuple[tuple[Floats, Floats], ...]
"""Weights and biases of a network, with rectifiers between."""


@dataclass(frozen=True, slots=True)
class Practice:
    """How much is practised.

    Attributes:
        rounds: Rounds of talking and fitting; each fits anew to all that was met.
        dialogues: Imagined dialogues in each.
        contrary: Share of moves that are the other than the planner's, so that their worth is learned as well.
        hidden: Width of the two hidden layers.
        passes: Passes over what was met in each fit.
    """

    rounds: int = 2
    dialogues: int = 1_000
    contrary: float = 0.15
    hidden: int = 32
    passes: int = 12


@dataclass(frozen=True, slots=True, eq=False)
class FittedCostToGo:
    """A network for each number of moves left, from 1."""

    networks: tuple[Layers, ...] = ()

    def __call__(self, entropies_bits: Floats, moves_left: int) -> Floats:
        """Give what beliefs are worth; 0 with no move left."""
        if moves_left == 0:
            return np.zeros(entropies_bits.shape[:-1], np.float32)
        *hidden, (weight, bias) = self.networks[moves_left - 1]
        signal = entropies_bits / _BITS
        for weights, biases in hidden:
            signal = np.maximum(signal @ weights + biases, 0.0)
        return np.asarray((signal @ weight + bias)[..., 0], np.float32)


def fit_cost_to_go(
    setting: Setting, odds: Floats, planner: AttributePlanner, *, seed: int, practice: Practice = Practice()
) -> FittedCostToGo:
    """Fit what beliefs are worth.

    Args:
        setting: What dialogues are held over; as many answers are wrong as it expects.
        odds: Log odds, users x items, of which `setting.prior` tells parts; -inf for what is out of the question.
        planner: The planner of the first round.
        seed: Draws the users, the contrary moves and the first weights.
        practice: How much is practised.
    """
    rng, fitted = np.random.default_rng(seed), FittedCostToGo()
    met = _Met(planner.slate_size)
    for _ in range(practice.rounds):
        targets = imagine(odds, setting, practice.dialogues, rng)
        exploring = _Contrary(planner, practice.contrary, rng)
        hold(setting, targets, exploring, Answers(setting.wrong_share, int(rng.integers(2**31))), met)
        fitted = _backwards(met.together(), planner, setting.moves, practice, seed)
        planner = replace(planner, cost_to_go=fitted)
    return fitted


def practised(
    setting: Setting, odds: Floats, planner: AttributePlanner, *, seed: int, practice: Practice = Practice()
) -> AttributePlanner:
    """Give the planner with a fitted cost to go, or as it was where that does better on imagined users not met before.

    Better is more successes less the cost of moves; the arguments are those of `fit_cost_to_go`.
    """
    fitted = replace(planner, cost_to_go=fit_cost_to_go(setting, odds, planner, seed=seed, practice=practice))
    rng = np.random.default_rng((seed, practice.rounds))
    targets, answers = imagine(odds, setting, practice.dialogues, rng), Answers(setting.wrong_share, seed)
    worth = []
    for one in (planner, fitted):
        moves = hold(setting, targets, one, answers).moves
        used = np.where(moves >= 0, moves, setting.moves)
        worth.append(float(((moves >= 0) - planner.move_cost * used).mean()))
    return fitted if worth[1] > worth[0] else planner


def imagine(odds: Floats, setting: Setting, count: int, rng: np.random.Generator) -> Targets:
    """Draw users, for each an item by what the user is believed to like, and an attribute of it that opens."""
    has = setting.has
    counts = np.diff(has.indptr)
    users = rng.integers(len(odds), size=count)
    items = np.empty(count, np.int64)
    for place, user in enumerate(users.tolist()):
        chances = np.where(counts > 0, np.exp(odds[user] - odds[user].max()), 0.0).cumsum(dtype=np.float64)
        items[place] = np.searchsorted(chances, rng.random() * chances[-1], side="right")
    openings = has.indices[has.indptr[items] + (rng.random(count) * counts[items]).astype(np.int64)]
    return Targets(users, items, openings.astype(np.int64))


class _Met:
    """The beliefs that were met, with what may come of them."""

    def __init__(self, slate_size: int) -> None:
        self._slate_size = slate_size
        self._seen: list[Foreseen] = []

    def __call__(self, beliefs: AttributeBeliefs, _moves_left: int, _rows: Longs) -> None:
        self._seen.append(foresee(beliefs, self._slate_size, _QUESTIONS))

    def together(self) -> Foreseen:
        """Give all of them; where fewer questions were on offer, others are added that tell nothing."""
        return Foreseen(
            entropies_bits=np.concatenate([seen.entropies_bits for seen in self._seen]),
            slates=np.concatenate([_padded(seen.slates, 1, self._slate_size) for seen in self._seen]),
            hit=np.concatenate([seen.hit for seen in self._seen]),
            rest_bits=np.concatenate([seen.rest_bits for seen in self._seen]),
            attributes=np.concatenate([_padded(seen.attributes, 1, _QUESTIONS) for seen in self._seen]),
            gains_bits=np.concatenate([_padded(seen.gains_bits, 1, _QUESTIONS) for seen in self._seen]),
            chances=np.concatenate([_padded(seen.chances, 2, _QUESTIONS) for seen in self._seen], axis=1),
            outlooks_bits=np.concatenate([_padded(seen.outlooks_bits, 2, _QUESTIONS) for seen in self._seen], axis=1),
        )


@dataclass(frozen=True, slots=True)
class _Contrary:
    """Follows a planner but for a share of moves."""

    planner: AttributePlanner
    share: float
    rng: np.random.Generator

    def decide(self, beliefs: AttributeBeliefs, moves_left: int) -> Moves:
        moves = self.planner.decide(beliefs, moves_left)
        return replace(moves, shows=moves.shows ^ (self.rng.random(len(moves.shows)) < self.share))


def _backwards(met: Foreseen, planner: AttributePlanner, moves: int, practice: Practice, seed: int) -> FittedCostToGo:
    fitted = FittedCostToGo()
    for moves_left in range(1, moves + 1):
        showing, asking = replace(planner, cost_to_go=fitted).worth(met, moves_left)
        worth = np.maximum(showing, asking.max(axis=1)) - planner.move_cost
        fitted = FittedCostToGo((*fitted.networks, _network(met.entropies_bits / _BITS, worth, practice, seed)))
    return fitted


def _network(inputs: Floats, worth: Floats, practice: Practice, seed: int) -> Layers:
    network = MLPRegressor(
        hidden_layer_sizes=(practice.hidden, practice.hidden),
        alpha=1e-5,
        batch_size=min(128, len(inputs)),
        learning_rate_init=3e-3,
        max_iter=practice.passes,
        tol=0.0,
        n_iter_no_change=practice.passes,
        random_state=seed,
    )
    with warnings.catch_warnings(category=ConvergenceWarning, action="ignore"):
        network.fit(inputs, worth)
    layers = zip(network.coefs_, network.intercepts_, strict=True)
    return tuple((weights.astype(np.float32), biases.astype(np.float32)) for weights, biases in layers)


def _padded(part: npt.NDArray[T], axis: int, width: int) -> npt.NDArray[T]:
    missing = [(0, width - part.shape[axis] if place == axis else 0) for place in range(part.ndim)]
    return np.pad(part, missing)
