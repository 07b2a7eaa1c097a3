"""What cannot hold together with a newer wish gives way to it, and the reply says so."""

import pytest

from chatrec.dialogue.domain.wording import Speaker
from chatrec.vocabulary.conversation import Speech
from chatrec.vocabulary.words import Language, Move
from tests.unit.dialogue.shelf import CATALOGUES, Talk, garage, plays

SPEAKER = Speaker(CATALOGUES)


def reply(talk: Talk, move: Move = Move.RECOMMEND) -> str:
    language = talk.reading.language
    return SPEAKER.phrase(Speech(move, language, talk.only[0], talk.reading, talk.state, seed=3)).text


@pytest.mark.parametrize(
    ("first", "second", "gone"),
    [
        ("under 100k", "at least 160k", "under ¥100,000"),
        ("at least 160k", "under 100k", "at least ¥160,000"),
        ("over 100k", "under 100k", "over ¥100,000"),
        ("no red", "a red one", "no red"),
        ("不超过10万", "至少16万", "不超过 100,000 元"),
        ("不要红色", "想要红色的", "不要红"),
    ],
)
def test_a_wish_that_gives_way_is_named(first: str, second: str, gone: str) -> None:
    talk = garage()
    talk.say(first)
    talk.say(second)
    assert f"{gone}" in reply(talk)
    assert "“" in reply(talk)
    assert gone in reply(talk, Move.RELAX)


@pytest.mark.parametrize(
    ("first", "second"),
    [("under 200k", "under 150k"), ("under 200k", "at least 100k"), ("under 200k", "a red one"), ("", "under 200k")],
)
def test_what_can_hold_together_is_not_said_to_have_given_way(first: str, second: str) -> None:
    talk = garage()
    if first:
        talk.say(first)
    talk.say(second)
    assert "“" not in reply(talk)


def test_values_that_gather_give_nothing_up() -> None:
    talk = plays()
    talk.say("comedy")
    talk.say("and a musical")
    assert "“" not in reply(talk)
    assert talk.reading.language is Language.EN


def test_the_same_said_again_gives_nothing_up() -> None:
    talk = garage()
    talk.say("no red")
    talk.say("a red one")
    talk.say("a red one")
    assert "“" not in reply(talk)


def test_a_kind_that_was_refused_may_be_asked_for_again() -> None:
    talk = Talk()
    talk.say("no bikes")
    talk.say("a bike please")
    assert not [wish for wish in talk.state.active.preferences if not wish.liked]
    assert "“no bike" in reply(talk)
