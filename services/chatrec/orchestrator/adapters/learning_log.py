"""The learning log in one sqlite file (WAL): what was decided and what happened, as it was heard.

An append is kept when it returns, whatever kills the process after. The policy service reads the log as it grows.
"""

import sqlite3
import threading
from pathlib import Path
from typing import Final

from chatrec.vocabulary.errors import UnavailableError
from chatrec.vocabulary.learning import Decided, Entry, entry_text

__all__ = ["SqliteLearningLog", "entry_id"]

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
                    (entry_id(entry), entry.session_id, user_id, entry_text(entry)),
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


def entry_id(entry: Entry) -> str:
    """Name an entry: the same one counts once, however often it is appended."""
    if isinstance(entry, Decided):
        return f"decided/{entry.session_id}/{entry.turn}/{entry.request_id}"
    return f"happened/{entry.event_id}"
