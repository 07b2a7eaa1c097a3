"""What the policy's core needs: something that decides, and a network that gives the odds of its actions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from chatrec.vocabulary.decisions import Choice, Decision
from chatrec.vocabulary.learning import Entry
from chatrec.vocabulary.words import Move

__all__ = ["Chooses", "Decider", "Floats", "LearningLog", "NextMove", "PolicyNetwork"]

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


class Chooses(Protocol):
    """Makes decisions: a policy, or what stands of several."""

    def choose(self, choice: Choice) -> Decision:
        """Choose the next move and give f_RL of every candidate, in order.

        Raises:
            InvalidInputError: a number of the choice is not what it stands for.
            UnavailableError: what stands behind it failed.
        """
        ...


class LearningLog(Protocol):
    """What was decided and what happened, in order.

    Attributes:
        unreadable: Lines that were passed over so far.
    """

    unreadable: int

    def after(self, number: int) -> Iterator[tuple[int, Entry]]:
        """Give the entries behind a number, oldest first, each with its own; unreadable lines are passed over.

        Raises:
            UnavailableError: the log does not answer, or is none.
        """
        ...

    def trim(self, number: int, kept: int) -> None:
        """Let entries up to a number go, oldest first, where there are more than are to be kept.

        Raises:
            UnavailableError: the log does not answer.
        """
        ...

    def check(self) -> None:
        """Return where the log can be read.

        Raises:
            NotFoundError: there is none.
            UnavailableError: it does not answer.
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
