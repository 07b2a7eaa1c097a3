"""A day of visits: when each begins, and how late it may."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from chatrec.orchestrator.domain.plans.places import Place, travel_minutes
from chatrec.vocabulary.plans import Meal, Pace

__all__ = ["FRAMES", "Day", "Frame", "Visit", "Ways"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a pace allows: when a day begins and ends, how many visits, and how many minutes of visiting."""

    begin: int
    end: int
    visits: int
    minutes: int


FRAMES: Final = {
    Pace.RELAXED: Frame(9 * 60 + 30, 20 * 60, 3, 300),
    Pace.NORMAL: Frame(9 * 60, 21 * 60, 5, 450),
    Pace.PACKED: Frame(8 * 60, 22 * 60, 7, 600),
}
"""Meals count as neither visits nor minutes."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A place on a day; `meal` is the index of the meal it serves as, None for a visit."""

    place: Place
    meal: int | None = None


class Ways:
    """Travel times, each worked out once."""

    def __init__(self) -> None:
        """Start with none."""
        self._known: dict[tuple[str, str], int] = {}

    def minutes(self, here: Place, there: Place) -> int:
        """Give the minutes of a way."""
        key = (here.id, there.id)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = travel_minutes(here, there)
        return found


@dataclass(slots=True)
class Day:
    """The visits of a day in order with their times; `stay` is where it begins and ends, None for anywhere.

    `starts` are the earliest begins, `latest` how late each may begin so that all after it still fit: an insertion is
    checked in constant time (Vansteenwegen et al. 2009, "Iterated local search for the team orienteering problem with
    time windows", section 3.2).
    """

    number: int
    weekday: int
    pace: Pace
    meals: tuple[Meal, ...]
    ways: Ways
    stay: Place | None = None
    visits: list[Visit] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    latest: list[int] = field(default_factory=list)

    @property
    def frame(self) -> Frame:
        """What its pace allows."""
        return FRAMES[self.pace]

    def put(self, visits: Sequence[Visit]) -> bool:
        """Take these visits in this order; False, and nothing changes, where they do not fit."""
        kept = self.visits, self.starts, self.latest
        self.visits = list(visits)
        self.starts, windows = [], []
        for place in range(len(self.visits)):
            window = self._fit(self.visits[place], self.earliest(place))
            if window is None:
                self.visits, self.starts, self.latest = kept
                return False
            self.starts.append(window[0])
            windows.append(window[1])
        self.latest = self._latest(windows)
        fits = all(start <= latest for start, latest in zip(self.starts, self.latest, strict=True))
        if not fits or not self._within_pace():
            self.visits, self.starts, self.latest = kept
            return False
        return True

    def earliest(self, position: int) -> int:
        """Give the earliest minute at which one can be at a position of the day."""
        return self.arrival(position, self.visits[position].place)

    def arrival(self, position: int, place: Place) -> int:
        """Give the earliest minute at which one can be at a place put at a position."""
        if position == 0:
            return self.frame.begin + (self.ways.minutes(self.stay, place) if self.stay else 0)
        before = self.visits[position - 1].place
        return self.starts[position - 1] + before.minutes + self.ways.minutes(before, place)

    def added_minutes(self, visit: Visit, position: int) -> int | None:
        """Give the minutes that inserting a visit costs the day; None where it does not fit."""
        window = self._fit(visit, self.arrival(position, visit.place))
        if window is None:
            return None
        end = window[0] + visit.place.minutes
        after = self.visits[position].place if position < len(self.visits) else None
        if after is not None:
            arrival = end + self.ways.minutes(visit.place, after)
            return None if arrival > self.latest[position] else max(0, arrival - self.starts[position]) + 1
        home = end + (self.ways.minutes(visit.place, self.stay) if self.stay else 0)
        return None if home > self.frame.end else home - self.arrival(position, visit.place) + 1

    def room(self) -> int:
        """Give the minutes of visiting that the pace still allows; 0 where it allows no further visit."""
        rows = [visit.place.minutes for visit in self.visits if visit.meal is None]
        return self.frame.minutes - sum(rows) if len(rows) < self.frame.visits else 0

    def home_minutes(self) -> int:
        """Give the minutes back to the stay after the last visit."""
        return self.ways.minutes(self.visits[-1].place, self.stay) if self.stay and self.visits else 0

    def travel(self, position: int) -> int:
        """Give the minutes of the way to a position."""
        place = self.visits[position].place
        before = self.visits[position - 1].place if position else self.stay
        return self.ways.minutes(before, place) if before else 0

    def _within_pace(self) -> bool:
        rows = [visit.place.minutes for visit in self.visits if visit.meal is None]
        return len(rows) <= self.frame.visits and sum(rows) <= self.frame.minutes

    def _fit(self, visit: Visit, arrival: int) -> tuple[int, int] | None:
        """Give when a visit begins, and the latest begin in the same open span; None where there is none."""
        for opens, closes in visit.place.week[self.weekday]:
            first, last = opens, closes - visit.place.minutes
            if visit.meal is not None:
                meal = self.meals[visit.meal]
                first, last = max(first, meal.from_minute), min(last, meal.to_minute)
            if (start := max(first, arrival)) <= last:
                return start, last
        return None

    def _latest(self, windows: list[int]) -> list[int]:
        latest = [0] * len(self.visits)
        bound = self.frame.end - self.home_minutes()
        for place in range(len(self.visits) - 1, -1, -1):
            visit = self.visits[place]
            latest[place] = min(windows[place], bound - visit.place.minutes)
            bound = latest[place] - self.travel(place)
        return latest
