"""Troubles that correct nothing, kinds that only say where something is, and questions for help that seek something."""

from dataclasses import replace

import pytest

from chatrec.vocabulary.words import Act, Move
from tests.unit.dialogue.shelf import garage, plays


@pytest.mark.parametrize("text", ["something red to park next to my bike", "离自行车近的，要红色", "自行车旁边的位置"])
def test_a_kind_that_only_says_where_something_is_is_not_sought(text: str) -> None:
    talk = garage()
    talk.say(text)
    assert talk.state.active.kind == "car"


@pytest.mark.parametrize("text", ["a red bike", "a bike by Lumo", "想要自行车"])
def test_a_kind_that_is_asked_for_is_sought(text: str) -> None:
    talk = garage()
    talk.say(text)
    assert talk.state.active.kind == "bike"


@pytest.mark.parametrize("text", ["sad after the tragedy, what should I do", "看完悲剧难受怎么办"])
def test_a_question_for_help_asks_nothing_of_the_item_on_the_table(text: str) -> None:
    talk = plays().show()
    assert Act.ASK_ATTRIBUTE not in talk.say(text).acts


@pytest.mark.parametrize("text", ["the name on the receipt is a typo", "发票抬头写错了"])
def test_a_trouble_with_something_else_corrects_nothing_that_was_said(text: str) -> None:
    talk = garage()
    talk.say("a red one")
    assert Act.CORRECT not in talk.say(text).acts
    assert ("colour", "=", "red", False) in talk.wishes()


@pytest.mark.parametrize("text", ["有点长夜的感觉", "更长夜一样的"])
def test_an_adjective_that_ends_within_a_name_measures_nothing(text: str) -> None:
    assert not [wish for wish in plays().say(text).preferences if wish.facet == "minutes"]


def test_who_takes_that_one_after_asking_for_an_extreme_takes_the_extreme() -> None:
    talk = garage().show()
    assert talk.say("which of those came out most recently").item_ids[0] == "c3"
    talk.state = replace(talk.state, last_move=Move.COMPARE)
    assert talk.say("great, i will take that one").item_ids == ("c3",)
