"""Sessions in Redis 7: Lua compare-and-set, time to live, and hash tags that keep a session in one Cluster slot."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote

import redis
from redis.backoff import ExponentialBackoff
from redis.cluster import RedisCluster
from redis.retry import Retry

from chatrec.orchestrator.adapters.memory_sessions import MAX_REMEMBERED, MAX_TURNS
from chatrec.orchestrator.domain.ports import Erased, StoredEvent, Versioned
from chatrec.vocabulary.errors import ConflictError, NotFoundError, UnavailableError
from chatrec.vocabulary.turn import Event, RecordedTurn, Session, SessionTastes
from chatrec.vocabulary.wire import turns as wire

__all__ = ["RedisSessions", "connect"]

_CLUSTER: Final = "redis+cluster://"
_EVENTS_PER_USER: Final = 10_000
_TASTES_S: Final = 365 * 24 * 3600
"""How long what a user likes is kept after it was told last."""


def connect(url: str, password: str, *, timeout_s: float = 1.0) -> Any:  # noqa: ANN401  both clients share no type
    """Open a client for `redis://`, `rediss://` or `redis+cluster://`; nothing is sent yet where it is no cluster."""
    options: dict[str, Any] = {
        "socket_timeout": timeout_s,
        "socket_connect_timeout": timeout_s,
        "retry": Retry(ExponentialBackoff(cap=0.1, base=0.01), 2),
    }
    if password:
        options["password"] = password
    if url.startswith(_CLUSTER):
        return RedisCluster.from_url("redis://" + url.removeprefix(_CLUSTER), **options)
    return redis.Redis.from_url(url, health_check_interval=30, **options)


class RedisSessions:
    """A SessionStore in Redis; sessions and events end with their time to live."""

    def __init__(self, client: Any, *, ttl_s: int, max_events: int, clock: Callable[[], float]) -> None:  # noqa: ANN401
        """Keep the client; `clock` gives Unix seconds, `max_events` bounds the events of one user."""
        self._client = client
        self._ttl_s = ttl_s
        self._max_events = min(max_events, _EVENTS_PER_USER)
        self._clock = clock
        self._create = client.register_script(_script("create"))
        self._save = client.register_script(_script("save"))
        self._record = client.register_script(_script("record"))
        self._remember = client.register_script(_script("remember"))

    def create(self, session: Session) -> None:
        """Store a new session."""
        key = _session_key(session.session_id)
        now_s = self._clock()
        with _answering():
            # The index first: an id in it without a session is harmless, a session that cannot be erased is not.
            if session.user_id:
                index = _user_key(session.user_id, "sessions")
                self._client.zadd(index, {session.session_id: now_s})
                self._client.zremrangebyscore(index, 0, now_s - 2 * self._ttl_s)
                self._client.expire(index, 2 * self._ttl_s)
            made = self._create(keys=[key], args=[session.user_id, wire.session_bytes(session), self._ttl_s])
        if not made:
            raise ConflictError("The session exists already.", session_id=session.session_id)

    def get(self, session_id: str) -> Versioned:
        """Get a session."""
        with _answering():
            version, data = self._client.hmget(_session_key(session_id), "version", "data")
        if data is None:
            raise NotFoundError("There is no such session.", field="session_id")
        return Versioned(wire.session_from_bytes(data), int(version))

    def save(self, held: Versioned, recorded: RecordedTurn | None) -> None:
        """Save a session and a turn."""
        session_id = held.session.session_id
        request_id = recorded.turn.request_id if recorded else ""
        turn = wire.recorded_turn_bytes(recorded) if recorded else b""
        data = wire.session_bytes(held.session)
        with _answering():
            saved = self._save(
                keys=_session_keys(session_id),
                args=[held.version, data, self._ttl_s, request_id, turn, MAX_TURNS],
            )
            if saved > 0 and held.session.user_id:
                # The user's index lives longer than any session in it.
                self._client.expire(_user_key(held.session.user_id, "sessions"), 2 * self._ttl_s)
                self._client.zadd(_user_key(held.session.user_id, "sessions"), {session_id: self._clock()}, xx=True)
        if saved < 0:
            raise NotFoundError("There is no such session.", field="session_id")
        if saved == 0:
            raise ConflictError("The session was changed by somebody else.", session_id=session_id)

    def find_turn(self, session_id: str, request_id: str) -> RecordedTurn | None:
        """Find the turn that answered a request."""
        with _answering():
            data = self._client.hget(_session_key(session_id, "turns"), request_id)
        return wire.recorded_turn_from_bytes(data) if data else None

    def turns(self, session_id: str) -> tuple[RecordedTurn, ...]:
        """List the latest turns."""
        with _answering():
            order = self._client.lrange(_session_key(session_id, "order"), 0, -1)
            found = self._client.hmget(_session_key(session_id, "turns"), order) if order else []
        return tuple(wire.recorded_turn_from_bytes(data) for data in found if data)

    def delete(self, session_id: str) -> None:
        """Delete a session."""
        with _answering():
            gone = self._client.delete(*_session_keys(session_id))
        if not gone:
            raise NotFoundError("There is no such session.", field="session_id")

    def knows(self, stored: StoredEvent) -> bool:
        """Tell whether an event of this id was recorded for its user."""
        known, _ = _event_keys(stored)
        with _answering():
            return self._client.zscore(known, stored.event.event_id) is not None

    def record(self, stored: StoredEvent) -> bool:
        """Append an event."""
        data = wire.event_message(stored.event).SerializeToString()
        with _answering():
            added = self._record(
                keys=_event_keys(stored),
                args=[stored.event.event_id, data, self._clock(), self._ttl_s, self._max_events],
            )
        return bool(added)

    def events(self, user_id: str) -> tuple[Event, ...]:
        """List a user's events."""
        with _answering():
            rows = self._client.xrange(_user_key(user_id, "events"))
        return tuple(wire.event_from_bytes(fields[b"data"]) for _, fields in rows)

    def sessions(self, user_id: str) -> tuple[Session, ...]:
        """List a user's sessions."""
        with _answering():
            ids = self._client.zrange(_user_key(user_id, "sessions"), 0, -1)
            found = [self._client.hget(_session_key(session_id.decode()), "data") for session_id in ids]
        return tuple(wire.session_from_bytes(data) for data in found if data)

    def remember(self, user_id: str, told: SessionTastes) -> None:
        """Keep what a session told of its user's taste."""
        data = wire.tastes_bytes(told) if told.tastes else b""
        with _answering():
            self._remember(
                keys=_taste_keys(user_id), args=[told.session_id, data, told.unix_ms, _TASTES_S, MAX_REMEMBERED]
            )

    def tastes(self, user_id: str) -> tuple[SessionTastes, ...]:
        """List what a user's sessions told of taste."""
        with _answering():
            found = self._client.hvals(_user_key(user_id, "tastes"))
        return tuple(sorted(map(wire.tastes_from_bytes, found), key=lambda told: told.unix_ms))

    def erase(self, user_id: str) -> Erased:
        """Erase everything held on a user."""
        index = _user_key(user_id, "sessions")
        with _answering():
            events = self._client.xlen(_user_key(user_id, "events"))
            tastes = self._client.hlen(_user_key(user_id, "tastes"))
            ids = [session_id.decode() for session_id in self._client.zrange(index, 0, -1)]
            sessions = sum(self._client.delete(*_session_keys(session_id)) > 0 for session_id in ids)
            # The index last: where the server is lost in between, erasing again finds what is left.
            for part in ("events", "event_ids", "tastes", "tastes_order", "sessions"):
                self._client.delete(_user_key(user_id, part))
        return Erased(sessions, events, tastes)

    def ping(self) -> None:
        """Ask the server."""
        with _answering():
            self._client.ping()


def _session_key(session_id: str, part: str = "session") -> str:
    return f"chatrec:session:{_tag(session_id)}:{part}"


def _session_keys(session_id: str) -> list[str]:
    return [_session_key(session_id, part) for part in ("session", "turns", "order")]


def _user_key(user_id: str, part: str) -> str:
    return f"chatrec:user:{_tag(user_id)}:{part}"


def _taste_keys(user_id: str) -> list[str]:
    return [_user_key(user_id, part) for part in ("tastes", "tastes_order")]


def _event_keys(stored: StoredEvent) -> list[str]:
    """Give the keys of known ids and of events: the user's, or the session's own where nobody is named."""
    if stored.user_id:
        return [_user_key(stored.user_id, part) for part in ("event_ids", "events")]
    return [_session_key(stored.event.session_id, part) for part in ("event_ids", "events")]


def _tag(any_id: str) -> str:
    """Give an id as a hash tag: where it is empty or has braces of its own, its keys would be of different slots."""
    return f"{{id={quote(any_id, safe='')}}}"


def _script(name: str) -> str:
    return files("chatrec.orchestrator.adapters").joinpath("lua", f"{name}.lua").read_text("utf-8")


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        raise UnavailableError("The session store does not answer.", part="sessions") from error
