"""OpenTelemetry traces, where an endpoint is configured. Without one, this module imports nothing of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from chatrec.serving.calls import TRACE_PARENT, Call
from chatrec.serving.interceptors.around import Stage

if TYPE_CHECKING:
    from opentelemetry.trace import TracerProvider

__all__ = ["Tracing", "span_stage", "start_tracing"]


class Tracing(NamedTuple):
    """The stage that makes a span of each call, and the function that sends what is left and stops."""

    stage: Stage
    stop: Callable[[], None]


def start_tracing(service: str, endpoint: str) -> Tracing:
    """Send spans of `service` by OTLP over gRPC to `endpoint` (`http://host:port` for plain text)."""
    # A heavy import that most processes never need.
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider(resource=Resource.create({"service.name": f"chatrec-{service}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    return Tracing(span_stage(provider), provider.shutdown)


def span_stage(provider: "TracerProvider") -> Stage:
    """Return the stage that makes a server span of each call with the tracer `provider`."""
    from opentelemetry import trace  # noqa: PLC0415
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

    tracer, propagator = provider.get_tracer("chatrec"), TraceContextTextMapPropagator()

    @contextmanager
    def span(call: Call) -> Iterator[None]:
        parent = propagator.extract({TRACE_PARENT: call.trace_parent})
        attributes = {"rpc.system": "grpc", "rpc.method": call.method, "chatrec.request_id": call.request_id}
        with tracer.start_as_current_span(
            call.method.lstrip("/"),
            context=parent,
            kind=trace.SpanKind.SERVER,
            attributes=attributes,
            record_exception=False,  # its message might quote a user
            set_status_on_exception=False,
        ) as current:
            carrier: dict[str, str] = {}
            propagator.inject(carrier)
            call.trace_parent = carrier.get(TRACE_PARENT, call.trace_parent)
            try:
                yield
            finally:
                current.set_attribute("rpc.grpc.status_code", call.code.value[0])
                if call.code.value[0]:
                    current.set_status(trace.StatusCode.ERROR, call.code.name)

    return span
