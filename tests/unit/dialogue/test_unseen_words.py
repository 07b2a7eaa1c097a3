"""Readings over a catalogue that lists hardly any words: what people say is understood by the facets alone."""

import pytest

from chatrec.dialogue.domain.reading import Interpreter
from chatrec.vocabulary.graph import SupportAnswer
from chatrec.vocabulary.words import Act, Text
from tests.unit.dialogue.harbour import CATALOGUES, Talk


def _answer(score: float, answer_id: str = "berth") -> SupportAnswer:
    return SupportAnswer(answer_id, "harbour", score, Text("q"), Text("a"))


@pytest.mark.parametrize(
    "text", ["a boat, at most 8000", "想找条船，最多8000", "Alba please", "cheaper?", "便宜些的呢"]
)
def test_a_message_that_seeks_limits_or_critiques_is_no_question_for_support(text: str) -> None:
    talk = Talk().show()
    assert Act.ASK_QUESTION not in talk.say(text, (_answer(0.9),)).acts


def test_a_question_that_nothing_else_explains_goes_to_support() -> None:
    assert Talk().show().say("is there a place to moor overnight?", (_answer(0.9),)).answer_id == "berth"
    assert Talk().show().say("do you match prices", (_answer(0.97),)).answer_id == "berth"


def test_indifference_to_a_facet_is_no_question_for_support() -> None:
    reading = Talk().show().say("the price doesnt matter", (_answer(0.7),))
    assert Act.DONT_CARE in reading.acts
    assert not reading.answer_id


@pytest.mark.parametrize("text", ["is the Heron good?", "the second one", "what about 2?", "第二条", "bye for now"])
def test_a_likeness_makes_no_wish_of_a_question_or_a_pointing_word(text: str) -> None:
    talk = Talk().show()
    talk.say(text, need=0.9)
    assert talk.wishes == set()


def test_a_likeness_speaks_where_a_wish_is_all_there_is() -> None:
    talk = Talk()
    talk.say("I want to sit and wait for trout", need=0.9)
    assert ("mood", "=", "quiet", False) in talk.wishes


def test_a_ware_that_no_catalogue_knows_is_named_as_unknown() -> None:
    assert Talk().say("do you sell bicycles?").unknown_name == "bicycles"
    assert Talk().say("你们卖面包吗").unknown_name == "面包"
    assert not Talk().say("what do you have?").unknown_name


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("a new boat", ("built", ">=", 2017.0, False)),
        ("新船", ("built", ">=", 2017.0, False)),
        ("a cheap one", ("price", "<=", 7600.0, False)),
        ("便宜的", ("price", "<=", 7600.0, False)),
        ("low mileage", ("engine_hours", "<=", 30400.0, False)),
        ("评分高的", ("rating", ">=", 4.4, False)),
        ("a light boat", None),
        ("my old boat sank", None),
    ],
)
def test_a_plain_adjective_is_a_soft_wish_where_a_facet_can_mean_it(text: str, wish: object) -> None:
    talk = Talk()
    talk.say(text)
    assert talk.wishes == ({wish} if wish else set())


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("not too loud, noise wise", None),
        ("不要太吵", ("noise", "<=", "usual", False)),
        ("rated 4 or more", ("rating", ">=", 4.0, True)),
        ("at least 1999", ("built", ">=", 1999.0, True)),
        ("under 100000", ("engine_hours", "<", 100_000.0, True)),
        ("not older than 6 years", ("built", ">=", 2020.0, True)),
        ("6年以内的", ("built", ">=", 2020.0, True)),
    ],
)
def test_amounts_and_adjectives_find_the_facet_that_they_can_mean(text: str, wish: object) -> None:
    talk = Talk()
    talk.say(text)
    assert wish is None or wish in talk.wishes


@pytest.mark.parametrize("text", ["see you at 9 pm", "十二点见", "my son turned 30", "at 45 I start again"])
def test_a_time_of_day_and_an_age_are_no_amounts(text: str) -> None:
    talk = Talk()
    talk.say(text)
    assert talk.wishes == set()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("checked this year", "2026-01-01", "2026-12-31"),
        ("去年年检的", "2025-01-01", "2025-12-31"),
        ("checked in March", "2026-03-01", "2026-03-31"),
        ("上次年检是上个月", "2026-04-01", "2026-04-30"),
    ],
)
def test_dates_are_told_from_the_day_that_comes_from_outside(text: str, low: str, high: str) -> None:
    talk = Talk()
    talk.say(text)
    assert {("checked", ">=", low, True), ("checked", "<=", high, True)} <= talk.wishes


def test_after_a_month_begins_with_the_next_one() -> None:
    talk = Talk()
    talk.say("checked after december 2025")
    assert ("checked", ">=", "2026-01-01", True) in talk.wishes
    talk.say("2026年3月以前年检")
    assert ("checked", "<", "2026-03-01", True) in talk.wishes


def test_without_a_day_this_year_says_nothing() -> None:
    talk = Talk(interpreter=Interpreter(CATALOGUES))
    talk.say("checked this year")
    assert not any(facet == "checked" for facet, *_ in talk.wishes)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("another 500 cheaper", ("price", "<=", 8500.0, True)),
        ("再便宜一千", ("price", "<=", 8000.0, True)),
        ("1k less", ("price", "<=", 8000.0, True)),
        ("10000 km less", ("engine_hours", "<=", 30_000.0, True)),
    ],
)
def test_a_step_counts_from_the_item_on_the_table(text: str, wish: object) -> None:
    talk = Talk().show()
    talk.say(text)
    assert talk.wishes == {wish}


def test_a_step_beyond_all_there_is_leaves_the_plain_critique() -> None:
    talk = Talk().show()
    talk.say("8000 cheaper")
    assert talk.wishes == {("price", "<", 9000.0, True)}
