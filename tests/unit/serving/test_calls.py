"""Deadlines, request ids, traces and log lines of a call."""

from __future__ import annotations

import io
import json
import math
import threading
import time
from typing import TYPE_CHECKING

import grpc
import pytest

from chatrec.serving import ServingSettings, channel, current_call, decode, remaining_s, start_logging
from chatrec.vocabulary.errors import DeadlineExceededError
from tests.servers.in_process import running
from tests.unit.serving.echo import echo, many, once

if TYPE_CHECKING:
    from collections.abc import Iterator

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def told_headers(_: bytes, __: grpc.ServicerContext) -> bytes:
    call = current_call()
    assert call is not None
    return json.dumps([call.request_id, call.trace_parent, remaining_s()]).encode()


def test_outside_a_call_time_is_endless_and_there_is_no_call() -> None:
    assert remaining_s() == math.inf
    assert current_call() is None


def test_a_call_without_a_deadline_gets_the_default() -> None:
    settings = ServingSettings(default_deadline_s=3.0, drain_s=1.0)
    server_side = echo(told_headers)
    with running(server_side, settings=settings) as (server, _), grpc.insecure_channel(server.address) as plain:
        left_s = json.loads(once(plain)(b""))[2]
    assert 2.5 < left_s <= 3.0


def test_the_callers_deadline_wins_over_the_default() -> None:
    with running(echo(told_headers)) as (_, client):
        assert 1.0 < json.loads(once(client)(b"", timeout=1.5))[2] <= 1.6


def test_a_call_made_for_another_has_no_more_time_than_that_one() -> None:
    with running(echo(told_headers)) as (_, leaf):

        def ask_leaf(request: bytes, _: grpc.ServicerContext) -> bytes:
            return once(leaf)(request)

        with running(echo(ask_leaf)) as (_, client):
            assert json.loads(once(client)(b"", timeout=1.5))[2] <= 1.6


def test_an_endless_timeout_is_the_channels_own() -> None:
    with running(echo(told_headers)) as (_, client):
        assert json.loads(once(client)(b"", timeout=math.inf))[2] <= 10.5


def test_a_call_whose_deadline_passed_while_it_waited_is_not_worked_on() -> None:
    worked_on: list[bytes] = []
    release = threading.Event()

    def slow(request: bytes, _: grpc.ServicerContext) -> bytes:
        worked_on.append(request)
        release.wait(5)
        return request

    with running(echo(slow), settings=ServingSettings(threads=1, queue=4, drain_s=2.0)) as (_, client):
        first = once(client).future(b"first", timeout=5)
        while not worked_on:
            time.sleep(0.01)
        late = once(client).future(b"late", timeout=0.2)
        assert isinstance(late.exception(), grpc.RpcError)
        time.sleep(0.1)
        release.set()
        assert first.result() == b"first"
        assert once(client)(b"third") == b"third"
    assert worked_on == [b"first", b"third"]


def test_a_deadline_that_passes_comes_back_as_such() -> None:
    def slow(request: bytes, _: grpc.ServicerContext) -> bytes:
        time.sleep(0.3)
        return request

    with running(echo(slow)) as (_, client), pytest.raises(grpc.RpcError) as caught:
        once(client)(b"", timeout=0.1)
    assert isinstance(decode(caught.value), DeadlineExceededError)


def test_request_id_and_trace_pass_through_to_the_next_service() -> None:
    with running(echo(told_headers)) as (_, leaf):

        def ask_leaf(request: bytes, _: grpc.ServicerContext) -> bytes:
            return once(leaf)(request)

        with running(echo(ask_leaf)) as (_, client):
            said = once(client)(b"", metadata=(("x-request-id", "r-1"), ("traceparent", TRACE)))
    assert json.loads(said)[:2] == ["r-1", TRACE]


def test_a_call_without_an_id_gets_one_and_an_unsafe_one_is_replaced() -> None:
    with running(echo(told_headers)) as (_, client):
        given = json.loads(once(client)(b""))[0]
        replaced = json.loads(once(client)(b"", metadata=(("x-request-id", "a b" * 100),)))[0]
    assert len(given) == len(replaced) == 32
    assert given != replaced


def test_every_way_to_call_carries_the_headers() -> None:
    with running(echo(told_headers)) as (_, leaf):

        def ask_leaf(_: bytes, __: grpc.ServicerContext) -> bytes:
            answers = [
                once(leaf).with_call(b"")[0],
                once(leaf).future(b"").result(),
                once(leaf)(b"", None, (("k", "v"),)),
            ]
            return json.dumps([json.loads(answer)[0] for answer in answers]).encode()

        with running(echo(ask_leaf)) as (_, client):
            said = once(client)(b"", metadata=(("x-request-id", "r-1"),))
    assert json.loads(said) == ["r-1"] * 3


def test_the_log_has_one_line_a_call_and_never_what_was_said() -> None:
    log = io.StringIO()
    start_logging("test", "INFO", log)
    with running(echo()) as (_, client):
        once(client)("我想买一部新手机".encode(), metadata=(("x-request-id", "r-1"),))
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    calls = [line for line in lines if line["event"] == "call"]
    assert [(line["request_id"], line["code"]) for line in calls] == [("r-1", "OK")]
    assert calls[0]["duration_ms"] >= 0
    assert calls[0]["method"].endswith("/Once")
    assert "手机" not in log.getvalue()


def test_an_abandoned_stream_is_cancelled_not_failed() -> None:
    log = io.StringIO()
    start_logging("test", "INFO", log)

    def endless(request: bytes, context: grpc.ServicerContext) -> Iterator[bytes]:
        while context.is_active():
            yield request
            time.sleep(0.01)

    with running(echo(many=endless)) as (_, client):
        answers = many(client)(b"a")
        assert next(answers) == b"a"
        answers.cancel()
        end_s = time.monotonic() + 3
        while '"call"' not in log.getvalue() and time.monotonic() < end_s:
            time.sleep(0.02)
    assert '"bug"' not in log.getvalue()
    assert '"call"' in log.getvalue()


def test_a_channel_can_be_watched_and_closed() -> None:
    states: list[grpc.ChannelConnectivity] = []
    with running(echo()) as (server, _):
        client = channel(server.address)
        client.subscribe(states.append, try_to_connect=True)
        assert once(client)(b"a") == b"a"
        client.unsubscribe(states.append)
        client.close()
        with pytest.raises(ValueError, match="closed"):
            once(client)(b"a")
