"""A question that is like some known ones, and like none for sure, is asked back; who chooses gets that answer."""

from dataclasses import replace

import pytest

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.wording import Speaker
from chatrec.vocabulary.conversation import DialogueState, Reading, Speech, Utterance
from chatrec.vocabulary.graph import Grounding, SupportAnswer
from chatrec.vocabulary.words import Act, Language, MentionType, Move, Text
from tests.tea import tea

CATALOGUES = Catalogues([tea().schema])
LATE = SupportAnswer("late", "tea", 0.6, Text("My delivery is late.", "快递晚了。"), Text("We are sorry.", "抱歉。"))
LOST = SupportAnswer("lost", "tea", 0.6, Text("My parcel is lost.", "包裹丢了。"), Text("We search.", "我们会找。"))
INVOICE = SupportAnswer(
    "bill", "tea", 0.9, Text("How do I get an invoice?", "怎么开发票？"), Text("By mail.", "邮寄。")
)
TROUBLE = {Language.EN: "the box never showed up at ours", Language.ZH: "那个箱子一直没到我家"}


def read(text: str, state: DialogueState, *answers: SupportAnswer) -> tuple[Reading, DialogueState]:
    near = tuple(replace(answer, score=0.67) if answer.score < 0.9 else answer for answer in answers)
    return Interpreter(CATALOGUES).interpret(Utterance(text, state, grounding=Grounding(answers=near)))


def asked(*answers: SupportAnswer, language: Language = Language.EN) -> DialogueState:
    """Give the state after a turn that asked which of some answers is meant."""
    reading, state = read(TROUBLE[language], DialogueState(), *answers)
    assert [option.target for option in reading.options] == [answer.id for answer in answers]
    return replace(state, last_move=Move.CLARIFY, options=reading.options)


@pytest.mark.parametrize("language", list(Language))
def test_an_unsure_question_names_the_known_ones_that_it_may_be(language: Language) -> None:
    reading, state = read(TROUBLE[language], DialogueState(), LOST, LATE)
    assert (reading.answer_id, reading.preferences) == ("", ())
    assert {option.type for option in reading.options} == {MentionType.ANSWER}
    assert [answer.id for answer in state.offered_answers] == ["lost", "late"]
    speech = Speech(Move.CLARIFY, language, "tea", reading, state)
    words = Speaker(CATALOGUES).phrase(speech).text
    for answer in (LOST, LATE):
        assert answer.question.speak(language).rstrip(".。") in words


@pytest.mark.parametrize(
    ("said", "language", "wanted"),
    [
        ("the second", Language.EN, "late"),
        ("the first one please", Language.EN, "lost"),
        ("第二个", Language.ZH, "late"),
        ("it is late", Language.EN, "late"),
        ("丢了", Language.ZH, "lost"),
    ],
)
def test_who_chooses_gets_that_answer(said: str, language: Language, wanted: str) -> None:
    reading, after = read(said, asked(LOST, LATE, language=language))
    assert reading.acts == (Act.ASK_QUESTION,)
    assert reading.answer_id == wanted
    assert after.offered_answers == ()


@pytest.mark.parametrize(("said", "language"), [("yes", Language.EN), ("是的", Language.ZH)])
def test_yes_to_the_only_question_gets_its_answer(said: str, language: Language) -> None:
    assert read(said, asked(LOST, language=language))[0].answer_id == "lost"


@pytest.mark.parametrize(
    ("said", "language"), [("no", Language.EN), ("none of them", Language.EN), ("都不是", Language.ZH)]
)
def test_who_means_none_of_them_is_honestly_not_answered(said: str, language: Language) -> None:
    reading, after = read(said, asked(LOST, LATE, language=language))
    assert reading.acts == (Act.ASK_QUESTION,)
    assert (reading.answer_id, reading.options, after.offered_answers) == ("", (), ())


def test_another_known_question_is_answered_in_place_of_those_offered() -> None:
    assert read("how do I get 2 invoices?", asked(LOST, LATE), INVOICE)[0].answer_id == "bill"
