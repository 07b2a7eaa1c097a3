"""Needs and answers met by likeness, signs of an emergency, several catalogues."""

from dataclasses import replace

import numpy as np
import pytest

from chatrec.knowledge.domain.catalogue.catalogue import Answer
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.graph import Fact, Grounding
from chatrec.vocabulary.words import MentionType, Phrases, Text

from .film_shelf import SHELF, LetterEncoder

ENCODER = LetterEncoder()
PLAIN = Reasoner([build_snapshot(SHELF)])
DENSE = Reasoner([build_snapshot(SHELF, ENCODER)])


def ground(text: str) -> Grounding:
    return DENSE.ground(text, ENCODER.one(text))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("how do i get a refund", "refund"),
        ("WHEN ARE YOU OPEN", "hours"),
        ("请问怎么退款", "refund"),
        ("選座可以嗎", "seats"),
    ],
)
def test_an_answer_is_found_by_words_alone(text: str, answer: str) -> None:
    best = PLAIN.ground(text).answers[0]
    assert best.id == answer
    assert best.score >= 0.45


def test_the_slots_of_an_answer_bring_the_facts_as_they_are_now() -> None:
    answer = Answer(
        "who", Text("Who made it?"), Phrases(), Text("{her.director}, {her.director}; {her.pace}; {no.pace}")
    )
    shelf = replace(SHELF, answers=(answer,))
    facts = Reasoner([build_snapshot(shelf)]).ground("who made it").answers[0].facts
    assert facts == (("her", Fact("director", ("jonze",), (Text("Spike Jonze"),))),)


def test_the_same_question_word_for_word_is_certain() -> None:
    best = PLAIN.ground("When are you open?").answers[0]
    assert (best.id, best.item_ids, best.catalogue) == ("hours", ("up",), "films")
    assert best.score == pytest.approx(1.0)


def test_what_nobody_asked_before_is_like_no_answer() -> None:
    assert all(answer.score < 0.45 for answer in PLAIN.ground("a slow film about the sea").answers)


def test_at_most_three_answers_come_best_first() -> None:
    answers = ground("can I get my money back when you open?").answers
    assert len(answers) <= 3
    assert [answer.score for answer in answers] == sorted((answer.score for answer in answers), reverse=True)


def test_a_need_is_met_by_likeness_and_has_no_place() -> None:
    rows = [row for row in ground("with my grandmas").mentions if row.type is MentionType.NEED]
    assert [(row.target, row.facets) for row in rows[:1]] == [("0", ("genre",))]
    assert all(row.start == row.end == 0 and 0.0 < row.score <= 1.0 for row in rows if row.start == row.end)


@pytest.mark.parametrize("text", ["I have chest pain", "我胸口疼得厉害", "我胸口疼"])
def test_a_literal_sign_of_an_emergency_is_certain(text: str) -> None:
    assert PLAIN.ground(text).emergency_score == 1.0


def test_other_talk_is_no_emergency() -> None:
    assert ground("a comedy for tonight").emergency_score < 0.5


def test_several_catalogues_are_grounded_in_one_call() -> None:
    other = replace(SHELF, schema=replace(SHELF.schema, name="more"))
    both = Reasoner([build_snapshot(SHELF), build_snapshot(other)])
    assert {row.catalogue for row in both.ground("Nolan").mentions} == {"films", "more"}
    assert {row.catalogue for row in both.ground("Nolan", catalogues=("more",)).mentions} == {"more"}
    assert [schema.name for schema in both.schemas()] == ["films", "more"]


def test_an_unknown_catalogue_is_named() -> None:
    with pytest.raises(NotFoundError) as missing:
        PLAIN.ground("Nolan", catalogues=("nowhere",))
    assert missing.value.facts == {"catalogue": "nowhere"}


def test_a_text_that_is_too_long_is_refused() -> None:
    PLAIN.ground("a" * 4000)
    with pytest.raises(InvalidInputError) as refused:
        PLAIN.ground("a" * 4001)
    assert refused.value.facts["field"] == "text"


@pytest.mark.parametrize("vector", [np.ones(3, np.float32), np.full(64, np.nan, np.float32)])
def test_a_vector_of_the_wrong_shape_is_refused(vector: np.ndarray[tuple[int], np.dtype[np.float32]]) -> None:
    with pytest.raises(InvalidInputError) as refused:
        DENSE.ground("Nolan", vector)
    assert refused.value.facts["field"] == "vector"


def test_a_vector_means_nothing_where_the_snapshot_has_none() -> None:
    assert PLAIN.ground("Nolan", np.ones(3, np.float32)).mentions
