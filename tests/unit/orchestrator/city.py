"""A made-up city of random places, the same for a seed."""

import random

from chatrec.orchestrator.domain.plans.itinerary import Supply, Trip
from chatrec.orchestrator.domain.plans.places import Place
from chatrec.vocabulary.opening import ALWAYS, Week, opening_week
from chatrec.vocabulary.plans import Meal, Pace, Plan

MEALS = (Meal("restaurant", 690, 810), Meal("restaurant", 1_050, 1_170))
_HOURS = ("Mo-Su 09:00-17:00", "Tu-Su 10:00-18:00", "Fr-Su 18:00-22:00", "Sa-Su 09:00-16:00", "24/7")
_TABLES = ("Mo-Su 11:00-22:00", "Tu-Su 11:30-14:00,17:30-21:00")


def week_of(text: str) -> Week:
    """Read opening hours that can be read."""
    return opening_week(text) or ALWAYS


def a_place(rng: random.Random, name: str, kind: str) -> Place:
    """Make a place within some 15 km."""
    hours = rng.choice(_TABLES if kind == "restaurant" else _HOURS)
    return Place(
        id=name,
        kind=kind,
        score=rng.random(),
        minutes=rng.choice((30, 60, 90, 150)),
        cost=rng.choice((0.0, 20.0, 60.0, 180.0)) * (3 if kind == "hotel" else 1),
        week=ALWAYS if kind == "hotel" else week_of(hours),
        latitude=30 + rng.gauss(0, 0.04),
        longitude=120 + rng.gauss(0, 0.04),
    )


def a_city(rng: random.Random, size: int = 70) -> Supply:
    """Make a city of visits, restaurants and hotels, each best first."""

    def some(kind: str, count: int) -> tuple[Place, ...]:
        places = [a_place(rng, f"{kind}-{number}", kind) for number in range(count)]
        return tuple(sorted(places, key=lambda place: -place.score))

    visits = (*some("museum", size // 2), *some("park", size // 2))
    tables = some("restaurant", size // 4)
    return Supply(tuple(sorted(visits, key=lambda place: -place.score)), (tables, tables), some("hotel", size // 8))


def a_trip(rng: random.Random) -> Trip:
    """Make a request: days, weekday, paces, and often a budget."""
    days = rng.choice((1, 1, 2, 2, 3, 4, 5))
    paces = tuple(rng.choice(list(Pace)) for _ in range(days))
    budget = rng.choice((None, 100.0 * days, 300.0 * days, 700.0 * days))
    return Trip(days, rng.choice((None, *range(7))), paces, budget)


def places_of(supply: Supply) -> dict[str, Place]:
    """Give all places by id."""
    rows = (supply.visits, *supply.meals, supply.stays)
    return {place.id: place for places in rows for place in places}


def a_plan(trip: Trip) -> Plan:
    """Give the plan of a trip before anything is laid out."""
    return Plan(trip.days, trip.first_weekday, trip.paces)
