"""The call that is being served: who asked, by when, and what must travel on with calls made on its behalf."""

import contextvars
import dataclasses
import math
import time
from typing import Final

import grpc

__all__ = ["REQUEST_ID", "TRACE_PARENT", "Call", "current_call", "remaining_s", "serving", "trace_headers"]

REQUEST_ID: Final = "x-request-id"
TRACE_PARENT: Final = "traceparent"

_current: contextvars.ContextVar["Call | None"] = contextvars.ContextVar("chatrec_call", default=None)


@dataclasses.dataclass(slots=True, eq=False)
class Call:
    """One call in the server.

    Attributes:
        method: Full name, `/package.Service/Method`.
        context: gRPC's own context.
        request_id: The caller's `x-request-id`, or a new one.
        trace_parent: W3C trace context to pass on; empty where there is none.
        started_s: `time.perf_counter()` when a thread took the call.
        deadline_s: The same clock when its time is up.
        code: How it ended, as far as known.
    """

    method: str
    context: grpc.ServicerContext
    request_id: str = ""
    trace_parent: str = ""
    started_s: float = 0.0
    deadline_s: float = math.inf
    code: grpc.StatusCode = grpc.StatusCode.OK


class serving:  # noqa: N801 - reads as a statement: `with serving(call):`
    """Make `call` the current one inside the block.

    The former value is put back rather than reset by token, because an abandoned reply stream may be closed from a
    thread that never opened it.
    """

    __slots__ = ("_call", "_former")

    def __init__(self, call: Call) -> None:
        self._call = call
        self._former: Call | None = None

    def __enter__(self) -> Call:
        self._former = _current.get()
        _current.set(self._call)
        return self._call

    def __exit__(self, *_: object) -> None:
        _current.set(self._former)


def current_call() -> Call | None:
    """Return the call that this thread serves, or None outside of one."""
    return _current.get()


def remaining_s() -> float:
    """Return the seconds left to the current call, at least 0; infinity outside of one."""
    call = _current.get()
    return math.inf if call is None else max(0.0, call.deadline_s - time.perf_counter())


def trace_headers() -> list[tuple[str, str]]:
    """Return the metadata that a call made on behalf of the current one carries."""
    call = _current.get()
    if call is None:
        return []
    headers = [(REQUEST_ID, call.request_id)]
    if call.trace_parent:
        headers.append((TRACE_PARENT, call.trace_parent))
    return headers
