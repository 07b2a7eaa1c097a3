"""The plan after what follows from a user's words alone, and what wishes mean while there is one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.reading.plans.cues import PER_DAY
from chatrec.dialogue.domain.reading.words.said import Said
from chatrec.vocabulary.plans import Pace, Plan, PlanChange, PlanChangeType, PlanRules
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator

__all__ = ["planned", "unwanted_anywhere", "whole_budget"]

_MOST_KNOWN: Final = 64
_UPPER: Final = frozenset({Operator.LESS, Operator.AT_MOST})


def unwanted_anywhere(preferences: Iterable[Preference], rules: PlanRules) -> list[Preference]:
    """Take what is not wanted of what items give for what they shall not require either."""
    wishes = list(preferences)
    more = [replace(wish, facet=rules.requires) for wish in wishes if not wish.liked and wish.facet == rules.gives]
    return [*wishes, *more] if rules.requires else wishes


def whole_budget(
    preferences: Sequence[Preference], said: Said, plan: Plan | None, rules: PlanRules
) -> list[Preference]:
    """Take an amount of what a plan costs or takes for a limit of the whole; one for a day counts for all days."""
    if plan is None:
        return list(preferences)
    daily = plan.days if plan.days and PER_DAY.search(said.folded) else 1
    bounded = {rules.cost} if rules.days else {rules.cost, rules.hours}
    return [_bounded(wish, daily) if wish.facet in bounded else wish for wish in preferences]


def _bounded(wish: Preference, daily: int) -> Preference:
    value = wish.values[0]
    if isinstance(value, (bool, str)) or wish.operator not in _UPPER | {Operator.EQUAL} or not value:
        return wish
    operator = Operator.AT_MOST if wish.operator is Operator.EQUAL else wish.operator
    return replace(wish, operator=operator, values=(float(value) * daily,), hard=True)


def planned(plan: Plan | None, changes: Sequence[PlanChange], rules: PlanRules | None) -> Plan | None:
    """Give the plan after what follows from the words alone; its stops are laid out by who knows the items."""
    if not changes or rules is None:
        return plan
    after = plan or Plan()
    for change in changes:
        match change.type:
            case PlanChangeType.MAKE:
                after = replace(after, days=after.days or rules.days)
            case PlanChangeType.DAYS:
                stops = () if change.amount == after.days else after.stops
                kept = tuple(stop for stop in stops if stop.day <= change.amount)
                after = replace(after, days=change.amount, stops=kept)
            case PlanChangeType.START:
                after = replace(after, first_weekday=change.amount)
            case PlanChangeType.KNOW:
                known = dict.fromkeys((*after.known, change.value or change.item_id))
                after = replace(after, known=tuple(known)[-_MOST_KNOWN:])
            case _:
                pass
    return replace(after, paces=_paces(after, changes))


def _paces(plan: Plan, changes: Sequence[PlanChange]) -> tuple[Pace, ...]:
    paces = [*plan.paces[: plan.days], *[Pace.NORMAL] * (plan.days - len(plan.paces))]
    for change in changes:
        if change.pace is not None:
            paces = [change.pace if change.day in {0, day} else pace for day, pace in enumerate(paces, 1)]
    return tuple(paces)
