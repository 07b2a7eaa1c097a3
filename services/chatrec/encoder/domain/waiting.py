"""The queue before the inference thread: bounded, queries before passages, and no passage waits for ever."""

from collections import deque
from collections.abc import Sequence
from threading import Condition

from chatrec.encoder.domain.batching import choose_batch
from chatrec.encoder.domain.texts import Role
from chatrec.encoder.domain.work import Piece
from chatrec.vocabulary.errors import OverloadedError, UnavailableError

__all__ = ["WaitingRoom"]


class WaitingRoom:
    """Holds pieces until the inference thread takes them. Many put, one takes.

    A query goes before passages, since somebody waits for it; after `PATIENCE` batches of queries one of passages gets
    its turn.
    """

    PATIENCE = 8

    def __init__(self, *, capacity: int, token_budget: int, max_padding: float) -> None:
        self._capacity = capacity
        self._token_budget = token_budget
        self._max_padding = max_padding
        self._lanes: dict[Role, deque[Piece]] = {Role.QUERY: deque(), Role.PASSAGE: deque()}
        self._changed = Condition()
        self._closed = False
        self._query_batches = 0

    def __len__(self) -> int:
        return sum(len(lane) for lane in self._lanes.values())

    def put(self, pieces: Sequence[Piece]) -> None:
        """Queue all pieces of one request, or none: OverloadedError at once where there is no room for them."""
        with self._changed:
            if self._closed:
                message = "The encoder is shutting down."
                raise UnavailableError(message)
            if len(self) + len(pieces) > self._capacity:
                self._drop_abandoned()
            if len(self) + len(pieces) > self._capacity:
                message = "Too many texts wait to be encoded; try again later."
                raise OverloadedError(message, waiting=len(self), capacity=self._capacity)
            for piece in pieces:
                self._lanes[piece.request.role].append(piece)
            self._changed.notify()

    def take(self) -> list[Piece]:
        """Wait for work and take the next batch; empty when the room is closed and nothing is left."""
        with self._changed:
            while True:
                self._drop_abandoned()
                if len(self):
                    return self._take_from(self._next_lane())
                if self._closed:
                    return []
                self._changed.wait()

    def close(self) -> None:
        """Take nothing new; what waits is still worked on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _drop_abandoned(self) -> None:
        for role, lane in self._lanes.items():
            if any(piece.abandoned for piece in lane):
                self._lanes[role] = deque(piece for piece in lane if not piece.abandoned)

    def _next_lane(self) -> deque[Piece]:
        queries, passages = self._lanes[Role.QUERY], self._lanes[Role.PASSAGE]
        if queries and (not passages or self._query_batches < self.PATIENCE):
            self._query_batches += 1
            return queries
        self._query_batches = 0
        return passages

    def _take_from(self, lane: deque[Piece]) -> list[Piece]:
        places = choose_batch(
            [len(piece.tokens) for piece in lane], token_budget=self._token_budget, max_padding=self._max_padding
        )
        batch = [lane[place] for place in places]
        for place in sorted(places, reverse=True):
            del lane[place]
        return batch
