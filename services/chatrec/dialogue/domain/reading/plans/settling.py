"""What changes to a plan make of a message: its acts, what goes out of the plan, and limits that hold for the whole."""

from typing import Final

from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.plans.changes import PlanReading
from chatrec.dialogue.domain.reading.plans.state import planned, unwanted_anywhere, whole_budget
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.vocabulary.plans import PlanChangeType
from chatrec.vocabulary.words import Act

__all__ = ["acts_of", "settle_plan"]

_ASKING: Final = frozenset({Act.ASK_ATTRIBUTE, Act.ASK_WHY, Act.COMPARE, Act.ASK_QUESTION})


def acts_of(plan: PlanReading) -> set[Act]:
    """Tell what is done by what is wanted of a plan: one is sought, or the one there is criticised."""
    types = {change.type for change in plan.changes}
    if not types:
        return set()
    if PlanChangeType.MAKE in types:
        return {Act.SEEK}
    if PlanChangeType.REMOVE in types:
        return {Act.REJECT}
    return {Act.STATE_PREFERENCE if types == {PlanChangeType.KNOW} else Act.CRITIQUE}


def settle_plan(scene: Scene, draft: Draft) -> None:
    """Take out of the plan what is to go, and read a limit for each day as one for all."""
    rules = scene.catalogue.schema.plans
    if rules is None:
        return
    draft.rejected += [change.item_id for change in draft.plan_changes if change.type is PlanChangeType.REMOVE]
    draft.point_at(*draft.rejected)
    if any(change.type is not PlanChangeType.KNOW for change in draft.plan_changes):
        draft.acts -= _ASKING
        draft.asked_facets = []
    plan = planned(scene.state.active.plan, draft.plan_changes, rules)
    draft.preferences = whole_budget(unwanted_anywhere(draft.preferences, rules), scene.said, plan, rules)
