"""Itineraries: which places on which day, in an order that fits opening hours, pace, budget and distances."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from chatrec.orchestrator.domain.plans.days import Day, Visit, Ways
from chatrec.orchestrator.domain.plans.places import Place
from chatrec.vocabulary.plans import Meal, Pace, Plan, Stop

__all__ = ["Itinerary", "Supply", "Trip", "utility"]

_FIRST_WEEKDAY: Final = 5
_MOST_VISITS: Final = 60
_MOST_MEALS: Final = 24
_MOST_STAYS: Final = 20
_STAY_SHARE: Final = 0.5
_MEAL_SHARE: Final = 0.5
_EVALUATIONS: Final = 8_000
_TRAVEL_HOUR: Final = 0.25
_SAME_KIND: Final = 0.85
_STAY_CENTRE: Final = 12
_STAY_HOUR: Final = 1.0


@dataclass(frozen=True, slots=True)
class Supply:
    """The places that a plan may use, each list best first; `meals` holds one list a meal of the rules."""

    visits: tuple[Place, ...]
    meals: tuple[tuple[Place, ...], ...] = ()
    stays: tuple[Place, ...] = ()

    def find(self, item_id: str) -> Place | None:
        """Find a place by its id."""
        rows = (self.visits, *self.meals, self.stays)
        return next((place for places in rows for place in places if place.id == item_id), None)


@dataclass(frozen=True, slots=True)
class Trip:
    """What is asked of an itinerary; `first_weekday` None is taken for a Saturday, `budget` None is none."""

    days: int
    first_weekday: int | None = None
    paces: tuple[Pace, ...] = ()
    budget: float | None = None

    def weekday(self, number: int) -> int:
        """Give the weekday of a day, from 1."""
        first = _FIRST_WEEKDAY if self.first_weekday is None else self.first_weekday
        return (first + number - 1) % 7

    def pace(self, number: int) -> Pace:
        """Give the pace of a day, from 1."""
        return self.paces[number - 1] if number <= len(self.paces) else Pace.NORMAL


@dataclass(slots=True)
class Itinerary:
    """An itinerary in the making: greedy insertion, then iterated local search within a fixed amount of work.

    The team orienteering problem with time windows (Vansteenwegen et al. 2009), with meals, a stay, a budget and paces;
    no clock and no chance, so that the same request gets the same plan.
    """

    trip: Trip
    meals: tuple[Meal, ...]
    supply: Supply
    ways: Ways = field(default_factory=Ways)
    stay: Place | None = None
    days: list[Day] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    evaluations: int = 0

    def open(self, stay_id: str = "") -> None:
        """Make the days, empty, around the stay of this id, else the one that suits best."""
        if self.trip.days > 1:
            known = next((place for place in self.supply.stays if place.id == stay_id), None)
            self.stay = known if known and self._affords_stay(known) else self._best_stay()
        self.days = [
            Day(number, self.trip.weekday(number), self.trip.pace(number), self.meals, self.ways, self.stay)
            for number in range(1, self.trip.days + 1)
        ]

    def _affords_stay(self, place: Place) -> bool:
        budget = self.trip.budget
        return budget is None or place.cost * (self.trip.days - 1) <= budget * _STAY_SHARE

    def _best_stay(self) -> Place | None:
        """Choose by how much it is wanted, less the way to the places that are wanted most."""
        centre = self.supply.visits[:_STAY_CENTRE]

        def worth(place: Place) -> float:
            way = sum(self.ways.minutes(place, other) for other in centre) / max(1, len(centre))
            return place.score - _STAY_HOUR * way / 60

        rows = [place for place in self.supply.stays[:_MOST_STAYS] if self._affords_stay(place)]
        return max(rows, key=lambda place: (worth(place), place.id), default=None)

    @property
    def cost(self) -> float:
        """What the stay, the visits and the meals cost together."""
        stay = self.stay.cost * (self.trip.days - 1) if self.stay else 0.0
        return stay + sum(visit.place.cost for day in self.days for visit in day.visits)

    def used(self) -> set[str]:
        """Give the ids of all places in use."""
        return {visit.place.id for day in self.days for visit in day.visits} | ({self.stay.id} if self.stay else set())

    def fill(self, days: Iterable[int]) -> None:
        """Fill days as well as the work allows: a visit each, the meals, more visits, then local search."""
        numbers = sorted({number for number in days if 1 <= number <= len(self.days)})
        open_days = [self.days[number - 1] for number in numbers]
        if not open_days:
            return
        self._insert_visits(open_days, most=len([day for day in open_days if not day.visits]))
        for day in open_days:
            self._insert_meals(day)
        self._insert_visits(open_days)
        self._search(open_days)
        for day in open_days:
            self._better_meals(day)

    def _insert_visits(self, days: Sequence[Day], most: int | None = None) -> None:
        """Insert the visit of the best ratio of worth squared to time, again and again."""
        inserted = 0
        best: dict[int, tuple[float, Place, int] | None] = {}
        used, cost = self.used(), self.cost
        while most is None or inserted < most:
            for day in days:
                if day.number not in best or self._is_stale(best[day.number], used, cost):
                    best[day.number] = self._best_insertion(day, used, cost)
            rows = [(row[0], -day.number) for day in days if (row := best[day.number])]
            if not rows:
                return
            number = -max(rows)[1]
            chosen = best.pop(number)
            day = self.days[number - 1]
            if chosen is None or not _inserted(day, Visit(chosen[1]), chosen[2]):
                return
            used.add(chosen[1].id)
            cost += chosen[1].cost
            inserted += 1

    def _best_insertion(self, day: Day, used: set[str], cost: float) -> tuple[float, Place, int] | None:
        room = day.room()
        left = float("inf") if self.trip.budget is None else self.trip.budget - cost
        kinds = [visit.place.kind for visit in day.visits if visit.meal is None]
        found: tuple[float, Place, int] | None = None
        for place in self.supply.visits[:_MOST_VISITS]:
            if place.minutes > room or place.cost > left or place.id in used:
                continue
            worth = place.score * _SAME_KIND ** kinds.count(place.kind)
            visit = Visit(place)
            for position in range(len(day.visits) + 1):
                self.evaluations += 1
                added = day.added_minutes(visit, position)
                if added is not None and (found is None or worth * worth / added > found[0]):
                    found = (worth * worth / added, place, position)
        return found

    def _is_stale(self, row: tuple[float, Place, int] | None, used: set[str], cost: float) -> bool:
        """Tell whether the best insertion of a day is gone; what others cost can only make its rivals dearer."""
        return row is not None and (row[1].id in used or not self._affords(cost + row[1].cost))

    def _insert_meals(self, day: Day) -> None:
        served = {visit.meal for visit in day.visits}
        for meal in range(len(self.meals)):
            if meal not in served:
                self._insert_meal(day, meal)

    def _insert_meal(self, day: Day, meal: int) -> None:
        used, cost, limit = self.used(), self.cost, self._meal_limit()
        rows = []
        for place in self.supply.meals[meal][:_MOST_MEALS]:
            if place.id in used or place.cost > limit:
                continue
            for position in range(len(day.visits) + 1):
                self.evaluations += 1
                added = day.added_minutes(Visit(place, meal), position)
                if added is not None and self._affords(cost + place.cost):
                    rows.append((place.score - _TRAVEL_HOUR * added / 60, place.id, place, position))
        for _, _, place, position in sorted(rows, key=lambda row: (-row[0], row[1]))[:_MOST_MEALS]:
            if _inserted(day, Visit(place, meal), position):
                return

    def _affords(self, cost: float) -> bool:
        return self.trip.budget is None or cost <= self.trip.budget

    def _meal_limit(self) -> float:
        """Give what one meal may cost, so that meals leave something for visits."""
        if self.trip.budget is None:
            return float("inf")
        stay = self.stay.cost * (self.trip.days - 1) if self.stay else 0.0
        return (self.trip.budget - stay) * _MEAL_SHARE / max(1, len(self.meals) * self.trip.days)

    def _search(self, days: Sequence[Day]) -> None:
        """Take out a stretch of visits, fill anew, and keep what is better."""
        best, score = self._copied(days), utility(self.days)
        start, length = 0, 1
        while self.evaluations < _EVALUATIONS:
            before = self.evaluations
            for day in days:
                self._take_out(day, start, length)
            self._insert_visits(days)
            found = utility(self.days)
            if found > score:
                best, score, length = self._copied(days), found, 1
            else:
                self._restore(days, best)
                start, length = start + length, length % 3 + 1
            if self.evaluations == before or start > _MOST_VISITS:
                break
        self._restore(days, best)

    def _take_out(self, day: Day, start: int, length: int) -> None:
        places = [at for at, one in enumerate(day.visits) if one.meal is None and one.place.id not in self.kept]
        gone = {places[(start + step) % len(places)] for step in range(length)} if places else set()
        day.put([visit for at, visit in enumerate(day.visits) if at not in gone])

    @staticmethod
    def _copied(days: Sequence[Day]) -> list[list[Visit]]:
        return [list(day.visits) for day in days]

    @staticmethod
    def _restore(days: Sequence[Day], visits: list[list[Visit]]) -> None:
        for day, held in zip(days, visits, strict=True):
            day.put(held)

    def _better_meals(self, day: Day) -> None:
        """Put each meal where it is wanted most for the way that it takes."""
        for at, visit in enumerate(day.visits):
            if visit.meal is None or visit.place.id in self.kept:
                continue
            rest = [one for place, one in enumerate(day.visits) if place != at]
            whole = list(day.visits)
            day.put(rest)
            self._insert_meal(day, visit.meal)
            if len(day.visits) < len(whole) or day_utility(day) < _utility_of(day, whole):
                day.put(whole)

    def plan(self, known: Plan) -> Plan:
        """Give the plan as it stands, with what `known` holds beside its stops."""
        stops = [Stop(self.stay.id, latitude=self.stay.latitude, longitude=self.stay.longitude)] if self.stay else []
        hours = 0.0
        for day in self.days:
            for at, visit in enumerate(day.visits):
                place, start = visit.place, day.starts[at]
                hours += place.minutes / 60
                stops.append(
                    Stop(
                        place.id,
                        day.number,
                        start,
                        start + place.minutes,
                        day.travel(at),
                        place.latitude,
                        place.longitude,
                    )
                )
        paces = tuple(day.pace for day in self.days)
        return replace(
            known, days=self.trip.days, paces=paces, stops=tuple(stops), cost=round(self.cost, 2), hours=round(hours, 2)
        )


def _inserted(day: Day, visit: Visit, position: int) -> bool:
    return day.put([*day.visits[:position], visit, *day.visits[position:]])


def utility(days: Iterable[Day]) -> float:
    """Give what days are worth: their places, a second of a kind on a day less, minus a quarter an hour of travel."""
    return sum(map(day_utility, days))


def day_utility(day: Day) -> float:
    """Give what a day is worth."""
    worth = 0.0
    kinds: list[str] = []
    for visit in day.visits:
        worth += visit.place.score * (1.0 if visit.meal is not None else _SAME_KIND ** kinds.count(visit.place.kind))
        if visit.meal is None:
            kinds.append(visit.place.kind)
    travel = sum(day.travel(at) for at in range(len(day.visits))) + day.home_minutes()
    return worth - _TRAVEL_HOUR * travel / 60


def _utility_of(day: Day, visits: list[Visit]) -> float:
    kept = list(day.visits)
    day.put(visits)
    worth = day_utility(day)
    day.put(kept)
    return worth
