"""What is turned down, known, taken back or asked for though its name and what is said of it stand apart."""

import pytest

from chatrec.dialogue.domain.reading.words.displeasure import displeased
from chatrec.dialogue.domain.reading.words.said import read_said
from chatrec.vocabulary.schema import ITEM
from chatrec.vocabulary.words import Act, Language
from tests.unit.dialogue.harbour import SLATE, Talk


@pytest.mark.parametrize(
    "text",
    [
        "I had an Alba once and was not happy with it",
        "the Alba we owned let us down",
        "my last Alba leaked for a month, never again",
        "the Alba ones are way too loud, not for me",
        "Alba, no thanks",
        "上次买的Alba用着很失望",
        "Alba的我用过，不满意",
        "Alba的坐着难受，不要",
        "Alba的就免了",
    ],
)
def test_a_complaint_about_a_value_refuses_it(text: str) -> None:
    talk = Talk().show()
    talk.say(text)
    assert ("yard", "!=", "alba", True) in talk.wishes
    assert not talk.reading.unread.startswith("不满")


@pytest.mark.parametrize(
    "text", ["I want an Alba, not a raft", "is Alba any good?", "Brix disappointed me, I'd prefer Alba", "想要Alba的"]
)
def test_what_is_wished_or_asked_beside_a_complaint_is_not_refused(text: str) -> None:
    talk = Talk().show()
    talk.say(text)
    assert ("yard", "!=", "alba", True) not in talk.wishes


def test_a_clause_that_only_refuses_is_of_the_clause_before_it() -> None:
    said = read_said("a calm one, the Alba, not for me", Language.EN)
    assert displeased(said) == {said.clauses[1].start}
    assert displeased(read_said("有平静的吗，不要", Language.ZH)) == set()


@pytest.mark.parametrize(
    "text", ["没用过Alba的", "还没坐过船，试过的朋友说Alba", "从没听说过Alba的船", "Alba的没试过，想试试"]
)
def test_what_nobody_has_tried_yet_is_not_turned_down(text: str) -> None:
    talk = Talk().show()
    talk.say(text)
    assert not any(operator == "!=" for _, operator, _, _ in talk.wishes)


@pytest.mark.parametrize(
    "text",
    [
        "we've done The Heron to death",
        "I know The Heron by heart",
        "The Heron we've already seen",
        "The Heron看了八百遍了",
        "The Heron早就看完了",
        "The Heron我都能背下来了",
    ],
)
def test_what_is_known_through_and_through_is_left_out(text: str) -> None:
    talk = Talk().show(SLATE[2], SLATE[3])
    reading = talk.say(text)
    assert Act.SEEN in reading.acts
    assert [ref.item for ref in talk.state.seen] == ["b1"]
    assert not reading.preferences


@pytest.mark.parametrize("text", ["The Heron看完了吗", "have you seen The Heron?", "The Heron我没看过"])
def test_what_is_asked_or_denied_is_not_known(text: str) -> None:
    talk = Talk().show(SLATE[2], SLATE[3])
    talk.say(text)
    assert not talk.state.seen


@pytest.mark.parametrize(
    "text",
    ["forget what I said about the price", "disregard what I told you about price", "价格要求去掉"],
)
def test_what_was_said_of_a_facet_is_taken_back(text: str) -> None:
    talk = Talk()
    talk.say("price under 9000")
    assert talk.wishes
    talk.show().say(text)
    assert not talk.wishes


@pytest.mark.parametrize(
    "text",
    [
        "do you have any that are Alba?",
        "is there one that's Alba?",
        "有Alba的没",
        "有没有Alba的",
        "Alba的有吗",
        "are there some that are Alba?",
    ],
)
def test_who_asks_for_items_that_have_a_value_wants_such_items(text: str) -> None:
    talk = Talk().show()
    reading = talk.say(text)
    assert ("yard", "=", "alba", False) in talk.wishes
    assert Act.ASK_ATTRIBUTE not in reading.acts


@pytest.mark.parametrize("text", ["is the second one built by Alba?", "第二个是Alba的吗"])
def test_who_points_at_an_item_asks_of_it(text: str) -> None:
    talk = Talk().show()
    reading = talk.say(text)
    assert Act.ASK_ATTRIBUTE in reading.acts
    assert reading.item_ids == ("b2",)
    assert not talk.wishes


@pytest.mark.parametrize(
    "text",
    [
        "is it cheaper than 9500, the first one?",
        "does the first one cost less than 9500 euros?",
        "第一个有没有低于9500元",
        "did the first one come out before 2010?",
    ],
)
def test_an_amount_may_be_asked_of_an_item(text: str) -> None:
    talk = Talk().show()
    reading = talk.say(text)
    assert Act.ASK_ATTRIBUTE in reading.acts
    assert reading.item_ids == ("b1",)
    assert [check.operator.value for check in reading.checks] == ["<"]
    assert not talk.wishes


@pytest.mark.parametrize(
    "text", ["could it be under 9500 euros?", "can it be below 9500?", "is there anything under 9500 euros?"]
)
def test_an_amount_that_is_proposed_is_a_wish(text: str) -> None:
    talk = Talk().show()
    talk.say(text)
    assert any(facet == "price" for facet, *_ in talk.wishes)


@pytest.mark.parametrize(
    "text",
    ["same thing but cheaper", "something along the same lines, only cheaper", "有没有跟它差不多再便宜点的"],
)
def test_more_of_the_same_that_is_cheaper_is_like_what_was_shown(text: str) -> None:
    talk = Talk().show()
    talk.say(text)
    assert {(facet, operator) for facet, operator, *_ in talk.wishes} == {(ITEM, "="), ("price", "<")}


@pytest.mark.parametrize(
    "text", ["跟The Heron比呢", "how does it stack up against The Heron", "put it next to The Heron"]
)
def test_one_named_is_held_against_the_one_spoken_of(text: str) -> None:
    reading = Talk().show(SLATE[2], SLATE[3]).say(text)
    assert reading.acts[0] is Act.COMPARE
    assert set(reading.item_ids) == {"b3", "b1"}


def test_those_that_are_described_are_not_those_on_the_table() -> None:
    talk = Talk().show()
    assert Act.REJECT not in talk.say("not one of those with an Alba engine").acts
    assert not talk.state.rejected


@pytest.mark.parametrize(
    "text", ["We'll have The Heron then", "I'll take The Heron, please", "就The Heron吧", "ok, The Heron it is"]
)
def test_what_is_named_outright_is_taken(text: str) -> None:
    talk = Talk().show(SLATE[2], SLATE[3]) if "then" in text or "吧" in text or "it is" in text else Talk().show()
    reading = talk.say(text)
    assert Act.ACCEPT in reading.acts
    assert reading.item_ids == ("b1",)


@pytest.mark.parametrize("text", ["anything under 9000 is fine", "九千以内都行", "价格九千以内的都可以"])
def test_all_within_a_limit_being_fine_is_a_limit(text: str) -> None:
    talk = Talk()
    talk.say(text)
    assert {(facet, value) for facet, _, value, _ in talk.wishes} == {("price", 9000.0)}
