"""A canary judged as it goes: promoted when its gain is sure, rolled back when harm is, whenever that is looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chatrec.policy.domain.assignment import CANARY, STABLE
from chatrec.policy.domain.rewards import Conversation
from chatrec.policy.domain.sequential import Interval, Sample, difference
from chatrec.vocabulary.learning import Decided

__all__ = [
    "GUARDS",
    "Arm",
    "CanaryLimits",
    "CanaryVerdict",
    "Outcome",
    "arm_of",
    "arms",
    "failed",
    "in_charge",
    "judge_canary",
]

GUARDS: Final = ("failures", "elapsed_ms", "abandonment")
"""Metrics of which more is worse."""


class Outcome(StrEnum):
    """What follows of a look at a canary."""

    WAIT = "wait"
    PROMOTE = "promote"
    ROLL_BACK = "roll_back"


@dataclass(frozen=True, slots=True)
class CanaryLimits:
    """What a canary is held to.

    Attributes:
        alpha: Chance to promote or roll back for its reward a canary that is not different, however often one looks.
        guard_alpha: The same for each guard.
        failures: Share of turns that another policy had to decide that may come on top.
        elapsed_ms: Milliseconds of a turn that may come on top.
        abandonment: Share of conversations without an accepted item that may come on top.
        conversations: After so many of the canary's without a sure gain it is rolled back.
    """

    alpha: float = 0.05
    guard_alpha: float = 0.01
    failures: float = 0.002
    elapsed_ms: float = 10.0
    abandonment: float = 0.01
    conversations: int = 50_000


@dataclass(frozen=True, slots=True)
class Arm:
    """One number a conversation, summed up: its reward and its guards."""

    reward: Sample
    failures: Sample
    elapsed_ms: Sample
    abandonment: Sample


@dataclass(frozen=True, slots=True)
class CanaryVerdict:
    """What to do, why, and the differences between canary and running policy behind it."""

    outcome: Outcome
    reasons: tuple[str, ...]
    differences: Mapping[str, Interval]


def arms(conversations: Iterable[Conversation], running: str, canary: str) -> tuple[Arm, Arm]:
    """Sum up the conversations of both policies; those in which both decided belong to none."""
    held: dict[str, list[Conversation]] = {running: [], canary: []}
    for talk in conversations:
        policies = {in_charge(decided) for decided in talk.decisions if not decided.degraded}
        if len(policies) == 1 and (policy := policies.pop()) in held:
            held[policy].append(talk)
    return arm_of(held[running]), arm_of(held[canary])


def in_charge(decided: Decided) -> str:
    """Name the policy whose turn it was, whoever decided it: of a canary that failed, the canary."""
    return decided.trial_policy_id if decided.experiment_arm == CANARY else decided.policy_id


def failed(decided: Decided) -> bool:
    """Say whether the policy whose turn it was had no answer; a shadow's failure costs its user nothing."""
    return decided.degraded or (decided.trial_failed and decided.experiment_arm != STABLE)


def judge_canary(running: Arm, canary: Arm, limits: CanaryLimits = CanaryLimits()) -> CanaryVerdict:
    """Judge a canary by all that was seen so far."""
    reward = difference(running.reward, canary.reward, limits.alpha)
    guards = {name: difference(getattr(running, name), getattr(canary, name), limits.guard_alpha) for name in GUARDS}
    harmed = [name for name, seen in guards.items() if seen.low > getattr(limits, name)]
    differences = {"reward": reward, **guards}
    if harmed:
        reasons = tuple(f"{name} is worse by {guards[name].low:.4g} at least" for name in harmed)
        return CanaryVerdict(Outcome.ROLL_BACK, reasons, differences)
    if reward.high < 0.0:
        return CanaryVerdict(Outcome.ROLL_BACK, (f"reward is lower by {-reward.high:.4g} at least",), differences)
    if reward.low > 0.0:
        return CanaryVerdict(Outcome.PROMOTE, (f"reward is higher by {reward.low:.4g} at least",), differences)
    if canary.reward.count >= limits.conversations:
        reasons = (f"no gain is sure after {canary.reward.count} conversations",)
        return CanaryVerdict(Outcome.ROLL_BACK, reasons, differences)
    reasons = (f"nothing is sure after {canary.reward.count} conversations of the canary",)
    return CanaryVerdict(Outcome.WAIT, reasons, differences)


def arm_of(talks: Iterable[Conversation]) -> Arm:
    """Sum up conversations."""
    rows = [
        (
            sum(talk.rewards),
            sum(map(failed, talk.decisions)) / len(talk.decisions),
            sum(decided.elapsed_ms for decided in talk.decisions) / len(talk.decisions),
            float(not talk.taken),
        )
        for talk in talks
    ]
    return Arm(*(Sample.of(row[place] for row in rows) for place in range(4)))
