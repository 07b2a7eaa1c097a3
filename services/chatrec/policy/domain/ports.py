"""What the policy's core needs: something that decides, and a network that gives the odds of its actions."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from chatrec.vocabulary.decisions import Choice
from chatrec.vocabulary.words import Move

__all__ = ["Decider", "Floats", "NextMove", "PolicyNetwork"]

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class NextMove:
    """`ask` with its facet, or `recommend`, and the probability with which it was chosen: 1 where nothing was drawn."""

    move: Move
    facet: str = ""
    propensity: float = 1.0


class Decider(Protocol):
    """Decides the next move. The same choice gets the same move."""

    @property
    def policy_id(self) -> str:
        """Name and version, as replies give it."""
        ...

    def decide(self, choice: Choice) -> NextMove:
        """Ask for one of the facets on offer, where asking is allowed, or recommend.

        Raises:
            UnavailableError: what stands behind the decider failed.
        """
        ...


class PolicyNetwork(Protocol):
    """A trained network, loaded and ready; called from many threads at once."""

    def logits(self, features: Floats) -> Floats:
        """Give a logit for every action, (ACTIONS,), from features, (FEATURES,).

        Raises:
            UnavailableError: the runtime failed.
        """
        ...
