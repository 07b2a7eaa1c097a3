"""What a user who agreed is remembered for, and what is never remembered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.orchestrator.adapters.memory_sessions import MemorySessions
from chatrec.orchestrator.domain.direct import Request
from chatrec.orchestrator.domain.tastes import faded
from chatrec.vocabulary.errors import InvalidInputError, UnavailableError
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Context, EventType, SessionTastes, Taste
from chatrec.vocabulary.words import Move, Operator, Source
from tests.unit.orchestrator.small_world import World, two_catalogues

AGREED = Context(remember=True)
DAY_S = 24 * 3600.0


def remembered(world: World) -> dict[tuple[str, object], Preference]:
    """Give what of the last query was remembered, by facet and value."""
    wishes = world.knowledge.queries[-1].preferences
    return {(wish.facet, wish.values[0]): wish for wish in wishes if wish.source is Source.REMEMBERED}


def test_what_was_liked_and_turned_down_ranks_in_the_next_session_as_soft_wishes() -> None:
    world = World()
    first = world.start(context=AGREED)
    world.say(first, "seek:phone brand=acme no:p9")
    world.does(first, EventType.ACCEPT, "p7", turn=1)
    world.say(world.start(context=AGREED), "want:laptop")
    found = remembered(world)
    assert set(found) == {("brand", "acme"), ("item", "p9"), ("item", "p7")}
    assert found["item", "p9"].operator is Operator.NOT_EQUAL
    assert found["item", "p7"].operator is Operator.EQUAL
    assert not any(wish.hard for wish in found.values())
    assert all(0 < wish.weight <= 0.5 for wish in found.values())
    assert "p7" in world.knowledge.queries[-1].excluded_item_ids  # what was taken is no news


@pytest.mark.parametrize(("first", "second"), [(Context(), AGREED), (AGREED, Context())])
def test_who_did_not_agree_is_neither_remembered_nor_recognised(first: Context, second: Context) -> None:
    world = World()
    world.say(world.start(context=first), "seek:phone brand=acme")
    world.say(world.start(context=second), "want:laptop")
    assert not remembered(world)


def test_one_user_is_not_taken_for_another() -> None:
    world = World()
    world.say(world.start("u1", context=AGREED), "seek:phone brand=acme")
    world.say(world.start("u2", context=AGREED), "want:laptop")
    assert not remembered(world)


def test_numbers_and_kinds_of_one_purchase_are_no_taste() -> None:
    world = World()
    world.say(world.start(context=AGREED), "seek:phone price<=700! size=small wifi=yes")
    world.say(world.start(context=AGREED), "want:laptop")
    assert not remembered(world)


def test_what_is_said_now_outweighs_what_was_liked_then() -> None:
    world = World()
    world.say(world.start(context=AGREED), "seek:phone brand=acme")
    world.say(world.start(context=AGREED), "seek:laptop brand=zeta")
    assert not remembered(world)


def test_a_taste_of_one_catalogue_says_nothing_in_another() -> None:
    world = World(knowledge=two_catalogues())
    first = world.start(domain="shop", context=AGREED)
    world.say(first, "seek:phone no:p3")
    world.say(world.start(domain="cinema", context=AGREED), "minutes<90")
    assert not remembered(world)


def test_a_taste_is_halved_with_every_half_life_and_then_forgotten() -> None:
    world = World()
    world.say(world.start(context=AGREED), "seek:phone brand=acme")
    weights = []
    for _ in range(3):
        world.say(world.start(context=AGREED), "want:laptop")
        weights.append(remembered(world)["brand", "acme"].weight)
        world.now_s += 30 * DAY_S
    assert weights == pytest.approx([0.5, 0.25, 0.125])
    world.now_s += 60 * DAY_S
    world.say(world.start(context=AGREED), "want:laptop")
    assert not remembered(world)


def test_a_taste_is_not_refreshed_by_being_remembered() -> None:
    world = World()
    world.say(world.start(context=AGREED), "seek:phone brand=acme")
    world.now_s += 30 * DAY_S
    world.say(world.start(context=AGREED), "want:laptop")
    assert len(world.store.tastes("u1")) == 1


def test_items_without_dialogue_are_ranked_by_what_is_remembered_too() -> None:
    world = World()
    world.say(world.start(context=AGREED), "seek:phone brand=acme")
    world.direct.recommend(Request("u1", "shop", AGREED))
    assert ("brand", "acme") in remembered(world)


def test_agreeing_without_a_name_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="user_id"):
        World().start("", context=AGREED)


class Forgetful(MemorySessions):
    """Loses what it shall keep of users."""

    def remember(self, user_id: str, told: SessionTastes) -> None:
        raise UnavailableError("The session store does not answer.")

    def tastes(self, user_id: str) -> tuple[SessionTastes, ...]:
        raise UnavailableError("The session store does not answer.")


def test_where_the_memory_is_lost_the_conversation_goes_on() -> None:
    world = World(store=Forgetful(ttl_s=1e9, max_sessions=10, max_events=10, clock=lambda: 0.0))
    turn = world.say(world.start(context=AGREED), "seek:phone brand=acme")
    assert turn.move is Move.RECOMMEND
    _, degraded = world.direct.recommend(Request("u1", "shop", AGREED))
    assert degraded == ("sessions",)


TASTES = st.builds(
    Taste, st.sampled_from(("a", "b")), st.sampled_from(("x", "y")), st.sampled_from("uvw"), st.booleans()
)
TOLD = st.builds(SessionTastes, st.text(max_size=3), st.integers(0, 10**13), st.lists(TASTES, max_size=4).map(tuple))


@given(st.lists(TOLD, max_size=8), st.integers(0, 10**13))
def test_of_each_thing_one_taste_is_left_however_often_it_was_told(kept: list[SessionTastes], now_ms: int) -> None:
    found = faded(kept, now_ms, 30 * DAY_S * 1e3)
    assert len({(one.catalogue, one.facet, one.value) for one in found}) == len(found)
    assert all(0 < one.weight <= 1 for one in found)
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
