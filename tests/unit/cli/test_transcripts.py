"""Turns as lines of JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from chatrec.cli.transcripts import event_line, failure_line, turn_line
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Turn
from chatrec.vocabulary.words import Language, Move, Operator, Value
from tests.unit.vocabulary import strategies


@settings(max_examples=40, deadline=None)
@given(strategies.turns)
def test_every_turn_is_a_line_of_json(turn: Turn) -> None:
    line = turn_line("s", turn)
    assert json.loads(json.dumps(line, ensure_ascii=False))["reply"] == turn.reply
    assert set(line) == set(event_line("s", 0, None)) == set(failure_line(None, 0, "no"))
    assert [item["id"] for item in line["items"]] == [item.id for item in turn.items]
    assert [set(item["shares"]) for item in line["items"]] == [{"llm", "kg", "rl"}] * len(turn.items)


@pytest.mark.parametrize(
    ("operator", "values", "value", "polarity"),
    [
        (Operator.LESS, (3000.0,), 3000, "+"),
        (Operator.AT_LEAST, (6.5,), 6.5, "+"),
        (Operator.NOT_EQUAL, ("apple",), "apple", "-"),
        (Operator.IN, ("a", 2.0), ["a", 2], "+"),
        (Operator.EQUAL, (True,), True, "+"),
    ],
)
def test_a_preference_is_written_as_the_contract_says(
    operator: Operator, values: tuple[Value, ...], value: object, polarity: str
) -> None:
    turn = Turn("s", 1, "r", Language.EN, "", Move.CHAT, preferences=(Preference("f", operator, values, hard=True),))
    assert turn_line("s", turn)["state"]["preferences"] == [
        {"facet": "f", "operator": str(operator), "value": value, "polarity": polarity, "hard": True}
    ]


def test_what_is_not_there_is_null() -> None:
    line = turn_line("s", Turn("s", 1, "r", Language.EN, "", Move.CHAT))
    assert (line["asked_facet"], line["answer_id"], line["error"]) == (None, None, None)
    assert failure_line(None, 3, "bad") == event_line("", 3, None) | {"error": "bad"}
