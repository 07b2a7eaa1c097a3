"""What a turn promises, whatever the catalogue."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from chatrec.orchestrator.adapters.memory_sessions import MAX_TURNS
from chatrec.vocabulary.errors import ConflictError, NotFoundError
from chatrec.vocabulary.graph import FacetGain
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Context, EventType
from chatrec.vocabulary.words import Act, Language, Move, Operator, Source
from tests.unit.orchestrator.contested import Contested
from tests.unit.orchestrator.small_world import Knowledge, Policy, World, ids, shop_cards, two_catalogues

CHEAP = Preference("price", Operator.AT_MOST, (400.0,))


def test_a_turn_recommends_the_best_that_meet_all_limits() -> None:
    world = World()
    turn = world.say(world.start(), "seek:phone price<=700! brand=acme!")
    assert turn.move is Move.RECOMMEND
    assert ids(turn) == ["p7", "p5", "p3", "p1"]
    assert turn.reply == "recommend: Item 7, Item 5, Item 3, Item 1."
    assert all(item.reason == "because" and item.paths for item in turn.items)
    assert (turn.turn, turn.policy_id, turn.propensity, turn.degraded) == (1, "learned", 0.75, ())


def test_where_nothing_is_left_the_nearest_are_shown_with_what_they_break() -> None:
    world = World()
    turn = world.say(world.start(), "seek:phone price<50! brand=acme!")
    assert turn.move is Move.RELAX
    assert turn.items
    for item in turn.items:
        assert "price" in item.misses
        assert ("brand" in item.misses) == (int(item.id[1:]) % 2 == 0)
    broken = [len(item.misses) for item in turn.items]
    assert broken == sorted(broken)


def test_a_filter_is_a_limit_even_where_the_caller_did_not_say_so() -> None:
    world = World()
    turn = world.say(world.start(), "seek:phone", filters=(CHEAP,))
    assert ids(turn) == ["p4", "p3", "p2", "p1"]
    sent = next(wish for wish in world.knowledge.queries[-1].preferences if wish.facet == "price")
    assert (sent.hard, sent.source) == (True, Source.FILTER)


def test_a_filter_holds_for_its_message_alone() -> None:
    world = World()
    session = world.start()
    world.say(session, "seek:phone", filters=(CHEAP,))
    assert ids(world.say(session, "brand=acme"))[0] == "p10"


def test_a_filter_for_a_kind_or_against_an_item_is_obeyed() -> None:
    world = World()
    kind = Preference("kind", Operator.EQUAL, ("laptop",))
    against = Preference("item", Operator.NOT_EQUAL, ("p20",))
    assert ids(world.say(world.start(), "seek:", filters=(kind, against), max_items=2)) == ["p19", "p18"]


def test_what_the_caller_knows_from_the_start_ranks_every_turn() -> None:
    world = World()
    session = world.start(context=Context((replace(CHEAP, hard=True),), ("p2",)))
    for _ in range(2):
        assert ids(world.say(session, "seek:phone"))[0] == "p4"
        assert world.knowledge.queries[-1].liked_item_ids == ("p2",)


def test_an_excluded_item_never_comes_back() -> None:
    world = World()
    session = world.start()
    assert ids(world.say(session, "seek:phone", exclude_item_ids=("p10", "p9"), max_items=1)) == ["p8"]
    for text in ("more", "seek:phone", "brand=acme", "why item:p10"):
        assert not {"p10", "p9"} & set(ids(world.say(session, text, max_items=20)))


@pytest.mark.parametrize("order", ["no:p10", "seen:p10"])
def test_what_was_turned_down_or_seen_in_words_never_comes_back(order: str) -> None:
    world = World()
    session = world.start()
    assert "p10" in ids(world.say(session, "seek:phone"))
    for text in (order, "seek:phone", "more", "why", "describe item:p10", "price<5000!"):
        assert "p10" not in ids(world.say(session, text, max_items=20))


class Stubborn(Knowledge):
    """A graph that shows all, whatever was turned down."""

    def rank(self, query):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        return super().rank(replace(query, excluded_item_ids=(), rejected_item_ids=()))


def test_a_graph_that_forgets_does_not_bring_back_what_was_turned_down() -> None:
    world = World(knowledge=Stubborn())
    session = world.start()
    world.say(session, "seek:phone no:p10", exclude_item_ids=("p9",))
    assert ids(world.say(session, "seek:phone", max_items=3)) == ["p8", "p7", "p6"]


def test_who_asks_for_more_gets_others() -> None:
    world = World()
    session = world.start()
    shown = [ids(world.say(session, text, max_items=3)) for text in ("seek:phone", "more", "more")]
    assert shown == [["p10", "p9", "p8"], ["p7", "p6", "p5"], ["p4", "p3", "p2"]]


def test_the_policy_may_ask_and_its_question_counts() -> None:
    gain = FacetGain("brand", 1.5, 1.0)
    world = World(knowledge=Knowledge(gains=(gain,)), policy=Policy(move=Move.ASK, facet="brand"))
    session = world.start()
    turn = world.say(session, "want:phone")
    assert (turn.move, turn.asked_facet, turn.items) == (Move.ASK, "brand", ())
    assert world.store.get(session).session.state.last_asked_facet == "brand"
    assert world.say(session, "price<900!").move is Move.RECOMMEND  # a facet is asked for once
    assert world.policy.asked[-1].facets == ()


def test_a_policy_that_asks_what_was_not_offered_is_overruled() -> None:
    gain = FacetGain("brand", 1.5, 1.0)
    world = World(knowledge=Knowledge(gains=(gain,)), policy=Policy(move=Move.ASK, facet="shoe_size"))
    assert world.say(world.start(), "want:phone").move is Move.RECOMMEND


def test_why_is_answered_from_the_last_slate_without_ranking_again() -> None:
    world = World()
    session = world.start()
    shown = world.say(session, "seek:phone brand=acme!", max_items=2)
    asked = len(world.knowledge.queries)
    why = world.say(session, "why")
    assert why.move is Move.EXPLAIN
    assert why.items == shown.items
    assert len(world.knowledge.queries) == asked


def test_a_slate_of_another_catalogue_explains_nothing() -> None:
    world = World(knowledge=two_catalogues())
    session = world.start()
    shown = world.say(session, "topic:shop seek:phone brand=acme!", max_items=1)
    assert ids(shown) == ["p9"]
    described = world.say(session, "enter:cinema describe item:p9")
    (film,) = described.items
    assert (film.id, film.paths, film.reason, film.score) == ("p9", (), "", 1.0)


def test_items_are_named_in_the_language_of_the_turn() -> None:
    world = World()
    session = world.start()
    assert world.say(session, "seek:phone 手机", max_items=1).items[0].name == "商品10"
    assert world.say(session, "seek:phone", max_items=1).items[0].name == "Item 10"
    assert world.say(session, "seek:phone", max_items=1, locale=Language.ZH).items[0].name == "商品10"


# Repeated requests and lost races.


def test_a_repeated_request_gets_the_same_turn_and_changes_nothing() -> None:
    world = World()
    session = world.start()
    first = world.say(session, "seek:phone", request_id="r")
    before = world.store.get(session)
    assert world.say(session, "something else", request_id="r", exclude_item_ids=("p1",)) == first
    assert world.store.get(session) == before
    assert len(world.store.events("u1")) == len(first.items)
    assert world.say(session, "more").turn == 2


def test_the_same_request_sent_by_many_at_once_is_answered_once() -> None:
    world = World()
    session = world.start()
    start = threading.Barrier(8)

    def send() -> object:
        start.wait()
        return world.say(session, "seek:phone", request_id="r")

    with ThreadPoolExecutor(8) as pool:
        turns = [one.result() for one in [pool.submit(send) for _ in range(8)]]
    assert all(turn == turns[0] for turn in turns)
    assert world.store.get(session).session.state.turn == 1
    assert len(world.store.turns(session)) == 1


def test_two_messages_at_once_are_both_answered_in_some_order() -> None:
    world = World()
    session = world.start()
    start = threading.Barrier(2)

    def send(text: str) -> int:
        start.wait()
        return world.say(session, text).turn

    with ThreadPoolExecutor(2) as pool:
        numbers = list(pool.map(send, ["seek:phone no:p1", "seek:phone no:p2"]))
    assert sorted(numbers) == [1, 2]
    refused = {ref.item for ref in world.store.get(session).session.state.rejected}
    assert refused == {"p1", "p2"}


def test_a_lost_race_is_run_once_more_on_the_fresh_state() -> None:
    store = Contested(times=1)
    world = World(store=store)
    session = world.start()
    assert world.say(session, "seek:phone").turn == 1
    assert store.tried == 2


def test_a_race_lost_twice_is_told() -> None:
    store = Contested(times=2)
    world = World(store=store)
    session = world.start()
    with pytest.raises(ConflictError):
        world.say(session, "seek:phone")
    assert store.tried == 2
    assert store.turns(session) == ()
    assert store.get(session).session.state.turn == 0


def test_a_session_erased_while_a_turn_was_made_stays_erased() -> None:
    world = World()
    session = world.start()

    def erase(step: str) -> None:
        if step == "rank":
            world.store.erase("u1")

    with pytest.raises(NotFoundError):
        world.say(session, "seek:phone", progress=erase)
    assert world.store.sessions("u1") == ()
    assert world.store.events("u1") == ()


# What cannot be understood.


@pytest.mark.parametrize("text", ["", "   \n\t", "x" * 4_001, "??"])
def test_what_says_nothing_gets_clarify_and_a_question_stays_open(text: str) -> None:
    gain = FacetGain("brand", 1.5, 1.0)
    world = World(knowledge=Knowledge(gains=(gain,)), policy=Policy(move=Move.ASK, facet="brand"))
    session = world.start()
    assert world.say(session, "want:phone").move is Move.ASK
    before = world.store.get(session).session
    turn = world.say(session, text)
    assert (turn.move, turn.items, turn.turn) == (Move.CLARIFY, (), 2)
    after = world.store.get(session).session
    assert replace(after.state, turn=1, said=before.state.said) == before.state
    assert after.slate_turn == before.slate_turn


def test_the_text_of_the_longest_allowed_length_is_read() -> None:
    world = World()
    assert world.say(world.start(), "seek:phone " + "x" * 3_989).move is Move.RECOMMEND


# Catalogues come and go.


def test_without_a_topic_the_kinds_of_all_catalogues_are_offered() -> None:
    world = World(knowledge=two_catalogues())
    turn = world.say(world.start(), "no:p1")
    assert (turn.move, turn.asked_facet) == (Move.ASK, "kind")
    assert [label.id for label in world.dialogue.spoken[-1].options] == ["phone", "laptop"]


def test_a_catalogue_that_vanishes_ends_no_session() -> None:
    world = World(knowledge=two_catalogues())
    session = world.start()
    world.say(session, "topic:cinema more")
    del world.knowledge.schemas["cinema"]
    world.now_s += 60
    turn = world.say(session, "more")
    assert (turn.move, turn.asked_facet, turn.degraded) == (Move.ASK, "kind", ())
    assert ids(world.say(session, "topic:shop more", max_items=1)) == ["p20"]


def test_an_empty_catalogue_recommends_nothing_and_fails_nothing() -> None:
    world = World(knowledge=Knowledge(cards={"shop": ()}))
    session = world.start()
    for text in ("seek:phone", "more", "why", "compare", "describe"):
        turn = world.say(session, text)
        assert turn.items == ()
        assert turn.degraded == ()


def test_a_turn_about_an_unknown_item_shows_its_id_alone() -> None:
    world = World()
    turn = world.say(world.start(), "describe item:nonsense")
    assert ids(turn) == ["nonsense"]


# Nothing grows for ever.


def test_two_thousand_messages_do_not_grow_a_session() -> None:
    world = World(knowledge=Knowledge(cards={"shop": shop_cards() * 1}))
    session = world.start()
    sizes = []
    for number in range(2_000):
        world.say(session, "seek:phone more", exclude_item_ids=(f"x{number}", f"y{number}"))
        world.does(session, EventType.REJECT, f"no{number}")
        world.does(session, EventType.ACCEPT, f"yes{number}")
        if number in {1_100, 1_999}:
            held = world.store.get(session).session
            state = held.state
            sizes.append((len(held.excluded_item_ids), len(state.rejected), len(state.active.liked_item_ids)))
            assert len(state.active.shown_item_ids) <= 300
            assert len(world.store.turns(session)) == MAX_TURNS
    assert sizes[0] == sizes[1]
    assert sizes[1] == (2_000, 1_000, sizes[1][2])
    assert sizes[1][2] <= 50


def test_what_was_excluded_latest_is_what_is_remembered() -> None:
    world = World()
    session = world.start()
    for start in range(0, 3_000, 1_000):
        world.say(session, "", exclude_item_ids=tuple(f"x{number}" for number in range(start, start + 1_000)))
    kept = world.store.get(session).session.excluded_item_ids
    assert kept == tuple(f"x{number}" for number in range(1_000, 3_000))


# What is logged.


def test_every_item_recommended_is_logged_as_an_impression_once() -> None:
    world = World()
    session = world.start()
    turn = world.say(session, "seek:phone", request_id="r")
    world.say(session, "seek:phone", request_id="r")
    world.say(session, "why")
    logged = world.store.events("u1")
    assert [(event.item_id, event.turn, event.type) for event in logged] == [
        (item_id, 1, EventType.IMPRESSION) for item_id in ids(turn)
    ]


def test_the_steps_of_a_turn_are_told_in_order_with_their_times() -> None:
    world = World()
    told: list[str] = []
    turn = world.say(world.start(), "seek:phone", progress=told.append)
    assert told == ["encode", "ground", "interpret", "rank", "choose", "describe", "phrase"]
    assert [step for step, _ in turn.timings_ms] == told


def test_the_vector_asked_for_is_that_of_the_words_and_the_wishes_still_held() -> None:
    world = World()
    session = world.start()
    world.say(session, "seek:phone")
    world.say(session, "price<900!")
    assert world.encoder.asked[-1][:2] == ("price<900!", "seek:phone")
    assert world.knowledge.queries[-1].vector is not None


def test_the_same_script_gets_the_same_words_in_every_session() -> None:
    seeds = []
    for _ in range(2):
        world = World()
        session = world.start()
        for text in ("seek:phone", "more"):
            world.say(session, text)
        seeds.append([speech.seed for speech in world.dialogue.spoken])
    assert seeds[0] == seeds[1]
    assert len(set(seeds[0])) == 3


@pytest.mark.parametrize(("text", "act"), [("thanks", Act.THANK), ("human", Act.ASK_HUMAN), ("bye", Act.GOODBYE)])
def test_what_needs_no_items_ranks_none(text: str, act: Act) -> None:
    world = World()
    session = world.start()
    before = len(world.knowledge.queries)  # the shelf looks for popular items once
    turn = world.say(session, text)
    assert act in turn.reading.acts
    assert turn.items == ()
    assert len(world.knowledge.queries) == before
