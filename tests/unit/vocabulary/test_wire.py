"""Whatever the vocabulary can say travels and comes back the same; what makes no sense is refused."""

from __future__ import annotations

import dataclasses
import importlib
import math
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatrec.dialogue.v1 import dialogue_pb2
from chatrec.knowledge.v1 import knowledge_pb2
from chatrec.orchestrator.v1 import orchestrator_pb2
from chatrec.policy.v1 import policy_pb2
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.v1 import vocabulary_pb2
from chatrec.vocabulary.wire import conversations, dialogue, enums, graph, knowledge, policy, schemas, turns, values
from chatrec.vocabulary.words import Language
from tests.unit.vocabulary import strategies

TRIPS: dict[str, tuple[Any, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "value": (strategies.values, values.value_message, values.value),
    "text": (strategies.texts, values.text_message, values.text),
    "phrases": (strategies.phrases, values.phrases_message, values.phrases),
    "preference": (strategies.preferences, values.preference_message, values.preference),
    "path": (strategies.paths, graph.path_message, graph.path),
    "item_ref": (strategies.item_refs, graph.item_ref_message, graph.item_ref),
    "label": (strategies.labels, graph.label_message, graph.label),
    "card": (strategies.cards, graph.card_message, graph.card),
    "mention": (strategies.mentions, graph.mention_message, graph.mention),
    "answer": (strategies.answers, graph.answer_message, graph.answer),
    "reading": (strategies.readings, conversations.reading_message, conversations.reading),
    "state": (strategies.states, conversations.state_message, conversations.state),
    "speech": (strategies.speeches, lambda said: dialogue.speech_message(said, "r"), dialogue.speech),
    "reply": (strategies.replies, dialogue.reply_message, dialogue.reply),
    "interpretation": (
        st.tuples(strategies.readings, strategies.states),
        lambda read: dialogue.interpretation_message(*read),
        dialogue.interpretation,
    ),
    "utterance": (strategies.utterances, lambda said: dialogue.utterance_message(said, "r"), dialogue.utterance),
    "follow_up": (strategies.follow_ups, knowledge.follow_up_message, knowledge.follow_up),
    "grounding": (strategies.groundings, knowledge.grounding_message, knowledge.grounding),
    "rank_query": (
        strategies.rank_queries,
        lambda query: knowledge.rank_query_message(query, "r"),
        knowledge.rank_query,
    ),
    "ranking": (strategies.rankings(), knowledge.ranking_message, knowledge.ranking),
    "description": (
        st.tuples(strategies.some(strategies.cards), strategies.some(strategies.labels)),
        lambda found: knowledge.description_message(*found),
        knowledge.description,
    ),
    "change": (strategies.changes, graph.change_message, graph.change),
    "explanation": (strategies.explanations, knowledge.explanation_message, knowledge.explanation),
    "choice": (strategies.choices(), lambda options: policy.choice_message(options, "r"), policy.choice),
    "decision": (strategies.decisions, policy.decision_message, policy.decision),
    "schema": (strategies.schemas, schemas.schema_message, schemas.schema),
    "schema in bytes": (strategies.schemas, schemas.schema_bytes, schemas.schema_from_bytes),
    "item": (strategies.turn_items, turns.item_message, turns.item),
    "turn": (strategies.turns, turns.turn_message, turns.turn),
    "message": (strategies.messages, turns.message_message, turns.user_message),
    "event": (strategies.events, turns.event_message, turns.event),
    "context": (strategies.contexts, turns.context_message, turns.context),
    "recorded turn": (strategies.recorded_turns, turns.recorded_turn_message, turns.recorded_turn),
    "recorded turn in bytes": (strategies.recorded_turns, turns.recorded_turn_bytes, turns.recorded_turn_from_bytes),
    "tastes in bytes": (strategies.session_tastes, turns.tastes_bytes, turns.tastes_from_bytes),
    "session in bytes": (strategies.sessions, turns.session_bytes, turns.session_from_bytes),
}


def plain(thing: object) -> object:
    """Give a thing in which arrays can be compared."""
    if isinstance(thing, np.ndarray):
        return thing.tolist()
    if dataclasses.is_dataclass(thing):
        return type(thing), [plain(getattr(thing, field.name)) for field in dataclasses.fields(thing)]
    return [plain(part) for part in thing] if isinstance(thing, tuple) else thing


@pytest.mark.parametrize("what", TRIPS)
def test_what_is_written_is_read_the_same(what: str) -> None:
    things, write, read = TRIPS[what]

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(things)
    def comes_back(thing: object) -> None:
        message = write(thing)
        wire = message if isinstance(message, bytes) else type(message).FromString(message.SerializeToString())
        assert plain(read(wire)) == plain(thing)

    comes_back()


def test_every_writer_has_a_reader_that_is_tested() -> None:
    written = {
        name.removesuffix("_message").removesuffix("_bytes")
        for module in (values, graph, conversations, dialogue, knowledge, policy, schemas, turns)
        for name in module.__all__
        if name.endswith(("_message", "_bytes")) and not name.endswith("_from_bytes") and name != "user_message"
    }
    tested = {what.split()[0] for what in TRIPS} | {"recorded_turn", "vector"}
    assert written - tested == set()


@given(st.lists(st.floats(width=32), min_size=1, max_size=20))
def test_a_vector_comes_back_bit_by_bit(row: list[float]) -> None:
    array = np.array(row, dtype=np.float32)
    back = values.vector(values.vector_bytes(array))
    assert back is not None
    assert back.tobytes() == array.tobytes()


def test_no_vector_is_no_bytes_and_back() -> None:
    assert values.vector_bytes(None) == b""
    assert values.vector(b"") is None


@given(st.binary(min_size=1, max_size=40).filter(lambda data: len(data) % 4))
def test_half_a_float_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInputError):
        values.vector(data)


