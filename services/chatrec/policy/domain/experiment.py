"""Arms as the learning log shows them: of each catalogue's experiment and releases, and how their users fared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Final, TypeAlias

from chatrec.policy.domain.assignment import STABLE
from chatrec.policy.domain.canary import Arm, arm_of
from chatrec.policy.domain.rewards import Conversation
from chatrec.policy.domain.sequential import Interval, difference
from chatrec.vocabulary.learning import Decided

__all__ = ["ArmReport", "report"]

_Place: TypeAlias = tuple[str, str]
"""An arm and its policy."""

_FALLBACK: Final[_Place] = ("fallback", "planner")


@dataclass(frozen=True, slots=True)
class ArmReport:
    """An arm of a catalogue: its conversations, its means, and how they differ from the largest arm's.

    The intervals of the differences hold however often the report is looked at; the largest arm has none.
    """

    catalogue: str
    arm: str
    policy_id: str
    conversations: int
    means: Mapping[str, float]
    differences: Mapping[str, Interval]


def report(conversations: Iterable[Conversation], alpha: float = 0.05) -> tuple[ArmReport, ...]:
    """Report on every arm of every catalogue, the largest first; what was in several arms belongs to none.

    An arm is that of the log and the policy whose turn it was: turns that another one had to decide count as its
    failures. A log from before arms were named is told apart by policy alone.
    """
    held: defaultdict[str, defaultdict[_Place, list[Conversation]]] = defaultdict(lambda: defaultdict(list))
    for talk in conversations:
        places = {_place(decided) for decided in talk.decisions if not decided.degraded} or {_FALLBACK}
        if len(places) == 1:
            held[talk.decisions[0].catalogue][places.pop()].append(talk)
    rows: list[ArmReport] = []
    for catalogue, talks in sorted(held.items()):
        ordered = sorted(talks, key=lambda place: (-len(talks[place]), place))
        arms = {place: arm_of(talks[place]) for place in ordered}
        rows += [_row(catalogue, place, arm, arms[ordered[0]], alpha) for place, arm in arms.items()]
    return tuple(rows)


def _place(decided: Decided) -> _Place:
    of_trial = decided.trial_failed and decided.experiment_arm != STABLE
    return decided.experiment_arm, decided.trial_policy_id if of_trial else decided.policy_id


def _row(catalogue: str, place: _Place, arm: Arm, largest: Arm, alpha: float) -> ArmReport:
    names = [metric.name for metric in fields(Arm)]
    differences = {name: difference(getattr(largest, name), getattr(arm, name), alpha) for name in names}
    return ArmReport(
        catalogue,
        *place,
        arm.reward.count,
        {name: getattr(arm, name).mean for name in names},
        {} if arm is largest else differences,
    )
