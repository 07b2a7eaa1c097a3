"""proto <-> domain of the two public services."""

from collections.abc import Iterable, Iterator

import grpc

from chatrec.orchestrator.domain.conversing import Conversation
from chatrec.orchestrator.domain.direct import Direct, Request
from chatrec.orchestrator.domain.door import check_id
from chatrec.orchestrator.domain.events import Events
from chatrec.orchestrator.domain.learning import Diary
from chatrec.orchestrator.domain.opening import Opening
from chatrec.orchestrator.domain.ports import SessionStore
from chatrec.orchestrator.domain.streaming import Piece, stream
from chatrec.orchestrator.v1 import orchestrator_pb2 as pb
from chatrec.orchestrator.v1 import orchestrator_pb2_grpc as services
from chatrec.vocabulary.turn import Turn
from chatrec.vocabulary.wire import conversations, graph, turns, values

__all__ = ["ConversationServicer", "PrivacyServicer"]


class ConversationServicer(services.ConversationServiceServicer):
    """Converses, recommends and explains."""

    def __init__(
        self, opening: Opening, conversation: Conversation, direct: Direct, events: Events, store: SessionStore
    ) -> None:
        """Keep the parts of the domain."""
        self._opening = opening
        self._conversation = conversation
        self._direct = direct
        self._events = events
        self._store = store

    def StartSession(self, request: pb.StartSessionRequest, context: grpc.ServicerContext) -> pb.StartSessionResponse:
        """Open a session."""
        session, reply = self._opening.start(
            request.user_id, request.domain, turns.locale(request.locale), turns.context(request.context)
        )
        return pb.StartSessionResponse(session_id=session.session_id, reply=reply)

    def SendMessage(self, request: pb.SendMessageRequest, context: grpc.ServicerContext) -> pb.SendMessageResponse:
        """Answer a message."""
        turn = self._conversation.take(turns.user_message(request))
        return pb.SendMessageResponse(turn=turns.turn_message(turn))

    def StreamMessage(
        self, request: pb.StreamMessageRequest, context: grpc.ServicerContext
    ) -> Iterator[pb.StreamMessageResponse]:
        """Answer a message piece by piece."""
        message = turns.user_message(request.message)
        yield from map(_piece_message, stream(lambda progress: self._conversation.take(message, progress)))

    def Recommend(self, request: pb.RecommendRequest, context: grpc.ServicerContext) -> pb.RecommendResponse:
        """Recommend without dialogue."""
        items, degraded = self._direct.recommend(
            Request(
                user_id=request.user_id,
                domain=request.domain,
                context=turns.context(request.context),
                filters=tuple(map(values.preference, request.filters)),
                exclude_item_ids=tuple(request.exclude_item_ids),
                max_items=request.max_items or 5,
                locale=turns.locale(request.locale),
            )
        )
        return pb.RecommendResponse(items=map(turns.item_message, items), degraded=degraded)

    def ExplainItem(self, request: pb.ExplainItemRequest, context: grpc.ServicerContext) -> pb.ExplainItemResponse:
        """Explain an item."""
        explained = self._direct.explain(request.session_id, request.item_id)
        return pb.ExplainItemResponse(
            item=turns.item_message(explained.item),
            rank=explained.explanation.rank,
            decisive_facets=explained.explanation.decisive_facets,
            labels=map(graph.label_message, explained.explanation.labels),
            drops=graph.change_message(explained.explanation.drops) if explained.explanation.drops else None,
            brings=graph.change_message(explained.explanation.brings) if explained.explanation.brings else None,
            facets=map(graph.label_message, explained.explanation.facets),
        )

    def RecordEvents(
        self, request_iterator: Iterable[pb.RecordEventsRequest], context: grpc.ServicerContext
    ) -> pb.RecordEventsResponse:
        """Record what users did."""
        recorded = self._events.record(turns.event(request.event) for request in request_iterator)
        return pb.RecordEventsResponse(recorded=recorded.new, repeated_events=recorded.repeated)

    def GetSession(self, request: pb.GetSessionRequest, context: grpc.ServicerContext) -> pb.GetSessionResponse:
        """Give a session's state."""
        check_id("session_id", request.session_id)
        session = self._store.get(request.session_id).session
        state = conversations.state_message(session.state)
        return pb.GetSessionResponse(session_id=session.session_id, user_id=session.user_id, state=state)

    def EndSession(self, request: pb.EndSessionRequest, context: grpc.ServicerContext) -> pb.EndSessionResponse:
        """Close a session."""
        check_id("session_id", request.session_id)
        self._store.delete(request.session_id)
        return pb.EndSessionResponse()

    def ListTurns(self, request: pb.ListTurnsRequest, context: grpc.ServicerContext) -> pb.ListTurnsResponse:
        """List the latest turns."""
        check_id("session_id", request.session_id)
        self._store.get(request.session_id)
        recorded = self._store.turns(request.session_id)
        return pb.ListTurnsResponse(turns=map(turns.recorded_turn_message, recorded))


class PrivacyServicer(services.PrivacyServiceServicer):
    """Gives users what is held on them, and takes it away."""

    def __init__(self, store: SessionStore, diary: Diary) -> None:
        """Keep the store, and who wrote for learning."""
        self._store = store
        self._diary = diary

    def ExportUser(self, request: pb.ExportUserRequest, context: grpc.ServicerContext) -> pb.ExportUserResponse:
        """Give everything held on a user."""
        check_id("user_id", request.user_id)
        exported = [
            pb.ExportedSession(
                session=turns.session_message(session),
                turns=map(turns.recorded_turn_message, self._store.turns(session.session_id)),
            )
            for session in self._store.sessions(request.user_id)
        ]
        events = self._store.events(request.user_id)
        return pb.ExportUserResponse(
            sessions=exported,
            events=map(turns.event_message, events),
            tastes=map(turns.tastes_message, self._store.tastes(request.user_id)),
        )

    def EraseUser(self, request: pb.EraseUserRequest, context: grpc.ServicerContext) -> pb.EraseUserResponse:
        """Erase a user everywhere."""
        check_id("user_id", request.user_id)
        self._diary.erase(request.user_id)
        erased = self._store.erase(request.user_id)
        return pb.EraseUserResponse(sessions=erased.sessions, events=erased.events, tastes=erased.tastes)


def _piece_message(piece: Piece) -> pb.StreamMessageResponse:
    if isinstance(piece.content, Turn):
        return pb.StreamMessageResponse(turn=turns.turn_message(piece.content))
    if piece.is_reply:
        return pb.StreamMessageResponse(reply_text=piece.content)
    return pb.StreamMessageResponse(progress=piece.content)
