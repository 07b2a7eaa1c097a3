"""Prometheus metrics of one process: rate, errors, duration, what is in flight, what waits, batch sizes."""

import threading
from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

__all__ = ["Metrics"]

_DURATION_BUCKETS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.035, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_BATCH_BUCKETS: Final = (1, 2, 4, 8, 16, 32, 64, 128)


class Metrics:
    """The metrics of `service`, in a registry of their own.

    Attributes:
        registry: Where a service may register further metrics.
    """

    def __init__(self, service: str) -> None:
        self.registry = CollectorRegistry()
        labels = {"service": service}
        self._ended = Counter(
            "chatrec_calls", "Calls by method and final code.", ("service", "method", "code"), registry=self.registry
        )
        self._durations = Histogram(
            "chatrec_call_duration_seconds",
            "Time from a thread taking a call to its end.",
            ("service", "method"),
            buckets=_DURATION_BUCKETS_S,
            registry=self.registry,
        )
        self._in_flight = Gauge(
            "chatrec_calls_in_flight", "Calls being worked on.", ("service",), registry=self.registry
        ).labels(**labels)
        self._queue = Gauge(
            "chatrec_queue_length", "What waits, by queue.", ("service", "queue"), registry=self.registry
        )
        self._batches = Histogram(
            "chatrec_batch_size", "Entries a batch.", ("service",), buckets=_BATCH_BUCKETS, registry=self.registry
        )
        self._healthy = Gauge(
            "chatrec_healthy", "1 while the probe passes.", ("service",), registry=self.registry
        ).labels(**labels)
        self._service = service
        self._by_method: dict[str, Histogram] = {}
        self._by_code: dict[tuple[str, str], Counter] = {}

    def call_begins(self, method: str) -> None:
        """Count a call of `method` that a thread has taken."""
        if method not in self._by_method:
            self._by_method[method] = self._durations.labels(service=self._service, method=method)
        self._in_flight.inc()

    def call_ends(self, method: str, code: str, duration_s: float) -> None:
        """Count the end of a call that had begun."""
        self._in_flight.dec()
        self._by_method[method].observe(duration_s)
        ended = self._by_code.get((method, code))
        if ended is None:
            ended = self._ended.labels(service=self._service, method=method, code=code)
            self._by_code[method, code] = ended
        ended.inc()

    def observe_batch(self, size: int) -> None:
        """Record the number of entries in a batch; a service that batches hands this to its batcher."""
        self._batches.labels(service=self._service).observe(size)

    def watch_queue(self, queue: str, length: Callable[[], int]) -> None:
        """Report what `length` returns whenever the metrics are read, as the length of `queue`."""
        self._queue.labels(service=self._service, queue=queue).set_function(length)

    def set_healthy(self, healthy: float) -> None:
        """Report the outcome of the last probe: 1 or 0."""
        self._healthy.set(healthy)

    def expose(self, host: str, port: int) -> Callable[[], None]:
        """Answer `GET /metrics` on `port` and return the function that stops it."""
        server, thread = start_http_server(port, addr=host, registry=self.registry)

        def stop() -> None:
            server.shutdown()
            server.server_close()
            if thread is not threading.current_thread():
                thread.join()

        return stop
