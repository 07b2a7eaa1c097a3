"""Support answers from logs: typical answers of alike questions, nobody's data in them, nothing accepted unread."""

import json
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.domain.ports import Role
from chatrec.offline.catalogue.answers_from_logs import Exchange, accept_answers, propose, read_log, write_proposals
from chatrec.offline.catalogue.masking import masked
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import Vector


class Words:
    """An encoder of shared words: each word is a direction of its own."""

    model_id = "words"

    def encode(self, texts: Sequence[str], role: Role) -> Vector:
        rows = np.zeros((len(texts), 256), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[zlib.crc32(word.encode()) % 256] += 1.0
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


LOG = (
    Exchange("how long is delivery", "delivery takes three days"),
    Exchange("how long is the delivery", "it takes three days delivery"),
    Exchange("how long is delivery please", "delivery takes three days"),
    Exchange("where is my refund", "look under my orders"),
)


def log(folder: Path, *rows: object) -> Path:
    path = folder / "log.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def turn(dialogue: str, number: int, speaker: str, text: str) -> dict[str, object]:
    return {"dialogue": dialogue, "turn": number, "speaker": speaker, "text": text}


def test_alike_questions_become_one_proposal_with_the_most_typical_answer() -> None:
    (found,) = propose(LOG, Words())
    assert found.count == 3
    assert found.answer == "delivery takes three days"
    assert {found.question, *found.variants} == {one.question for one in LOG[:3]}
    assert 0.5 < found.agreement <= 1.0


def test_a_question_asked_once_is_proposed_only_where_that_is_wanted() -> None:
    assert [one.count for one in propose(LOG, Words(), least=1)] == [3, 1]


def test_what_the_catalogue_answers_already_is_not_proposed() -> None:
    assert propose(LOG, Words(), known=["how long is delivery"]) == ()


def test_a_customers_message_is_paired_with_the_agents_next_one_by_turn(tmp_path: Path) -> None:
    path = log(
        tmp_path,
        turn("b", 2, "agent", "good morning"),
        turn("a", 2, "agent", "three days"),
        turn("a", 1, "customer", "how long"),
        turn("b", 1, "agent", "hello there"),
        turn("b", 3, "customer", "never answered"),
    )
    assert read_log(path) == (Exchange("how long", "three days"),)


@pytest.mark.parametrize("line", ["{", "[]", '{"dialogue": "a", "turn": 1, "speaker": "ghost", "text": "boo"}'])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(f"{json.dumps(turn('a', 1, 'agent', 'hello'))}\n{line}\n", "utf-8")
    with pytest.raises(InvalidInputError, match=r"log\.jsonl:2"):
        read_log(path)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("My name is Anna Smith, call +49 170 1234567", ("Anna", "Smith", "1234567")),
        ("write to anna.smith@example.org", ("anna", "example")),
        ("我叫王小明，电话13812345678", ("王小明", "138")),
        ("王先生您好", ("王",)),
        ("I live at 12 Long Lane", ("12 Long",)),
        ("送到中山路18号3楼", ("中山", "18")),
        ("card 6222 0212 3456 7890 123", ("6222", "7890")),
        ("born on 1980-05-04", ("1980",)),
    ],
)
def test_what_tells_who_somebody_is_never_leaves_the_log(text: str, hidden: tuple[str, ...]) -> None:
    assert not any(part in masked(text) for part in hidden)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


def test_prices_days_and_product_names_stay() -> None:
    text = "The Iris 6 costs 2,799 yuan and arrives in 3 to 5 days"
    assert masked(text) == text


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "catalogue.yaml").write_text("format: 1\nname: shop\ndomain: generic\nlanguages: [en]\n", "utf-8")
    (folder / "items.jsonl").write_text('{"id": "p", "name": {"en": "Pen"}}\n', "utf-8")
    return folder


def test_accepted_proposals_become_answers_of_the_catalogue(shop: Path, tmp_path: Path) -> None:
    review = tmp_path / "review.jsonl"
    write_proposals(propose(LOG, Words(), least=1), review)
    assert accept_answers(review, shop, ["log-0001"]) == 1
    (answer,) = read_catalogue(shop).answers
    assert answer.answer.en == "delivery takes three days"
    assert len(answer.variants.en) == 2


def test_a_proposal_that_would_break_the_catalogue_leaves_it_as_it_was(shop: Path, tmp_path: Path) -> None:
    review = tmp_path / "review.jsonl"
    write_proposals(propose(LOG, Words()), review)
    accept_answers(review, shop, [])
    before = (shop / "answers.jsonl").read_text("utf-8")
    with pytest.raises(InvalidInputError):
        accept_answers(review, shop, [])  # the same ids again
    assert (shop / "answers.jsonl").read_text("utf-8") == before


def test_only_proposals_of_the_review_can_be_accepted(shop: Path, tmp_path: Path) -> None:
    review = tmp_path / "review.jsonl"
    write_proposals(propose(LOG, Words()), review)
    with pytest.raises(InvalidInputError, match="log-9999"):
        accept_answers(review, shop, ["log-9999"])
