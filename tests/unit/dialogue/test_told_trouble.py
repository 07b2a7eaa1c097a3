"""Trouble that is told, not asked, is a question for support staff, unless the message wishes for something."""

from collections.abc import Mapping

import numpy as np
import pytest

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.ports import Features
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.vocabulary.conversation import Reading, Utterance
from chatrec.vocabulary.graph import Grounding, SupportAnswer, Vector
from chatrec.vocabulary.words import Act, Text
from tests.tea import tea


class Chances:
    """An act head that is sure of what it is told."""

    def __init__(self, **chances: float) -> None:
        self._chances = {Act(name): chance for name, chance in chances.items()}

    def predict(self, vector: Vector, features: Features) -> Mapping[Act, float]:
        return self._chances


def read(text: str, score: float, **chances: float) -> Reading:
    answer = SupportAnswer("late", "tea", score, Text("It is late."), Text("We are sorry."))
    interpreter = Interpreter(Catalogues([tea().schema]), Chances(**chances))
    vector = np.ones(1, np.float32)
    return interpreter.interpret(Utterance(text, vector=vector, grounding=Grounding(answers=(answer,))))[0]


@pytest.mark.parametrize("text", ["the box was promised for yesterday and is not here", "说好昨天到的，现在还没见着"])
def test_trouble_like_a_known_one_is_answered(text: str) -> None:
    reading = read(text, 0.75, seek=0.1)
    assert reading.answer_id == "late"
    assert Act.ASK_QUESTION in reading.acts


def test_a_wish_that_sounds_like_a_question_stays_a_wish() -> None:
    assert read("the tea was promised for yesterday", 0.75, seek=0.9).answer_id == ""


def test_trouble_a_little_like_a_known_one_is_honestly_not_answered() -> None:
    reading = read("the box has a strange smell inside", 0.45, seek=0.1)
    assert Act.ASK_QUESTION in reading.acts
    assert reading.answer_id == ""


def test_a_known_question_about_other_people_asks_for_no_human() -> None:
    reading = read("will you tell my number to somebody", 0.9, ask_human=0.1)
    assert (reading.answer_id, Act.ASK_HUMAN in reading.acts) == ("late", False)


@pytest.mark.parametrize("text", ["good morning. the box has a strange smell inside", "您好，箱子里有股怪味"])
def test_a_greeting_takes_nothing_from_the_trouble_after_it(text: str) -> None:
    reading = read(text, 0.45, seek=0.1)
    assert Act.ASK_QUESTION in reading.acts
    assert reading.options


def test_a_greeting_alone_asks_nothing() -> None:
    assert Act.ASK_QUESTION not in read("good morning", 0.1, seek=0.1).acts
