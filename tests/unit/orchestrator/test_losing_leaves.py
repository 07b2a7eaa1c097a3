"""A turn goes on without any one leaf, and says which it lost."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from chatrec.orchestrator.domain.ports import Encoder
from chatrec.vocabulary.errors import (
    ChatRecError,
    DeadlineExceededError,
    InvalidInputError,
    NotFoundError,
    OverloadedError,
    UnavailableError,
)
from chatrec.vocabulary.graph import Grounding
from chatrec.vocabulary.schema import Notices
from chatrec.vocabulary.turn import EventType
from chatrec.vocabulary.words import Language, Move, Text
from tests.unit.orchestrator import small_world
from tests.unit.orchestrator.small_world import SHOP, World, ids

ERRORS = (UnavailableError, DeadlineExceededError, OverloadedError, InvalidInputError, NotFoundError, ChatRecError)


@dataclass
class Losable:
    """A leaf that can be lost and comes back."""

    leaf: Any
    error: ChatRecError | None = None
    lost: set[str] = field(default_factory=set)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if self.error is not None and (not self.lost or name in self.lost):
            return self._fail
        return getattr(self.leaf, name)

    def _fail(self, *_: object) -> None:
        assert self.error is not None
        raise self.error


def a_world() -> World:
    return World(
        encoder=Losable(small_world.Encoder()),  # type: ignore[arg-type]
        dialogue=Losable(small_world.Dialogue()),  # type: ignore[arg-type]
        knowledge=Losable(small_world.Knowledge()),  # type: ignore[arg-type]
        policy=Losable(small_world.Policy()),  # type: ignore[arg-type]
    )


def lose(world: World, part: str, error: ChatRecError, *methods: str) -> Losable:
    leaf: Losable = getattr(world, part)
    leaf.error, leaf.lost = error, set(methods)
    return leaf


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("part", ["encoder", "dialogue", "knowledge", "policy"])
def test_whatever_befalls_a_leaf_every_turn_is_answered_and_names_it(part: str, kind: type[ChatRecError]) -> None:
    world = a_world()
    session = world.start()
    world.say(session, "seek:phone brand=acme!")
    leaf = lose(world, part, kind("It is gone."))
    for number, text in enumerate(("seek:phone price<800!", "more", "why", "compare", "thanks", "??"), start=2):
        turn = world.say(session, text)
        assert turn.turn == number
        assert turn.reply
        assert set(turn.degraded) <= {part}
        if text.startswith("seek"):
            assert turn.degraded == (part,)
    leaf.error = None
    assert world.say(session, "seek:phone").degraded == ()


def test_without_the_graph_popular_items_are_shown_within_the_limits() -> None:
    world = a_world()
    session = world.start()
    world.say(session, "seek:phone no:p7", exclude_item_ids=("p5",))
    lose(world, "knowledge", UnavailableError("It is gone."))
    turn = world.say(session, "seek:phone price<=900! brand=acme!")
    assert (turn.move, ids(turn)) == (Move.RECOMMEND, ["p9", "p3", "p1"])
    assert [item.name for item in turn.items] == ["Item 9", "Item 3", "Item 1"]


def test_without_the_graph_and_without_a_popular_item_left_nothing_is_made_up() -> None:
    world = a_world()
    session = world.start()
    lose(world, "knowledge", UnavailableError("It is gone."))
    turn = world.say(session, "seek:phone price<1!")
    assert (turn.move, turn.items, turn.degraded) == (Move.RELAX, (), ("knowledge",))


def test_where_the_graph_was_never_there_the_caller_is_told() -> None:
    world = a_world()
    lose(world, "knowledge", UnavailableError("It is gone."))
    with pytest.raises(UnavailableError):
        world.start()
    world.knowledge.error = None  # type: ignore[attr-defined]
    assert world.start()


def test_without_cards_items_go_by_what_is_known_of_them() -> None:
    world = a_world()
    session = world.start()
    lose(world, "knowledge", UnavailableError("It is gone."), "describe")
    turn = world.say(session, "seek:phone", max_items=2)
    assert [item.name for item in turn.items] == ["Item 10", "Item 9"]
    assert turn.degraded == ("knowledge",)


@pytest.mark.parametrize("language", Language)
def test_without_the_dialogue_the_user_hears_plain_words_in_the_language_asked_for(language: Language) -> None:
    world = a_world()
    session = world.start()
    lose(world, "dialogue", UnavailableError("It is gone."), "phrase")
    turn = world.say(session, "seek:phone", max_items=2, locale=language)
    assert all(item.name in turn.reply for item in turn.items)
    assert ("找到" in turn.reply) == (language is Language.ZH)
    relaxed = world.say(session, "price<1!", locale=language)
    assert relaxed.move is Move.RELAX
    assert all(item.name in relaxed.reply for item in relaxed.items)


def test_a_greeting_without_the_dialogue_is_no_apology() -> None:
    world = a_world()
    lose(world, "dialogue", UnavailableError("It is gone."))
    _, words = world.opening.start("u1", "", Language.EN, small_world.Context())
    assert words.startswith("Hello")


def test_unheard_words_leave_the_state_as_it_was() -> None:
    world = a_world()
    session = world.start()
    world.say(session, "seek:phone price<900!")
    before = world.store.get(session).session.state
    lose(world, "dialogue", UnavailableError("It is gone."))
    assert world.say(session, "seek:laptop brand=acme!").move is Move.CLARIFY
    after = world.store.get(session).session.state
    assert replace(after, turn=before.turn, said=before.said) == before


def test_without_the_policy_the_planner_stands_in() -> None:
    world = a_world()
    session = world.start()
    lose(world, "policy", UnavailableError("It is gone."))
    turn = world.say(session, "seek:phone")
    assert (turn.policy_id, turn.move) == ("planner", Move.RECOMMEND)
    assert all(item.shares.rl == 0 for item in turn.items)


@dataclass
class Babbling(small_world.Policy):
    """A policy with values for other candidates."""

    extra: int = 3

    def choose(self, choice: small_world.Choice) -> small_world.Decision:
        decision = super().choose(choice)
        return replace(decision, f_rl=(0.1,) * (len(choice.item_ids) + self.extra))


@pytest.mark.parametrize("extra", [-1, 3])
def test_values_for_other_candidates_are_ignored(extra: int) -> None:
    world = World(policy=Babbling(extra=extra))
    turn = world.say(world.start(), "seek:phone")
    assert turn.items
    assert all(item.shares.rl == 0 for item in turn.items)


def test_an_explanation_needs_no_encoder() -> None:
    world = a_world()
    session = world.start()
    world.say(session, "seek:phone")
    lose(world, "encoder", UnavailableError("It is gone."))
    assert world.direct.explain(session, "p10").item.id == "p10"


def test_events_are_taken_whatever_leaf_is_lost() -> None:
    world = a_world()
    session = world.start()
    for part in ("encoder", "dialogue", "knowledge", "policy"):
        lose(world, part, UnavailableError("It is gone."))
    assert world.does(session, EventType.REJECT, "p10")
    assert world.say(session, "seek:phone").items == ()


class Alarmed(small_world.Knowledge):
    """A graph that finds signs of an emergency in every text."""

    def ground(self, *_: object) -> Grounding:
        return Grounding(emergency_score=0.95)


def test_an_emergency_is_answered_even_where_nobody_reads_the_words() -> None:
    notices = Notices(emergency=Text("Call 120 now."))
    schema = replace(SHOP, notices=notices)
    world = World(knowledge=Alarmed({"shop": schema}), dialogue=Losable(small_world.Dialogue()))  # type: ignore[arg-type]
    session = world.start()
    lose(world, "dialogue", UnavailableError("It is gone."))
    assert world.say(session, "my chest hurts", locale=Language.EN).reply.startswith("Call 120 now.")


def test_a_leaf_that_was_late_is_not_waited_for_again_in_the_turn() -> None:
    world = a_world()
    session = world.start()
    asked = []

    def late(*_: object) -> None:
        asked.append(1)
        raise DeadlineExceededError("Too late.")

    leaf = lose(world, "knowledge", DeadlineExceededError("Too late."))
    leaf._fail = late  # type: ignore[method-assign]
    turn = world.say(session, "seek:phone")
    assert turn.items
    assert turn.degraded == ("knowledge",)
    assert len(asked) == 1


# The shelf: schemas and popular items, remembered.


def test_the_shelf_reads_again_after_ten_seconds_and_not_before() -> None:
    world = World()
    world.shelf.schemas()
    world.knowledge.schemas["shop"] = replace(SHOP, generation="2", currency="EUR")
    world.now_s = 9.9
    assert world.shelf.schemas()["shop"].currency == "CNY"
    world.now_s = 10.0
    assert world.shelf.schemas()["shop"].currency == "EUR"


def test_the_shelf_does_not_rank_again_for_a_catalogue_that_did_not_change() -> None:
    world = World()
    world.shelf.schemas()
    asked = len(world.knowledge.queries)
    assert asked == len(SHOP.kinds)
    world.now_s = 10.0
    world.shelf.schemas()
    assert len(world.knowledge.queries) == asked


def test_a_catalogue_that_cannot_be_ranked_is_still_on_the_shelf_and_is_asked_again() -> None:
    world = a_world()
    leaf = lose(world, "knowledge", UnavailableError("The graph is lost."), "rank")
    assert set(world.shelf.schemas()) == {"shop"}
    assert world.shelf.popular("shop") == ()
    leaf.error = None
    world.now_s = 10.0
    world.shelf.schemas()
    assert world.shelf.popular("shop")


def test_a_turn_whose_impressions_cannot_be_logged_reaches_the_user() -> None:
    world = World()
    session_id = world.start()
    store = Losable(world.store, UnavailableError("The store is lost."), {"record"})
    world.conversation._store = store  # type: ignore[assignment]
    turn = world.say(session_id, "seek:phone brand=acme")
    assert turn.items
    assert world.store.get(session_id).session.state.turn == 1


def test_the_shelf_says_when_there_is_nothing_on_it() -> None:
    world = World(knowledge=small_world.Knowledge(schemas={}, cards={}))
    with pytest.raises(UnavailableError):
        world.shelf.schemas()


def test_catalogues_are_chosen_by_name_by_domain_or_all() -> None:
    world = World(knowledge=small_world.two_catalogues())
    assert tuple(world.shelf.choose("")) == ("shop", "cinema")
    assert tuple(world.shelf.choose("cinema")) == ("cinema",)
    assert tuple(world.shelf.choose("movies")) == ("cinema",)
    with pytest.raises(InvalidInputError) as caught:
        world.shelf.choose("x" * 10_000)
    assert caught.value.facts["field"] == "domain"


def test_the_fakes_are_what_the_domain_asks_for() -> None:
    encoder: Encoder = small_world.Encoder()
    assert len(encoder.encode(["a", "b"])) == 2
