"""The four leaves over gRPC: every call has a deadline, every failure becomes an error of the project."""

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

import grpc
import numpy as np

from chatrec.dialogue.v1 import dialogue_pb2_grpc
from chatrec.encoder.v1 import encoder_pb2, encoder_pb2_grpc
from chatrec.knowledge.v1 import knowledge_pb2, knowledge_pb2_grpc
from chatrec.policy.v1 import policy_pb2_grpc
from chatrec.serving import current_call, decode, remaining_s
from chatrec.vocabulary.conversation import DialogueState, Reading, Reply, Speech, Utterance
from chatrec.vocabulary.decisions import Choice, Decision
from chatrec.vocabulary.errors import ChatRecError, DeadlineExceededError, UnavailableError
from chatrec.vocabulary.graph import Explanation, FollowUp, Grounding, ItemCard, Label, Ranking, RankQuery, Vector
from chatrec.vocabulary.schema import CatalogueSchema
from chatrec.vocabulary.wire import dialogue as dialogue_wire
from chatrec.vocabulary.wire import knowledge as knowledge_wire
from chatrec.vocabulary.wire import policy as policy_wire
from chatrec.vocabulary.wire import schemas
from chatrec.vocabulary.wire.values import vector_bytes

__all__ = ["GrpcDialogue", "GrpcEncoder", "GrpcKnowledge", "GrpcPolicy"]

_MARGIN_S = 0.01
"""Kept of the caller's deadline for each step, so that there is time to answer with what was lost."""

Message = TypeVar("Message")
Plain = TypeVar("Plain")


class _Leaf:
    """Calls a leaf within what is left of the caller's deadline, and reads its reply."""

    def __init__(self, part: str, timeout_s: float) -> None:
        self._part = part
        self._timeout_s = timeout_s

    def _call(self, call: Callable[[float], Message], read: Callable[[Message], Plain]) -> Plain:
        timeout_s = min(self._timeout_s, remaining_s() / 2 - _MARGIN_S)
        if timeout_s <= 0:
            raise DeadlineExceededError("No time is left for this step.", part=self._part)
        try:
            return read(call(timeout_s))
        except grpc.RpcError as error:
            raise decode(error) from error
        except (ChatRecError, ValueError) as error:
            raise UnavailableError("The reply makes no sense.", part=self._part) from error


class GrpcEncoder(_Leaf):
    """The encoder service."""

    def __init__(self, channel: grpc.Channel, timeout_s: float) -> None:
        """Keep the stub."""
        super().__init__("encoder", timeout_s)
        self._stub = encoder_pb2_grpc.EncoderServiceStub(channel)

    def encode(self, texts: Sequence[str]) -> tuple[Vector, ...]:
        """Encode texts as queries."""
        request = encoder_pb2.EncodeTextsRequest(
            texts=texts, role=encoder_pb2.TEXT_ROLE_QUERY, request_id=_request_id()
        )
        return self._call(
            lambda timeout_s: self._stub.EncodeTexts(request, timeout=timeout_s),
            lambda reply: _rows(reply, len(texts)),
        )


def _rows(reply: encoder_pb2.EncodeTextsResponse, count: int) -> tuple[Vector, ...]:
    rows = np.frombuffer(reply.vectors, dtype="<f4").reshape(count, reply.dimensions)
    if not rows.size or not np.isfinite(rows).all():
        raise UnavailableError("The vectors are empty or not finite.", part="encoder")
    return tuple(rows)


class GrpcDialogue(_Leaf):
    """The dialogue service."""

    def __init__(self, channel: grpc.Channel, timeout_s: float) -> None:
        """Keep the stub."""
        super().__init__("dialogue", timeout_s)
        self._stub = dialogue_pb2_grpc.DialogueServiceStub(channel)

    def interpret(self, utterance: Utterance) -> tuple[Reading, DialogueState]:
        """Read an utterance."""
        request = dialogue_wire.utterance_message(utterance, _request_id())
        return self._call(
            lambda timeout_s: self._stub.InterpretUtterance(request, timeout=timeout_s), dialogue_wire.interpretation
        )

    def phrase(self, speech: Speech) -> Reply:
        """Word a move."""
        request = dialogue_wire.speech_message(speech, _request_id())
        reply = self._call(lambda timeout_s: self._stub.PhraseReply(request, timeout=timeout_s), dialogue_wire.reply)
        if not reply.text or len(reply.reasons) not in {0, len(speech.items)}:
            raise UnavailableError("The reply does not fit the items.", part="dialogue")
        return reply


