"""A service of bytes whose behaviour each test chooses: no proto of ours is needed to test the serving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAME = "test.v1.EchoService"


def _as_is(value: bytes) -> bytes:
    return value


def echo(
    once: Callable[[bytes, grpc.ServicerContext], bytes] = lambda request, _: request,
    many: Callable[[bytes, grpc.ServicerContext], Iterator[bytes]] = lambda request, _: iter([request]),
) -> Callable[[grpc.Server], None]:
    """Return what registers the service: `Once` answers with one message, `Many` with a stream."""
    handlers = {
        "Once": grpc.unary_unary_rpc_method_handler(once, _as_is, _as_is),
        "Many": grpc.unary_stream_rpc_method_handler(many, _as_is, _as_is),
        "Last": grpc.stream_unary_rpc_method_handler(lambda requests, _: list(requests)[-1], _as_is, _as_is),
        "Each": grpc.stream_stream_rpc_method_handler(lambda requests, _: requests, _as_is, _as_is),
    }

    def register(server: grpc.Server) -> None:
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(NAME, handlers),))

    return register


def once(client: grpc.Channel) -> grpc.UnaryUnaryMultiCallable[bytes, bytes]:
    """Return the client's side of `Once`."""
    return client.unary_unary(f"/{NAME}/Once", _as_is, _as_is)


def many(client: grpc.Channel) -> grpc.UnaryStreamMultiCallable[bytes, bytes]:
    """Return the client's side of `Many`."""
    return client.unary_stream(f"/{NAME}/Many", _as_is, _as_is)
