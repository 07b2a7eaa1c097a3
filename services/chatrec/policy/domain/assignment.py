"""Who is in which arm: drawn from the subject's name alone, so that the same one always meets the same policy."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["CANARY", "STABLE", "Experiment", "drawn"]

STABLE: Final = "stable"
CANARY: Final = "canary"
_SEPARATOR: Final = "/"
_FEWEST: Final = 2


def drawn(name: str, subject: str) -> float:
    """Draw a number of [0, 1) for a subject within a trial or an experiment of this name."""
    digest = hashlib.blake2b(f"{name}\n{subject}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2.0**64


@dataclass(frozen=True, slots=True)
class Experiment:
    """Policies side by side in one catalogue; `arms` are their shares of the subjects, which add up to 1."""

    name: str
    arms: Mapping[str, float]

    def __post_init__(self) -> None:
        """Refuse what is no experiment.

        Raises:
            InvalidInputError: it has no name of its own, fewer than two arms, or shares that do not add up to 1.
        """
        if not self.name or _SEPARATOR in self.name:
            raise InvalidInputError("An experiment needs a name without a slash.", field="name", name=self.name)
        if len(self.arms) < _FEWEST or not all(0.0 < share < 1.0 for share in self.arms.values()):
            raise InvalidInputError("An experiment needs two arms or more, each with a share of its own.", field="arms")
        if not math.isclose(sum(self.arms.values()), 1.0, abs_tol=1e-6):
            raise InvalidInputError("The shares of the arms must add up to 1.", field="arms")

    def policy_of(self, subject: str) -> str:
        """Give the policy that a subject always meets."""
        place, end = drawn(self.name, subject), 0.0
        for policy_id, share in self.arms.items():
            end += share
            if place < end:
                return policy_id
        return list(self.arms)[-1]

    def arm_of(self, policy_id: str) -> str:
        """Name the arm of a policy, as logs and reports do."""
        return f"{self.name}{_SEPARATOR}{policy_id}"
