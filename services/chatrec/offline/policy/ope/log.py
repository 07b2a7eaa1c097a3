"""Logged conversations as arrays, and the odds that two policies give to what was done in them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Doubles", "Integers", "Log", "Odds", "Ratios"]

Doubles = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Log:
    """Conversations, n of at most T moves among K actions; what lies behind a conversation's end is not read.

    Attributes:
        features: What the policy saw before each move, (n, T, d).
        actions: The move that was made, (n, T).
        rewards: What followed it, (n, T).
        propensities: Probability with which it was chosen, in (0, 1], (n, T).
        lengths: Moves of each conversation, 1 to T, (n,).
    """

    features: Doubles
    actions: Integers
    rewards: Doubles
    propensities: Doubles
    lengths: Integers

    def __post_init__(self) -> None:
        """Refuse what no estimate could be made of.

        Raises:
            InvalidInputError: there is no conversation, or an array has another shape or impossible numbers.
        """
        shape = self.actions.shape
        if len(shape) != 2 or not all(shape):  # noqa: PLR2004  conversations and moves
            raise InvalidInputError("A log of at least one conversation with one move is needed.", shape=shape)
        for name in ("rewards", "propensities"):
            if getattr(self, name).shape != shape:
                raise InvalidInputError(f"{name} must have the shape of actions.", field=name)
        if self.features.shape[:2] != shape or self.lengths.shape != shape[:1]:
            raise InvalidInputError("features and lengths must fit the actions.", field="features")
        happened = self.happened
        chosen = self.propensities[happened]
        if not ((chosen > 0.0) & (chosen <= 1.0)).all():
            raise InvalidInputError("A propensity must be above 0 and at most 1.", field="propensities")
        if not np.isfinite(self.rewards[happened]).all():
            raise InvalidInputError("A reward must be finite.", field="rewards")

    @property
    def happened(self) -> npt.NDArray[np.bool_]:
        """Which moves were made, (n, T)."""
        place: npt.NDArray[np.bool_] = np.arange(self.actions.shape[1]) < self.lengths[:, np.newaxis]
        return place

    @property
    def returns(self) -> Doubles:
        """The sum of each conversation's rewards, (n,)."""
        total: Doubles = np.where(self.happened, self.rewards, 0.0).sum(axis=1)
        return total


@dataclass(frozen=True, slots=True, eq=False)
class Odds:
    """Probabilities of every action at every logged move, (n, T, K): of the running policy and of the candidate."""

    running: Doubles
    candidate: Doubles


@dataclass(frozen=True, slots=True, eq=False)
class Ratios:
    """Importance ratios, (n, T), 1 behind the end.

    Attributes:
        upto: rho_1:t, the product of candidate / logged probability over the moves up to t.
        before: rho_1:t-1, that of the moves before t.
    """

    upto: Doubles
    before: Doubles

    @classmethod
    def of(cls, log: Log, probabilities: Doubles) -> "Ratios":
        """Weigh the logged moves by a policy's probabilities of all actions, (n, T, K)."""
        chosen = np.take_along_axis(probabilities, log.actions[..., np.newaxis], axis=2)[..., 0]
        steps = np.divide(chosen, log.propensities, out=np.ones_like(chosen), where=log.happened)
        upto = np.asarray(np.cumprod(steps, axis=1), np.float64)
        before = np.concatenate([np.ones((len(upto), 1)), upto[:, :-1]], axis=1)
        return cls(upto, before)

    @property
    def whole(self) -> Doubles:
        """The weight of each whole conversation, (n,)."""
        return self.upto[:, -1]
