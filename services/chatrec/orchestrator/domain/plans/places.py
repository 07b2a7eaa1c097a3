"""Items as places that take time, cost money and are open at times; and the way between them."""

import math
from dataclasses import dataclass
from typing import Final

from chatrec.vocabulary.graph import ItemCard
from chatrec.vocabulary.opening import ALWAYS, Week, opening_week
from chatrec.vocabulary.plans import PlanRules

__all__ = ["Place", "place_of", "travel_minutes"]

_EARTH_KM: Final = 6_371.0
_DETOUR: Final = 1.3
_WALK_KMH: Final = 4.5
_LONGEST_WALK_KM: Final = 1.5
_RIDE_KMH: Final = 22.0
_WAIT_MINUTES: Final = 8.0
_STEP_MINUTES: Final = 5
_UNSAID_HOURS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """An item to be visited: how much it is wanted (0 to 1), how long it takes, its price and when it is open."""

    id: str
    kind: str
    score: float
    minutes: int
    cost: float
    week: Week
    latitude: float
    longitude: float


def place_of(card: ItemCard, score: float, rules: PlanRules) -> Place | None:
    """Read a place from an item's facts; None where it has no position, or its opening hours cannot be read.

    What has no opening hours is always open, what has no price is free, what has no duration takes an hour.
    """
    latitude, longitude = _number(card, rules.latitude), _number(card, rules.longitude)
    opening = card.fact(rules.opening) if rules.opening else None
    week = opening_week("; ".join(map(str, opening.values))) if opening else ALWAYS
    if latitude is None or longitude is None or week is None:
        return None
    hours, cost = _number(card, rules.hours), _number(card, rules.cost)
    minutes = round((_UNSAID_HOURS if hours is None else hours) * 60 / _STEP_MINUTES) * _STEP_MINUTES
    return Place(card.id, card.kind, score, max(_STEP_MINUTES, minutes), cost or 0.0, week, latitude, longitude)


def _number(card: ItemCard, facet: str) -> float | None:
    fact = card.fact(facet) if facet else None
    value = fact.values[0] if fact and fact.values else None
    return float(value) if isinstance(value, (int, float)) else None


def travel_minutes(here: Place, there: Place) -> int:
    """Estimate the way between two places in whole steps of five minutes: on foot when near, else by public transport.

    The great circle (equirectangular, exact to a per mille within a city) times a detour factor of 1.3.
    """
    middle = math.radians((here.latitude + there.latitude) / 2)
    north = math.radians(there.latitude - here.latitude)
    east = math.radians(there.longitude - here.longitude) * math.cos(middle)
    km = _EARTH_KM * math.hypot(north, east) * _DETOUR
    on_foot = km / _WALK_KMH * 60
    minutes = on_foot if km <= _LONGEST_WALK_KM else min(on_foot, km / _RIDE_KMH * 60 + _WAIT_MINUTES)
    return math.ceil(minutes / _STEP_MINUTES) * _STEP_MINUTES
