"""Trouble is told by grammar: what happened or fails, of what one has; a wish, a habit or a demand is none."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.ports import Features
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.reading.acts.told import tells_trouble
from chatrec.dialogue.domain.reading.words.said import language_of, read_said
from chatrec.vocabulary.conversation import DialogueState, Reading, Topic, Utterance
from chatrec.vocabulary.graph import Grounding, ItemCard, Mention, SupportAnswer, Vector
from chatrec.vocabulary.words import Act, Language, MentionType, Move, Text
from tests.tea import tea

NEW = DialogueState()
SHOP = replace(tea().schema, has_answers=True)


class Chances:
    """An act head that is sure of what it is told."""

    def __init__(self, **chances: float) -> None:
        self._chances = {Act(name): chance for name, chance in chances.items()}

    def predict(self, vector: Vector, features: Features) -> Mapping[Act, float]:
        return self._chances


def kind_at(text: str, word: str) -> tuple[Mention, ...]:
    start = text.lower().find(word)
    return () if start < 0 else (Mention(start, start + len(word), MentionType.KIND, "tea", "green", score=1.0),)


def read(
    text: str,
    *scores: float,
    state: DialogueState = NEW,
    mentions: tuple[Mention, ...] = (),
    **chances: float,
) -> Reading:
    answers = tuple(
        SupportAnswer(f"a{number}", "tea", score, Text("It went wrong."), Text("We are sorry."))
        for number, score in enumerate(scores)
    )
    interpreter = Interpreter(Catalogues([SHOP]), Chances(**chances))
    grounding = Grounding(mentions, answers)
    return interpreter.interpret(Utterance(text, state, np.ones(1, np.float32), grounding))[0]


@pytest.mark.parametrize(
    "text",
    [
        "the teapot lost its spout on day two",
        "Bought two tins on Friday, one was empty",
        "my kettle won't whistle any more",
        "lid cracked in the first week",
        "you posted me the wrong tin",
        "壶嘴第二天就掉了",
        "刚拆的茶叶罐少了一包",
        "说好的杯子没收到",
        "茶壶老是漏水",
    ],
)
def test_what_happened_or_fails_is_trouble(text: str) -> None:
    assert tells_trouble(read_said(text, language_of(text, (), Language.EN)))


@pytest.mark.parametrize(
    "text",
    [
        "a green tea, not bitter",
        "my teapot broke, I need a new one",
        "I loved the one you sent",
        "we always brew it strong",
        "it must be organic",
        "a tea made for winter",
        "茶壶碎了，想换个新的",
        "太浓了",
        "我经常泡绿茶",
        "绿茶，清淡的",
        "can someone come and repair it?",
    ],
)
def test_a_wish_a_habit_or_a_demand_is_no_trouble(text: str) -> None:
    assert not tells_trouble(read_said(text, language_of(text, (), Language.EN)))


def test_trouble_with_a_thing_of_a_kind_is_answered_and_seeks_none_of_the_kind() -> None:
    text = "the green tea you sent was damp"
    reading = read(text, 0.7, 0.3, mentions=kind_at(text, "green tea"), seek=0.5)
    assert (reading.answer_id, reading.preferences) == ("a0", ())
    assert Act.SEEK not in reading.acts


def test_trouble_that_is_only_near_to_what_is_known_offers_the_nearest() -> None:
    text = "绿茶收到就受潮了"
    reading = read(text, 0.45, 0.25, mentions=kind_at(text, "绿茶"), seek=0.5)
    assert [option.target for option in reading.options] == ["a0", "a1"]
    assert reading.preferences == ()


def test_numbers_in_trouble_are_no_prices() -> None:
    assert read("I got a 42 not a 41", 0.25, ask_question=0.1).preferences == ()


def test_a_demand_on_what_was_just_shown_is_no_question() -> None:
    table = (ItemCard("t1", "green", Text("Dragon Well")),)
    shown = DialogueState(active=Topic("tea", kind="green", slate=table), last_move=Move.RECOMMEND)
    assert Act.ASK_QUESTION not in read("has to be here on a saturday", 0.85, state=shown, ask_question=0.6).acts
    assert Act.ASK_QUESTION in read("has to be here on a saturday", 0.85, ask_question=0.6).acts


def test_who_surely_asks_for_a_human_is_offered_no_answers() -> None:
    reading = read("nobody helped me, your boss please", 0.5, ask_human=0.95, ask_question=0.3)
    assert Act.ASK_HUMAN in reading.acts
    assert not reading.options


def test_what_is_surely_none_of_our_business_is_not_answered() -> None:
    reading = read("will it snow tomorrow?", 0.72, 0.1, out_of_scope=0.99)
    assert reading.answer_id == ""
    assert Act.OUT_OF_SCOPE in reading.acts


def test_a_friendly_parting_wishes_for_nothing() -> None:
    text = "most kind of you. strong day"
    start = text.find("strong")
    strong = Mention(start, start + 6, MentionType.ORDINAL, "tea", "strong", ("strength",), score=1.0)
    assert read(text, mentions=(strong,), thank=0.9, seek=0.05).acts == (Act.THANK,)
    assert Act.THANK not in read(text, mentions=(strong,), thank=0.9, seek=0.5).acts


def test_two_questions_known_by_themselves_are_both_answered() -> None:
    interpreter = Interpreter(Catalogues([SHOP]), Chances(ask_question=0.9))
    scores = {"time": 0.9, "fee": 0.8, "tax": 0.7}
    answers = tuple(SupportAnswer(one, "tea", score, Text(one), Text(one)) for one, score in scores.items())
    text = "how long does it take? and what does posting cost?"
    utterance = Utterance(text, vector=np.ones(1, np.float32), grounding=Grounding(answers=answers))
    reading, state = interpreter.interpret(utterance)
    assert (reading.answer_id, [one.id for one in state.offered_answers]) == ("time", ["fee"])
    once = replace(utterance, text="how long does it take?")
    assert interpreter.interpret(once)[1].offered_answers == ()
