"""No sentence is said twice in a row, whatever the seed, the occasion and what was said before."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.wording import Speaker
from chatrec.dialogue.domain.wording.chinese import CHINESE
from chatrec.dialogue.domain.wording.english import ENGLISH
from chatrec.dialogue.domain.wording.variety import Tongue
from chatrec.vocabulary.conversation import DialogueState, Reading, Speech
from chatrec.vocabulary.graph import SupportAnswer
from chatrec.vocabulary.words import Act, Language, Move, Text
from tests.tea import tea

TABLES = {Language.EN: ENGLISH, Language.ZH: CHINESE}


@given(st.sampled_from(list(Language)), st.data(), st.lists(st.integers(0, 2**32), min_size=2, max_size=6))
def test_no_sentence_of_an_occasion_is_said_twice_in_a_row(
    language: Language, data: st.DataObject, seeds: list[int]
) -> None:
    occasion = data.draw(st.sampled_from(sorted(TABLES[language])))
    slots = dict.fromkeys(re.findall(r"{(\w+)}", "".join(TABLES[language][occasion])), "x")
    before: tuple[int, ...] = ()
    last = ""
    for seed in seeds:
        tongue = Tongue(language, seed, before)
        words = tongue.say(occasion, **slots)
        assert words != last
        before, last = (*before, *tongue.said), words


@pytest.mark.parametrize("language", list(Language))
def test_both_languages_have_several_sentences_for_every_occasion(language: Language) -> None:
    assert set(TABLES[language]) == set(ENGLISH)
    assert all(len(set(sentences)) > 1 for sentences in TABLES[language].values())


@pytest.mark.parametrize("language", list(Language))
def test_where_there_is_no_answer_the_nearest_questions_are_named(language: Language) -> None:
    near = SupportAnswer("late", "tea", 0.2, Text("Why is it late?", "怎么晚了？"), Text("Snow.", "下雪。"))
    reading = Reading((Act.ASK_QUESTION,), language=language)
    speaker = Speaker(Catalogues([tea().schema]))
    named, plain = (
        speaker.phrase(Speech(Move.REFUSE, language, "tea", reading, DialogueState(offered_answers=rows))).text
        for rows in ((near,), ())
    )
    assert near.question.speak(language).rstrip("？?") in named
    assert near.question.speak(language).rstrip("？?") not in plain
