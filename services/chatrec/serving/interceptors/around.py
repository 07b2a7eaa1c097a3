"""One gRPC interceptor that puts stages around each handler, whatever its arity.

A handler is wrapped once per method and kept, so a call costs the stages themselves and nothing for gRPC's own
interceptor machinery.
"""

import math
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import Any, Final, TypeAlias

import grpc

from chatrec.serving.calls import REQUEST_ID, TRACE_PARENT, Call, serving

__all__ = ["Around", "Stage"]

Stage: TypeAlias = Callable[[Call], AbstractContextManager[object]]
"""What a stage is: given the call, a block to run it in. The block sees the handler's exceptions."""

_Handler: TypeAlias = "grpc.RpcMethodHandler[Any, Any]"
_ENDLESS_S: Final = 1e9
_SAFE_ID: Final = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")
_TRACE: Final = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


class Around(grpc.ServerInterceptor):  # type: ignore[type-arg] # not generic when it runs
    """Serve every call inside the stages, first one outermost; gRPC's own services pass untouched.

    Args:
        stages: What to put around the handlers.
        new_request_id: Gives an id to a call that brings none, or one that is not safe to log.
    """

    def __init__(self, stages: Sequence[Stage], new_request_id: Callable[[], str]) -> None:
        self._stages = tuple(stages)
        self._new_request_id = new_request_id
        self._wrapped: dict[str, _Handler] = {}

    def intercept_service(
        self, continuation: Callable[[grpc.HandlerCallDetails], Any], handler_call_details: grpc.HandlerCallDetails
    ) -> Any:  # noqa: ANN401 - gRPC types its handlers by messages that are unknown here
        """Return the wrapped handler of the called method, or None for a method that does not exist."""
        method = handler_call_details.method
        wrapped = self._wrapped.get(method)
        if wrapped is not None:
            return wrapped
        handler = continuation(handler_call_details)
        if handler is None or method.startswith("/grpc."):
            return handler
        self._wrapped[method] = wrapped = self._wrap(handler, method)
        return wrapped

    def _wrap(self, handler: _Handler, method: str) -> _Handler:
        codecs = {
            "request_deserializer": handler.request_deserializer,
            "response_serializer": handler.response_serializer,
        }
        if handler.unary_unary:
            return grpc.unary_unary_rpc_method_handler(self._single(handler.unary_unary, method), **codecs)
        if handler.stream_unary:
            return grpc.stream_unary_rpc_method_handler(self._single(handler.stream_unary, method), **codecs)
        if handler.unary_stream:
            return grpc.unary_stream_rpc_method_handler(self._many(handler.unary_stream, method), **codecs)
        if handler.stream_stream:
            return grpc.stream_stream_rpc_method_handler(self._many(handler.stream_stream, method), **codecs)
        return handler

    def _single(self, behaviour: Callable[[Any, Any], Any], method: str) -> Callable[[Any, Any], Any]:
        def serve_call(request: Any, context: Any) -> Any:  # noqa: ANN401
            call = self._call(method, context)
            with serving(call), ExitStack() as stack:
                for stage in self._stages:
                    stack.enter_context(stage(call))
                return behaviour(request, context)

        return serve_call

    def _many(self, behaviour: Callable[[Any, Any], Any], method: str) -> Callable[[Any, Any], Iterator[Any]]:
        def serve_call(request: Any, context: Any) -> Iterator[Any]:  # noqa: ANN401
            call = self._call(method, context)
            with serving(call), ExitStack() as stack:
                for stage in self._stages:
                    stack.enter_context(stage(call))
                yield from behaviour(request, context)

        return serve_call

    def _call(self, method: str, context: Any) -> Call:  # noqa: ANN401
        request_id = trace_parent = ""
        for key, value in context.invocation_metadata():
            if key == REQUEST_ID and _SAFE_ID.fullmatch(value):
                request_id = value
            elif key == TRACE_PARENT and _TRACE.fullmatch(value):
                trace_parent = value
        now_s = time.perf_counter()
        left_s = context.time_remaining()  # without a deadline: None, or centuries
        deadline_s = math.inf if left_s is None or left_s > _ENDLESS_S else now_s + left_s
        return Call(method, context, request_id or self._new_request_id(), trace_parent, now_s, deadline_s)
