"""One gRPC server, from the settings to the last call: `serve` for a process, `Server` for whoever holds it in hand."""

import logging
import os
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from concurrent import futures
from typing import Any, Final, TypeAlias, cast

import grpc
from grpc_reflection.v1alpha import reflection

from chatrec.serving.health import Health
from chatrec.serving.interceptors import Around, Stage, deadline_stage, errors_stage, record_stage
from chatrec.serving.logs import log_event, start_logging
from chatrec.serving.metrics import Metrics
from chatrec.serving.settings import ServingSettings
from chatrec.serving.traces import start_tracing
from chatrec.serving.workers import Workers, stop_with_stdin
from chatrec.vocabulary.errors import UnavailableError

__all__ = ["Probe", "Register", "Server", "serve"]

Register: TypeAlias = Callable[[grpc.Server], None]
"""Adds servicers to the server: `lambda server: add_EncoderServiceServicer_to_server(servicer, server)`."""
Probe: TypeAlias = Callable[[], None]
"""Raises when the model, graph or store behind the service does not answer."""

_LOGGER: Final = logging.getLogger(__name__)
_MIN_PING_MS: Final = 5_000
_END_S: Final = 0.5


def serve(
    service: str,
    settings: ServingSettings,
    register: Register,
    probe: Probe,
    *,
    metrics: Metrics | None = None,
    on_stop: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGTERM or SIGINT, then drain: health says NOT_SERVING, running calls end, the process may leave.

    With `settings.workers` above 1 this process is the first worker and keeps the others alive. It must be called from
    the main thread, where signals arrive.

    Args:
        service: Short name, as in `CHATREC_<SERVICE>_*`: "encoder".
        settings: What was read from the environment.
        register: Adds the servicers.
        probe: Raises when the service cannot do its work.
        metrics: Made beforehand where the service reports batches or queues of its own.
        on_stop: Called after the last call has ended: close stores here.

    Raises:
        UnavailableError: the address is taken or may not be listened on.
    """
    start_logging(service, settings.log_level)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    if settings.stop_with_stdin:
        stop_with_stdin(stopping)
    server = Server(service, settings, register, probe, metrics=metrics)
    server.start()
    workers = Workers(service, settings)
    workers.run_until(stopping)
    workers.drain()
    left_over = server.drain()
    workers.wait(settings.drain_s)
    on_stop()
    if left_over:  # a thread in a call that will not end would keep the process for ever
        log_event(_LOGGER, logging.ERROR, "left_over", calls=left_over)
        logging.shutdown()
        os._exit(1)


class Server:
    """A server that can be started, asked for its address, and drained.

    Attributes:
        address: Where clients find it, once started: `127.0.0.1:50051` or `unix:/path`.
        metrics: Its metrics.
    """

    def __init__(
        self,
        service: str,
        settings: ServingSettings,
        register: Register,
        probe: Probe,
        *,
        metrics: Metrics | None = None,
        new_request_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        self.address = ""
        self.metrics = metrics or Metrics(service)
        self._settings = settings
        self._closers: list[Callable[[], None]] = []
        self._pool = _Pool(settings.threads, thread_name_prefix=service)
        self.metrics.watch_queue("calls", lambda: self._pool.waiting)
        self._server = grpc.server(
            self._pool,
            interceptors=[Around(tuple(self._stages(service)), new_request_id)],
            options=_options(settings),
            maximum_concurrent_rpcs=settings.threads + settings.queue,
        )
        self._health = Health(
            probe,
            interval_s=settings.probe_interval_s,
            timeout_s=settings.probe_timeout_s,
            report=self.metrics.set_healthy,
        )
        self._health.attach(self._server)
        self._names = _register(register, self._server)
        reflection.enable_server_reflection(
            [*self._names, "grpc.health.v1.Health", reflection.SERVICE_NAME], self._server
        )

    def start(self) -> str:
        """Listen, and return the address once health is known.

        Raises:
            UnavailableError: the address is taken or may not be listened on.
        """
        settings = self._settings
        host = settings.host
        port = _listen(self._server, host if host.startswith("unix:") else f"{host}:{settings.port}", settings)
        self._server.start()
        outward = "127.0.0.1" if host.startswith("unix:") else host
        if settings.health_port:
            self._serve_health_apart(f"{outward}:{settings.health_port}")
        if settings.metrics_port:
            self._closers.append(self.metrics.expose(outward, settings.metrics_port))
        self._health.start(self._names)
        self.address = host if host.startswith("unix:") else f"{host}:{port}"
        log_event(_LOGGER, logging.INFO, "listening", address=self.address, tls=settings.tls_certificate is not None)
        return self.address

    def drain(self) -> int:
        """Take no new call, let the running ones end within `drain_s`, cancel what is left, give everything back.

        Returns:
            The number of calls that go on though they were cancelled.
        """
        self._health.stop()
        log_event(_LOGGER, logging.INFO, "draining")
        self._server.stop(self._settings.drain_s).wait()
        for close in reversed(self._closers):
            close()
        self._health.close()
        left_over = self._pool.end(_END_S)
        log_event(_LOGGER, logging.INFO, "stopped")
        return left_over

    def _stages(self, service: str) -> Iterable[Stage]:
        yield record_stage(self.metrics)
        if self._settings.otlp_endpoint:
            tracing = start_tracing(service, self._settings.otlp_endpoint)
            self._closers.append(tracing.stop)
            yield tracing.stage
        yield errors_stage()
        yield deadline_stage(self._settings.default_deadline_s)

    def _serve_health_apart(self, address: str) -> None:
        # A liveness probe must not be turned away because the service is busy: that would restart the busy ones.
        apart = grpc.server(futures.ThreadPoolExecutor(1), options=_options(self._settings))
        self._health.attach(apart)
        _listen(apart, address, self._settings)
        apart.start()
        self._closers.append(lambda: cast("None", apart.stop(0).wait()))


class _Pool(futures.ThreadPoolExecutor):
    """A thread pool that tells how much waits for a thread."""

    @property
    def waiting(self) -> int:
        return self._work_queue.qsize()

    def end(self, limit_s: float) -> int:
        """Let the threads end, and return how many are still busy after `limit_s`."""
        self.shutdown(wait=False, cancel_futures=True)
        end_s = time.monotonic() + limit_s
        for thread in self._threads:
            thread.join(max(0.0, end_s - time.monotonic()))
        return sum(thread.is_alive() for thread in self._threads)


class _NameKeeper:
    """Stands in for the server while servicers are added, and keeps the names under which they are."""

    def __init__(self, server: grpc.Server) -> None:
        self._server = server
        self.names: list[str] = []

    def add_generic_rpc_handlers(self, handlers: Iterable[Any]) -> None:
        kept = tuple(handlers)
        self.names += [handler.service_name() for handler in kept if isinstance(handler, grpc.ServiceRpcHandler)]
        self._server.add_generic_rpc_handlers(kept)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - everything else is the server's own
        return getattr(self._server, name)


def _register(register: Register, server: grpc.Server) -> tuple[str, ...]:
    keeper = _NameKeeper(server)
    register(cast("grpc.Server", keeper))
    return tuple(dict.fromkeys(keeper.names))


def _options(settings: ServingSettings) -> list[tuple[str, int]]:
    return [
        ("grpc.max_receive_message_length", settings.max_message_bytes),
        ("grpc.max_send_message_length", settings.max_message_bytes),
        ("grpc.so_reuseport", int(settings.share_port or settings.workers > 1)),
        ("grpc.keepalive_time_ms", 30_000),
        ("grpc.keepalive_timeout_ms", 10_000),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.min_ping_interval_without_data_ms", _MIN_PING_MS),
        ("grpc.http2.max_pings_without_data", 0),
    ]


def _listen(server: grpc.Server, address: str, settings: ServingSettings) -> int:
    try:
        if settings.tls_certificate is None or settings.tls_key is None:
            return int(server.add_insecure_port(address))
        authority = settings.tls_client_ca
        credentials = grpc.ssl_server_credentials(
            [(settings.tls_key.read_bytes(), settings.tls_certificate.read_bytes())],
            root_certificates=authority.read_bytes() if authority else None,
            require_client_auth=authority is not None,
        )
        return int(server.add_secure_port(address, credentials))
    except RuntimeError as error:
        raise UnavailableError("The address cannot be listened on.", address=address) from error