CODES = [name for name in enums.__all__ if name != "Codes"]


@pytest.mark.parametrize("name", CODES)
def test_every_word_has_a_number_of_its_own_that_is_not_zero(name: str) -> None:
    codes: enums.Codes[StrEnum] = getattr(enums, name)
    kind = next(iter(codes._word.values())).__class__
    numbers = {codes.number(word) for word in kind}
    assert len(numbers) == len(kind)
    assert 0 not in numbers
    assert all(codes.word(codes.number(word)) is word for word in kind)
    assert codes.number(None) == 0
    assert codes.word_or_none(0) is None
    for unknown in (0, 999, -1):
        with pytest.raises(InvalidInputError):
            codes.word(unknown)


@pytest.mark.parametrize("name", CODES)
def test_every_number_of_the_contract_has_a_word(name: str) -> None:
    codes: enums.Codes[StrEnum] = getattr(enums, name)
    kind = next(iter(codes._word.values())).__class__
    contract = getattr(vocabulary_pb2, kind.__name__, None) or getattr(orchestrator_pb2, kind.__name__)
    assert set(contract.values()) == {0, *codes._word}


PRICE = vocabulary_pb2.Preference(
    facet="price", operator=vocabulary_pb2.OPERATOR_LESS, values=[vocabulary_pb2.Value(number=1.0)]
)


def changed(message: Any, **more: Any) -> Any:  # noqa: ANN401
    copy = type(message)()
    copy.CopyFrom(message)
    for name, value in more.items():
        copy.ClearField(name)
        if isinstance(value, list):
            getattr(copy, name).extend(value)
        else:
            setattr(copy, name, value)
    return copy


MALFORMED: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "an empty value": (values.value, vocabulary_pb2.Value()),
    "a preference without facet": (values.preference, changed(PRICE, facet="")),
    "a preference without operator": (values.preference, changed(PRICE, operator=0)),
    "a preference of another operator": (values.preference, changed(PRICE, operator=77)),
    "a preference without values": (values.preference, changed(PRICE, values=[])),
    "a preference with an empty value": (values.preference, changed(PRICE, values=[vocabulary_pb2.Value()])),
    "an edge without tail": (graph.path, vocabulary_pb2.Path(triples=[vocabulary_pb2.Triple(head="a")])),
    "a mention of no type": (graph.mention, vocabulary_pb2.Mention()),
    "a reading of no act": (conversations.reading, vocabulary_pb2.Reading(acts=[0])),  # type: ignore[list-item]
    "a speech without move": (dialogue.speech, dialogue_pb2.PhraseReplyRequest()),
    "a turn without move": (turns.turn, orchestrator_pb2.Turn()),
    "an event of no type": (turns.event, orchestrator_pb2.Event()),
    "a decision without move": (policy.decision, policy_pb2.ChooseMoveResponse()),
    "steps without entities": (policy.choice, policy_pb2.ChooseMoveRequest(relations=["r"], step_counts=[1])),
    "steps of nobody": (policy.choice, policy_pb2.ChooseMoveRequest(relations=["r"], entities=["e"])),
    "more steps than there are": (policy.choice, policy_pb2.ChooseMoveRequest(step_counts=[3])),
    "paths of nobody": (knowledge.ranking, knowledge_pb2.RankItemsResponse(paths=[vocabulary_pb2.Path()])),
    "more misses than there are": (knowledge.ranking, knowledge_pb2.RankItemsResponse(miss_counts=[2])),
    "a facet of no type": (
        schemas.schema,
        vocabulary_pb2.CatalogueSchema(facets=[vocabulary_pb2.Facet(name="price")]),
    ),
    "a language of no name": (schemas.schema, vocabulary_pb2.CatalogueSchema(languages=[0])),  # type: ignore[list-item]
    "a vector of seven bytes": (knowledge.rank_query, knowledge_pb2.RankItemsRequest(vector=b"1234567")),
    "a message in French": (turns.user_message, orchestrator_pb2.SendMessageRequest(locale="fr-FR")),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_what_makes_no_sense_is_refused_by_name(what: str) -> None:
    read, message = MALFORMED[what]
    with pytest.raises(InvalidInputError) as caught:
        read(message)
    assert caught.value.facts["field"]


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("", None),
        ("en", Language.EN),
        ("zh", Language.ZH),
        ("zh-CN", Language.ZH),
        ("zh_Hant_TW", Language.ZH),
        ("EN-us", Language.EN),
    ],
)
def test_a_locale_is_read_by_its_language(code: str, language: Language | None) -> None:
    assert turns.locale(code) is language


@pytest.mark.parametrize("code", ["fr", "english", "-", "_zh", " zh", "zh\x00", "中文", "e" * 10_000])
def test_another_locale_is_refused(code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        turns.locale(code)
    assert len(caught.value.facts["value"]) <= 32


def test_what_callers_leave_out_has_its_default() -> None:
    message = turns.user_message(orchestrator_pb2.SendMessageRequest(session_id="s", filters=[PRICE]))
    assert message.max_items == 5
    assert message.locale is None
    assert message.filters[0].weight == 1.0
    assert math.isclose(float(message.filters[0].values[0]), 1.0)


@pytest.mark.parametrize("module", ["conversation", "decisions", "errors", "graph", "preferences", "schema", "turn"])
def test_what_is_public_is_there(module: str) -> None:
    loaded = importlib.import_module(f"chatrec.vocabulary.{module}")
    assert all(hasattr(loaded, name) for name in loaded.__all__)
