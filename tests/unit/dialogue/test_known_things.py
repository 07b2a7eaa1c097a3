"""What a user has, had, or knows: left out and never offered again, and no wish for it."""

from dataclasses import replace

import pytest

from chatrec.vocabulary.conversation import Topic
from chatrec.vocabulary.words import Act
from tests.unit.dialogue.harbour import SLATE, Talk

KNOWN = [
    "I had The Heron and it sank",
    "my old The Heron is falling apart",
    "I used to own The Heron",
    "we've been to The Heron",
    "replacing my The Heron",
    "我以前用的是The Heron，沉了",
    "我有The Heron",
    "我家那条The Heron坏了",
    "之前住的The Heron",
    "I saw The Heron the other day",
]


@pytest.mark.parametrize("text", KNOWN)
def test_what_is_owned_or_known_is_noted_and_not_described(text: str) -> None:
    talk = Talk().show(SLATE[2], SLATE[3])
    reading = talk.say(text)
    assert Act.SEEN in reading.acts
    assert Act.ASK_ATTRIBUTE not in reading.acts
    assert [ref.item for ref in talk.state.seen] == ["b1"]


@pytest.mark.parametrize(
    "text",
    [
        "我喜欢The Heron",
        "is The Heron what I have in mind?",
        "I'd like The Heron",
        "do I need The Heron?",
        "The Heron多少钱",
    ],
)
def test_what_is_liked_or_asked_about_is_not_known(text: str) -> None:
    talk = Talk().show(SLATE[2], SLATE[3])
    talk.say(text)
    assert not talk.state.seen


def test_a_thing_owned_says_what_the_talk_is_about() -> None:
    talk = Talk()
    talk.state = replace(talk.state, active=Topic("harbour"))
    talk.say("我以前用的是The Heron，沉了")
    assert talk.state.active.kind == "boat"


@pytest.mark.parametrize("text", ["I've already tried aspirin", "I did a sailing course already", "学过潜水了"])
def test_knowing_what_no_catalogue_knows_leaves_out_nothing(text: str) -> None:
    talk = Talk().show()
    talk.say(text)
    assert not talk.state.seen


@pytest.mark.parametrize("text", ["already seen it", "看过了", "seen already", "I've seen that one"])
def test_knowing_without_a_name_is_of_what_was_spoken_of(text: str) -> None:
    talk = Talk().show()
    talk.say(text)
    assert [ref.item for ref in talk.state.seen] == ["b1"]


@pytest.mark.parametrize("text", ["I've tried Alba already", "试过Alba了", "we've used Alba boats", "Alba我用过"])
def test_a_value_that_was_tried_is_no_wish(text: str) -> None:
    talk = Talk()
    talk.say(text)
    assert ("yard", "=", "alba", False) not in talk.wishes


def test_what_is_known_is_not_what_others_should_be_like() -> None:
    talk = Talk().show(SLATE[2], SLATE[3])
    talk.say("Gull和《The Heron》我都看过了")
    assert not talk.state.active.liked_item_ids


@pytest.mark.parametrize(
    "text", ["finished The Heron last week", "already done The Heron", "The Heron刷过了", "we ate at The Heron"]
)
def test_what_is_known_needs_no_subject(text: str) -> None:
    talk = Talk().show(SLATE[2], SLATE[3])
    talk.say(text)
    assert [ref.item for ref in talk.state.seen] == ["b1"]


@pytest.mark.parametrize(
    "text", ["I haven't seen The Heron", "never tried it, what is it like?", "The Heron我没看过", "没用过"]
)
def test_what_is_not_known_yet_is_not_left_out(text: str) -> None:
    talk = Talk().show()
    talk.say(text)
    assert not talk.state.seen


def test_what_is_known_may_still_be_what_others_should_be_like() -> None:
    talk = Talk().show(SLATE[2], SLATE[3])
    talk.say("The Heron我用过了，还有类似的吗")
    assert "b1" in talk.state.active.liked_item_ids
