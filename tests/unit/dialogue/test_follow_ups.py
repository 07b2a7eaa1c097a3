"""After an answer the talk is about that answer, until something else is spoken of."""

from dataclasses import replace

import pytest

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.vocabulary.conversation import DialogueState, Reading, Utterance
from chatrec.vocabulary.graph import Grounding, SupportAnswer
from chatrec.vocabulary.words import Act, Text
from tests.tea import tea

CATALOGUES = Catalogues([tea().schema])
COST = SupportAnswer("cost", "tea", 0.9, Text("What does delivery cost?", "运费多少？"), Text("4 euros.", "4 欧元。"))
ABROAD = SupportAnswer("abroad", "tea", 0.5, Text("Do you ship abroad?", "能寄国外吗？"), Text("Yes.", "可以。"))


def read(text: str, state: DialogueState, *answers: SupportAnswer) -> tuple[Reading, DialogueState]:
    return Interpreter(CATALOGUES).interpret(Utterance(text, state, grounding=Grounding(answers=answers)))


def answered() -> DialogueState:
    state = read("what does delivery cost?", DialogueState(), COST)[1]
    assert state.answered == COST
    return state


@pytest.mark.parametrize("text", ["and to far lands?", "what about far lands", "那远的地方呢"])
def test_what_goes_on_from_an_answer_may_be_a_little_like_the_next(text: str) -> None:
    reading, state = read(text, answered(), ABROAD)
    assert (reading.answer_id, state.answered) == ("abroad", ABROAD)


@pytest.mark.parametrize("text", ["and to far lands?", "那远的地方呢"])
def test_without_an_answer_before_it_is_not_known(text: str) -> None:
    assert read(text, DialogueState(), ABROAD)[0].answer_id == ""


@pytest.mark.parametrize("text", ["and by boat?", "那坐船呢"])
def test_what_goes_on_and_is_like_nothing_is_honestly_not_answered(text: str) -> None:
    reading, state = read(text, answered(), replace(ABROAD, score=0.1))
    assert (reading.acts, reading.answer_id, reading.options) == ((Act.ASK_QUESTION,), "", ())
    assert state.answered == COST


@pytest.mark.parametrize("text", ["thanks", "谢谢"])
def test_thanks_leave_the_talk_where_it_is(text: str) -> None:
    assert read(text, answered())[1].answered == COST


@pytest.mark.parametrize("text", ["I want a green tea", "想要绿茶", "start over", "重新开始"])
def test_who_turns_to_items_leaves_the_answer(text: str) -> None:
    assert read(text, answered())[1].answered is None
