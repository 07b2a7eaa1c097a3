"""Sessions in memory: for one process, gone with it."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from chatrec.orchestrator.domain.ports import Erased, StoredEvent, Versioned
from chatrec.vocabulary.errors import ConflictError, NotFoundError
from chatrec.vocabulary.turn import Event, RecordedTurn, Session, SessionTastes

__all__ = ["MAX_REMEMBERED", "MAX_TURNS", "MemorySessions"]

MAX_TURNS = 50
"""Turns kept of a session: a request repeated later than that is answered anew."""

MAX_REMEMBERED = 20
"""Sessions of a user whose tastes are kept."""


@dataclass(slots=True)
class _Row:
    session: Session
    version: int
    touched_s: float
    turns: "OrderedDict[str, RecordedTurn]" = field(default_factory=OrderedDict)


class MemorySessions:
    """A SessionStore in memory; the sessions untouched for longest go first."""

    def __init__(self, *, ttl_s: float, max_sessions: int, max_events: int, clock: Callable[[], float]) -> None:
        """Start empty."""
        self._ttl_s = ttl_s
        self._max_sessions = max_sessions
        self._max_events = max_events
        self._clock = clock
        self._rows: OrderedDict[str, _Row] = OrderedDict()
        self._events: OrderedDict[str, StoredEvent] = OrderedDict()
        self._tastes: OrderedDict[str, dict[str, SessionTastes]] = OrderedDict()
        self._lock = threading.Lock()

    def create(self, session: Session) -> None:
        """Store a new session."""
        with self._lock:
            if session.session_id in self._rows:
                raise ConflictError("The session exists already.", session_id=session.session_id)
            self._rows[session.session_id] = _Row(session, 1, self._clock())
            self._forget()

    def get(self, session_id: str) -> Versioned:
        """Get a session."""
        with self._lock:
            row = self._row(session_id)
            return Versioned(row.session, row.version)

    def save(self, held: Versioned, recorded: RecordedTurn | None) -> None:
        """Save a session and a turn."""
        with self._lock:
            row = self._row(held.session.session_id)
            if row.version != held.version:
                raise ConflictError("The session was changed by somebody else.", session_id=held.session.session_id)
            row.session, row.version, row.touched_s = held.session, held.version + 1, self._clock()
            self._rows.move_to_end(held.session.session_id)
            if recorded is not None:
                row.turns[recorded.turn.request_id] = recorded
                while len(row.turns) > MAX_TURNS:
                    row.turns.popitem(last=False)

    def find_turn(self, session_id: str, request_id: str) -> RecordedTurn | None:
        """Find the turn that answered a request."""
        with self._lock:
            row = self._rows.get(session_id)
            return row.turns.get(request_id) if row else None

    def turns(self, session_id: str) -> tuple[RecordedTurn, ...]:
        """List the latest turns."""
        with self._lock:
            row = self._rows.get(session_id)
            return tuple(row.turns.values()) if row else ()

    def delete(self, session_id: str) -> None:
        """Delete a session."""
        with self._lock:
            self._row(session_id)
            del self._rows[session_id]

    def knows(self, stored: StoredEvent) -> bool:
        """Tell whether an event of this id was recorded."""
        with self._lock:
            return stored.event.event_id in self._events

    def record(self, stored: StoredEvent) -> bool:
        """Append an event."""
        with self._lock:
            if stored.event.event_id in self._events:
                return False
            self._events[stored.event.event_id] = stored
            while len(self._events) > self._max_events:
                self._events.popitem(last=False)
            return True

    def events(self, user_id: str) -> tuple[Event, ...]:
        """List a user's events."""
        with self._lock:
            return tuple(stored.event for stored in self._events.values() if stored.user_id == user_id)

    def sessions(self, user_id: str) -> tuple[Session, ...]:
        """List a user's sessions."""
        with self._lock:
            return tuple(row.session for row in self._rows.values() if row.session.user_id == user_id)

    def remember(self, user_id: str, told: SessionTastes) -> None:
        """Keep what a session told of its user's taste."""
        with self._lock:
            rows = self._tastes.setdefault(user_id, {})
            rows.pop(told.session_id, None)
            if told.tastes:
                rows[told.session_id] = told
            for oldest in sorted(rows, key=lambda key: rows[key].unix_ms)[:-MAX_REMEMBERED]:
                del rows[oldest]
            self._tastes.move_to_end(user_id)
            if not rows:
                del self._tastes[user_id]
            while len(self._tastes) > self._max_sessions:
                self._tastes.popitem(last=False)

    def tastes(self, user_id: str) -> tuple[SessionTastes, ...]:
        """List what a user's sessions told of taste."""
        with self._lock:
            return tuple(sorted(self._tastes.get(user_id, {}).values(), key=lambda told: told.unix_ms))

    def erase(self, user_id: str) -> Erased:
        """Erase everything held on a user."""
        with self._lock:
            sessions = [key for key, row in self._rows.items() if row.session.user_id == user_id]
            events = [key for key, stored in self._events.items() if stored.user_id == user_id]
            for key in sessions:
                del self._rows[key]
            for key in events:
                del self._events[key]
            return Erased(len(sessions), len(events), len(self._tastes.pop(user_id, {})))

    def ping(self) -> None:
        """Memory always answers."""

    def _row(self, session_id: str) -> _Row:
        row = self._rows.get(session_id)
        if row is None or row.touched_s < self._clock() - self._ttl_s:
            self._rows.pop(session_id, None)
            raise NotFoundError("There is no such session.", field="session_id")
        return row

    def _forget(self) -> None:
        oldest = self._clock() - self._ttl_s
        while self._rows:
            key, row = next(iter(self._rows.items()))
            if row.touched_s >= oldest and len(self._rows) <= self._max_sessions:
                return
            del self._rows[key]
