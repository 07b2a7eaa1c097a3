"""Health that is true: SERVING only while the probe passes (grpc.health.v1)."""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent import futures
from typing import Final

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from chatrec.serving.logs import log_event

__all__ = ["Health"]

_LOGGER: Final = logging.getLogger(__name__)


class Health:
    """Probes in a thread of its own and publishes what it finds for each service name and for "", the whole server.

    Args:
        probe: Raises when the model, graph or store behind the server does not answer.
        interval_s: Time between two probes.
        timeout_s: A probe that takes longer has failed; the next begins only when it has ended.
        report: Told 1 or 0 after every probe.
    """

    def __init__(
        self, probe: Callable[[], None], *, interval_s: float, timeout_s: float, report: Callable[[float], None]
    ) -> None:
        self._probe = probe
        self._interval_s = interval_s
        self._timeout_s = timeout_s
        self._report = report
        self._pool = futures.ThreadPoolExecutor(2, thread_name_prefix="health")
        self._servicer = health.HealthServicer(experimental_non_blocking=True, experimental_thread_pool=self._pool)
        # gRPC's own servicer says SERVING until told otherwise; nothing is known before the first probe.
        self._servicer.set("", health_pb2.HealthCheckResponse.NOT_SERVING)
        self._names: tuple[str, ...] = ("",)
        self._attempt: _Attempt | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="health-watch", daemon=True)
        self._healthy: bool | None = None

    def attach(self, server: grpc.Server) -> None:
        """Answer health checks on `server`."""
        health_pb2_grpc.add_HealthServicer_to_server(self._servicer, server)

    def start(self, names: Sequence[str]) -> None:
        """Probe once, publish it for `names`, then go on probing until `stop`."""
        self._names = ("", *names)
        self._check()
        self._thread.start()

    def stop(self) -> None:
        """Say NOT_SERVING from now on, to those who watch too, and probe no more."""
        self._stopping.set()
        self._servicer.enter_graceful_shutdown()

    def close(self) -> None:
        """Give the threads back."""
        self._pool.shutdown(wait=False)

    def _watch(self) -> None:
        while not self._stopping.wait(self._interval_s):
            self._check()

    def _check(self) -> None:
        healthy = self._passes()
        if healthy != self._healthy:
            self._healthy = healthy
            value = health_pb2.HealthCheckResponse.SERVING if healthy else health_pb2.HealthCheckResponse.NOT_SERVING
            for name in self._names:
                self._servicer.set(name, value)
        self._report(1.0 if healthy else 0.0)

    def _passes(self) -> bool:
        if self._attempt is None:
            self._attempt = _Attempt(self._probe)
        self._attempt.join(self._timeout_s)
        if self._attempt.is_alive():
            self._note(None)
            return False
        failure, self._attempt = self._attempt.failure, None
        if failure is not None:
            self._note(failure)
        return failure is None

    def _note(self, failure: BaseException | None) -> None:
        if self._healthy is not False:
            log_event(_LOGGER, logging.WARNING, "unhealthy", failed=failure, timed_out=failure is None)


class _Attempt(threading.Thread):
    """One probe, in a thread that the process does not wait for when it leaves: a probe may hang."""

    def __init__(self, probe: Callable[[], None]) -> None:
        super().__init__(name="probe", daemon=True)
        self._probe = probe
        self.failure: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._probe()
        except Exception as error:  # noqa: BLE001 - whatever a probe raises, the answer is no
            self.failure = error
