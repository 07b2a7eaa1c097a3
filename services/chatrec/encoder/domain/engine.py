"""The encoder's engine: one bounded queue, one inference thread, one cache."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Thread
from types import TracebackType
from typing import Self

from chatrec.encoder.domain.cache import CachedVector, VectorCache
from chatrec.encoder.domain.card import Card
from chatrec.encoder.domain.ports import EncoderModel
from chatrec.encoder.domain.texts import Role, check_texts
from chatrec.encoder.domain.waiting import WaitingRoom
from chatrec.encoder.domain.work import Pending, Piece, Request
from chatrec.vocabulary.errors import UnavailableError

__all__ = ["Engine", "EngineLimits"]

Clock = Callable[[], float]
BatchObserver = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """How much the engine holds and joins.

    `queue_texts` wait at most, `batch_tokens` are encoded together at most (padding counted), of which at most the
    share `max_padding` is padding, and `cache_entries` vectors are remembered.
    """

    queue_texts: int = 512
    batch_tokens: int = 256
    max_padding: float = 0.1
    cache_entries: int = 4096


def _unheard(_size: int) -> None:
    """Let a batch pass unobserved."""


class Engine:
    """Encodes texts for many callers at once. Use it as a context manager: leaving it ends its thread.

    `on_batch` is told the number of texts of each batch.
    """

    def __init__(
        self,
        model: EncoderModel,
        limits: EngineLimits,
        *,
        clock: Clock = time.perf_counter,
        on_batch: BatchObserver = _unheard,
    ) -> None:
        self._model = model
        self._clock = clock
        self._on_batch = on_batch
        self._cache = VectorCache(limits.cache_entries)
        self._room = WaitingRoom(
            capacity=limits.queue_texts, token_budget=limits.batch_tokens, max_padding=limits.max_padding
        )
        self._thread = Thread(target=self._run, name="encoder-inference", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def card(self) -> Card:
        """What the model is."""
        return self._model.card

    @property
    def provider(self) -> str:
        """Where the model really runs."""
        return self._model.provider

    def waiting(self) -> int:
        """Count the texts that wait."""
        return len(self._room)

    def submit(self, texts: Sequence[str], role: Role) -> Pending:
        """Queue 1 to 64 texts of 1 to 4,000 characters and return at once.

        InvalidInputError where the bounds are broken, OverloadedError where the queue is full.
        """
        check_texts(texts)
        request = Request.empty(role, len(texts), self.card.dimensions, self._clock())
        pieces = self._pieces(request, self._missing(request, texts), texts)
        request.tokenise_s = self._clock() - request.submitted_s
        request.unfinished = len(pieces)
        if pieces:
            self._room.put(pieces)
        else:
            request.finish()
        return Pending(request.future)

    def check(self) -> None:
        """Raise UnavailableError unless the inference thread lives."""
        if not self._thread.is_alive():
            message = "The encoder's inference thread has ended."
            raise UnavailableError(message)

    def close(self) -> None:
        """Finish what waits, take nothing new, and end the thread."""
        self._room.close()
        self._thread.join()

    def _missing(self, request: Request, texts: Sequence[str]) -> dict[bytes, list[int]]:
        """Fill in what the cache knows; give the rows of each text that it does not."""
        missing: dict[bytes, list[int]] = {}
        for row, text in enumerate(texts):
            key = self._cache.key(text, request.role)
            cached = self._cache.get(key)
            if cached is None:
                missing.setdefault(key, []).append(row)
            else:
                request.fill([row], cached)
                request.cache_hits += 1
        return missing

    def _pieces(self, request: Request, missing: dict[bytes, list[int]], texts: Sequence[str]) -> list[Piece]:
        return [
            Piece(
                request=request,
                key=key,
                tokens=self._model.tokenise(texts[rows[0]], request.role),
                rows=tuple(rows),
            )
            for key, rows in missing.items()
        ]

    def _run(self) -> None:
        while batch := self._room.take():
            try:
                self._encode(batch)
            except Exception as error:  # noqa: BLE001 - the thread's edge: who waits must hear of it, and the next be served
                _fail(batch, error)

    def _encode(self, batch: list[Piece]) -> None:
        begun_s = self._clock()
        for piece in batch:
            if piece.request.begun_s is None:
                piece.request.begun_s = begun_s
        vectors = self._model.infer([piece.tokens for piece in batch])
        infer_s = self._clock() - begun_s
        self._on_batch(len(batch))
        for request in {id(piece.request): piece.request for piece in batch}.values():
            request.infer_s += infer_s
        for piece, vector in zip(batch, vectors, strict=True):
            self._settle(piece, CachedVector(vector=vector.copy(), tokens=len(piece.tokens)))

    def _settle(self, piece: Piece, cached: CachedVector) -> None:
        cached.vector.setflags(write=False)
        self._cache.put(piece.key, cached)
        piece.request.fill(piece.rows, cached)
        piece.request.unfinished -= 1
        if piece.request.unfinished == 0:
            piece.request.finish()


def _fail(batch: list[Piece], error: Exception) -> None:
    for piece in batch:
        piece.request.fail(error)
