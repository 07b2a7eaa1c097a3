"""Changes of an itinerary: what is asked for is done, and all else stays as it was where it can."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from chatrec.orchestrator.domain.plans.days import Day, Visit
from chatrec.orchestrator.domain.plans.itinerary import Itinerary, Supply, Trip
from chatrec.orchestrator.domain.plans.places import Place
from chatrec.vocabulary.plans import Meal, Pace, Plan, PlanChange, PlanChangeType

__all__ = ["Wanted", "edited"]

_FULLER: Final = {Pace.RELAXED: Pace.NORMAL, Pace.NORMAL: Pace.PACKED}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item to put in: the first of `places` that fits, on a day, or on any where it is 0."""

    places: tuple[Place, ...]
    day: int = 0


@dataclass(slots=True)
class _Editor:
    itinerary: Itinerary
    dirty: set[int] = field(default_factory=set)
    left: list[str] = field(default_factory=list)

    def lay(self, rows: Sequence[Sequence[Visit]]) -> None:
        """Put the visits that stay on their days; what does not fit goes, the least wanted first."""
        for day, visits in zip(self.itinerary.days, rows, strict=True):
            if self._settle(day, list(visits)):
                self.dirty.add(day.number)

    def _settle(self, day: Day, visits: list[Visit]) -> bool:
        lost = False
        while visits and not day.put(visits):
            lost = True
            visits = _without_least(day, visits)
        return lost

    def lighten(self, day: Day) -> None:
        """Take out the visit that is wanted least, so that a day that is to be lighter is."""
        visits = [visit for visit in day.visits if visit.meal is None and visit.place.id not in self.itinerary.kept]
        if len(visits) > 1:
            gone = min(visits, key=lambda visit: (visit.place.score, visit.place.id))
            day.put([visit for visit in day.visits if visit is not gone])

    def add(self, wanted: Wanted) -> None:
        """Put an item in where it fits; else on a fuller day; else in place of what is wanted less."""
        used = self.itinerary.used()
        places = [place for place in wanted.places if place.id not in used]
        days = [day for day in self.itinerary.days if wanted.day in {0, day.number}]
        for attempt in (_squeeze, _fill_day, self._replace):
            for place in places:
                if self._affords(place) and any(attempt(day, place) for day in days):
                    self.itinerary.kept.add(place.id)
                    return
        self.left += [place.id for place in places[:1]]

    def _affords(self, place: Place) -> bool:
        budget = self.itinerary.trip.budget
        return budget is None or self.itinerary.cost + place.cost <= budget

    def _replace(self, day: Day, place: Place) -> bool:
        whole = list(day.visits)
        rows = [visit for visit in whole if visit.meal is None and visit.place.id not in self.itinerary.kept]
        for gone in sorted(rows, key=lambda visit: visit.place.score):
            day.put([visit for visit in day.visits if visit is not gone])
            if _squeeze(day, place) or _fill_day(day, place):
                return True
        day.put(whole)
        return False


def _without_least(day: Day, visits: list[Visit]) -> list[Visit]:
    """Leave out a visit: one without which the others fit, else the one that is wanted least."""
    ordered = sorted(visits, key=lambda visit: (visit.meal is not None, visit.place.score))
    for gone in ordered:
        rest = [visit for visit in visits if visit is not gone]
        if day.put(rest):
            return rest
    return [visit for visit in visits if visit is not ordered[0]]


def _squeeze(day: Day, place: Place) -> bool:
    """Insert a place where it costs the day least; as a meal where its kind is one."""
    meals = [at for at, meal in enumerate(day.meals) if meal.kind == place.kind]
    taken = {visit.meal for visit in day.visits}
    options = [Visit(place, meal) for meal in meals if meal not in taken] if meals else [Visit(place)]
    rows = [
        (added, position, option)
        for option in options
        for position in range(len(day.visits) + 1)
        if (added := day.added_minutes(option, position)) is not None
    ]
    for _, position, option in sorted(rows, key=lambda row: row[:2]):
        if day.put([*day.visits[:position], option, *day.visits[position:]]):
            return True
    return False


