"""What people say of things compared, known already, popular or unknown: read without a word of any catalogue."""

from dataclasses import replace

import pytest

from chatrec.vocabulary.graph import SupportAnswer
from chatrec.vocabulary.schema import POPULARITY
from chatrec.vocabulary.words import Act, Move, Text
from tests.unit.dialogue.harbour import SLATE, Talk


def _compared(*places: int) -> Talk:
    talk = Talk().show(move=Move.COMPARE)
    active = replace(talk.state.active, compared=tuple(SLATE[place] for place in places))
    talk.state = replace(talk.state, active=active)
    return talk


@pytest.mark.parametrize(
    "text", ["which of those two is cheaper?", "which one is cheaper", "哪个便宜点", "这俩哪个更便宜呢"]
)
def test_a_question_after_a_comparison_is_about_those_compared(text: str) -> None:
    reading = _compared(2, 3).say(text)
    assert Act.COMPARE in reading.acts
    assert reading.item_ids == ("b3", "b4")


def test_the_cheaper_one_after_a_comparison_is_the_cheaper_of_those_compared() -> None:
    assert _compared(2, 3).say("the cheaper one").item_ids == ("b3",)
    reading = _compared(2, 3).say("那就便宜的那个吧")
    assert reading.item_ids == ("b3",)
    assert Act.ACCEPT in reading.acts


def test_the_third_still_counts_what_was_shown_after_a_comparison() -> None:
    assert _compared(0, 2).say("the third one").item_ids == ("b3",)


def test_what_was_compared_counts_where_nothing_was_shown() -> None:
    talk = _compared(1, 3)
    talk.state = replace(talk.state, active=replace(talk.state.active, slate=()))
    assert talk.say("the second one").item_ids == ("b4",)


def test_the_cheapest_is_chosen_among_those_that_have_what_was_asked_for() -> None:
    talk = Talk().show()
    talk.say("must be from Alba")
    assert talk.show().say("the cheapest one").item_ids == ("b1",)


@pytest.mark.parametrize("text", ["nah seen The Heron", "The Heron我有了", "The Heron都看烂了", "The Heron看了三遍"])
def test_what_is_known_is_read_however_it_is_said(text: str) -> None:
    assert Act.SEEN in Talk().show().say(text).acts


@pytest.mark.parametrize("text", ["第一个不想看", "第一个不想买"])
def test_a_thing_pointed_at_is_turned_down_by_what_one_would_do_with_it(text: str) -> None:
    reading = Talk().show().say(text)
    assert Act.REJECT in reading.acts
    assert reading.item_ids == ("b1",)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("your most popular boat", 1.0),
        ("a boat everyone buys", 1.0),
        ("最火的船", 1.0),
        ("大家都买哪条船", 1.0),
        ("something lesser known", 0.2),
        ("too mainstream", 0.2),
        ("冷门一点的", 0.2),
        ("最冷门的船", 0.0),
        ("the least known boat", 0.0),
    ],
)
def test_how_well_known_a_thing_is_to_be_is_a_soft_wish(text: str, wanted: float) -> None:
    talk = Talk()
    talk.say(text)
    assert (POPULARITY, "=", wanted, False) in talk.wishes


def test_a_later_word_on_popularity_replaces_the_earlier() -> None:
    talk = Talk()
    talk.say("your most popular boat")
    talk.say("too mainstream, a hidden gem please")
    assert {wish for wish in talk.wishes if wish[0] == POPULARITY} == {(POPULARITY, "=", 0.2, False)}


@pytest.mark.parametrize("text", ["坐火车去", "不火车", "a boat for two people"])
def test_no_popularity_is_read_where_none_is_spoken_of(text: str) -> None:
    talk = Talk()
    talk.say(text)
    assert not [wish for wish in talk.wishes if wish[0] == POPULARITY]


@pytest.mark.parametrize("text", ["船厂不要Alba", "yard不要Alba", "anything but Alba"])
def test_a_refusal_reaches_a_name_in_the_other_script(text: str) -> None:
    talk = Talk()
    talk.say(text)
    assert ("yard", "!=", "alba", True) in talk.wishes


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("上次年检在今年下半年的", "2026-07-01", "2026-12-31"),
        ("去年上半年检的", "2025-01-01", "2025-06-30"),
        ("checked in the second half of 2025", "2025-07-01", "2025-12-31"),
        ("checked in the first half of last year", "2025-01-01", "2025-06-30"),
    ],
)
def test_half_a_year_is_six_months(text: str, first: str, last: str) -> None:
    talk = Talk()
    talk.say(text)
    assert {("checked", ">=", first, True), ("checked", "<=", last, True)} <= talk.wishes


def test_the_number_in_the_name_of_an_unknown_ware_is_no_price() -> None:
    talk = Talk()
    reading = talk.say("do you sell the Zorblax 9000?")
    assert reading.unknown_name == "the Zorblax 9000"
    assert not talk.wishes
    talk.say("do you have anything under 9000?")
    assert ("price", "<=", 9000.0, True) in talk.wishes or ("price", "<", 9000.0, True) in talk.wishes


def test_two_named_in_one_clause_are_compared_by_the_next() -> None:
    assert Act.COMPARE in Talk().show().say("The Heron or Kestrel, which is better?").acts


def test_a_question_about_all_of_them_is_none_for_support() -> None:
    answer = SupportAnswer("berth", "harbour", 0.7, Text("q"), Text("a"))
    assert Act.ASK_QUESTION not in Talk().show().say("do they have a cabin?", (answer,)).acts
