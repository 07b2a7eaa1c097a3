"""What an itinerary promises, whatever is asked of it."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from chatrec.orchestrator.domain.plans.editing import Wanted, edited
from chatrec.orchestrator.domain.plans.itinerary import Supply, Trip
from chatrec.orchestrator.domain.plans.places import Place
from chatrec.vocabulary.opening import ALWAYS
from chatrec.vocabulary.plans import Pace, Plan, PlanChange, PlanChangeType, Stop
from tests.unit.orchestrator.city import MEALS, a_city, a_plan, a_trip, places_of, week_of
from tests.unit.orchestrator.plan_faults import faults

_REQUESTS = 220


def _made(trip: Trip, supply: Supply) -> Plan:
    return edited(a_plan(trip), trip, MEALS, supply, (), (), anew=True)


def _changed(plan: Plan, trip: Trip, supply: Supply, *changes: PlanChange, wanted: tuple[Wanted, ...] = ()) -> Plan:
    trip = replace(trip, paces=plan.paces)
    return edited(plan, trip, MEALS, supply, changes, wanted, anew=False)


def _day(plan: Plan, day: int) -> list[str]:
    return [stop.item_id for stop in plan.stops if stop.day == day]


def test_every_plan_of_random_requests_can_be_followed() -> None:
    rng = random.Random(20)
    for _ in range(_REQUESTS // 5):
        supply = a_city(rng)
        for _ in range(5):
            trip = a_trip(rng)
            assert faults(_made(trip, supply), trip, places_of(supply), MEALS) == ()


def test_every_changed_plan_can_be_followed() -> None:
    rng = random.Random(21)
    for _ in range(40):
        supply = a_city(rng)
        trip = Trip(3, rng.randrange(7), (Pace.NORMAL,) * 3, rng.choice((None, 1_500.0)))
        plan = _made(trip, supply)
        change = rng.choice(
            (
                PlanChange(PlanChangeType.SWAP, day=1, other_day=3),
                PlanChange(PlanChangeType.RENEW, day=2),
                PlanChange(PlanChangeType.PACE, day=2, pace=Pace.RELAXED),
            )
        )
        if change.pace is not None:
            plan = replace(plan, paces=(Pace.NORMAL, Pace.RELAXED, Pace.NORMAL))
        after = _changed(plan, trip, supply, change, wanted=(Wanted(supply.visits[-3:]),))
        assert faults(after, trip, places_of(supply), MEALS) == ()


def test_the_same_request_gets_the_same_plan() -> None:
    supply, trip = a_city(random.Random(3)), Trip(3, 0, (Pace.NORMAL,) * 3)
    assert _made(trip, supply) == _made(trip, supply)


def test_a_day_has_its_two_meals_where_tables_are_near() -> None:
    supply = a_city(random.Random(4))
    plan = _made(Trip(2, 2, (Pace.NORMAL,) * 2), supply)
    eaten = Counter(stop.day for stop in plan.stops if stop.item_id.startswith("restaurant"))
    assert eaten == {1: 2, 2: 2}


def test_swapped_days_change_places() -> None:
    supply, trip = _always_open(a_city(random.Random(5))), Trip(2, 0, (Pace.NORMAL,) * 2)
    plan = _made(trip, supply)
    after = _changed(plan, trip, supply, PlanChange(PlanChangeType.SWAP, day=1, other_day=2))
    assert (_day(after, 1), _day(after, 2)) == (_day(plan, 2), _day(plan, 1))


def test_a_removed_item_goes_and_the_rest_stays() -> None:
    supply, trip = a_city(random.Random(6)), Trip(2, 0, (Pace.NORMAL,) * 2)
    plan = _made(trip, supply)
    gone = next(stop.item_id for stop in plan.stops if stop.day == 1 and not stop.item_id.startswith("restaurant"))
    left = replace(supply, visits=tuple(place for place in supply.visits if place.id != gone))
    after = _changed(plan, trip, left, PlanChange(PlanChangeType.REMOVE, item_id=gone))
    assert set(_day(after, 1)) == set(_day(plan, 1)) - {gone}
    assert _day(after, 2) == _day(plan, 2)


def test_a_relaxed_day_has_fewer_visits_and_the_others_stay() -> None:
    supply, trip = a_city(random.Random(7)), Trip(2, 0, (Pace.NORMAL,) * 2)
    plan = _made(trip, supply)
    wish = PlanChange(PlanChangeType.PACE, day=2, pace=Pace.RELAXED)
    after = _changed(replace(plan, paces=(Pace.NORMAL, Pace.RELAXED)), trip, supply, wish)
    assert len(_day(after, 2)) < len(_day(plan, 2))
    assert _day(after, 1) == _day(plan, 1)


def test_a_renewed_day_brings_nothing_of_the_old_one() -> None:
    supply, trip = a_city(random.Random(8)), Trip(2, 0, (Pace.NORMAL,) * 2)
    plan = _made(trip, supply)
    after = _changed(plan, trip, supply, PlanChange(PlanChangeType.RENEW, day=2))
    assert _day(after, 2)
    assert not set(_day(after, 2)) & set(_day(plan, 2))
    assert _day(after, 1) == _day(plan, 1)


def test_what_is_wanted_finds_a_place_on_a_full_day() -> None:
    supply, trip = a_city(random.Random(9)), Trip(1, 5, (Pace.NORMAL,))
    plan = _made(trip, supply)
    used = {stop.item_id for stop in plan.stops}
    wanted = next(place for place in reversed(supply.visits) if place.id not in used and place.week == ALWAYS)
    after = _changed(plan, trip, supply, wanted=(Wanted((wanted,), day=1),))
    assert wanted.id in _day(after, 1)
    assert after.left == ()


def test_what_cannot_be_put_in_is_named_as_left_out() -> None:
    never = Place("never", "museum", 1.0, 60, 0.0, week_of("Mo off"), 30.0, 120.0)
    supply, trip = a_city(random.Random(10)), Trip(1, 0, (Pace.NORMAL,))
    after = _changed(_made(trip, supply), trip, supply, wanted=(Wanted((never,)),))
    assert after.left == ("never",)


@pytest.mark.parametrize("budget", [0.0, 40.0, 400.0])
def test_a_budget_holds_for_the_whole_trip(budget: float) -> None:
    plan = _made(Trip(3, 0, (Pace.PACKED,) * 3, budget), a_city(random.Random(11)))
    assert plan.cost <= budget


def test_the_check_sees_what_cannot_be_followed() -> None:
    place = Place("m", "museum", 1.0, 60, 50.0, week_of("Tu-Su 10:00-18:00"), 30.0, 120.0)
    stop = Stop("m", 1, 540, 600)
    plan = Plan(1, 0, (Pace.NORMAL,), (stop, replace(stop, start_minute=560)))
    found = faults(plan, Trip(1, 0, budget=60.0), {"m": place}, MEALS)
    for fault in ("comes 2 times", "costs 100", "is closed", "takes another time", "before one can be there"):
        assert any(fault in one for one in found), fault


def _always_open(supply: Supply) -> Supply:
    def opened(places: tuple[Place, ...]) -> tuple[Place, ...]:
        return tuple(replace(place, week=ALWAYS) for place in places)

    return Supply(opened(supply.visits), tuple(map(opened, supply.meals)), opened(supply.stays))
