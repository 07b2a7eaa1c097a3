"""Whether a plan can be followed: every promise of an itinerary or a path, checked from its stops alone."""

from collections import Counter
from collections.abc import Iterable, Mapping

from chatrec.orchestrator.domain.plans.days import FRAMES
from chatrec.orchestrator.domain.plans.itinerary import Trip
from chatrec.orchestrator.domain.plans.places import Place, travel_minutes
from chatrec.vocabulary.plans import Meal, Pace, Plan, Stop

__all__ = ["faults"]


def faults(plan: Plan, trip: Trip, places: Mapping[str, Place], meals: tuple[Meal, ...]) -> tuple[str, ...]:
    """Name every way in which an itinerary cannot be followed; none where it can.

    It shares nothing with the planner but the places and the way between two of them.
    """
    found: list[str] = []
    counts = Counter(stop.item_id for stop in plan.stops)
    found += [f"{item} comes {count} times" for item, count in counts.items() if count > 1]
    stay = next((places[stop.item_id] for stop in plan.stops if stop.day == 0), None)
    nights = trip.days - 1
    cost = sum(places[stop.item_id].cost * (nights if stop.day == 0 else 1) for stop in plan.stops)
    if trip.budget is not None and cost > trip.budget + 0.01:
        found.append(f"costs {cost} of {trip.budget}")
    if any(not 0 <= stop.day <= trip.days for stop in plan.stops):
        found.append("has a day too many")
    for number in range(1, trip.days + 1):
        rows = [stop for stop in plan.stops if stop.day == number]
        pace, weekday = plan.paces[number - 1], trip.weekday(number)
        found += (f"day {number}: {fault}" for fault in _day_faults(rows, pace, weekday, places, meals, stay))
    return tuple(found)


def _day_faults(  # noqa: PLR0917
    stops: list[Stop],
    pace: Pace,
    weekday: int,
    places: Mapping[str, Place],
    meals: tuple[Meal, ...],
    stay: Place | None,
) -> Iterable[str]:
    frame = FRAMES[pace]
    eaten = {meal.kind for meal in meals}
    free, before = frame.begin, stay
    for stop in stops:
        place = places[stop.item_id]
        way = travel_minutes(before, place) if before else 0
        if stop.start_minute < free + way:
            yield f"{place.id} begins before one can be there"
        if stop.end_minute - stop.start_minute != place.minutes:
            yield f"{place.id} takes another time"
        spans = place.week[weekday]
        if not any(opens <= stop.start_minute and stop.end_minute <= closes for opens, closes in spans):
            yield f"{place.id} is closed"
        if place.kind in eaten and not any(
            meal.kind == place.kind and meal.from_minute <= stop.start_minute <= meal.to_minute for meal in meals
        ):
            yield f"{place.id} is no meal at this time"
        free, before = stop.end_minute, place
    if before is not None and stops:
        home = travel_minutes(before, stay) if stay else 0
        if free + home > frame.end:
            yield "ends too late"
    visited = [places[stop.item_id].minutes for stop in stops if places[stop.item_id].kind not in eaten]
    if len(visited) > frame.visits or sum(visited) > frame.minutes:
        yield "is fuller than its pace"
    if sum(places[stop.item_id].kind in eaten for stop in stops) > len(meals):
        yield "has a meal too many"
