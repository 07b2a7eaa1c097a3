"""Items without dialogue, and why an item has its score."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatrec.orchestrator.domain.direct import Request
from chatrec.orchestrator.domain.fusion import Exponents
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.graph import FacetGain
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Context
from chatrec.vocabulary.words import Language, Move, Operator
from tests.unit.orchestrator.small_world import Knowledge, Policy, World, two_catalogues

CHEAP = Preference("price", Operator.AT_MOST, (400.0,))


def test_items_come_within_the_filters_and_without_the_excluded() -> None:
    items, degraded = World().direct.recommend(Request("u1", filters=(CHEAP,), exclude_item_ids=("p4",), max_items=2))
    assert [item.id for item in items] == ["p3", "p2"]
    assert degraded == ()


def test_a_kind_can_be_asked_for() -> None:
    phone = Preference("kind", Operator.EQUAL, ("phone",))
    items, _ = World().direct.recommend(Request("u1", filters=(phone,), max_items=1))
    assert [item.id for item in items] == ["p10"]


def test_items_come_even_from_a_policy_that_would_rather_ask() -> None:
    gains = (FacetGain("brand", 2.0, 1.0),)
    world = World(knowledge=Knowledge(gains=gains), policy=Policy(move=Move.ASK, facet="brand"))
    items, _ = world.direct.recommend(Request("u1"))
    assert len(items) == 5


def test_what_is_known_of_the_user_is_asked_of_the_graph() -> None:
    world = World()
    world.direct.recommend(Request("u1", context=Context((CHEAP,), ("p7",))))
    query = world.knowledge.queries[-1]
    assert (query.preferences, query.liked_item_ids) == ((CHEAP,), ("p7",))


def test_names_are_in_the_language_asked_for_or_else_the_catalogues_first() -> None:
    world = World()
    assert world.direct.recommend(Request("u1", max_items=1))[0][0].name == "商品20"
    assert world.direct.recommend(Request("u1", max_items=1, locale=Language.EN))[0][0].name == "Item 20"


def test_one_of_several_catalogues_must_be_named() -> None:
    world = World(knowledge=two_catalogues())
    with pytest.raises(InvalidInputError) as caught:
        world.direct.recommend(Request("u1"))
    assert caught.value.facts["field"] == "domain"
    assert len(world.direct.recommend(Request("u1", domain="cinema"))[0]) == 5


def test_nothing_is_kept_of_it() -> None:
    world = World()
    world.direct.recommend(Request("u1"))
    assert world.store.sessions("u1") == ()
    assert world.store.events("u1") == ()


def test_a_shown_item_is_explained_with_the_shares_it_was_shown_with() -> None:
    world = World()
    session = world.start()
    shown = world.say(session, "seek:phone brand=acme", max_items=1).items[0]
    explained = world.direct.explain(session, shown.id)
    assert (explained.item.score, explained.item.shares) == (shown.score, shown.shares)
    assert explained.item.reason == shown.reason
    assert explained.explanation.rank == 3


def test_an_item_that_was_not_shown_is_explained_from_the_graph() -> None:
    world = World()
    session = world.start()
    world.say(session, "seek:phone", max_items=1)
    explained = world.direct.explain(session, "p1")
    assert explained.item.name == "Item 1"
    assert explained.item.score == pytest.approx(0.25 ** Exponents().llm * 0.5)


def test_the_slate_of_another_catalogue_explains_nothing() -> None:
    world = World(knowledge=two_catalogues())
    session = world.start()
    shown = world.say(session, "topic:shop seek:phone", max_items=1).items[0]
    world.say(session, "enter:cinema hello")
    explained = world.direct.explain(session, shown.id)
    assert explained.item.score != shown.score


@pytest.mark.parametrize("item_id", ["nonsense", "p21"])
def test_an_item_that_does_not_exist_is_not_found(item_id: str) -> None:
    world = World()
    session = world.start()
    with pytest.raises(NotFoundError):
        world.direct.explain(session, item_id)


def test_nothing_is_explained_without_a_session_a_topic_or_its_catalogue() -> None:
    world = World(knowledge=two_catalogues())
    session = world.start()
    for attempt in ("nobody", session):
        with pytest.raises(NotFoundError):
            world.direct.explain(attempt, "p1")
    world.say(session, "topic:cinema more")
    del world.knowledge.schemas["cinema"]
    world.now_s += 60
    with pytest.raises(NotFoundError):
        world.direct.explain(session, "p1")


def test_a_preference_known_of_a_user_that_fits_one_catalogue_disturbs_no_other() -> None:
    world = World(knowledge=two_catalogues())
    short = Preference("minutes", Operator.LESS, (65.0,), hard=True)
    session = world.start(context=Context((short, replace(CHEAP, hard=True))))
    assert [item.id for item in world.say(session, "topic:cinema more").items] == ["p4", "p3", "p2", "p1"]
    assert [item.id for item in world.say(session, "topic:shop more").items] == ["p4", "p3", "p2", "p1"]
    assert [wish.facet for wish in world.knowledge.queries[-1].preferences] == ["price"]
