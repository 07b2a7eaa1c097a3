import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.reading.words.said import fold
from chatrec.dialogue.domain.wording import Speaker
from chatrec.vocabulary.conversation import Speech, Utterance
from chatrec.vocabulary.schema import ITEM, KIND
from chatrec.vocabulary.words import Move
from tests.unit.dialogue.shelf import CARS, CATALOGUES, SLATE, garage, ground

INTERPRETER = Interpreter(CATALOGUES)
PIECES = st.sampled_from(
    [
        "not ",
        "Lumo",
        "under ",
        "200k",
        "，",
        "不要",
        "红色",
        "20万",
        "以内",
        "the second one",
        "第二个",
        "cheaper",
        "太贵了",
        "?",
        "或",
        "or ",
        "必须",
        "天窗",
        "bike",
        "还是",
        "undo",
        "yes",
        "都行",
        "two hours",
        "90s",
        "“",
        "》",
        "除了",
        "no ",
        "more ",
    ]
)
MESSAGES = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=10).map("".join))


@settings(max_examples=150, deadline=None)
@given(st.lists(MESSAGES, min_size=1, max_size=4))
def test_no_message_breaks_a_reading_and_the_state_stays_valid(messages: list[str]) -> None:
    state = garage().show().state
    facets = {facet.name for facet in CARS.facets} | {KIND, ITEM}
    for text in messages:
        reading, state = INTERPRETER.interpret(Utterance(text, state, None, ground(text, "garage"), None, ("garage",)))
        assert reading.unclear or reading.acts
        assert {wish.facet for wish in reading.preferences} <= facets
        assert all(wish.values for wish in (*reading.preferences, *state.active.preferences))
        assert state.language is reading.language
        assert len(state.previous) <= 8
        assert len(state.parked) <= 6
        assert len(state.active.wishes) <= 5
        assert not {ref.item for ref in state.rejected} & set(state.active.liked_item_ids)


@settings(max_examples=100, deadline=None)
@given(MESSAGES, st.sampled_from(Move), st.integers(0, 2**63))
def test_every_reading_can_be_answered_in_its_language(text: str, move: Move, seed: int) -> None:
    reading, state = INTERPRETER.interpret(
        Utterance(text, garage().show().state, None, ground(text, "garage"), None, ("garage",))
    )
    reply = Speaker(CATALOGUES).phrase(Speech(move, reading.language, "garage", reading, state, seed=seed))
    assert reply.text.strip()


@given(st.text(max_size=200))
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 999))
def test_a_correction_is_idempotent(thousands: int) -> None:
    talk = garage()
    talk.say("under 90k")
    talk.say(f"no, I meant under {thousands}k")
    once = talk.wishes()
    talk.say(f"no, I meant under {thousands}k")
    assert talk.wishes() == once == {("price", "<", thousands * 1000.0, True)}


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "not ",
        "1",
        "一",
        "no more than ",
        "，",
        "the first ",
        "between 1 and ",
        "比",
        "不",
        "more ",
        "《",
        "'\"",
        "have i ",
        "two hundred and ",
        "1,",
        " ",
    ],
)
def test_reading_stays_quick_on_the_longest_message(piece: str) -> None:
    text = (piece * 4000)[:3990]
    state = garage().show(*SLATE).state
    started = time.process_time()
    INTERPRETER.interpret(Utterance(text, state, None, ground(text[:0]), None, ("garage",)))
    # What is not linear takes many seconds here; a slow machine takes a tenth of one.
    assert time.process_time() - started < 3.0
