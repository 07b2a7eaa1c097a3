"""A message that asks more than one thing is taken apart; one that asks one thing is left whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.vocabulary.questions import questions_within


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("how far is it and what does a ticket cost?", ("how far is it", "what does a ticket cost?")),
        ("Is the pool open? Who has the key?", ("Is the pool open?", "Who has the key?")),
        ("It hums. Is that bad, and who can look at it?", ("It hums. Is that bad", "who can look at it?")),
        ("Do you row at night, and is it safe?", ("Do you row at night", "Do you row at night is it safe?")),
        ("几点开门，门票多少", ("几点开门", "门票多少")),
        ("能带狗吗？另外哪里停车", ("能带狗吗？", "哪里停车")),
    ],
)
def test_each_question_is_found_with_what_was_told_before_it(text: str, questions: tuple[str, ...]) -> None:
    assert questions_within(text) == questions


@pytest.mark.parametrize(
    "text",
    [
        "the boiler hums. what can I do?",
        "锅炉嗡嗡响，怎么办",
        "do you have bikes and boats?",
        "what is the difference between the red and the blue?",
        "bikes and boats",
        "",
    ],
)
def test_one_question_or_none_is_not_taken_apart(text: str) -> None:
    assert questions_within(text) == ()


@given(st.text(max_size=200))
def test_whatever_is_said_there_are_none_or_two_or_three_questions_in_order(text: str) -> None:
    found = questions_within(text)
    assert len(found) in {0, 2, 3}
