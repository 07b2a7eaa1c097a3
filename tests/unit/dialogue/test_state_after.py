from dataclasses import replace

import pytest

from chatrec.vocabulary.graph import ItemRef
from chatrec.vocabulary.words import Act, Move
from tests.unit.dialogue.shelf import Talk, garage, plays


@pytest.mark.parametrize(
    ("first", "second"), [("under 200k", "no, I meant under 150k"), ("20万以内", "说错了，低于15万")]
)
def test_a_correction_replaces(first: str, second: str) -> None:
    talk = garage()
    talk.say(first)
    talk.say(second)
    assert talk.reading.acts[0] is Act.CORRECT
    assert talk.wishes() == {("price", "<", 150_000.0, True)}


@pytest.mark.parametrize("text", ["not Lumo, Vanta, I meant", "不是鹿沐，是万塔"])
def test_a_corrected_name_is_taken_back_and_not_disliked(text: str) -> None:
    talk = garage()
    talk.say("Lumo")
    talk.say(text)
    assert talk.wishes() == {("maker", "=", "vanta", False)}


def test_a_correction_said_twice_changes_nothing_more() -> None:
    talk = garage()
    talk.say("under 200k")
    talk.say("no, I meant under 150k")
    once = talk.wishes()
    talk.say("no, I meant under 150k")
    assert talk.wishes() == once


@pytest.mark.parametrize("text", ["undo", "撤销", "take that back", "上一步"])
def test_undo_restores_the_state_before(text: str) -> None:
    talk = garage()
    talk.say("Lumo")
    before = talk.wishes()
    talk.say("under 150k")
    talk.say(text)
    assert talk.reading.acts == (Act.CORRECT,)
    assert talk.wishes() == before


def test_undo_with_nothing_before_changes_nothing() -> None:
    talk = garage()
    talk.say("undo")
    assert talk.state.active.kind == "car"


@pytest.mark.parametrize(
    ("away", "back"), [("now a bike", "back to the cars"), ("看看自行车", "还是看轿车吧"), ("a bike please", "go back")]
)
def test_a_topic_is_parked_and_comes_back_complete(away: str, back: str) -> None:
    talk = garage().show()
    talk.say("Lumo, under 200k")
    kept = talk.state.active
    talk.say(away)
    assert (talk.state.active.kind, talk.state.active.preferences) == ("bike", ())
    talk.say(back)
    assert talk.reading.acts[0] is Act.CHANGE_TOPIC
    assert replace(talk.state.active, focus_item_id=kept.focus_item_id) == kept


def test_likes_and_dislikes_of_a_value_drop_each_other() -> None:
    talk = garage()
    talk.say("not red")
    talk.say("red after all")
    assert talk.wishes() == {("colour", "=", "red", False)}
    talk.say("no red")
    assert talk.wishes() == {("colour", "!=", "red", True)}


@pytest.mark.parametrize("text", ["musicals are fine too", "音乐剧也行"])
def test_what_is_fine_too_is_added(text: str) -> None:
    talk = plays()
    talk.say("comedy")
    talk.say(text)
    assert {value for _, _, value, _ in talk.wishes()} == {"comedy", "musical"}


@pytest.mark.parametrize("text", ["a little more expensive is fine", "更贵一点的也行"])
def test_a_limit_that_is_lifted_goes(text: str) -> None:
    talk = garage().show()
    talk.say("under 100k")
    talk.say(text)
    assert not talk.wishes()


def test_wishes_for_a_many_valued_facet_gather() -> None:
    talk = plays()
    talk.say("comedy")
    talk.say("and a musical")
    assert {value for _, _, value, _ in talk.wishes()} == {"comedy", "musical"}


def test_a_new_limit_takes_the_place_of_the_old_one_and_keeps_the_other_side() -> None:
    talk = garage()
    talk.say("between 100k and 200k")
    talk.say("under 150k")
    assert talk.wishes() == {("price", ">=", 100_000.0, True), ("price", "<", 150_000.0, True)}
    talk.say("at least 160k")
    assert talk.wishes() == {("price", ">=", 160_000.0, True)}


@pytest.mark.parametrize("text", ["I don't care", "随便", "都行", "any"])
def test_no_preference_declines_the_facet_that_was_asked(text: str) -> None:
    talk = garage().asked("colour")
    talk.say(text)
    assert talk.state.active.declined_facets == ("colour",)


@pytest.mark.parametrize(
    ("text", "wishes", "declined"), [("yes please", {("sunroof", "=", True, False)}, ()), ("不用", set(), ("sunroof",))]
)
def test_yes_and_no_answer_a_question_for_a_flag(text: str, wishes: set[object], declined: tuple[str, ...]) -> None:
    talk = garage().asked("sunroof")
    talk.say(text)
    assert (talk.wishes(), talk.state.active.declined_facets) == (wishes, declined)


@pytest.mark.parametrize("text", ["yes", "可以"])
def test_consent_gives_up_what_was_to_be_relaxed(text: str) -> None:
    talk = garage()
    talk.say("Lumo under 20k")
    talk.state = replace(talk.state, last_move=Move.RELAX, relaxed_facets=("price",))
    talk.say(text)
    assert not [wish for wish in talk.state.active.preferences if wish.hard]
    assert talk.state.relaxed_facets == ()


@pytest.mark.parametrize("text", ["the second", "2", "the writer", "第二个"])
def test_an_option_is_chosen_by_place_or_by_fact(text: str) -> None:
    talk = plays()
    talk.say("Kim Park")
    talk.state = replace(talk.state, last_move=Move.CLARIFY)
    second = talk.state.options[1]
    talk.say(text)
    target = "kim_b" if "writer" in text else second.target
    assert {value for _, _, value, _ in talk.wishes()} == {target}
    assert talk.state.options == ()


def test_turned_down_and_known_items_are_remembered() -> None:
    talk = garage().show()
    talk.say("I don't like the first one")
    talk.say("I've seen the third one")
    assert talk.state.rejected == (ItemRef("garage", "c1"),)
    assert talk.state.seen == (ItemRef("garage", "c3"),)


def test_restart_forgets_wishes_but_not_what_was_turned_down() -> None:
    talk = garage().show()
    talk.say("not the second one")
    talk.say("Lumo")
    talk.say("start over")
    assert not talk.wishes()
    assert talk.state.rejected


def test_lists_of_the_state_stay_bounded() -> None:
    talk = Talk(only=("garage",))
    for turn in range(60):
        talk.say(f"something nobody wrote a rule for, try {turn} wonders")
        talk.say(f"a {'car' if turn % 2 else 'bike'} under {turn + 10}k")
    assert len(talk.state.previous) <= 8
    assert len(talk.state.parked) <= 6
    assert len(talk.state.active.wishes) <= 5
