"""What a server promises about load, health, draining and metrics."""

from __future__ import annotations

import contextlib
import threading
import time
import urllib.request

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from chatrec.serving import Server, ServingSettings, channel
from chatrec.vocabulary.errors import UnavailableError
from tests.servers.in_process import running
from tests.servers.ports import free_port
from tests.unit.serving.echo import NAME, echo, many, once

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def health_of(client: grpc.Channel, name: str = "") -> int:
    stub = health_pb2_grpc.HealthStub(client)
    return stub.Check(health_pb2.HealthCheckRequest(service=name), timeout=2).status


def becomes(client: grpc.Channel, status: int, name: str = "", within_s: float = 5.0) -> bool:
    end_s = time.monotonic() + within_s
    while time.monotonic() < end_s:
        if health_of(client, name) == status:
            return True
        time.sleep(0.02)
    return False


def test_every_arity_is_served() -> None:
    with running(echo()) as (_, client):
        assert once(client)(b"a") == b"a"
        assert list(many(client)(b"a")) == [b"a"]
        assert client.stream_unary(f"/{NAME}/Last")(iter([b"a", b"b"])) == b"b"
        assert list(client.stream_stream(f"/{NAME}/Each")(iter([b"a", b"b"]))) == [b"a", b"b"]


def test_an_unknown_method_is_unimplemented() -> None:
    with running(echo()) as (_, client), pytest.raises(grpc.RpcError) as caught:
        client.unary_unary(f"/{NAME}/Nothing")(b"")
    assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED


def test_overload_is_answered_at_once() -> None:
    release = threading.Event()

    def slow(request: bytes, _: grpc.ServicerContext) -> bytes:
        release.wait(10)
        return request

    settings = ServingSettings(threads=1, queue=1, drain_s=2.0)
    with running(echo(slow), settings=settings) as (_, client):
        calls = [once(client).future(b"x", timeout=8) for _ in range(6)]
        end_s = time.monotonic() + 3
        while sum(call.done() for call in calls) < 4 and time.monotonic() < end_s:
            time.sleep(0.01)
        refused = [call for call in calls if call.done()]
        release.set()
        assert [call.code() for call in refused] == [grpc.StatusCode.RESOURCE_EXHAUSTED] * 4
        assert all(call.result() == b"x" for call in calls if call not in refused)


def test_the_calls_that_wait_are_told() -> None:
    begun, release = threading.Event(), threading.Event()

    def slow(request: bytes, _: grpc.ServicerContext) -> bytes:
        begun.set()
        release.wait(10)
        return request

    with running(echo(slow), settings=ServingSettings(threads=1, drain_s=2.0)) as (server, client):
        calls = [once(client).future(b"x", timeout=8) for _ in range(3)]
        assert begun.wait(5)
        time.sleep(0.2)
        waiting = metrics_text(server)
        release.set()
        assert [call.result() for call in calls] == [b"x"] * 3
    assert 'chatrec_queue_length{queue="calls",service="test"} 2.0' in waiting


def metrics_text(server: Server) -> str:
    port = free_port()
    stop = server.metrics.expose("127.0.0.1", port)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=2) as answer:
            return answer.read().decode()
    finally:
        stop()


def test_health_follows_the_probe_down_and_up_again() -> None:
    broken = threading.Event()

    def probe() -> None:
        if broken.is_set():
            raise UnavailableError("The store does not answer.")

    with running(echo(), probe=probe) as (_, client):
        assert health_of(client) == health_of(client, NAME) == SERVING
        broken.set()
        assert becomes(client, NOT_SERVING)
        assert becomes(client, NOT_SERVING, NAME)
        broken.clear()
        assert becomes(client, SERVING)
        assert becomes(client, SERVING, NAME)


def test_a_server_whose_probe_fails_from_the_start_never_says_serving() -> None:
    def probe() -> None:
        raise ConnectionRefusedError

    with running(echo(), probe=probe) as (_, client):
        assert health_of(client) == NOT_SERVING


def test_a_probe_that_hangs_is_not_health() -> None:
    hang, release = threading.Event(), threading.Event()

    def probe() -> None:
        if hang.is_set():
            release.wait(10)

    settings = ServingSettings(drain_s=1.0, probe_interval_s=0.05, probe_timeout_s=0.1)
    with running(echo(), probe=probe, settings=settings) as (_, client):
        assert health_of(client) == SERVING
        hang.set()
        assert becomes(client, NOT_SERVING)
        hang.clear()
        release.set()
        assert becomes(client, SERVING)


def test_a_probe_that_itself_times_out_is_not_health() -> None:
    def probe() -> None:
        raise TimeoutError

    with running(echo(), probe=probe) as (_, client):
        assert health_of(client) == NOT_SERVING


def test_health_is_answered_on_its_own_port_while_the_server_is_overloaded() -> None:
    release = threading.Event()

    def slow(request: bytes, _: grpc.ServicerContext) -> bytes:
        release.wait(10)
        return request

    settings = ServingSettings(threads=1, queue=0, drain_s=1.0, health_port=free_port())
    with running(echo(slow), settings=settings) as (_, client), channel(f"127.0.0.1:{settings.health_port}") as apart:
        busy = once(client).future(b"", timeout=5)
        assert becomes(apart, SERVING)
        release.set()
        assert busy.result() == b""


