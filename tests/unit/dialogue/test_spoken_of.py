"""What "it", "both" and "the other one" mean: of this message first, of the table after."""

from dataclasses import replace

import pytest

from chatrec.vocabulary.words import Act, Move
from tests.unit.dialogue.harbour import SLATE, Talk


def _compared(*places: int) -> Talk:
    talk = Talk().show(move=Move.COMPARE)
    held = tuple(SLATE[place] for place in places)
    talk.state = replace(talk.state, active=replace(talk.state.active, compared=held, focus_item_id=held[0].id))
    return talk


@pytest.mark.parametrize(
    "text", ["ok the other one then", "and what about the other one?", "另一条怎么样", "那另外那条呢", "介绍一下另一个"]
)
def test_the_other_one_is_the_other_of_the_two_compared(text: str) -> None:
    reading = _compared(2, 3).say(text)
    assert reading.item_ids == ("b4",)
    assert Act.ASK_MORE not in reading.acts


def test_the_other_one_is_the_other_of_the_two_shown() -> None:
    talk = Talk().show(*SLATE[:2])
    talk.state = replace(talk.state, active=replace(talk.state.active, focus_item_id="b1"))
    assert talk.say("tell me about the other one").item_ids == ("b2",)


@pytest.mark.parametrize("text", ["the other one", "换另一条看看"])
def test_the_other_of_many_asks_for_others(text: str) -> None:
    assert Act.ASK_MORE in Talk().show().say(text).acts


def test_it_after_a_name_is_what_was_named() -> None:
    talk = Talk().show(SLATE[2], SLATE[3])
    assert talk.say("I had The Heron and it broke").item_ids == ("b1",)


def test_both_after_names_is_those_named() -> None:
    talk = Talk().show(SLATE[2], SLATE[3])
    reading = talk.say("I've seen The Heron already, loved both")
    assert set(reading.item_ids) == {"b1"}


@pytest.mark.parametrize("text", ["the cheaper of the two", "give me the cheaper of these two"])
def test_the_cheaper_of_the_two_is_one(text: str) -> None:
    assert _compared(2, 3).say(text).item_ids == ("b3",)


@pytest.mark.parametrize(
    "text",
    ["is it older than the second one?", "它比第二个旧吗", "第二个跟它比呢", "how does the second stack against it?"],
)
def test_it_is_compared_with_the_one_named_beside_it(text: str) -> None:
    talk = Talk().show(move=Move.DESCRIBE)
    talk.state = replace(talk.state, active=replace(talk.state.active, focus_item_id="b1"))
    reading = talk.say(text)
    assert Act.COMPARE in reading.acts
    assert set(reading.item_ids) == {"b1", "b2"}


@pytest.mark.parametrize(
    "text",
    ["第二个跟第一个比呢", "第一个比第二个好在哪", "is the first better than the second?", "第一个和第二个相比呢"],
)
def test_two_that_are_held_against_each_other_are_compared(text: str) -> None:
    reading = Talk().show().say(text)
    assert Act.COMPARE in reading.acts
    assert set(reading.item_ids) == {"b1", "b2"}


@pytest.mark.parametrize("text", ["cheaper than the first one", "比第一个便宜的", "something newer than The Heron"])
def test_a_wish_measured_by_one_item_compares_nothing(text: str) -> None:
    assert Act.COMPARE not in Talk().show().say(text).acts


@pytest.mark.parametrize("text", ["what is it built of, and who's in it?", "who's in it"])
def test_a_question_about_it_compares_nothing(text: str) -> None:
    assert Act.COMPARE not in Talk().show(move=Move.DESCRIBE).say(text).acts


@pytest.mark.parametrize(
    "text",
    ["does the first or the second have more mileage?", "第一条旧还是第二条旧", "两条哪个便宜", "一号和二号哪个旧"],
)
def test_one_or_the_other_is_a_comparison(text: str) -> None:
    reading = Talk().show().say(text)
    assert Act.COMPARE in reading.acts
    assert set(reading.item_ids) == {"b1", "b2"}


@pytest.mark.parametrize("text", ["第一条跟第二条比有什么提升", "what is new in the first compared to the second"])
def test_what_is_held_against_another_is_compared_whatever_is_asked(text: str) -> None:
    reading = Talk().show().say(text)
    assert Act.COMPARE in reading.acts
    assert set(reading.item_ids) == {"b1", "b2"}


@pytest.mark.parametrize(
    "text",
    ["is the first cheaper than the second?", "which is cheaper, one or two?", "compare the second to the first"],
)
def test_an_ordinal_stands_before_any_comparative(text: str) -> None:
    reading = Talk().show().say(text)
    assert Act.COMPARE in reading.acts
    assert set(reading.item_ids) == {"b1", "b2"}
