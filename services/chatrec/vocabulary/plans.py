"""Plans: items in an order that can be followed, the rules a catalogue declares for it, and changes users ask for."""

from dataclasses import dataclass
from enum import StrEnum

from chatrec.vocabulary.words import Phrases

__all__ = ["Meal", "Pace", "Plan", "PlanChange", "PlanChangeType", "PlanRules", "Stop"]


class PlanChangeType(StrEnum):
    """What a user wants of a plan."""

    MAKE = "make"
    DAYS = "days"
    START = "start"
    PACE = "pace"
    KNOW = "know"
    REMOVE = "remove"
    ADD = "add"
    SWAP = "swap"
    RENEW = "renew"


class Pace(StrEnum):
    """How full a day is."""

    RELAXED = "relaxed"
    NORMAL = "normal"
    PACKED = "packed"


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One change of a plan; `day` and `other_day` count from 1, 0 means all days.

    `facet` and `value` name what is added, removed or known: an entity of a facet, or a kind where the facet is `kind`.
    `amount` is the number of days, or the weekday (0 is Monday) of the first one.
    """

    type: PlanChangeType
    day: int = 0
    other_day: int = 0
    item_id: str = ""
    facet: str = ""
    value: str = ""
    amount: int = 0
    pace: Pace | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """An item in a plan; `day` counts from 1, minutes from midnight, both 0 where the plan has no days.

    `travel_minutes` lead to it from the stop before. A stop without minutes on a day is where the days begin and end.
    """

    item_id: str
    day: int = 0
    start_minute: int = 0
    end_minute: int = 0
    travel_minutes: int = 0
    latitude: float = 0.0
    longitude: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it stands; `paces` has one entry a day, `first_weekday` 0 is Monday and None not said.

    `known` are the entities and items that the user has already. `cost` is in the catalogue's currency, `hours` is the
    time that the items take. `left` are items that were wanted and do not fit, and entities that something requires and
    nothing gives.
    """

    days: int = 0
    first_weekday: int | None = None
    paces: tuple[Pace, ...] = ()
    stops: tuple[Stop, ...] = ()
    known: tuple[str, ...] = ()
    cost: float = 0.0
    hours: float = 0.0
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meal:
    """A kind of items that a day has once within a window, in minutes from midnight."""

    kind: str
    from_minute: int
    to_minute: int


@dataclass(frozen=True, slots=True)
class PlanRules:
    """What a catalogue declares under `plans`: the words that ask for one, and facets by what they mean to it.

    With `days` a plan is an itinerary of so many days unless the user says how many: `hours` is what a visit takes,
    `opening` the opening hours, `latitude` and `longitude` the place, `stay` the kind where the days begin and end.
    Without it a plan is a path: an item comes after those that give what it `requires`; `gives` names what an item
    gives, `level` an ordinal by which the easier comes first.
    """

    words: Phrases = Phrases()
    hours: str = ""
    cost: str = ""
    days: int = 0
    opening: str = ""
    latitude: str = ""
    longitude: str = ""
    stay: str = ""
    meals: tuple[Meal, ...] = ()
    requires: str = ""
    gives: str = ""
    level: str = ""

    @property
    def unasked(self) -> frozenset[str]:
        """The facets that serve planning alone and are no question for people."""
        return frozenset(filter(None, (self.opening, self.latitude, self.longitude, self.requires)))
