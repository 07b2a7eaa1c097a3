"""Leaves over real gRPC: what is down, late or makes no sense becomes an error of the project, in time."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import grpc
import numpy as np
import pytest

from chatrec.dialogue.v1 import dialogue_pb2, dialogue_pb2_grpc
from chatrec.encoder.v1 import encoder_pb2, encoder_pb2_grpc
from chatrec.knowledge.v1 import knowledge_pb2, knowledge_pb2_grpc
from chatrec.orchestrator.adapters.leaves import GrpcDialogue, GrpcEncoder, GrpcKnowledge, GrpcPolicy
from chatrec.policy.v1 import policy_pb2, policy_pb2_grpc
from chatrec.serving import channel
from chatrec.serving.calls import Call, serving
from chatrec.vocabulary.conversation import DialogueState, PhrasedItem, Reading, Speech, Utterance
from chatrec.vocabulary.decisions import Belief, Choice
from chatrec.vocabulary.errors import ChatRecError, DeadlineExceededError, NotFoundError, UnavailableError
from chatrec.vocabulary.graph import RankQuery
from chatrec.vocabulary.v1 import vocabulary_pb2 as words
from chatrec.vocabulary.words import Language, Move
from tests.servers.in_process import running
from tests.servers.ports import free_port
from tests.unit.orchestrator.small_world import card

SPEECH = Speech(Move.RECOMMEND, Language.EN, "shop", Reading(), DialogueState(), (PhrasedItem(card(1)),))
SERVICERS: dict[str, tuple[type, Callable[[Any, grpc.Server], None]]] = {
    "encoder": (encoder_pb2_grpc.EncoderServiceServicer, encoder_pb2_grpc.add_EncoderServiceServicer_to_server),
    "dialogue": (dialogue_pb2_grpc.DialogueServiceServicer, dialogue_pb2_grpc.add_DialogueServiceServicer_to_server),
    "knowledge": (
        knowledge_pb2_grpc.KnowledgeServiceServicer,
        knowledge_pb2_grpc.add_KnowledgeServiceServicer_to_server,
    ),
    "policy": (policy_pb2_grpc.PolicyServiceServicer, policy_pb2_grpc.add_PolicyServiceServicer_to_server),
}
CALLS: dict[str, tuple[str, Callable[[grpc.Channel, float], Any]]] = {
    "EncodeTexts": ("encoder", lambda client, wait_s: GrpcEncoder(client, wait_s).encode(["a", "b"])),
    "InterpretUtterance": ("dialogue", lambda client, wait_s: GrpcDialogue(client, wait_s).interpret(Utterance("a"))),
    "PhraseReply": ("dialogue", lambda client, wait_s: GrpcDialogue(client, wait_s).phrase(SPEECH)),
    "GroundUtterance": ("knowledge", lambda client, wait_s: GrpcKnowledge(client, wait_s).ground("a", None, ["shop"])),
    "RankItems": ("knowledge", lambda client, wait_s: GrpcKnowledge(client, wait_s).rank(RankQuery("shop"))),
    "DescribeItems": ("knowledge", lambda client, wait_s: GrpcKnowledge(client, wait_s).describe("shop", ["p1"], [])),
    "ExplainItem": ("knowledge", lambda client, wait_s: GrpcKnowledge(client, wait_s).explain(RankQuery("s"), "p1")),
    "ListCatalogues": ("knowledge", lambda client, wait_s: GrpcKnowledge(client, wait_s).catalogues()),
    "ChooseMove": ("policy", lambda client, wait_s: GrpcPolicy(client, wait_s).choose(Choice(Belief()))),
}


@pytest.fixture
def answering() -> Iterator[Callable[[str, Callable[[], Any]], grpc.Channel]]:
    """Give a function that starts a server whose one method answers so, and gives a channel to it."""
    with ExitStack() as stack:

        def start(method: str, answer: Callable[[], Any]) -> grpc.Channel:
            kind, register = SERVICERS[CALLS[method][0]]
            servicer = type("Fake", (kind,), {method: lambda *_: answer()})()
            _, client = stack.enter_context(running(lambda server: register(servicer, server)))
            return client

        yield start


Answering = Callable[[str, Callable[[], Any]], grpc.Channel]


def preference(**more: Any) -> words.Preference:  # noqa: ANN401
    return words.Preference(facet="price", operator=words.OPERATOR_LESS, **more)


def ranking(**more: Any) -> knowledge_pb2.RankItemsResponse:  # noqa: ANN401
    fine: dict[str, Any] = {
        "item_ids": ["p1", "p2"],
        "f_llm": [0.5, 0.5],
        "f_kg": [0.5, 0.5],
        "path_counts": [0, 0],
        "miss_counts": [0, 0],
    }
    return knowledge_pb2.RankItemsResponse(**fine | more)


def vectors(count: int, dimensions: int, value: float = 0.5) -> encoder_pb2.EncodeTextsResponse:
    data = np.full(count * 4, value, dtype="<f4").tobytes()
    return encoder_pb2.EncodeTextsResponse(vectors=data, dimensions=dimensions)


NONSENSE: dict[str, tuple[str, Any]] = {
    "too few vectors": ("EncodeTexts", vectors(1, 4)),
    "too many vectors": ("EncodeTexts", vectors(3, 4)),
    "vectors of no dimensions": ("EncodeTexts", vectors(2, 0)),
    "no vectors": ("EncodeTexts", encoder_pb2.EncodeTextsResponse()),
    "vectors that are no numbers": ("EncodeTexts", vectors(2, 4, math.nan)),
    "vectors without end": ("EncodeTexts", vectors(2, 4, math.inf)),
    "half a float": ("EncodeTexts", encoder_pb2.EncodeTextsResponse(vectors=b"abc", dimensions=1)),
    "an unspecified act": (
        "InterpretUtterance",
        dialogue_pb2.InterpretUtteranceResponse(reading=words.Reading(acts=[0])),
    ),
    "an unknown act": ("InterpretUtterance", dialogue_pb2.InterpretUtteranceResponse(reading=words.Reading(acts=[99]))),
    "a preference without values": (
        "InterpretUtterance",
        dialogue_pb2.InterpretUtteranceResponse(reading=words.Reading(preferences=[preference()])),
    ),
    "an empty reply": ("PhraseReply", dialogue_pb2.PhraseReplyResponse(reasons=[""])),
    "too many reasons": ("PhraseReply", dialogue_pb2.PhraseReplyResponse(text="a", reasons=["", ""])),
    "a mention of nothing": (
        "GroundUtterance",
        knowledge_pb2.GroundUtteranceResponse(mentions=[words.Mention(type=0)]),
    ),
    "too few scores": ("RankItems", ranking(f_kg=[0.5])),
    "too many scores": ("RankItems", ranking(f_llm=[0.5] * 3)),
    "too few path counts": ("RankItems", ranking(path_counts=[0])),
    "paths that are not there": ("RankItems", ranking(path_counts=[4, 4])),
    "paths of nobody": ("RankItems", ranking(paths=[words.Path()])),
    "a path that leads nowhere": ("RankItems", ranking(paths=[words.Path()], path_counts=[1, 0])),
    "the likeness of other candidates": ("RankItems", ranking(likeness=b"ab")),
    "misses of nobody": ("RankItems", ranking(misses=["price"])),
    "a fact without a value": (
        "DescribeItems",
        knowledge_pb2.DescribeItemsResponse(
            cards=[words.ItemCard(facts=[words.Fact(facet="price", values=[words.Value()])])]
        ),
    ),
    "an edge without a tail": (
        "ExplainItem",
        knowledge_pb2.ExplainItemResponse(paths=[words.Path(triples=[words.Triple(head="p1", relation="r")])]),
    ),
    "a facet of no type": (
        "ListCatalogues",
        knowledge_pb2.ListCataloguesResponse(schemas=[words.CatalogueSchema(facets=[words.Facet(name="price")])]),
    ),
    "no move": ("ChooseMove", policy_pb2.ChooseMoveResponse()),
}


@pytest.mark.parametrize("what", NONSENSE)
def test_a_reply_that_makes_no_sense_counts_as_a_lost_leaf(what: str, answering: Answering) -> None:
    method, answer = NONSENSE[what]
    client = answering(method, lambda: answer)
    with pytest.raises(UnavailableError) as caught:
        CALLS[method][1](client, 5.0)
    assert caught.value.facts["part"] == CALLS[method][0]


@pytest.mark.parametrize("method", CALLS)
def test_a_leaf_that_is_down_is_told_at_once(method: str) -> None:
    with channel(f"127.0.0.1:{free_port()}") as client:
        started_s = time.monotonic()
        with pytest.raises(UnavailableError):
            CALLS[method][1](client, 5.0)
        assert time.monotonic() - started_s < 4.0


@pytest.mark.parametrize("method", CALLS)
def test_what_a_leaf_raises_arrives_as_itself(method: str, answering: Answering) -> None:
    def fail() -> None:
        raise NotFoundError("No such thing.", item="p1")

    client = answering(method, fail)
    with pytest.raises(NotFoundError) as caught:
        CALLS[method][1](client, 5.0)
    assert caught.value.facts == {"item": "p1"}


@pytest.mark.parametrize("method", ["EncodeTexts", "RankItems"])
def test_a_bug_in_a_leaf_is_an_error_of_the_project(method: str, answering: Answering) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    client = answering(method, fail)
    with pytest.raises(ChatRecError):
        CALLS[method][1](client, 5.0)


@pytest.mark.parametrize("method", ["EncodeTexts", "PhraseReply", "RankItems", "ChooseMove"])
def test_a_slow_leaf_is_waited_for_no_longer_than_allowed(method: str, answering: Answering) -> None:
    answered = threading.Event()
    client = answering(method, lambda: answered.wait(30.0))
    started_s = time.monotonic()
    with pytest.raises(DeadlineExceededError):
        CALLS[method][1](client, 0.1)
    assert time.monotonic() - started_s < 5.0
    answered.set()


class Noting(grpc.UnaryUnaryClientInterceptor):
    """Notes how long each call is allowed to take, in seconds."""

    def __init__(self) -> None:
        self.timeouts_s: list[float] = []

    def intercept_unary_unary(self, call: Any, details: Any, request: Any) -> Any:  # noqa: ANN401
        self.timeouts_s.append(details.timeout)
        return call(details, request)


def test_a_leaf_is_given_half_of_the_callers_time(answering: Answering) -> None:
    noting = Noting()
    client = grpc.intercept_channel(answering("RankItems", ranking), noting)
    call = Call("m", None, deadline_s=time.perf_counter() + 20.0)  # type: ignore[arg-type]
    with serving(call):
        CALLS["RankItems"][1](client, 60.0)
        CALLS["RankItems"][1](client, 5.0)
    half_s, least_s = noting.timeouts_s
    assert 0.0 < half_s < 10.0
    assert least_s == 5.0


def test_no_call_is_made_when_no_time_is_left(answering: Answering) -> None:
    called: list[int] = []
    client = answering("RankItems", lambda: called.append(1) or ranking())
    call = Call("m", None, deadline_s=time.perf_counter() + 0.01)  # type: ignore[arg-type]
    with serving(call), pytest.raises(DeadlineExceededError) as caught:
        CALLS["RankItems"][1](client, 5.0)
    assert caught.value.facts["part"] == "knowledge"
    assert called == []


def test_vectors_come_back_as_rows(answering: Answering) -> None:
    client = answering("EncodeTexts", lambda: vectors(2, 4))
    rows = CALLS["EncodeTexts"][1](client, 5.0)
    assert [row.tolist() for row in rows] == [[0.5] * 4] * 2


def test_a_closed_channel_counts_as_a_lost_leaf(answering: Answering) -> None:
    client = answering("RankItems", ranking)
    leaf = GrpcKnowledge(client, 5.0)
    client.close()
    with pytest.raises(UnavailableError):
        leaf.rank(RankQuery("shop"))
