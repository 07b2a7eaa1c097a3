"""A question that leans on what was spoken of before is read together with it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.knowledge.domain.catalogue.catalogue import Answer
from chatrec.knowledge.domain.linking.leaning import Leaning
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import FollowUp, SupportAnswer
from chatrec.vocabulary.words import Phrases, Text

from .film_shelf import SHELF, LetterEncoder

ENCODER = LetterEncoder()
DESK = replace(
    SHELF,
    answers=(
        Answer("points", Text("Do my points expire?", "积分会过期吗？"), Phrases(), Text("Next year.", "明年。")),
        Answer("points-earn", Text("How do I earn points?", "怎么攒积分？"), Phrases(), Text("Buy.", "购买。")),
        Answer("vouchers", Text("Do my vouchers expire?", "代金券会过期吗？"), Phrases(), Text("Never.", "不会。")),
        Answer(
            "voucher-use", Text("How do I use my vouchers?", "代金券怎么用？"), Phrases(), Text("Type it in.", "输入。")
        ),
    ),
)
REASONER = Reasoner([build_snapshot(DESK, ENCODER)])


def answers(text: str, after: str = "", question: str = "") -> tuple[SupportAnswer, ...]:
    both = f"{question} {text}"
    follow_up = FollowUp("films", after, both, ENCODER.one(both)) if question else None
    return REASONER.ground(text, ENCODER.one(text), (), follow_up).answers


@pytest.mark.parametrize(
    ("said", "after", "question", "wanted"),
    [
        ("do they expire?", "voucher-use", "How do I use my vouchers?", "vouchers"),
        ("do they expire?", "points-earn", "How do I earn points?", "points"),
        ("会过期吗", "voucher-use", "代金券怎么用？", "vouchers"),
        ("会过期吗", "points-earn", "怎么攒积分？", "points"),
        ("do they expire?", "", "Vouchers", "vouchers"),
    ],
)
def test_the_same_words_ask_for_what_was_spoken_of(said: str, after: str, question: str, wanted: str) -> None:
    assert answers(said, after, question)[0].id == wanted


def test_a_question_of_its_own_is_answered_whatever_was_spoken_of() -> None:
    best = answers("How do I earn points?", "voucher-use", "How do I use my vouchers?")[0]
    assert best.id == "points-earn"
    assert best.score > 0.9


def test_what_is_spoken_of_in_another_catalogue_changes_nothing() -> None:
    both = "How do I use my vouchers? do they expire?"
    elsewhere = FollowUp("teas", "voucher-use", both, ENCODER.one(both))
    found = REASONER.ground("do they expire?", ENCODER.one("do they expire?"), (), elsewhere).answers
    assert found == answers("do they expire?")


def test_a_text_that_is_too_long_is_refused() -> None:
    after = FollowUp("films", "points", "a" * 4_001, ENCODER.one("a"))
    with pytest.raises(InvalidInputError):
        REASONER.ground("and?", ENCODER.one("and?"), (), after)


@given(st.integers(0, 3), st.lists(st.floats(0, 1, width=32), min_size=4, max_size=4))
def test_the_answer_given_before_gains_nothing_from_its_own_question(before: int, together: list[float]) -> None:
    vectors = np.eye(4, dtype=np.float32)
    leaning = Leaning("abcd", vectors, np.arange(4, dtype=np.int32))
    alone = np.full(4, 0.5, dtype=np.float32)
    joined = leaning.weigh(alone, np.array(together, dtype=np.float32), "abcd"[before])
    assert joined[before] == pytest.approx(0.4)
