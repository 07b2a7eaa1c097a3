"""A real Chat-REC server inside the test's own process, and a channel to it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from chatrec.serving import ClientTls, Server, ServingSettings, channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import grpc


@contextmanager
def running(
    register: Callable[[grpc.Server], None],
    *,
    probe: Callable[[], None] = lambda: None,
    settings: ServingSettings | None = None,
    tls: ClientTls | None = None,
) -> Iterator[tuple[Server, grpc.Channel]]:
    """Start a server on a free port, give it with a channel to it, drain it at the end."""
    chosen = settings or ServingSettings(threads=4, queue=16, drain_s=2.0, probe_interval_s=0.05)
    server = Server("test", chosen, register, probe)
    address = server.start()
    try:
        with channel(address, tls=tls) as client:
            yield server, client
    finally:
        server.drain()
