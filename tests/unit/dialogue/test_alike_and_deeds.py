"""Values that are pointed at, things that cannot be done, and what does not matter."""

from dataclasses import replace

import pytest

from chatrec.dialogue.domain.catalogues import KnownCatalogue
from chatrec.dialogue.domain.reading.acts.topics import kinds_within
from chatrec.dialogue.domain.reading.words.mentions import Found, as_of_kind
from chatrec.dialogue.domain.reading.words.said import read_said
from chatrec.vocabulary.conversation import Topic
from chatrec.vocabulary.graph import Mention, SupportAnswer
from chatrec.vocabulary.words import Act, Language, MentionType, Move, Text
from tests.unit.dialogue.harbour import BOATS, Talk


@pytest.mark.parametrize(
    "text",
    [
        "what else has that yard got?",
        "anything else from the same yard?",
        "the same yard please",
        "同一个船厂的还有吗",
        "这个船厂还有别的吗",
    ],
)
def test_the_same_means_what_the_item_spoken_of_has(text: str) -> None:
    talk = Talk().show()
    reading = talk.say(text)
    assert ("yard", "=", "alba", False) in talk.wishes
    assert Act.ASK_ATTRIBUTE not in reading.acts


@pytest.mark.parametrize("text", ["is it the same yard?", "which yard is it from?", "它们是同一个船厂吗"])
def test_asking_whether_it_is_the_same_wishes_nothing(text: str) -> None:
    talk = Talk().show()
    talk.say(text)
    assert not talk.wishes


def test_the_same_price_on_another_topic_is_the_limit_of_the_one_left() -> None:
    talk = Talk()
    talk.say("under 9000")
    left = talk.state.active
    talk.state = replace(talk.state, active=Topic("harbour", "canoe"), parked=(left,))
    talk.say("the same price")
    assert ("price", "<", 9000.0, True) in talk.wishes


@pytest.mark.parametrize(
    "text",
    [
        "book me a berth for two",
        "can you reserve the first one?",
        "could you call them for me",
        "帮我订一条",
        "能帮我预约吗",
        "please make a reservation",
        "reserve a berth for us please",
    ],
)
def test_what_cannot_be_done_is_out_of_scope_and_no_wish(text: str) -> None:
    talk = Talk().show()
    reading = talk.say(text)
    assert reading.acts == (Act.OUT_OF_SCOPE,)
    assert reading.unread
    assert not talk.wishes


@pytest.mark.parametrize("text", ["can you recommend one", "帮我找一条船", "I'll book the first one", "make it 5000"])
def test_what_can_be_done_is_in_scope(text: str) -> None:
    assert Act.OUT_OF_SCOPE not in Talk().show().say(text).acts


@pytest.mark.parametrize(
    "text", ["any yard is fine", "any yard works", "no preference on yard", "I'm not fussy about the yard", "不挑船厂"]
)
def test_a_facet_that_does_not_matter_is_declined(text: str) -> None:
    talk = Talk().show()
    talk.say("from Alba")
    assert Act.DONT_CARE in talk.say(text).acts
    assert "yard" in talk.state.active.declined_facets
    assert not talk.wishes


@pytest.mark.parametrize("text", ["which one has a cabin?", "which of them is from Brix?", "哪条是Brix的"])
def test_which_has_it_means_those_that_have_it(text: str) -> None:
    reading = Talk().show().say(text)
    if "cabin" in text:
        assert Act.COMPARE in reading.acts
    else:
        assert set(reading.item_ids) == {"b2", "b4"}


def test_a_kind_in_a_question_for_it_is_sought() -> None:
    near = SupportAnswer("paint", "harbour", 0.7, Text("Which paint do you use?"), Text("Ours."))
    assert Act.SEEK in Talk().say("对了有船吗", answers=(near,)).acts


@pytest.mark.parametrize("text", ["go with the second", "I'll go for the second then", "第二条吧", "就要第二条"])
def test_going_with_one_takes_it(text: str) -> None:
    reading = Talk().show().say(text)
    assert Act.ACCEPT in reading.acts
    assert reading.item_ids == ("b2",)


@pytest.mark.parametrize("text", ["随便哪个船厂", "选哪个船厂你说了算", "no matter which yard", "哪个船厂都行"])
def test_a_question_word_of_indifference_asks_nothing(text: str) -> None:
    reading = Talk().show().say(text)
    assert Act.DONT_CARE in reading.acts
    assert not {Act.COMPARE, Act.ASK_ATTRIBUTE} & set(reading.acts)


@pytest.mark.parametrize("text", ["第二副跟第三副差在哪", "第二艘和第三艘有什么不同"])
def test_things_are_counted_by_any_measure_word(text: str) -> None:
    assert set(Talk().show().say(text).item_ids) == {"b2", "b3"}


def test_a_facet_of_names_is_no_other_facet_though_nothing_counts_its_values() -> None:
    yard = Found((Mention(0, 4, MentionType.FACET, "harbour", "yard", ("yard",)),))
    counted = tuple(replace(row, kind="boat") for row in BOATS.statistics)
    catalogue = KnownCatalogue(replace(BOATS, statistics=counted))
    assert as_of_kind(yard, catalogue, "boat") == yard


@pytest.mark.parametrize("text", ["from another yard", "a different yard please", "换别的船厂", "其他船厂的"])
def test_another_is_not_the_one_spoken_of(text: str) -> None:
    talk = Talk().show()
    reading = talk.say(text)
    assert ("yard", "!=", "alba", True) in talk.wishes
    assert Act.ASK_ATTRIBUTE not in reading.acts


@pytest.mark.parametrize(
    "text",
    [
        "ok the second, please",
        "yes, number two",
        "right, the second one it is",
        "好，第二条",
        "I'd rather have number two",
    ],
)
def test_yes_to_one_takes_it(text: str) -> None:
    reading = Talk().show().say(text)
    assert Act.ACCEPT in reading.acts
    assert reading.item_ids == ("b2",)


def test_a_plan_is_taken_as_a_whole() -> None:
    talk = Talk().show(move=Move.PLAN)
    reading = talk.say("perfect")
    assert Act.ACCEPT in reading.acts
    assert not reading.item_ids
    assert not talk.state.active.liked_item_ids


def test_another_of_its_kind_asks_for_more() -> None:
    assert Act.ASK_MORE in Talk().show().say("another boat?").acts


def test_great_before_an_answer_wishes_for_nothing() -> None:
    reading = Talk().show().say("great, that's the one")
    assert reading.acts == (Act.ACCEPT,)


def test_a_value_that_ends_in_a_kind_is_of_that_kind() -> None:
    value = Found((Mention(2, 6, MentionType.ENTITY, "harbour", "quiet", ("mood",)),))
    said = read_said("看看折叠独木舟", Language.ZH)
    (kind,) = kinds_within((replace(value, mentions=(replace(value.best, end=7),)),), said, BOATS.kinds)
    assert kind.best.target in {"boat", "canoe"}


@pytest.mark.parametrize("text", ["有更新一点的船吗", "have you got any newer boats?"])
def test_a_kind_that_is_had_is_looked_for(text: str) -> None:
    reading = Talk().show(move=Move.DESCRIBE).say(text)
    assert Act.ASK_ATTRIBUTE not in reading.acts
