"""Slips and corrections: what is taken back, and what is said anew in its place."""

import pytest

from chatrec.vocabulary.words import Act
from tests.unit.dialogue.harbour import Talk

BACK = ["scratch that", "sorry, ignore that last one", "no wait, forget what I just said", "strike that please"]
BACK_ZH = ["刚才那句不算", "上一条作废", "等等，当我没说", "刚刚说的不算，抱歉"]


@pytest.mark.parametrize("text", BACK + BACK_ZH)
def test_what_was_said_last_is_taken_back(text: str) -> None:
    talk = Talk()
    talk.say("under 9000")
    before = talk.wishes
    talk.say("a calm one")
    assert Act.CORRECT in talk.say(text).acts
    assert talk.wishes == before


@pytest.mark.parametrize("text", ["scratch that, under 6000 please", "刚才那句不算，6000以内"])
def test_what_is_said_beside_taking_back_is_read_as_well(text: str) -> None:
    talk = Talk()
    talk.say("a calm one")
    talk.say("under 9000")
    assert Act.CORRECT in talk.say(text).acts
    prices = {value for facet, _, value, _ in talk.wishes if facet == "price"}
    assert prices == {6000.0}
    assert ("noise", "=", "calm", False) in talk.wishes


@pytest.mark.parametrize(
    "text", ["can I take it back if it leaks?", "cancel that order of mine", "I sent it back last week"]
)
def test_returning_a_thing_takes_back_no_words(text: str) -> None:
    talk = Talk()
    talk.say("under 9000")
    talk.say(text)
    assert "price" in {facet for facet, *_ in talk.wishes}


@pytest.mark.parametrize("text", ["sorry, 4", "I meant 4", "打错了，4", "不对，4"])
def test_a_bare_number_in_a_correction_is_of_the_number_said_last(text: str) -> None:
    talk = Talk()
    talk.say("under 9000")
    talk.say("rating at least 3")
    assert Act.CORRECT in talk.say(text).acts
    assert ("rating", ">=", 4.0, True) in talk.wishes
    assert {value for facet, _, value, _ in talk.wishes if facet == "price"} == {9000.0}


def test_the_kind_that_was_meant_keeps_what_was_said_of_the_wrong_one() -> None:
    talk = Talk()
    talk.state = Talk().state
    talk.say("a canoe under 9000")
    assert talk.say("sorry, I meant a boat").acts
    assert talk.state.active.kind == "boat"
    assert ("price", "<", 9000.0, True) in talk.wishes


@pytest.mark.parametrize(
    ("text", "yard"),
    [("Alba, no wait, Brix", "brix"), ("from Alba, I mean Brix", "brix"), ("Alba的，哦不，Brix的", "brix")],
)
def test_a_slip_within_a_message_leaves_what_was_said_last(text: str, yard: str) -> None:
    talk = Talk()
    talk.say(text)
    assert {value for facet, _, value, _ in talk.wishes if facet == "yard"} == {yard}


@pytest.mark.parametrize("text", ["前面那个条件取消", "刚才的要求去掉吧", "scrap the last change"])
def test_a_condition_is_taken_back_by_name(text: str) -> None:
    talk = Talk()
    talk.say("under 9000")
    assert Act.CORRECT in talk.say(text).acts
    assert not talk.wishes


@pytest.mark.parametrize("text", ["oops, 4", "whoops, meant 4"])
def test_an_exclamation_corrects_the_number_said_last(text: str) -> None:
    talk = Talk()
    talk.say("rating at least 3")
    talk.say(text)
    assert ("rating", ">=", 4.0, True) in talk.wishes


@pytest.mark.parametrize("text", ["价格要求去掉", "价格不限了", "drop the price limit"])
def test_a_limit_is_lifted_by_the_name_of_its_facet(text: str) -> None:
    talk = Talk()
    talk.say("under 9000")
    talk.say(text)
    assert not talk.wishes
