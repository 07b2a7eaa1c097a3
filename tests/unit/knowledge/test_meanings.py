"""Meanings learned from phrases: each knows its own, other talk means nothing, and doubt shows."""

from dataclasses import replace

import numpy as np
import pytest

from chatrec.knowledge.domain.linking.folding import fold
from chatrec.knowledge.domain.linking.meanings import Meanings, Phrase, grams
from chatrec.knowledge.domain.snapshot.talk import danger_talk, framed, mild_talk, ordinary_talk
from chatrec.knowledge.domain.snapshot.texts import encode_catalogue
from chatrec.vocabulary.words import Phrases

from .film_shelf import SHELF, LetterEncoder

ENCODER = LetterEncoder()
PAY, SHIP = ("how can I pay", "which cards do you take", "怎么付款"), ("when will it arrive", "多久能送到")


def learned(*meanings: tuple[str, ...], others: tuple[str, ...] = ordinary_talk(SHELF.schema)) -> Meanings:
    rows = [Phrase(text, number, ENCODER.one(text)) for number, texts in enumerate(meanings) for text in texts]
    return Meanings(rows + [Phrase(text, -1, ENCODER.one(text)) for text in others])


def strengths(meanings: Meanings, text: str) -> list[float]:
    found: list[float] = meanings.judge(fold(text), ENCODER.one(text)).tolist()
    return found


@pytest.mark.parametrize("text", [*PAY, *SHIP])
def test_a_phrase_means_what_it_was_learned_for(text: str) -> None:
    pay, ship = strengths(learned(PAY, SHIP), text)
    own, other = (pay, ship) if text in PAY else (ship, pay)
    assert own > 0.6
    assert other < 0.2


@pytest.mark.parametrize("text", ["I want a film under 500", "谢谢", "show me more"])
def test_ordinary_talk_means_none_of_it(text: str) -> None:
    assert max(strengths(learned(PAY, SHIP), text)) < 0.2


def test_a_phrase_of_two_meanings_is_neither_for_sure() -> None:
    both = strengths(learned(("can I pay later",), ("can I pay later",)), "can I pay later")
    assert both[0] == pytest.approx(both[1], abs=1e-3)
    assert both[0] < 0.6


def test_very_many_phrases_leave_none_of_the_meanings_out() -> None:
    many = tuple((f"question number {number} of them", f"ask {number} again") for number in range(1300))
    meanings = learned(*many)
    assert meanings.count == 1300
    assert int(np.argmax(strengths(meanings, "question number 1299 of them"))) == 1299


def test_texts_share_words_letters_and_characters() -> None:
    assert {"<pay>", "<pay", "pay>"} <= grams(fold("Pay"))
    assert grams(fold("付款")) == {"付", "款", "付款"}


def test_signs_of_danger_to_life_bring_all_danger_with_them() -> None:
    vectors, talk = encode_catalogue(SHELF, {row.id: row.name for row in (*SHELF.items, *SHELF.entities)}, ENCODER)
    assert set(danger_talk()) <= set(talk.dangers)
    assert len(vectors.dangers) == len(talk.dangers)
    assert set(framed(("chest pain",))) <= set(talk.dangers)


def test_a_catalogue_without_words_to_learn_needs_no_talk() -> None:
    schema = replace(SHELF.schema, needs=(), notices=replace(SHELF.schema.notices, signs=Phrases()))
    bare = replace(SHELF, schema=schema, answers=())
    vectors, talk = encode_catalogue(bare, {row.id: row.name for row in (*bare.items, *bare.entities)}, ENCODER)
    assert (talk.ordinary, talk.dangers, len(vectors.ordinary)) == ((), (), 0)


@pytest.mark.parametrize("text", ["my knee is scraped a bit", "孩子鼻子不通"])
def test_small_ailments_are_told_apart_from_danger(text: str) -> None:
    vectors, talk = encode_catalogue(SHELF, {row.id: row.name for row in (*SHELF.items, *SHELF.entities)}, ENCODER)
    assert set(mild_talk()) <= set(talk.ordinary)
    assert len(vectors.ordinary) == len(talk.ordinary)
    pain = tuple(talk.dangers)
    (before,) = strengths(learned(pain), text)
    (after,) = strengths(learned(pain, others=(*ordinary_talk(SHELF.schema), *mild_talk())), text)
    assert after < max(before, 0.2)


def test_a_catalogue_without_signs_of_danger_holds_no_talk_of_ailments() -> None:
    schema = replace(SHELF.schema, notices=replace(SHELF.schema.notices, signs=Phrases()))
    calm = replace(SHELF, schema=schema)
    _, talk = encode_catalogue(calm, {row.id: row.name for row in (*calm.items, *calm.entities)}, ENCODER)
    assert not set(mild_talk()) & set(talk.ordinary)