def _fill_day(day: Day, place: Place) -> bool:
    """Insert a place on a day that is made as much fuller as it takes."""
    before = day.pace
    while day.pace in _FULLER:
        day.pace = _FULLER[day.pace]
        if _squeeze(day, place):
            return True
    day.pace = before
    return False


def edited(  # noqa: PLR0917
    plan: Plan,
    trip: Trip,
    meals: tuple[Meal, ...],
    supply: Supply,
    changes: Sequence[PlanChange],
    wanted: Iterable[Wanted],
    *,
    anew: bool,
) -> Plan:
    """Give the plan after these changes.

    What is no longer in `supply` goes; days that lost something for that, and days that are new, are filled again. With
    `anew` the stops so far count for nothing.
    """
    by_type = {type_: [one for one in changes if one.type is type_] for type_ in PlanChangeType}
    renewed = {one.day for one in by_type[PlanChangeType.RENEW]}
    again = {stop.item_id for stop in plan.stops if stop.day in renewed}
    supply = _leaving_out(supply, again)
    itinerary = Itinerary(trip, meals, supply)
    itinerary.open(next((stop.item_id for stop in plan.stops if stop.day == 0), ""))
    editor = _Editor(itinerary)
    rows = [[] if anew else _kept_visits(plan, number, meals, supply.find) for number in range(1, trip.days + 1)]
    held = {stop.item_id for stop in plan.stops}
    removed = {one.item_id for one in by_type[PlanChangeType.REMOVE]}
    for number in range(1, trip.days + 1):
        before = {stop.item_id for stop in plan.stops if stop.day == number}
        lost = before - {visit.place.id for visit in rows[number - 1]} - removed
        if anew or lost or not any(visit.meal is None for visit in rows[number - 1]):
            editor.dirty.add(number)
    for swap in by_type[PlanChangeType.SWAP]:
        if min(swap.day, swap.other_day) >= 1 and max(swap.day, swap.other_day) <= trip.days:
            first, second = swap.day - 1, swap.other_day - 1
            rows[first], rows[second] = rows[second], rows[first]
    editor.lay(rows)
    for number in _paced(by_type[PlanChangeType.PACE], trip, Pace.RELAXED):
        if held:
            editor.lighten(itinerary.days[number - 1])
            editor.dirty.discard(number)
    for one in wanted:
        editor.add(one)
    editor.dirty.update(_paced(by_type[PlanChangeType.PACE], trip, Pace.PACKED))
    itinerary.fill(editor.dirty)
    return replace(itinerary.plan(plan), left=tuple(editor.left))


def _paced(changes: Iterable[PlanChange], trip: Trip, pace: Pace) -> set[int]:
    rows = [one for one in changes if one.pace is pace]
    days = set(range(1, trip.days + 1))
    return {day for one in rows for day in (days if one.day == 0 else days & {one.day})}


def _leaving_out(supply: Supply, gone: set[str]) -> Supply:
    def left(places: tuple[Place, ...]) -> tuple[Place, ...]:
        return tuple(place for place in places if place.id not in gone)

    return Supply(left(supply.visits), tuple(map(left, supply.meals)), supply.stays) if gone else supply


def _kept_visits(plan: Plan, number: int, meals: tuple[Meal, ...], find: Callable[[str], Place | None]) -> list[Visit]:
    """Read the visits of a day back from the stops; a meal is known by its kind and its time."""
    visits: list[Visit] = []
    for stop in plan.stops:
        place = find(stop.item_id) if stop.day == number else None
        if place is None:
            continue
        taken = {visit.meal for visit in visits}
        served = [
            at
            for at, meal in enumerate(meals)
            if meal.kind == place.kind and at not in taken and meal.from_minute <= stop.start_minute <= meal.to_minute
        ]
        if served or all(meal.kind != place.kind for meal in meals):
            visits.append(Visit(place, served[0] if served else None))
    return visits
