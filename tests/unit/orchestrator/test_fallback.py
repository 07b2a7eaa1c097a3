"""Popular items stand in for the graph within the same limits, and plain words for the dialogue."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.orchestrator.domain.fallback import plain_reply, popular_ranking
from chatrec.orchestrator.domain.planner import plan
from chatrec.vocabulary.conversation import DialogueState, PhrasedItem, Reading, Speech
from chatrec.vocabulary.decisions import Belief, Choice
from chatrec.vocabulary.graph import Fact, ItemCard, RankQuery, SupportAnswer
from chatrec.vocabulary.matching import misses
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import Notices
from chatrec.vocabulary.words import Language, Move, Operator, Text
from tests.unit.orchestrator.small_world import SHOP, card

item_ids = st.sampled_from([f"p{number}" for number in range(12)])
prices = st.integers(0, 5).map(float)
cards = st.builds(
    ItemCard,
    id=item_ids,
    kind=st.sampled_from(["phone", "laptop"]),
    name=st.just(Text("x")),
    facts=st.lists(st.builds(lambda price: Fact("price", (price,)), prices), max_size=1).map(tuple),
    available=st.booleans(),
    popularity=st.floats(0, 1e6),
)
preferences = st.one_of(
    st.builds(
        Preference, st.just("price"), st.sampled_from(list(Operator)), prices.map(lambda one: (one,)), st.booleans()
    ),
    st.builds(
        Preference,
        st.just("kind"),
        st.sampled_from([Operator.EQUAL, Operator.NOT_EQUAL]),
        st.just(("phone",)),
        st.booleans(),
    ),
)


@given(
    st.lists(cards, unique_by=lambda one: one.id),
    st.lists(preferences, max_size=4),
    st.lists(item_ids, max_size=3),
    st.lists(item_ids, max_size=3),
)
def test_popular_items_break_no_limit_and_bring_back_nothing(
    popular: list[ItemCard], wishes: list[Preference], rejected: list[str], excluded: list[str]
) -> None:
    query = RankQuery("shop", tuple(wishes), rejected_item_ids=tuple(rejected), excluded_item_ids=tuple(excluded))
    ranking = popular_ranking(query, popular, SHOP)
    fine = [
        one.id
        for one in popular
        if one.available and one.id not in {*rejected, *excluded} and not misses(one, wishes, SHOP)
    ]
    assert list(ranking.item_ids) == fine
    assert all(0 < factor <= 1 for factor in (*ranking.f_llm, *ranking.f_kg))
    columns = (ranking.f_llm, ranking.f_kg, ranking.popularity, ranking.collaborative, ranking.paths, ranking.misses)
    assert all(len(column) == len(fine) for column in columns)
    assert not ranking.relaxed
    assert ranking.matched == len(fine)


def test_the_more_popular_comes_first() -> None:
    ranking = popular_ranking(RankQuery("shop"), [card(5), card(3), card(1)], SHOP)
    assert list(ranking.f_kg) == sorted(ranking.f_kg, reverse=True)


def a_speech(move: Move, language: Language, **more: object) -> Speech:
    return Speech(move, language, "shop", Reading(), DialogueState(), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("move", Move)
def test_there_are_plain_words_for_every_move_in_the_right_language(move: Move, language: Language) -> None:
    for items in ((), (PhrasedItem(card(1)), PhrasedItem(card(2)))):
        reply = plain_reply(a_speech(move, language, items=items), Notices())
        assert reply.text
        assert any("一" <= character <= "鿿" for character in reply.text) == (language is Language.ZH)
        assert reply.reasons == ("",) * len(items)
        assert all(item.card.name.speak(language) in reply.text for item in items)


def test_a_support_answer_is_given_as_written() -> None:
    answer = SupportAnswer("a1", "shop", 1.0, Text("How?"), Text("Within a week.", "一周内。"))
    reply = plain_reply(a_speech(Move.ANSWER, Language.ZH, answer=answer), Notices())
    assert reply.text == "一周内。"


def test_the_slots_of_an_answer_are_filled_without_the_dialogue_too() -> None:
    facts = (("p1", Fact("price", (12.5,))), ("p1", Fact("brand", ("acme",), (Text("Acme", "爱客"),))))
    answer = SupportAnswer("a1", "shop", 1.0, Text("q"), Text(zh="{p1.brand}卖{p1.price}，{p2.price}"), facts=facts)
    reply = plain_reply(a_speech(Move.ANSWER, Language.ZH, answer=answer), Notices())
    assert reply.text == "爱客卖12.5，?"


NOTICES = Notices(Text("Ask a doctor.", "请咨询医生。"), Text("Call 120 now.", "请立即拨打120。"))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("move", [Move.RECOMMEND, Move.DESCRIBE, Move.ANSWER, Move.COMPARE, Move.PLAN])
def test_what_a_domain_owes_is_said_without_the_dialogue_too(move: Move, language: Language) -> None:
    speech = replace(a_speech(move, language), reading=Reading(emergency=True))
    text = plain_reply(speech, NOTICES).text
    assert text.startswith(NOTICES.emergency.speak(language))
    assert text.endswith(NOTICES.advice.speak(language))
    assert NOTICES.emergency.speak(language) not in plain_reply(a_speech(move, language), NOTICES).text
    assert NOTICES.advice.speak(language) not in plain_reply(a_speech(Move.GREET, language), NOTICES).text


def a_choice(*, may_ask: bool = True, preferences: int = 0, gain: float = 2.0, coverage: float = 1.0) -> Choice:
    return Choice(Belief(preferences=preferences), ("brand", "size"), (gain, gain / 2), (coverage, coverage), may_ask)


@pytest.mark.parametrize(
    ("choice", "move", "facet"),
    [
        (a_choice(), Move.ASK, "brand"),
        (a_choice(may_ask=False), Move.RECOMMEND, ""),
        (a_choice(preferences=1), Move.RECOMMEND, ""),
        (a_choice(gain=0.1), Move.RECOMMEND, ""),
        (a_choice(coverage=0.1), Move.RECOMMEND, ""),
        (Choice(Belief()), Move.RECOMMEND, ""),
    ],
)
def test_the_stand_in_planner_asks_what_is_worth_a_turn(choice: Choice, move: Move, facet: str) -> None:
    decision = plan(choice)
    assert (decision.move, decision.facet, decision.f_rl) == (move, facet, ())
    assert decision.experiment_arm == "fallback"
