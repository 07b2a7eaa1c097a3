"""The deltas of a catalogue in a Redis Stream, whose entries bear the revision they lead to as their id."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import quote

import redis

from chatrec.knowledge.adapters.delta_records import delta_from_json, delta_json
from chatrec.knowledge.adapters.neo4j_connection import DEFAULT_TENANT
from chatrec.knowledge.domain.deltas import Delta
from chatrec.vocabulary.errors import UnavailableError

__all__ = ["RedisDeltaStream", "open_redis"]

_KEPT: Final = 10_000
_AT_ONCE: Final = 1_000
_TIMEOUT_S: Final = 2.0
_FIELD: Final = "delta"


def open_redis(url: str, password: str = "", *, wait_s: float = 0.0) -> Any:  # noqa: ANN401  replies have no types
    """Open a client that gives up in seconds, beyond the longest wait for news; the caller closes it."""
    more: dict[str, Any] = {"password": password} if password else {}
    return redis.Redis.from_url(
        url, socket_timeout=_TIMEOUT_S + wait_s, socket_connect_timeout=_TIMEOUT_S, health_check_interval=30, **more
    )


class RedisDeltaStream:
    """Keeps the last ten thousand deltas of one catalogue."""

    def __init__(self, client: Any, catalogue: str, tenant: str = DEFAULT_TENANT) -> None:  # noqa: ANN401
        """Keep the client, which the caller closes."""
        self._client = client
        self._key = f"chatrec:deltas:{quote(tenant, safe='')}:{quote(catalogue, safe='')}"

    def publish(self, delta: Delta) -> None:
        """Append a delta."""
        with _answering():
            try:
                self._client.xadd(
                    self._key, {_FIELD: delta_json(delta)}, id=f"{delta.step.after}-0", maxlen=_KEPT, approximate=True
                )
            except redis.ResponseError as error:
                # Sent before, or a later change was quicker: who reads that one sees the gap and reads the store.
                if "equal or smaller" not in str(error):
                    raise

    def after(self, revision: int, wait_s: float) -> tuple[Delta, ...]:
        """Give the deltas after a revision."""
        block = max(1, round(wait_s * 1000))
        with _answering():
            found = self._client.xread({self._key: f"{revision}-0"}, count=_AT_ONCE, block=block)
        return tuple(delta_from_json(fields[_FIELD.encode()]) for _, entries in found or () for _, fields in entries)

    def last(self) -> int:
        """Give the revision of the latest delta."""
        with _answering():
            found = self._client.xrevrange(self._key, count=1)
        return int(found[0][0].split(b"-")[0]) if found else 0


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        raise UnavailableError(f"Redis does not answer: {type(error).__name__}.", part="deltas") from error
