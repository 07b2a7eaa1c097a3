"""Reads the learning log that the orchestrator writes, as it grows: a sqlite file, or a Redis Stream."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import redis

from chatrec.policy.domain.ports import LearningLog
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError, UnavailableError
from chatrec.vocabulary.learning import Entry, entry_from_text

__all__ = ["LearningLogFile", "LearningLogStream", "open_learning_log"]

_PAGE: Final = 500
_STREAM: Final = "chatrec:{learning}:entries"
_SEQUENCE_BITS: Final = 20
_TIMEOUT_S: Final = 2.0


def open_learning_log(where: str, password: str = "") -> LearningLog:
    """Open the log at a path, `sqlite:PATH` or a Redis URL.

    Raises:
        InvalidInputError: it is none of these.
    """
    scheme, _, rest = where.partition(":")
    if scheme in {"redis", "rediss"} and rest:
        more: dict[str, Any] = {"password": password} if password else {}
        client = redis.Redis.from_url(where, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S, **more)
        return LearningLogStream(client)
    path = rest if scheme == "sqlite" else where
    if not path or "://" in path:
        raise InvalidInputError("learning_log must be sqlite:PATH or a Redis URL.", field="learning_log")
    return LearningLogFile(Path(path))


class _Lines:
    unreadable: int

    def _readable(self, rows: list[tuple[int, str]]) -> Iterator[tuple[int, Entry]]:
        for number, line in rows:
            try:
                yield number, entry_from_text(line)
            except InvalidInputError:
                self.unreadable += 1


class LearningLogFile(_Lines):
    """The log, opened for each look: nothing is held where the writer is gone or the file was replaced."""

    def __init__(self, path: Path) -> None:
        """Keep the path; the file may come later."""
        self._path = path
        self.unreadable = 0

    def after(self, number: int) -> Iterator[tuple[int, Entry]]:
        """Give the entries behind a number, oldest first, each with its own; unreadable lines are passed over."""
        # A log that has never come so far is another one than the number is of: it is read from its beginning.
        last = number if self._path.exists() and self._last() >= number else 0
        while self._path.exists():
            rows = self._page(last)
            yield from self._readable(rows)
            if len(rows) < _PAGE:
                return
            last = rows[-1][0]

    def check(self) -> None:
        """Check that the file is there."""
        if not self._path.is_file():
            raise NotFoundError("There is no such learning log.", file=self._path)

    def trim(self, number: int, kept: int) -> None:
        """Let entries up to a number go, oldest first, where there are more than are to be kept."""
        with self._opened("rw") as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(
                "DELETE FROM entries WHERE number <= MIN(?, (SELECT MAX(number) FROM entries) - ?)", (number, kept)
            )
            connection.commit()

    def _last(self) -> int:
        with self._opened("ro") as connection:
            row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entries'").fetchone()
        return int(row[0]) if row else 0

    def _page(self, number: int) -> list[tuple[int, str]]:
        with self._opened("ro") as connection:
            return connection.execute(
                "SELECT number, line FROM entries WHERE number > ? ORDER BY number LIMIT ?", (number, _PAGE)
            ).fetchall()

    @contextmanager
    def _opened(self, mode: str) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(f"file:{self._path}?mode={mode}", uri=True, timeout=5.0)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise UnavailableError("The learning log does not answer.", path=self._path) from error


class LearningLogStream(_Lines):
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