class GrpcKnowledge(_Leaf):
    """The knowledge service."""

    def __init__(self, channel: grpc.Channel, timeout_s: float) -> None:
        """Keep the stub."""
        super().__init__("knowledge", timeout_s)
        self._stub = knowledge_pb2_grpc.KnowledgeServiceStub(channel)

    def ground(
        self, text: str, vector: Vector | None, catalogues: Sequence[str], after: FollowUp | None = None
    ) -> Grounding:
        """Find what a text may speak of."""
        request = knowledge_pb2.GroundUtteranceRequest(
            request_id=_request_id(),
            text=text,
            vector=vector_bytes(vector),
            catalogues=catalogues,
            after=knowledge_wire.follow_up_message(after) if after else None,
        )
        return self._call(
            lambda timeout_s: self._stub.GroundUtterance(request, timeout=timeout_s), knowledge_wire.grounding
        )

    def rank(self, query: RankQuery) -> Ranking:
        """Rank items."""
        request = knowledge_wire.rank_query_message(query, _request_id())
        ranking = self._call(lambda timeout_s: self._stub.RankItems(request, timeout=timeout_s), knowledge_wire.ranking)
        columns = (ranking.f_llm, ranking.f_kg, ranking.paths, ranking.misses)
        if any(len(column) != len(ranking.item_ids) for column in columns):
            raise UnavailableError("The columns differ in length.", part="knowledge")
        if len(ranking.likeness) not in {0, math.comb(len(ranking.item_ids), 2)}:
            raise UnavailableError("The likeness is that of other candidates.", part="knowledge")
        if not all(walk.triples for walks in ranking.paths for walk in walks):
            raise UnavailableError("A path leads nowhere.", part="knowledge")
        return ranking

    def describe(
        self, catalogue: str, item_ids: Sequence[str], label_ids: Sequence[str]
    ) -> tuple[tuple[ItemCard, ...], tuple[Label, ...]]:
        """Give facts and names."""
        request = knowledge_pb2.DescribeItemsRequest(
            request_id=_request_id(), catalogue=catalogue, item_ids=item_ids, label_ids=label_ids
        )
        return self._call(
            lambda timeout_s: self._stub.DescribeItems(request, timeout=timeout_s), knowledge_wire.description
        )

    def explain(self, query: RankQuery, item_id: str) -> Explanation:
        """Explain the score of an item."""
        ranking = knowledge_wire.rank_query_message(query, _request_id())
        request = knowledge_pb2.ExplainItemRequest(request_id=_request_id(), ranking=ranking, item_id=item_id)
        return self._call(
            lambda timeout_s: self._stub.ExplainItem(request, timeout=timeout_s), knowledge_wire.explanation
        )

    def catalogues(self) -> tuple[CatalogueSchema, ...]:
        """List the catalogues."""
        request = knowledge_pb2.ListCataloguesRequest()
        return self._call(
            lambda timeout_s: self._stub.ListCatalogues(request, timeout=timeout_s),
            lambda reply: tuple(map(schemas.schema, reply.schemas)),
        )


class GrpcPolicy(_Leaf):
    """The policy service."""

    def __init__(self, channel: grpc.Channel, timeout_s: float) -> None:
        """Keep the stub."""
        super().__init__("policy", timeout_s)
        self._stub = policy_pb2_grpc.PolicyServiceStub(channel)

    def choose(self, choice: Choice) -> Decision:
        """Choose the next move."""
        request = policy_wire.choice_message(choice, _request_id())
        return self._call(lambda timeout_s: self._stub.ChooseMove(request, timeout=timeout_s), policy_wire.decision)


def _request_id() -> str:
    call = current_call()
    return call.request_id if call else ""
