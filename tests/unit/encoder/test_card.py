"""What a card tells, and what is no card."""

import json

import pytest

from chatrec.encoder.domain.card import Card, CardFile, SelfTest, read_card, write_card
from chatrec.vocabulary.errors import InvalidInputError
from tests.unit.encoder.quick_model import make_card


def full_card() -> Card:
    facts = json.loads(write_card(make_card()))
    facts["files"] = [{"name": "encoder.onnx", "sha256": "0" * 64, "size_bytes": 3}]
    facts["self_tests"] = [{"query": "手机", "passage": "a phone", "least": 0.3, "most": 1.0}]
    return read_card(json.dumps(facts))


def test_a_card_reads_back_as_it_was_written() -> None:
    card = full_card()
    assert read_card(write_card(card)) == card
    assert card.files == (CardFile("encoder.onnx", "0" * 64, 3),)
    assert card.self_tests == (SelfTest("手机", "a phone", 0.3, 1.0),)
    assert card.model_id == "tiny-1"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": 2}',
        '{"format": 1}',
        write_card(make_card()).replace('"prefixes"', '"other"'),
        write_card(make_card()).replace('"query":', '"unknown":'),
    ],
)
def test_what_is_no_card_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="card"):
        read_card(text)
