"""The learning log, in one sqlite file (WAL) or in a Redis Stream: what was decided and what happened, as it was heard.

An append is kept when it returns, whatever kills the process after. The policy service reads the log as it grows.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import redis

from chatrec.vocabulary.errors import UnavailableError
from chatrec.vocabulary.learning import Decided, Entry, entry_text

__all__ = ["RedisLearningLog", "SqliteLearningLog"]

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS entries (
  number INTEGER PRIMARY KEY AUTOINCREMENT, entry_id TEXT NOT NULL UNIQUE, session_id TEXT NOT NULL,
  user_id TEXT NOT NULL, line TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS entries_by_session ON entries (session_id);
CREATE INDEX IF NOT EXISTS entries_by_user ON entries (user_id);
"""
_FORGET_EVERY: Final = 256
"""Appends between two looks for what is too much."""


class SqliteLearningLog:
    """A LearningLog in a file; one connection, used by one thread at a time."""

    def __init__(self, path: Path, *, max_entries: int) -> None:
        """Open or make the file; the oldest entries go where there are more than `max_entries`.

        Raises:
            UnavailableError: the file cannot be opened or is no database.
        """
        self._max_entries = max_entries
        self._lock = threading.Lock()
        self._appended = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=5.0)
            self._connection.executescript(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;" + _SCHEMA
            )
        except (OSError, sqlite3.Error) as error:
            raise UnavailableError("The learning log cannot be used.", path=path) from error

    def append(self, entry: Entry, user_id: str) -> bool:
        """Append an entry; False where it is in the log already.

        Raises:
            UnavailableError: the file does not answer.
        """
        with self._lock:
            try:
                added = self._connection.execute(
                    "INSERT OR IGNORE INTO entries (entry_id, session_id, user_id, line) VALUES (?, ?, ?, ?)",
                    (_entry_id(entry), entry.session_id, user_id, entry_text(entry)),
                )
                self._forget()
            except sqlite3.Error as error:
                raise UnavailableError("The learning log does not answer.", part="learning") from error
            return added.rowcount > 0

    def erase(self, user_id: str) -> int:
        """Erase what a user decided and did; give the number of entries.

        Raises:
            UnavailableError: the file does not answer.
        """
        with self._lock:
            try:
                erased = self._connection.execute("DELETE FROM entries WHERE user_id = ?", (user_id,)).rowcount
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error as error:
                raise UnavailableError("The learning log does not answer.", part="learning") from error
            return erased

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _forget(self) -> None:
        self._appended += 1
        if self._appended % _FORGET_EVERY == 0:
            self._connection.execute(
                "DELETE FROM entries WHERE number <= (SELECT MAX(number) FROM entries) - ?", (self._max_entries,)
            )


class RedisLearningLog:
    """A LearningLog in a stream that keeps the last `max_entries`; all of its keys are of one hash slot."""

    def __init__(self, client: Any, *, max_entries: int, keep_s: int, clock: Callable[[], float]) -> None:  # noqa: ANN401
        """Keep the client; entries go after `keep_s` seconds at the latest, `clock` gives Unix seconds."""
        self._client = client
        self._max_entries = max_entries
        self._keep_s = keep_s
        self._clock = clock
        script = files("chatrec.orchestrator.adapters").joinpath("lua", "learn.lua").read_text("utf-8")
        self._append = client.register_script(script)

    def append(self, entry: Entry, user_id: str) -> bool:
        """Append an entry; False where it is in the log already.

        Raises:
            UnavailableError: the server does not answer.
        """
        facts = (_entry_id(entry), entry_text(entry), self._clock(), self._max_entries, self._keep_s, user_id)
        with _answering():
            return bool(self._append(keys=[_KNOWN, _STREAM, _user_key(user_id)], args=facts))

    def erase(self, user_id: str) -> int:
        """Erase what a user decided and did; give the number of entries.

        Raises:
            UnavailableError: the server does not answer.
        """
        with _answering():
            places = self._client.zrange(_user_key(user_id), 0, -1)
            erased = self._client.xdel(_STREAM, *places) if places else 0
            # The places last: where the server is lost in between, erasing again finds what is left.
            self._client.delete(_user_key(user_id))
            return int(erased)


_STREAM: Final = "chatrec:{learning}:entries"
_KNOWN: Final = "chatrec:{learning}:ids"


def _user_key(user_id: str) -> str:
    return f"chatrec:{{learning}}:places:{quote(user_id, safe='')}"


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        raise UnavailableError("The learning log does not answer.", part="learning") from error


def _entry_id(entry: Entry) -> str:
    if isinstance(entry, Decided):
        return f"decided/{entry.session_id}/{entry.turn}/{entry.request_id}"
    return f"happened/{entry.event_id}"
