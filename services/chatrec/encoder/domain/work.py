"""A request on its way through the encoder: what is done of it, what waits, who waits for it."""

from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from chatrec.encoder.domain.cache import CachedVector
from chatrec.encoder.domain.texts import Encoding, Role, Timings, TokenisedText
from chatrec.vocabulary.errors import DeadlineExceededError

__all__ = ["Pending", "Piece", "Request"]

MS = 1000.0


class Pending:
    """An encoding to come. Cancel it when the caller has left: what has not begun then never will."""

    def __init__(self, future: Future[Encoding]) -> None:
        self._future = future

    def cancel(self) -> None:
        """Give up on it; without effect once it is done."""
        self._future.cancel()

    def wait(self, timeout_s: float) -> Encoding:
        """Wait for the encoding; DeadlineExceededError when the time is up or it was cancelled meanwhile."""
        try:
            return self._future.result(timeout_s)
        except (TimeoutError, CancelledError) as error:
            self._future.cancel()
            message = "The texts were not encoded in time."
            raise DeadlineExceededError(message) from error


@dataclass(slots=True, eq=False)
class Request:
    """The state of one request; touched by its caller until it is queued, and by the inference thread from then on."""

    role: Role
    vectors: NDArray[np.float32]
    token_counts: list[int]
    submitted_s: float
    tokenise_s: float = 0.0
    begun_s: float | None = None
    infer_s: float = 0.0
    cache_hits: int = 0
    unfinished: int = 0
    future: Future[Encoding] = field(default_factory=Future)

    @classmethod
    def empty(cls, role: Role, texts: int, dimensions: int, submitted_s: float) -> "Request":
        """Begin a request none of whose texts is encoded."""
        return cls(
            role=role,
            vectors=np.zeros((texts, dimensions), np.float32),
            token_counts=[0] * texts,
            submitted_s=submitted_s,
        )

    def fill(self, rows: Sequence[int], cached: CachedVector) -> None:
        """Put one text's vector where the request wants it."""
        self.vectors[list(rows)] = cached.vector
        for row in rows:
            self.token_counts[row] = cached.tokens

    def finish(self) -> None:
        """Hand the encoding to whoever still waits for it."""
        if self.future.set_running_or_notify_cancel():
            self.future.set_result(self._encoding())

    def fail(self, error: Exception) -> None:
        """Hand an error to whoever still waits; the first one counts."""
        if not self.future.done() and self.future.set_running_or_notify_cancel():
            self.future.set_exception(error)

    def _encoding(self) -> Encoding:
        queued_s = 0.0 if self.begun_s is None else self.begun_s - self.submitted_s - self.tokenise_s
        timings = Timings(queue_ms=queued_s * MS, tokenise_ms=self.tokenise_s * MS, infer_ms=self.infer_s * MS)
        return Encoding(
            vectors=self.vectors,
            token_counts=tuple(self.token_counts),
            cache_hits=self.cache_hits,
            timings=timings,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One distinct text of a request that waits to be encoded, and the rows that want its vector."""

    request: Request
    key: bytes
    tokens: TokenisedText
    rows: tuple[int, ...]

    @property
    def abandoned(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.request.future.done()
