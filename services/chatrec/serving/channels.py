"""Channels to other services: they find their way back within a second and carry the request id along."""

import dataclasses
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Self

import grpc

from chatrec.serving.calls import REQUEST_ID, TRACE_PARENT, remaining_s, trace_headers

__all__ = ["ClientTls", "channel"]

_MAX_MESSAGE_BYTES: Final = 16 * 2**20
_ROUND_ROBIN: Final = json.dumps({"loadBalancingConfig": [{"round_robin": {}}]})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ClientTls:
    """How a client makes sure of the server, and shows who it is.

    Attributes:
        authority: PEM of the authority that signed the server; None for those that the system trusts.
        certificate: PEM chain of this client, for mutual TLS.
        key: PEM key of this client.
        server_name: Name expected in the server's certificate, where it is not the target's.
    """

    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    server_name: str = ""


def channel(
    target: str, *, tls: ClientTls | None = None, max_message_bytes: int = _MAX_MESSAGE_BYTES, deadline_s: float = 10.0
) -> grpc.Channel:
    """Open a channel to `target` (`host:port`, `dns:///name:port` for all addresses of a name, `unix:/path`).

    Each channel has a connection of its own: open several to reach several SO_REUSEPORT workers. A call made while
    another is served carries that call's request id and trace. A call without a timeout gets `deadline_s`, or what is
    left to the call being served if that is less.
    """
    options: list[tuple[str, Any]] = [
        ("grpc.max_receive_message_length", max_message_bytes),
        ("grpc.max_send_message_length", max_message_bytes),
        ("grpc.initial_reconnect_backoff_ms", 100),
        ("grpc.min_reconnect_backoff_ms", 500),
        ("grpc.max_reconnect_backoff_ms", 1_000),
        ("grpc.keepalive_time_ms", 20_000),
        ("grpc.keepalive_timeout_ms", 5_000),
        ("grpc.use_local_subchannel_pool", 1),
        ("grpc.service_config", _ROUND_ROBIN),
    ]
    if tls is None:
        return _Carrying(grpc.insecure_channel(target, options), deadline_s)
    if tls.server_name:
        options.append(("grpc.ssl_target_name_override", tls.server_name))
    return _Carrying(grpc.secure_channel(target, _credentials(tls), options), deadline_s)


def _credentials(tls: ClientTls) -> grpc.ChannelCredentials:
    return grpc.ssl_channel_credentials(
        root_certificates=tls.authority.read_bytes() if tls.authority else None,
        private_key=tls.key.read_bytes() if tls.key else None,
        certificate_chain=tls.certificate.read_bytes() if tls.certificate else None,
    )


class _Carrying(grpc.Channel):
    """A channel whose calls carry the current call's headers; gRPC's client interceptors cost many times more."""

    def __init__(self, inner: grpc.Channel, deadline_s: float) -> None:
        self._inner = inner
        self._deadline_s = deadline_s

    def unary_unary(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        return _CarryingCall(self._inner.unary_unary(*arguments, **options), self._deadline_s)

    def unary_stream(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        return _CarryingCall(self._inner.unary_stream(*arguments, **options), self._deadline_s)

    def stream_unary(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        return _CarryingCall(self._inner.stream_unary(*arguments, **options), self._deadline_s)

    def stream_stream(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        return _CarryingCall(self._inner.stream_stream(*arguments, **options), self._deadline_s)

    def subscribe(self, callback: Any, try_to_connect: bool = False) -> None:  # noqa: ANN401, FBT001, FBT002
        self._inner.subscribe(callback, try_to_connect)

    def unsubscribe(self, callback: Any) -> None:  # noqa: ANN401
        self._inner.unsubscribe(callback)

    def close(self) -> None:
        self._inner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._inner.close()


class _CarryingCall:
    """A method of the channel; the three ways to call it are gRPC's."""

    __slots__ = ("_deadline_s", "_inner")

    def __init__(self, inner: Any, deadline_s: float) -> None:  # noqa: ANN401
        self._inner = inner
        self._deadline_s = deadline_s

    def __call__(self, request: Any, timeout: float | None = None, metadata: Any = None, **options: Any) -> Any:  # noqa: ANN401
        return self._inner(request, timeout=self._limit(timeout), metadata=_carried(metadata), **options)

    def with_call(self, request: Any, timeout: float | None = None, metadata: Any = None, **options: Any) -> Any:  # noqa: ANN401
        return self._inner.with_call(request, timeout=self._limit(timeout), metadata=_carried(metadata), **options)

    def future(self, request: Any, timeout: float | None = None, metadata: Any = None, **options: Any) -> Any:  # noqa: ANN401
        return self._inner.future(request, timeout=self._limit(timeout), metadata=_carried(metadata), **options)

    def _limit(self, timeout_s: float | None) -> float:
        return min(self._deadline_s, remaining_s()) if timeout_s is None or timeout_s == math.inf else timeout_s


def _carried(metadata: Sequence[tuple[str, Any]] | None) -> Sequence[tuple[str, Any]] | None:
    headers: Sequence[tuple[str, Any]] = trace_headers()
    if not metadata:
        return headers
    own = {key for key, _ in metadata} & {REQUEST_ID, TRACE_PARENT}
    return [*metadata, *(header for header in headers if header[0] not in own)]
