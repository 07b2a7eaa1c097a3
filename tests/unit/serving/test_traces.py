"""Traces: nothing without an endpoint, one span a call with one."""

from __future__ import annotations

import grpc
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from chatrec.serving import ServingSettings
from chatrec.serving.calls import Call
from chatrec.serving.traces import span_stage
from chatrec.vocabulary.errors import NotFoundError
from tests.servers.in_process import running
from tests.servers.python import output_of
from tests.unit.serving.echo import echo, once

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE_ID}-b7ad6b7169203331-01"


@pytest.fixture
def spans() -> tuple[TracerProvider, InMemorySpanExporter]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return provider, exporter


def a_call(code: grpc.StatusCode = grpc.StatusCode.OK) -> Call:
    return Call("/test.v1.EchoService/Once", None, "r-1", PARENT, code=code)  # type: ignore[arg-type]


def test_a_call_becomes_a_span_of_the_callers_trace_and_passes_itself_on(
    spans: tuple[TracerProvider, InMemorySpanExporter],
) -> None:
    provider, exporter = spans
    call = a_call()
    with span_stage(provider)(call):
        assert call.trace_parent != PARENT
        assert TRACE_ID in call.trace_parent
    (span,) = exporter.get_finished_spans()
    assert span.name == "test.v1.EchoService/Once"
    assert format(span.context.trace_id, "032x") == TRACE_ID
    assert span.parent is not None
    assert format(span.context.span_id, "016x") in call.trace_parent


def test_a_failed_call_is_a_failed_span_without_its_message(
    spans: tuple[TracerProvider, InMemorySpanExporter],
) -> None:
    provider, exporter = spans
    with pytest.raises(NotFoundError), span_stage(provider)(a_call(grpc.StatusCode.NOT_FOUND)):
        raise NotFoundError("我说的话")
    (span,) = exporter.get_finished_spans()
    assert span.status.status_code is StatusCode.ERROR
    assert "我说的话" not in span.to_json()


def test_a_server_with_an_endpoint_serves_though_nobody_collects(caplog: pytest.LogCaptureFixture) -> None:
    settings = ServingSettings(otlp_endpoint="http://127.0.0.1:9", drain_s=1.0)
    caplog.set_level("CRITICAL", logger="opentelemetry")
    with running(echo(), settings=settings) as (_, client):
        assert once(client)(b"a") == b"a"


def test_without_an_endpoint_nothing_of_opentelemetry_is_imported() -> None:
    script = "import sys, chatrec.serving; print('opentelemetry' in sys.modules)"
    assert output_of(script) == "False\n"
