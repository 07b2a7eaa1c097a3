"""ChatClient: sessions, turns and events over gRPC, as plain dataclasses."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self, TypeVar

import grpc

from chatrec.orchestrator.v1 import orchestrator_pb2 as pb
from chatrec.orchestrator.v1 import orchestrator_pb2_grpc as services
from chatrec.serving import ClientTls, channel, decode
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import Change
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Context, Event, Message, RecordedTurn, Turn, TurnItem
from chatrec.vocabulary.v1.vocabulary_pb2 import Label
from chatrec.vocabulary.wire import graph, turns, values

__all__ = ["ChatClient", "ChatSession", "Explained"]

Reply = TypeVar("Reply")


@dataclass(frozen=True, slots=True)
class Explained:
    """An item with its paths and shares; `rank` from 1, 0 where it does not match what was said.

    `drops` would take it off the first five, `brings` among them; None where nothing would. `names` are those of nodes
    by id, `facet_names` those of the facets in such a change, each in English and Chinese.
    """

    item: TurnItem
    rank: int
    decisive_facets: tuple[str, ...]
    names: dict[str, tuple[str, str]]
    drops: Change | None = None
    brings: Change | None = None
    facet_names: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class ChatClient:
    """Talks to one Chat-REC server. Safe to share between threads; close it, or use it in a `with` block.

    Errors are those of `chatrec.vocabulary.errors`.
    """

    def __init__(self, target: str, *, tls: ClientTls | None = None, timeout_s: float = 10.0) -> None:
        """Open a channel to `target` (`host:port`); nothing is sent yet."""
        self._channel = channel(target, tls=tls, deadline_s=timeout_s)
        self._conversations = services.ConversationServiceStub(self._channel)
        self._privacy = services.PrivacyServiceStub(self._channel)
        self._timeout_s = timeout_s

    def start(
        self, user_id: str = "", *, domain: str = "", locale: str = "", context: Context | None = None
    ) -> "ChatSession":
        """Open a session; `domain` names a catalogue or a domain pack, `locale` fixes the language of the replies."""
        with _writing():
            request = pb.StartSessionRequest(
                user_id=user_id, domain=domain, locale=locale, context=turns.context_message(context or Context())
            )
        opened = self._call(self._conversations.StartSession, request)
        return ChatSession(self, opened.session_id, opened.reply)

    def resume(self, session_id: str) -> "ChatSession":
        """Go on with a session that was opened before."""
        return ChatSession(self, session_id, "")

    def send(self, message: Message) -> Turn:
        """Send a message and wait for the turn."""
        with _writing():
            request = turns.message_message(message)
        return turns.turn(self._call(self._conversations.SendMessage, request).turn)

    def stream(self, message: Message) -> Iterator[str | Turn]:
        """Send a message and give the reply piece by piece, then the whole turn."""
        with _writing():
            request = pb.StreamMessageRequest(message=turns.message_message(message))
        try:
            for piece in self._conversations.StreamMessage(request, timeout=self._timeout_s):
                which = piece.WhichOneof("piece")
                if which == "reply_text":
                    yield piece.reply_text
                elif which == "turn":
                    yield turns.turn(piece.turn)
        except grpc.RpcError as error:
            raise decode(error) from error

    def recommend(
        self,
        user_id: str = "",
        *,
        domain: str = "",
        context: Context | None = None,
        filters: Iterable[Preference] = (),
        exclude_item_ids: Iterable[str] = (),
        max_items: int = 5,
        locale: str = "",
    ) -> tuple[TurnItem, ...]:
        """Recommend without dialogue."""
        with _writing():
            request = pb.RecommendRequest(
                user_id=user_id,
                domain=domain,
                context=turns.context_message(context or Context()),
                filters=map(values.preference_message, filters),
                exclude_item_ids=exclude_item_ids,
                max_items=max_items,
                locale=locale,
            )
        return tuple(map(turns.item, self._call(self._conversations.Recommend, request).items))

    def explain(self, session_id: str, item_id: str) -> Explained:
        """Explain why an item has its score."""
        with _writing():
            request = pb.ExplainItemRequest(session_id=session_id, item_id=item_id)
        reply = self._call(self._conversations.ExplainItem, request)
        return Explained(
            item=turns.item(reply.item),
            rank=reply.rank,
            decisive_facets=tuple(reply.decisive_facets),
            names=_names(reply.labels),
            drops=graph.change(reply.drops) if reply.HasField("drops") else None,
            brings=graph.change(reply.brings) if reply.HasField("brings") else None,
            facet_names=_names(reply.facets),
        )

    def record(self, events: Iterable[Event]) -> int:
        """Record what users did; gives how many events were new."""
        # Written before the first is sent: what is raised on gRPC's own thread reaches nobody.
        with _writing():
            requests = [pb.RecordEventsRequest(event=turns.event_message(event)) for event in events]
        try:
            return int(self._conversations.RecordEvents(iter(requests), timeout=self._timeout_s).recorded)
        except grpc.RpcError as error:
            raise decode(error) from error

    def turns(self, session_id: str) -> tuple[RecordedTurn, ...]:
        """List the latest turns of a session, oldest first."""
        reply = self._call(self._conversations.ListTurns, pb.ListTurnsRequest(session_id=session_id))
        return tuple(map(turns.recorded_turn, reply.turns))

    def end(self, session_id: str) -> None:
        """Close a session."""
        self._call(self._conversations.EndSession, pb.EndSessionRequest(session_id=session_id))

    def erase_user(self, user_id: str) -> tuple[int, int]:
        """Erase everything held on a user; gives the numbers of sessions and events that were."""
        reply = self._call(self._privacy.EraseUser, pb.EraseUserRequest(user_id=user_id))
        return reply.sessions, reply.events

    def close(self) -> None:
        """Close the channel."""
        self._channel.close()

    def __enter__(self) -> Self:
        """Use the client in a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close at the end of the block."""
        self.close()

    def _call(self, method: Callable[..., Reply], request: object) -> Reply:
        try:
            return method(request, timeout=self._timeout_s)
        except grpc.RpcError as error:
            raise decode(error) from error


def _names(labels: Iterable[Label]) -> dict[str, tuple[str, str]]:
    return {label.id: (label.name.en, label.name.zh) for label in labels}


@contextmanager
def _writing() -> Iterator[None]:
    """Say that what cannot travel is bad input: text that is no Unicode, a number beyond its bounds."""
    try:
        yield
    except ValueError as error:
        raise InvalidInputError(f"The request cannot be sent: {error}") from error


class ChatSession:
    """One conversation."""

    def __init__(self, client: ChatClient, session_id: str, opening: str) -> None:
        """Keep the client and the id; `opening` are the server's first words."""
        self._client = client
        self.id = session_id
        self.opening = opening

    def send(
        self,
        text: str,
        *,
        request_id: str = "",
        exclude_item_ids: Iterable[str] = (),
        filters: Iterable[Preference] = (),
        max_items: int = 5,
        locale: str = "",
    ) -> Turn:
        """Say something and wait for the turn; a repeated `request_id` gets the same turn again."""
        message = Message(
            session_id=self.id,
            text=text,
            request_id=request_id,
            exclude_item_ids=tuple(exclude_item_ids),
            filters=tuple(filters),
            max_items=max_items,
            locale=turns.locale(locale),
        )
        return self._client.send(message)

    def explain(self, item_id: str) -> Explained:
        """Explain why an item has its score."""
        return self._client.explain(self.id, item_id)

    def end(self) -> None:
        """Close the session."""
        self._client.end(self.id)
