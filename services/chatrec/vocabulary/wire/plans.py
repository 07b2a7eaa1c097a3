"""Plans, the rules they are made by, and what users want of them."""

from chatrec.dialogue.v1 import dialogue_pb2
from chatrec.orchestrator.v1 import orchestrator_pb2
from chatrec.vocabulary.plans import Meal, Plan, PlanChange, PlanRules, Stop
from chatrec.vocabulary.v1 import vocabulary_pb2 as pb
from chatrec.vocabulary.wire.enums import PACES, PLAN_CHANGE_TYPES
from chatrec.vocabulary.wire.values import phrases, phrases_message

__all__ = ["change", "change_message", "plan_message", "plan_or_none", "rules", "rules_message"]


def plan_message(plan: Plan | None) -> pb.Plan | None:
    """Write a plan; None where there is none."""
    if plan is None:
        return None
    return pb.Plan(
        days=plan.days,
        first_weekday=plan.first_weekday,
        paces=map(PACES.number, plan.paces),
        stops=map(_stop_message, plan.stops),
        known=plan.known,
        cost=plan.cost,
        hours=plan.hours,
        left=plan.left,
    )


def plan_or_none(holder: pb.Topic | dialogue_pb2.PhraseReplyRequest | orchestrator_pb2.Turn) -> Plan | None:
    """Read the plan of a message that may have one."""
    if not holder.HasField("plan"):
        return None
    message = holder.plan
    return Plan(
        days=message.days,
        first_weekday=message.first_weekday if message.HasField("first_weekday") else None,
        paces=tuple(map(PACES.word, message.paces)),
        stops=tuple(map(_stop, message.stops)),
        known=tuple(message.known),
        cost=message.cost,
        hours=message.hours,
        left=tuple(message.left),
    )


def _stop_message(stop: Stop) -> pb.Stop:
    return pb.Stop(
        item_id=stop.item_id,
        day=stop.day,
        start_minute=stop.start_minute,
        end_minute=stop.end_minute,
        travel_minutes=stop.travel_minutes,
        latitude=stop.latitude,
        longitude=stop.longitude,
    )


def _stop(message: pb.Stop) -> Stop:
    return Stop(
        item_id=message.item_id,
        day=message.day,
        start_minute=message.start_minute,
        end_minute=message.end_minute,
        travel_minutes=message.travel_minutes,
        latitude=message.latitude,
        longitude=message.longitude,
    )


def change_message(wanted: PlanChange) -> pb.PlanChange:
    """Write a change of a plan."""
    return pb.PlanChange(
        type=PLAN_CHANGE_TYPES.number(wanted.type),
        day=wanted.day,
        other_day=wanted.other_day,
        item_id=wanted.item_id,
        facet=wanted.facet,
        value=wanted.value,
        amount=wanted.amount,
        pace=PACES.number(wanted.pace),
    )


def change(message: pb.PlanChange) -> PlanChange:
    """Read a change of a plan."""
    return PlanChange(
        type=PLAN_CHANGE_TYPES.word(message.type),
        day=message.day,
        other_day=message.other_day,
        item_id=message.item_id,
        facet=message.facet,
        value=message.value,
        amount=message.amount,
        pace=PACES.word_or_none(message.pace),
    )


def rules_message(held: PlanRules | None) -> pb.PlanRules | None:
    """Write the rules of plans; None where there are none."""
    if held is None:
        return None
    return pb.PlanRules(
        words=phrases_message(held.words),
        hours=held.hours,
        cost=held.cost,
        days=held.days,
        opening=held.opening,
        latitude=held.latitude,
        longitude=held.longitude,
        stay=held.stay,
        meals=[pb.Meal(kind=row.kind, from_minute=row.from_minute, to_minute=row.to_minute) for row in held.meals],
        requires=held.requires,
        gives=held.gives,
        level=held.level,
    )


def rules(message: pb.PlanRules) -> PlanRules:
    """Read the rules of plans."""
    return PlanRules(
        words=phrases(message.words),
        hours=message.hours,
        cost=message.cost,
        days=message.days,
        opening=message.opening,
        latitude=message.latitude,
        longitude=message.longitude,
        stay=message.stay,
        meals=tuple(Meal(row.kind, row.from_minute, row.to_minute) for row in message.meals),
        requires=message.requires,
        gives=message.gives,
        level=message.level,
    )
