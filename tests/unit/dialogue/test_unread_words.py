"""What is said beside the wishes: words that nothing records, acts in passing, amounts that are no wishes."""

from dataclasses import replace

import pytest

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.vocabulary.conversation import DialogueState, Utterance
from chatrec.vocabulary.graph import Grounding
from chatrec.vocabulary.words import Act, Move
from tests.unit.dialogue.harbour import BOATS, Talk
from tests.unit.dialogue.shelf import facts, garage, plays


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nothing with dragons on it please", "dragons on it"),
        ("not from Atlantis", "Atlantis"),
        ("my wife can't stand teak decks", "teak decks"),
        ("不要充气的", "充气"),
        ("除了海龙号", "海龙号"),
        ("actually make it electric", "electric"),
    ],
)
def test_what_is_refused_or_demanded_and_not_recorded_is_said_to_be_unread(text: str, words: str) -> None:
    assert Talk().show().say(text).unread == words


@pytest.mark.parametrize(
    "text", ["no Alba", "I don't sail much", "不便宜", "a quiet weekend on the lake", "不晕船就行"]
)
def test_what_was_read_or_refuses_no_thing_is_not_said_to_be_unread(text: str) -> None:
    assert not Talk().show().say(text).unread


def test_what_is_asked_of_an_item_in_vain_is_said_to_be_unread() -> None:
    reading = Talk().show().say("does it float upside down")
    assert reading.unread
    assert Act.ASK_ATTRIBUTE in reading.acts


def test_yes_with_more_behind_it_takes_nothing() -> None:
    talk = Talk().show()
    assert Act.ACCEPT not in talk.say("ok but my wife can't stand teak decks").acts
    assert not talk.state.active.liked_item_ids


@pytest.mark.parametrize("text", ["seen it. what else?", "这条坐过啦，再来几条"])
def test_who_knows_an_item_and_asks_for_others_gets_others(text: str) -> None:
    talk = Talk().show()
    talk.state = replace(talk.state, last_move=Move.DESCRIBE, active=replace(talk.state.active, focus_item_id="b2"))
    acts = talk.say(text).acts
    assert Act.ASK_MORE in acts
    assert Act.ASK_ATTRIBUTE not in acts


def test_whether_an_item_is_any_good_is_asked_of_it() -> None:
    reading = Talk().show().say("is the second one any good?")
    assert reading.acts == (Act.ASK_ATTRIBUTE,)
    assert reading.item_ids == ("b2",)


def test_a_name_left_out_is_not_asked_about() -> None:
    reading = Talk().say("do you have anything by Alba that isn't The Heron")
    assert ("yard", "=", "alba", False) in facts(reading.preferences)
    assert ("item", "!=", "b1", True) in facts(reading.preferences)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("not older than 15 years", ("built", ">=", 2011.0, True)),
        ("less than 10 years old", ("built", ">", 2016.0, True)),
        ("no cheaper than 3000", ("price", ">=", 3000.0, True)),
        ("not more expensive than 9000", ("price", "<=", 9000.0, True)),
    ],
)
def test_ages_and_turned_comparisons_are_limits(text: str, wish: object) -> None:
    assert Talk().say(text).preferences
    assert wish in {(p.facet, p.operator.value, p.values[0], p.hard) for p in Talk().say(text).preferences}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("about an hour and a half", 90.0), ("around two hours and a half", 150.0), ("roughly half an hour", 30.0)],
)
def test_halves_of_a_unit_are_counted(text: str, minutes: float) -> None:
    bounds = [p.values[0] for p in plays().say(text).preferences if p.facet == "minutes"]
    assert sum(float(bound) for bound in bounds) / 2 == minutes  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["it's been 2 weeks", "I ordered it 3 days ago", "都等三天了"])
def test_time_that_passed_in_a_life_is_no_length_of_an_item(text: str) -> None:
    assert not plays().say(text).preferences


def test_an_amount_outweighs_the_critique_beside_it() -> None:
    talk = garage().show()
    talk.say("something lighter, around 1400 kg")
    assert {facet for facet, _, _, hard in talk.wishes() if hard} == set()


def test_nothing_huge_wishes_for_the_small_end() -> None:
    assert {(p.facet, p.operator.value) for p in garage().say("nothing heavy").preferences} == {("weight", "<=")}


def test_less_of_a_quality_is_a_soft_wish_against_it() -> None:
    assert ("yard", "!=", "alba", False) in facts(Talk().say("less Alba please").preferences)


def test_a_name_on_a_list_of_likes_is_liked_as_well() -> None:
    liked = [p.values[0] for p in garage().show().say("something like Lumo One or Vanta Nine").preferences]
    assert liked.count("c1") == 1
    assert liked.count("c9") == 1


def test_a_question_whether_something_is_needed_requires_nothing() -> None:
    talk = Talk()
    talk.say("does it have to be an Alba? Brix is fine")
    assert not any(hard for *_, hard in talk.wishes)


def test_before_a_catalogue_is_chosen_nothing_is_said_to_be_unread() -> None:
    said = Utterance("no dragons please", DialogueState(), None, Grounding(), None, ("harbour", "quay"))
    other = replace(BOATS, name="quay")
    reading, _ = Interpreter(Catalogues((BOATS, other))).interpret(said)
    assert not reading.unread
    assert Talk().say("no dragons please").unread
