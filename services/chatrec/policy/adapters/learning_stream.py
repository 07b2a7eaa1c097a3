"""Reads the learning log that the orchestrator writes into a Redis Stream, as it grows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import redis

from chatrec.policy.adapters.learning_log import Lines
from chatrec.vocabulary.errors import UnavailableError
from chatrec.vocabulary.learning import Entry

__all__ = ["LearningLogStream", "open_learning_stream"]

_PAGE: Final = 500
_STREAM: Final = "chatrec:{learning}:entries"
_SEQUENCE_BITS: Final = 20
_TIMEOUT_S: Final = 2.0


def open_learning_stream(url: str, password: str) -> "LearningLogStream":
    """Open the log at a Redis URL; nothing is sent yet."""
    more: dict[str, Any] = {"password": password} if password else {}
    client = redis.Redis.from_url(url, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S, **more)
    return LearningLogStream(client)


class LearningLogStream(Lines):
    """The log in a Redis Stream; an entry's number is its id, the time in milliseconds before the sequence.

    Where the stream was lost, what is written anew has later ids, and reading goes on with it.
    """

    def __init__(self, client: Any) -> None:  # noqa: ANN401  replies have no types
        """Keep the client."""
        self._client = client
        self.unreadable = 0

    def after(self, number: int) -> Iterator[tuple[int, Entry]]:
        """Give the entries behind a number, oldest first, each with its own; unreadable lines are passed over."""
        last = number
        while True:
            rows = self._page(last)
            yield from self._readable(rows)
            if len(rows) < _PAGE:
                return
            last = rows[-1][0]

    def check(self) -> None:
        """Ask the server."""
        with _answering():
            self._client.ping()

    def trim(self, number: int, kept: int) -> None:
        """Let entries up to a number go, oldest first, where there are more than are to be kept; a page at a time."""
        with _answering():
            too_many = min(_PAGE, self._client.xlen(_STREAM) - kept)
            if too_many > 0:
                places = [place for place, _ in self._client.xrange(_STREAM, count=too_many)]
                known = [place for place in places if _number(place) <= number]
                if known:
                    self._client.xdel(_STREAM, *known)

    def _page(self, number: int) -> list[tuple[int, str]]:
        begin = f"({number >> _SEQUENCE_BITS}-{number & ((1 << _SEQUENCE_BITS) - 1)}"
        with _answering():
            found = self._client.xrange(_STREAM, min=begin, count=_PAGE)
        return [(_number(place), fields[b"line"].decode(errors="replace")) for place, fields in found]


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        raise UnavailableError("The learning log does not answer.", part="learning") from error


def _number(place: bytes) -> int:
    unix_ms, sequence = map(int, place.split(b"-"))
    return (unix_ms << _SEQUENCE_BITS) | sequence