def test_draining_finishes_running_calls_and_refuses_new_ones() -> None:
    begun, release = threading.Event(), threading.Event()

    def slow(request: bytes, _: grpc.ServicerContext) -> bytes:
        begun.set()
        release.wait(10)
        return request

    server = Server("test", ServingSettings(threads=2, drain_s=5.0), echo(slow), lambda: None)
    with channel(server.start()) as client:
        running_call = once(client).future(b"kept", timeout=8)
        assert begun.wait(5)
        drain = threading.Thread(target=server.drain)
        drain.start()
        time.sleep(0.2)
        with pytest.raises(grpc.RpcError) as refused:
            once(client)(b"new", timeout=1)
        assert refused.value.code() in {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED}
        assert not running_call.done()
        release.set()
        assert running_call.result() == b"kept"
        drain.join(5)
        assert not drain.is_alive()


def test_health_says_not_serving_before_the_drain_begins() -> None:
    server = Server("test", ServingSettings(drain_s=1.0), echo(), lambda: None)
    with channel(server.start()) as client:
        seen = health_pb2_grpc.HealthStub(client).Watch(health_pb2.HealthCheckRequest(service=""), timeout=5)
        assert next(seen).status == SERVING
        drain = threading.Thread(target=server.drain)
        drain.start()
        assert next(seen).status == NOT_SERVING
        with contextlib.suppress(grpc.RpcError):
            seen.cancel()
        drain.join(5)


def test_a_message_over_the_limit_is_refused() -> None:
    settings = ServingSettings(max_message_bytes=1000, drain_s=1.0)
    with running(echo(), settings=settings) as (_, client):
        assert once(client)(b"x" * 900) == b"x" * 900
        with pytest.raises(grpc.RpcError) as caught:
            once(client)(b"x" * 2000)
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def test_a_taken_port_is_an_error_that_names_it() -> None:
    with running(echo()) as (server, _):
        port = int(server.address.rpartition(":")[2])
        second = Server("test", ServingSettings(port=port), echo(), lambda: None)
        with pytest.raises(UnavailableError) as caught:
            second.start()
        assert str(port) in caught.value.facts["address"]


def test_a_unix_socket_serves_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("s") / "c.sock"
    settings = ServingSettings(host=f"unix:{path}", drain_s=1.0)
    with running(echo(), settings=settings) as (_, client):
        assert once(client)(b"a") == b"a"


def test_reflection_names_the_services() -> None:
    with running(echo()) as (_, client):
        stub = reflection_pb2_grpc.ServerReflectionStub(client)
        answers = stub.ServerReflectionInfo(iter([reflection_pb2.ServerReflectionRequest(list_services="")]))
        names = {service.name for service in next(iter(answers)).list_services_response.service}
    assert {NAME, "grpc.health.v1.Health"} <= names


def test_metrics_count_calls_by_method_and_code() -> None:
    def fail(_: bytes, __: grpc.ServicerContext) -> bytes:
        raise UnavailableError("Down.")

    with running(echo(fail)) as (server, client):
        with pytest.raises(grpc.RpcError):
            once(client)(b"")
        list(many(client)(b""))
        server.metrics.observe_batch(3)
        text = metrics_text(server)
    assert f'chatrec_calls_total{{code="UNAVAILABLE",method="/{NAME}/Once",service="test"}} 1.0' in text
    assert f'chatrec_calls_total{{code="OK",method="/{NAME}/Many",service="test"}} 1.0' in text
    assert f'chatrec_call_duration_seconds_count{{method="/{NAME}/Once",service="test"}} 1.0' in text
    assert 'chatrec_batch_size_sum{service="test"} 3.0' in text
    assert 'chatrec_healthy{service="test"} 1.0' in text
    assert 'chatrec_calls_in_flight{service="test"} 0.0' in text


def test_metrics_are_answered_on_their_port() -> None:
    settings = ServingSettings(metrics_port=free_port(), drain_s=1.0)
    url = f"http://127.0.0.1:{settings.metrics_port}/metrics"
    with running(echo(), settings=settings), urllib.request.urlopen(url, timeout=2) as answer:
        assert b"chatrec_healthy" in answer.read()


def test_a_client_finds_a_restarted_server_within_two_seconds() -> None:
    first = Server("test", ServingSettings(drain_s=0.5), echo(), lambda: None)
    address = first.start()
    with channel(address) as client:
        assert once(client)(b"a") == b"a"
        first.drain()
        time.sleep(1.0)
        second = Server(
            "test", ServingSettings(port=int(address.rpartition(":")[2]), drain_s=0.5), echo(), lambda: None
        )
        second.start()
        try:
            end_s = time.monotonic() + 2
            while True:
                try:
                    assert once(client)(b"b", timeout=1) == b"b"
                    break
                except grpc.RpcError:
                    assert time.monotonic() < end_s
                    time.sleep(0.02)
        finally:
            second.drain()
