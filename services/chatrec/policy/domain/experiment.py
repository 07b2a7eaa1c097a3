"""An experiment's arms as the learning log shows them: by catalogue, who decided, and how its users fared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from chatrec.policy.domain.canary import Arm, arm_of
from chatrec.policy.domain.rewards import Conversation
from chatrec.policy.domain.sequential import Interval, difference

__all__ = ["ArmReport", "report"]


@dataclass(frozen=True, slots=True)
class ArmReport:
    """An arm of a catalogue: its conversations, its means, and how they differ from the largest arm's.

    The intervals of the differences hold however often the report is looked at; the largest arm has none.
    """

    catalogue: str
    policy_id: str
    conversations: int
    means: Mapping[str, float]
    differences: Mapping[str, Interval]


def report(conversations: Iterable[Conversation], alpha: float = 0.05) -> tuple[ArmReport, ...]:
    """Report on every arm of every catalogue, the largest first; what several policies decided belongs to none."""
    held: defaultdict[str, defaultdict[str, list[Conversation]]] = defaultdict(lambda: defaultdict(list))
    for talk in conversations:
        policies = {decided.policy_id for decided in talk.decisions}
        if len(policies) == 1:
            held[talk.decisions[0].catalogue][policies.pop()].append(talk)
    rows: list[ArmReport] = []
    for catalogue, policies_of in sorted(held.items()):
        ordered = sorted(policies_of, key=lambda policy_id: (-len(policies_of[policy_id]), policy_id))
        arms = {policy_id: arm_of(policies_of[policy_id]) for policy_id in ordered}
        rows += [_row(catalogue, policy_id, arm, arms[ordered[0]], alpha) for policy_id, arm in arms.items()]
    return tuple(rows)


def _row(catalogue: str, policy_id: str, arm: Arm, largest: Arm, alpha: float) -> ArmReport:
    names = [metric.name for metric in fields(Arm)]
    differences = {name: difference(getattr(largest, name), getattr(arm, name), alpha) for name in names}
    return ArmReport(
        catalogue,
        policy_id,
        arm.reward.count,
        {name: getattr(arm, name).mean for name in names},
        {} if arm is largest else differences,
    )
