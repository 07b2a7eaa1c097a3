"""What serves while policies are compared: the running one, beside it the one on trial, and those of experiments."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from chatrec.policy.domain.assignment import CANARY, STABLE, Experiment
from chatrec.policy.domain.policy import Policy
from chatrec.policy.domain.releases import Stage, Standing, on_canary
from chatrec.vocabulary.decisions import Choice, Decision
from chatrec.vocabulary.errors import ChatRecError

__all__ = ["Staged"]

_LOGGER: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Staged:
    """The running policy, and one on trial: a shadow decides unheard, a canary for its share of the subjects.

    In a catalogue with an experiment there is no trial: `arms` are the policies of all experiments, by id.
    """

    running: Policy
    standing: Standing
    trial: Policy | None = None
    arms: Mapping[str, Policy] = field(default_factory=dict)

    def choose(self, choice: Choice) -> Decision:
        """Choose by whoever is in charge of this subject, and name the arm; one that fails hands over to the running.

        Raises:
            InvalidInputError: a number of the choice is not what it stands for.
            UnavailableError: the running policy failed.
        """
        experiment = self.standing.experiments.get(choice.catalogue)
        if experiment is not None and choice.subject:
            return self._in_experiment(experiment, choice)
        if self.trial is None:
            return replace(self.running.choose(choice), experiment_arm=STABLE)
        if on_canary(self.standing, choice.subject):
            return self._tried(self.trial, self.standing.trial, choice, CANARY)
        decision = replace(self.running.choose(choice), experiment_arm=STABLE)
        if self.standing.stage is not Stage.SHADOW:
            return decision
        beside = _answer(self.trial, self.standing.trial, choice)
        return replace(decision, trial_policy_id=self.standing.trial, trial_failed=beside is None)

    def check(self) -> None:
        """Make one real decision.

        Raises:
            UnavailableError: the running policy failed.
        """
        self.running.check()

    def _in_experiment(self, experiment: Experiment, choice: Choice) -> Decision:
        policy_id = experiment.policy_of(choice.subject)
        return self._tried(self.arms[policy_id], policy_id, choice, experiment.arm_of(policy_id))

    def _tried(self, policy: Policy, policy_id: str, choice: Choice, arm: str) -> Decision:
        """Choose by a policy; where it fails, by the running one, and say so: the subject stays in its arm."""
        decision = _answer(policy, policy_id, choice)
        failed = decision is None
        return replace(
            decision or self.running.choose(choice),
            experiment_arm=arm,
            trial_policy_id=policy_id,
            trial_failed=failed,
        )


def _answer(policy: Policy, policy_id: str, choice: Choice) -> Decision | None:
    try:
        return policy.choose(choice)
    except ChatRecError as error:
        _LOGGER.warning("the policy on trial, %s, failed: %s", policy_id, error.reason)
        return None
