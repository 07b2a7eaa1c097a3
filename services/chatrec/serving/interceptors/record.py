"""The outermost stage: one log line and the metrics of each call. Never what was said in it."""

import logging
import time
from typing import Final

import grpc

from chatrec.serving.calls import Call
from chatrec.serving.interceptors.around import Stage
from chatrec.serving.logs import log_event
from chatrec.serving.metrics import Metrics

__all__ = ["record_stage"]

_LOGGER: Final = logging.getLogger(__name__)


def record_stage(metrics: Metrics) -> Stage:
    """Return the stage that reports to `metrics` and to the log: request id, method, code, duration."""

    def enter(call: Call) -> _Record:
        return _Record(call, metrics)

    return enter


class _Record:
    __slots__ = ("_call", "_metrics")

    def __init__(self, call: Call, metrics: Metrics) -> None:
        self._call = call
        self._metrics = metrics

    def __enter__(self) -> None:
        self._metrics.call_begins(self._call.method)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        call = self._call
        if kind is GeneratorExit:
            call.code = grpc.StatusCode.CANCELLED
        duration_s = time.perf_counter() - call.started_s
        self._metrics.call_ends(call.method, call.code.name, duration_s)
        log_event(
            _LOGGER,
            logging.INFO,
            "call",
            request_id=call.request_id,
            method=call.method,
            code=call.code.name,
            duration_ms=round(duration_s * 1000, 3),
        )
