"""Sessions in one sqlite file (WAL): the embedded default, survives a restart."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from chatrec.orchestrator.adapters.memory_sessions import MAX_REMEMBERED, MAX_TURNS
from chatrec.orchestrator.domain.ports import Erased, StoredEvent, Versioned
from chatrec.vocabulary.errors import ConflictError, NotFoundError, UnavailableError
from chatrec.vocabulary.turn import Event, RecordedTurn, Session, SessionTastes
from chatrec.vocabulary.wire import turns as wire

__all__ = ["SqliteSessions"]

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS sessions (
  session_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, version INTEGER NOT NULL, touched_s REAL NOT NULL,
  data BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sessions_by_user ON sessions (user_id);
CREATE INDEX IF NOT EXISTS sessions_by_age ON sessions (touched_s);
CREATE TABLE IF NOT EXISTS turns (
  session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, request_id TEXT NOT NULL, turn INTEGER NOT NULL,
  data BLOB NOT NULL, PRIMARY KEY (session_id, request_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (
  number INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL, data BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS events_by_user ON events (user_id);
CREATE TABLE IF NOT EXISTS tastes (
  user_id TEXT NOT NULL, session_id TEXT NOT NULL, unix_ms INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (user_id, session_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tastes_by_age ON tastes (unix_ms);
"""
_FORGET_EVERY = 256
"""Writes between two looks for what is too old or too many."""


