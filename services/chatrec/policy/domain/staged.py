"""What serves while a release is under way: the running policy, and beside it the one on trial."""

import logging
from dataclasses import dataclass
from typing import Final

from chatrec.policy.domain.policy import Policy
from chatrec.policy.domain.releases import Stage, Standing, on_canary
from chatrec.vocabulary.decisions import Choice, Decision
from chatrec.vocabulary.errors import ChatRecError

__all__ = ["Staged"]

_LOGGER: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Staged:
    """The running policy, and one on trial: a shadow decides unheard, a canary for its share of the users."""

    running: Policy
    standing: Standing
    trial: Policy | None = None

    def choose(self, choice: Choice) -> Decision:
        """Choose by whoever is in charge of this subject; a canary that fails hands over to the running policy.

        Raises:
            InvalidInputError: a number of the choice is not what it stands for.
            UnavailableError: the running policy failed.
        """
        if self.trial is None:
            return self.running.choose(choice)
        if on_canary(self.standing, choice.subject):
            return self._tried(self.trial, choice) or self.running.choose(choice)
        decision = self.running.choose(choice)
        if self.standing.stage is Stage.SHADOW:
            self._tried(self.trial, choice)
        return decision

    def check(self) -> None:
        """Make one real decision.

        Raises:
            UnavailableError: the running policy failed.
        """
        self.running.check()

    def _tried(self, trial: Policy, choice: Choice) -> Decision | None:
        try:
            return trial.choose(choice)
        except ChatRecError as error:
            _LOGGER.warning("the policy on trial, %s, failed: %s", self.standing.trial, error.reason)
            return None
