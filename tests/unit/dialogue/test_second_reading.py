import json
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.dialogue.domain.generating import Guard, Limits, SecondReader
from chatrec.dialogue.domain.ports import Prompt
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.vocabulary.conversation import DialogueState, Reading, Utterance
from chatrec.vocabulary.words import Act, Operator
from tests.unit.dialogue.shelf import CATALOGUES, facts, garage, ground

PLUSH = {"facet": "comfort", "value": "plush", "quote": "pampers me"}
MESSAGE = "something that pampers me"


@dataclass
class Writer:
    """A generator that says the same to all."""

    text: str
    asked: int = 0

    def complete(self, prompt: Prompt) -> str:
        self.asked += 1
        return self.text


def proposing(*rows: object) -> Writer:
    return Writer(json.dumps({"preferences": rows}))


def read(writer: Writer, text: str, *, before: str = "", emergency: float = 0.0) -> tuple[Reading, DialogueState]:
    first = Interpreter(CATALOGUES)
    state = garage().state
    if before:
        _, state = first.interpret(Utterance(before, state, None, ground(before, "garage"), None, ("garage",)))
        state = replace(state, turn=1)
    grounding = ground(text, "garage", emergency=emergency)
    guard = Guard(writer, Limits(calls_per_minute=9999, failures=9999), lambda: 0.0)
    return SecondReader(first, CATALOGUES, guard).interpret(Utterance(text, state, None, grounding, None, ("garage",)))


def plain(text: str, *, before: str = "") -> tuple[Reading, DialogueState]:
    return read(Writer(""), text, before=before)


def test_a_wish_in_words_of_its_own_is_read_as_a_soft_preference() -> None:
    reading, state = read(proposing(PLUSH), MESSAGE)
    assert ("comfort", "=", "plush", False) in facts(state.active.preferences)
    assert reading.preferences[-1].phrase == "pampers me"
    assert Act.STATE_PREFERENCE in reading.acts or Act.SEEK in reading.acts


def test_a_wish_in_chinese_is_read_too() -> None:
    row = {"facet": "comfort", "value": "plush", "quote": "坐着像沙发"}
    assert ("comfort", "=", "plush", False) in facts(read(proposing(row), "想找坐着像沙发的")[1].active.preferences)


def test_what_the_message_refuses_is_a_dislike_whatever_the_generator_says() -> None:
    row = {"facet": "comfort", "value": "plush", "quote": "velvet cushions"}
    wishes = read(proposing(row), "no velvet cushions")[0].preferences
    assert [(wish.operator, wish.hard) for wish in wishes] == [(Operator.NOT_EQUAL, False)]


def test_undo_takes_an_added_wish_back() -> None:
    _, state = read(proposing(PLUSH), MESSAGE)
    _, after = Interpreter(CATALOGUES).interpret(Utterance("undo that", state, catalogues=("garage",)))
    assert after.active.preferences == garage().state.active.preferences


@pytest.mark.parametrize(
    "answer",
    [
        "", "no json", "[]", "null", "{}", '{"preferences": 5}', '{"preferences": [1, null, []]}', "[" * 9000,
        '```json\n{"preferences": []}\n```',
    ],
)  # fmt: skip
def test_an_answer_that_is_no_proposal_changes_nothing(answer: str) -> None:
    assert read(Writer(answer), MESSAGE) == plain(MESSAGE)


@pytest.mark.parametrize(
    "change",
    [
        {"facet": "price"},  # numbers are for the rules
        {"facet": "weight", "value": 5},
        {"facet": "secret"},
        {"facet": 5},
        {"value": "golden"},
        {"value": True},
        {"value": None},
        {"value": "null"},
        {"quote": "leather seats"},  # nobody said so
        {"quote": "amp"},  # no whole word
        {"quote": "me"},  # no content
        {"quote": "that"},
        {"quote": ""},
        {"quote": "  "},
        {"quote": None},
        {"quote": ["pampers me"]},
    ],
)
def test_a_proposal_outside_the_catalogue_or_the_message_is_dropped(change: dict[str, object]) -> None:
    assert read(proposing(PLUSH | change), MESSAGE) == plain(MESSAGE)


def test_hard_preferences_and_what_is_held_already_stay_as_they_are() -> None:
    before = "must be plush, under 200k"
    rows = (PLUSH | {"value": "plain"}, {"facet": "price", "value": 9, "quote": "pampers me"})
    held = plain(MESSAGE, before=before)[1].active.preferences
    assert read(proposing(*rows), MESSAGE, before=before)[1].active.preferences == held
    assert any(wish.hard for wish in held)


def test_one_quote_bears_out_one_wish() -> None:
    rows = (PLUSH, {"facet": "sunroof", "value": True, "quote": "pampers me"})
    assert len(read(proposing(*rows), MESSAGE)[0].preferences) == 1


@pytest.mark.parametrize("text", ["", "   ", "!!! ???", "12345", "x" * 4001, "a Lumo under 200k"])
def test_what_is_empty_too_long_or_read_already_is_not_asked_about(text: str) -> None:
    writer = proposing(PLUSH)
    assert read(writer, text) == plain(text)
    assert writer.asked == 0


def test_no_generator_reads_an_emergency() -> None:
    writer = proposing(PLUSH)
    assert read(writer, MESSAGE, emergency=1.0)[0].emergency
    assert writer.asked == 0


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)
_ROW = st.fixed_dictionaries(
    {
        "facet": st.one_of(st.sampled_from(["comfort", "sunroof", "maker", "price", "kind", "item"]), _JSON),
        "value": st.one_of(st.sampled_from(["plush", "plain", "fair", True, "lumo", 5.0]), _JSON),
        "quote": st.one_of(st.sampled_from(["pampers me", "under 200k", MESSAGE, "me"]), _JSON),
    }
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.one_of(_ROW, _JSON), max_size=6))
def test_whatever_is_proposed_the_first_reading_stands_and_only_soft_wishes_of_the_catalogue_are_added(
    rows: list[object],
) -> None:
    before = "a Lumo, must be under 200k"
    _, first = plain(MESSAGE, before=before)
    _, second = read(proposing(*rows), MESSAGE, before=before)
    kept = second.active.preferences[: len(first.active.preferences)]
    added = second.active.preferences[len(first.active.preferences) :]
    assert kept == first.active.preferences
    schema = CATALOGUES.find("garage")
    assert schema is not None
    for wish in added:
        assert not wish.hard
        assert wish.facet in schema.by_name
        assert wish.phrase in MESSAGE
    assert replace(second, active=first.active, previous=first.previous) == first