class SqliteSessions:
    """A SessionStore in a file; one connection, used by one thread at a time."""

    def __init__(
        self, path: Path, *, ttl_s: float, max_sessions: int, max_events: int, clock: Callable[[], float]
    ) -> None:
        """Open or make the file; `clock` gives Unix seconds.

        Raises:
            UnavailableError: the file cannot be opened or is no database.
        """
        self._ttl_s = ttl_s
        self._max_sessions = max_sessions
        self._max_events = max_events
        self._clock = clock
        self._lock = threading.Lock()
        self._writes = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=5.0)
            self._connection.executescript(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
                # What is deleted leaves no traces in the file.
                "PRAGMA secure_delete = ON;" + _SCHEMA
            )
        except (OSError, sqlite3.Error) as error:
            raise UnavailableError("The session file cannot be used.", path=path) from error

    def create(self, session: Session) -> None:
        """Store a new session."""
        with self._transaction() as run:
            try:
                run(
                    "INSERT INTO sessions VALUES (?, ?, 1, ?, ?)",
                    session.session_id,
                    session.user_id,
                    self._clock(),
                    wire.session_bytes(session),
                )
            except sqlite3.IntegrityError as error:
                raise ConflictError("The session exists already.", session_id=session.session_id) from error

    def get(self, session_id: str) -> Versioned:
        """Get a session."""
        rows = self._read(
            "SELECT data, version FROM sessions WHERE session_id = ? AND touched_s >= ?",
            session_id,
            self._clock() - self._ttl_s,
        )
        if not rows:
            raise NotFoundError("There is no such session.", field="session_id")
        return Versioned(wire.session_from_bytes(rows[0][0]), rows[0][1])

    def save(self, held: Versioned, recorded: RecordedTurn | None) -> None:
        """Save a session and a turn."""
        session_id, now_s = held.session.session_id, self._clock()
        alive = (session_id, now_s - self._ttl_s)
        with self._transaction() as run:
            changed = run(
                "UPDATE sessions SET data = ?, version = version + 1, touched_s = ?"
                " WHERE session_id = ? AND touched_s >= ? AND version = ?",
                wire.session_bytes(held.session),
                now_s,
                *alive,
                held.version,
            ).rowcount
            if not changed:
                if run("SELECT 1 FROM sessions WHERE session_id = ? AND touched_s >= ?", *alive).fetchone() is None:
                    raise NotFoundError("There is no such session.", field="session_id")
                raise ConflictError("The session was changed by somebody else.", session_id=session_id)
            if recorded is not None:
                run(
                    "INSERT OR REPLACE INTO turns VALUES (?, ?, ?, ?)",
                    session_id,
                    recorded.turn.request_id,
                    recorded.turn.turn,
                    wire.recorded_turn_bytes(recorded),
                )
                run("DELETE FROM turns WHERE session_id = ? AND turn <= ?", session_id, recorded.turn.turn - MAX_TURNS)

    def find_turn(self, session_id: str, request_id: str) -> RecordedTurn | None:
        """Find the turn that answered a request."""
        rows = self._read("SELECT data FROM turns WHERE session_id = ? AND request_id = ?", session_id, request_id)
        return wire.recorded_turn_from_bytes(rows[0][0]) if rows else None

    def turns(self, session_id: str) -> tuple[RecordedTurn, ...]:
        """List the latest turns."""
        rows = self._read("SELECT data FROM turns WHERE session_id = ? ORDER BY turn", session_id)
        return tuple(wire.recorded_turn_from_bytes(row[0]) for row in rows)

    def delete(self, session_id: str) -> None:
        """Delete a session."""
        with self._transaction() as run:
            if not run("DELETE FROM sessions WHERE session_id = ?", session_id).rowcount:
                raise NotFoundError("There is no such session.", field="session_id")

    def knows(self, stored: StoredEvent) -> bool:
        """Tell whether an event of this id was recorded."""
        return bool(self._read("SELECT 1 FROM events WHERE event_id = ?", stored.event.event_id))

    def record(self, stored: StoredEvent) -> bool:
        """Append an event."""
        with self._transaction() as run:
            data = wire.event_message(stored.event).SerializeToString()
            added = run(
                "INSERT OR IGNORE INTO events (event_id, user_id, data) VALUES (?, ?, ?)",
                stored.event.event_id,
                stored.user_id,
                data,
            )
            return added.rowcount > 0

    def events(self, user_id: str) -> tuple[Event, ...]:
        """List a user's events."""
        rows = self._read("SELECT data FROM events WHERE user_id = ? ORDER BY number", user_id)
        return tuple(wire.event_from_bytes(row[0]) for row in rows)

    def sessions(self, user_id: str) -> tuple[Session, ...]:
        """List a user's sessions."""
        rows = self._read("SELECT data FROM sessions WHERE user_id = ?", user_id)
        return tuple(wire.session_from_bytes(row[0]) for row in rows)

    def remember(self, user_id: str, told: SessionTastes) -> None:
        """Keep what a session told of its user's taste."""
        with self._transaction() as run:
            run("DELETE FROM tastes WHERE user_id = ? AND session_id = ?", user_id, told.session_id)
            if told.tastes:
                data = wire.tastes_bytes(told)
                run("INSERT INTO tastes VALUES (?, ?, ?, ?)", user_id, told.session_id, told.unix_ms, data)
            run(
                "DELETE FROM tastes WHERE user_id = ? AND session_id IN"
                " (SELECT session_id FROM tastes WHERE user_id = ? ORDER BY unix_ms DESC LIMIT -1 OFFSET ?)",
                user_id,
                user_id,
                MAX_REMEMBERED,
            )

    def tastes(self, user_id: str) -> tuple[SessionTastes, ...]:
        """List what a user's sessions told of taste."""
        rows = self._read("SELECT data FROM tastes WHERE user_id = ? ORDER BY unix_ms", user_id)
        return tuple(wire.tastes_from_bytes(row[0]) for row in rows)

    def erase(self, user_id: str) -> Erased:
        """Erase everything held on a user."""
        with self._transaction() as run:
            sessions = run("DELETE FROM sessions WHERE user_id = ?", user_id).rowcount
            events = run("DELETE FROM events WHERE user_id = ?", user_id).rowcount
            tastes = run("DELETE FROM tastes WHERE user_id = ?", user_id).rowcount
        self._read("PRAGMA wal_checkpoint(TRUNCATE)")  # the log of changes still holds what was erased
        return Erased(sessions, events, tastes)

    def ping(self) -> None:
        """Read one row."""
        self._read("SELECT 1 FROM sessions LIMIT 1")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _read(self, statement: str, *parameters: object) -> list[Any]:
        with self._lock:
            try:
                return self._connection.execute(statement, parameters).fetchall()
            except sqlite3.Error as error:
                raise UnavailableError("The session file does not answer.", part="sessions") from error

    @contextmanager
    def _transaction(self) -> Iterator[Callable[..., sqlite3.Cursor]]:
        """Run statements that all happen, or none; other processes that write wait for them."""

        def run(statement: str, *parameters: object) -> sqlite3.Cursor:
            return self._connection.execute(statement, parameters)

        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield run
                    self._forget()
                    self._connection.execute("COMMIT")
                except BaseException:
                    if self._connection.in_transaction:  # some errors end it by themselves
                        self._connection.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                raise UnavailableError("The session file does not answer.", part="sessions") from error

    def _forget(self) -> None:
        self._writes += 1
        if self._writes % _FORGET_EVERY:
            return
        execute = self._connection.execute
        execute("DELETE FROM sessions WHERE touched_s < ?", (self._clock() - self._ttl_s,))
        execute(
            "DELETE FROM sessions WHERE session_id IN"
            " (SELECT session_id FROM sessions ORDER BY touched_s DESC LIMIT -1 OFFSET ?)",
            (self._max_sessions,),
        )
        execute(
            "DELETE FROM tastes WHERE (user_id, session_id) IN"
            " (SELECT user_id, session_id FROM tastes ORDER BY unix_ms DESC LIMIT -1 OFFSET ?)",
            (self._max_sessions,),
        )
        execute("DELETE FROM events WHERE number <= (SELECT MAX(number) FROM events) - ?", (self._max_events,))
