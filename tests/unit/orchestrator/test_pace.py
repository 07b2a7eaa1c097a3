"""How fast one user may send events: a flood is refused, others are not held up, and a minute later all is well."""

import pytest

from chatrec.orchestrator.domain.pace import Pace
from chatrec.vocabulary.errors import OverloadedError
from chatrec.vocabulary.turn import Event, EventType
from tests.unit.orchestrator.small_world import World


def test_a_flood_of_one_user_is_refused_and_others_go_on() -> None:
    world = World(events_a_minute=3)
    eager, calm = world.start("eager"), world.start("calm")
    turn = world.say(eager, "seek:phone")
    item_id = turn.items[0].id
    for number in range(3):
        assert world.does(eager, EventType.CLICK, item_id, turn=1, event_id=f"e{number}")
    with pytest.raises(OverloadedError) as refused:
        world.does(eager, EventType.CLICK, item_id, turn=1, event_id="e3")
    assert refused.value.facts["retry_after_s"] == "60.0"
    assert world.does(calm, EventType.CLICK, item_id, event_id="c1")
    world.now_s += 60.0
    assert world.does(eager, EventType.CLICK, item_id, turn=1, event_id="e3")


def test_events_before_one_too_many_are_kept() -> None:
    world = World(events_a_minute=2)
    session = world.start("eager")
    events = [Event(f"e{number}", session, "a1", EventType.CLICK) for number in range(3)]
    with pytest.raises(OverloadedError):
        world.events.record(events)
    assert [event.event_id for event in world.store.events("eager")] == ["e0", "e1"]


def test_only_so_many_users_are_counted_and_those_who_send_are_not_forgotten() -> None:
    pace = Pace(1, lambda: 0.0)
    pace.check("eager")
    for number in range(9_999):
        pace.check(f"u{number}")
    with pytest.raises(OverloadedError):
        pace.check("eager")
    assert len(pace._sent) == 10_000
