"""What users do is logged once, and kept in mind by the session."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.orchestrator.domain.remembering import after_event
from chatrec.vocabulary.conversation import DialogueState, Topic
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.graph import ItemRef
from chatrec.vocabulary.turn import Event, EventType, Session, Shares, Turn, TurnItem
from chatrec.vocabulary.words import Language, Move
from tests.unit.orchestrator.contested import Contested
from tests.unit.orchestrator.small_world import World, ids, two_catalogues


@pytest.mark.parametrize("kind", [EventType.REJECT, EventType.COMPLAINT])
def test_an_item_rejected_or_complained_of_by_an_event_never_comes_back(kind: EventType) -> None:
    world = World()
    session = world.start()
    world.say(session, "seek:phone")
    assert world.does(session, kind, "p10", turn=1)
    for text in ("seek:phone", "more", "why", "describe item:p10"):
        assert "p10" not in ids(world.say(session, text, max_items=20))


@pytest.mark.parametrize("kind", [EventType.ACCEPT, EventType.PURCHASE])
def test_an_item_taken_is_liked(kind: EventType) -> None:
    world = World()
    session = world.start()
    world.say(session, "seek:phone")
    world.does(session, kind, "p9")
    world.say(session, "price<900!")
    assert world.knowledge.queries[-1].liked_item_ids == ("p9",)


@pytest.mark.parametrize("kind", [EventType.IMPRESSION, EventType.CLICK, EventType.RATING, EventType.DWELL])
def test_what_says_neither_yes_nor_no_is_logged_alone(kind: EventType) -> None:
    world = World()
    session = world.start()
    before = world.store.get(session)
    assert world.does(session, kind, "p9")
    assert world.store.get(session) == before
    assert world.store.events("u1")[0].unix_ms == 1_700_000_000_000


def test_an_event_repeated_later_changes_nothing() -> None:
    world = World()
    session = world.start()
    assert world.does(session, EventType.ACCEPT, "p1", event_id="e1")
    assert world.does(session, EventType.REJECT, "p1", event_id="e2")
    before = world.store.get(session)
    assert not world.does(session, EventType.ACCEPT, "p1", event_id="e1")
    assert world.store.get(session) == before
    assert before.session.state.active.liked_item_ids == ()


def test_the_same_event_sent_by_many_at_once_counts_once() -> None:
    world = World()
    session = world.start()
    start = threading.Barrier(2)

    def send(_: int) -> bool:
        start.wait()
        return world.does(session, EventType.REJECT, "p1", event_id="e")

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(send, range(2))) == 1
    assert len(world.store.events("u1")) == 1


def test_an_event_that_loses_a_race_is_kept_in_mind_all_the_same() -> None:
    store = Contested(times=1)
    world = World(store=store)
    session = world.start()
    assert world.does(session, EventType.REJECT, "p10")
    assert store.get(session).session.state.rejected == (ItemRef("shop", "p10"),)


def test_events_are_counted_new_and_repeated() -> None:
    world = World()
    session = world.start()
    event = Event("e", session, "p1", EventType.CLICK)
    recorded = world.events.record([event, event])
    assert (recorded.new, recorded.repeated) == (1, 1)


def test_events_before_a_bad_one_are_kept() -> None:
    world = World()
    session = world.start()
    good, bad = Event("e", session, "p1", EventType.CLICK), Event("", session, "p1", EventType.CLICK)
    with pytest.raises(InvalidInputError):
        world.events.record([good, bad, good])
    assert [event.event_id for event in world.store.events("u1")] == ["e"]


def test_an_event_of_no_session_is_refused() -> None:
    world = World()
    with pytest.raises(NotFoundError):
        world.does("nobody", EventType.CLICK, "p1")


def test_an_item_turned_down_after_the_topic_changed_stays_away_from_its_own_topic() -> None:
    world = World(knowledge=two_catalogues())
    session = world.start()
    shown = world.say(session, "topic:shop seek:phone", max_items=3)
    assert ids(shown) == ["p10", "p9", "p8"]
    world.say(session, "enter:cinema hello")
    world.does(session, EventType.REJECT, "p10", turn=shown.turn)
    assert "p10" in ids(world.say(session, "more", max_items=20))  # the film of this id was not turned down
    assert "p10" not in ids(world.say(session, "topic:shop seek:phone", max_items=20))


def test_an_item_liked_after_the_topic_changed_is_liked_in_its_own_topic() -> None:
    world = World(knowledge=two_catalogues())
    session = world.start()
    world.say(session, "topic:shop seek:phone")
    world.say(session, "topic:cinema seek:", max_items=1)
    world.does(session, EventType.ACCEPT, "p8", turn=1)
    state = world.store.get(session).session.state
    assert state.active.liked_item_ids == ()
    assert [topic.liked_item_ids for topic in state.parked if topic.catalogue == "shop"] == [("p8",)]


events = st.builds(
    Event,
    event_id=st.just("e"),
    session_id=st.just("s"),
    item_id=st.sampled_from([f"p{number}" for number in range(70)]),
    type=st.sampled_from(EventType),
    turn=st.integers(0, 3),
)


@given(st.lists(events, max_size=150))
def test_whatever_is_done_what_was_turned_down_is_not_liked_and_lists_stay_short(done: list[Event]) -> None:
    session = Session("s", "u", state=DialogueState(active=Topic("shop"), parked=(Topic("cinema"),)))
    last: dict[str, EventType] = {}
    for event in done:
        session = after_event(session, event)
        if event.type in {EventType.REJECT, EventType.COMPLAINT, EventType.ACCEPT, EventType.PURCHASE}:
            last[event.item_id] = event.type
    liked = session.state.active.liked_item_ids
    assert len(liked) <= 50
    assert len(set(liked)) == len(liked)
    against = {EventType.REJECT, EventType.COMPLAINT}
    assert all(last[item] not in against for item in liked)
    turned_down = {event.item_id for event in done if event.type in against}
    assert set(session.state.rejected) == {ItemRef("shop", item) for item in turned_down}


def test_an_item_of_the_last_slate_is_turned_down_in_its_catalogue_even_where_its_topic_was_forgotten() -> None:
    slate = Turn(
        "s", 3, "r", Language.EN, "", Move.RECOMMEND, items=(TurnItem("p1", "x", 1.0, Shares()),), catalogue="shop"
    )
    session = Session("s", "u", state=DialogueState(active=Topic("cinema")), slate_turn=slate)
    after = after_event(session, Event("e", "s", "p1", EventType.REJECT, turn=3))
    assert after.state.rejected == (ItemRef("shop", "p1"),)
    later = after_event(session, Event("e", "s", "p1", EventType.REJECT, turn=4))
    assert later.state.rejected == (ItemRef("cinema", "p1"),)
