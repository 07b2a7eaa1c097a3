"""Errors travel as classes with facts, and bugs tell nothing."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from chatrec.encoder.v1 import encoder_pb2, encoder_pb2_grpc
from chatrec.serving import channel, decode, start_logging
from chatrec.serving.status import CODES, code_of
from chatrec.vocabulary import errors
from chatrec.vocabulary.errors import ChatRecError, NotFoundError, OverloadedError, UnavailableError
from tests.servers.in_process import running
from tests.unit.serving.echo import echo, many, once

if TYPE_CHECKING:
    from collections.abc import Iterator

ALL = [row for name in errors.__all__ if isinstance(row := getattr(errors, name), type)]


def test_the_table_has_every_error_class() -> None:
    assert set(CODES) == set(ALL)
    assert len(set(CODES.values())) == len(CODES)


@pytest.mark.parametrize("kind", ALL)
def test_every_error_comes_back_as_the_same_class_with_its_facts(kind: type[ChatRecError]) -> None:
    def fail(_: bytes, __: grpc.ServicerContext) -> bytes:
        raise kind("Not possible: 不行.", item="p1", count=3)

    with running(echo(fail)) as (_, client), pytest.raises(grpc.RpcError) as caught:
        once(client)(b"")
    back = decode(caught.value)
    assert type(back) is kind
    assert back.message == "Not possible: 不行."
    assert back.facts == {"item": "p1", "count": "3"}
    assert caught.value.code() is CODES[kind]


def test_a_huge_error_still_arrives_as_itself() -> None:
    def fail(_: bytes, __: grpc.ServicerContext) -> bytes:
        raise NotFoundError("不" * 20_000, **{f"fact_{n}": "在" * 5_000 for n in range(50)})

    with running(echo(fail)) as (_, client), pytest.raises(grpc.RpcError) as caught:
        once(client)(b"")
    assert isinstance(decode(caught.value), NotFoundError)


def test_an_error_of_a_generated_servicer_travels_too() -> None:
    class Servicer(encoder_pb2_grpc.EncoderServiceServicer):
        def DescribeModel(  # noqa: N802 - the name of the RPC
            self, request: encoder_pb2.DescribeModelRequest, context: grpc.ServicerContext
        ) -> encoder_pb2.DescribeModelResponse:
            raise UnavailableError("No model.")

    def register(server: grpc.Server) -> None:
        encoder_pb2_grpc.add_EncoderServiceServicer_to_server(Servicer(), server)

    with running(register) as (_, client):
        health = health_pb2_grpc.HealthStub(client)
        assert health.Check(health_pb2.HealthCheckRequest(service="chatrec.encoder.v1.EncoderService")).status == 1
        with pytest.raises(grpc.RpcError) as caught:
            encoder_pb2_grpc.EncoderServiceStub(client).DescribeModel(encoder_pb2.DescribeModelRequest())
    assert isinstance(decode(caught.value), UnavailableError)


def test_an_error_in_the_middle_of_a_stream_comes_back_too() -> None:
    def fail(request: bytes, _: grpc.ServicerContext) -> Iterator[bytes]:
        yield request
        raise NotFoundError("No such item.", item="p1")

    with running(echo(many=fail)) as (_, client):
        answers = many(client)(b"a")
        assert next(answers) == b"a"
        with pytest.raises(grpc.RpcError) as caught:
            next(answers)
    assert isinstance(decode(caught.value), NotFoundError)


def test_a_special_error_travels_as_the_nearest_class_of_the_table() -> None:
    class NoSuchSessionError(NotFoundError):
        """A session that is not there."""

    assert code_of(NoSuchSessionError("Gone.")) is grpc.StatusCode.NOT_FOUND


def test_a_bug_is_internal_without_detail_and_logged_with_its_place() -> None:
    secret = "我的电话是13800000000"

    def broken(_: bytes, __: grpc.ServicerContext) -> bytes:
        raise KeyError(secret)

    log = io.StringIO()
    start_logging("test", "INFO", log)
    with running(echo(broken)) as (_, client), pytest.raises(grpc.RpcError) as caught:
        once(client)(b"")
    back = decode(caught.value)
    assert type(back) is ChatRecError
    assert caught.value.code() is grpc.StatusCode.INTERNAL
    assert "KeyError" not in str(caught.value.details())
    assert secret not in repr(caught.value.trailing_metadata())
    bug = next(line for line in map(json.loads, log.getvalue().splitlines()) if line["event"] == "bug")
    assert bug["failure"][0] == "KeyError"
    assert any("broken" in place for place in bug["failure"])
    assert bug["request_id"] == back.facts["request_id"]
    assert "13800000000" not in log.getvalue()


def test_a_refused_connection_is_unavailable() -> None:
    with channel("127.0.0.1:9") as client, pytest.raises(grpc.RpcError) as caught:
        once(client)(b"", timeout=2)
    assert isinstance(decode(caught.value), UnavailableError)


def test_overload_refused_by_grpc_itself_is_our_overloaded() -> None:
    class Refused(grpc.RpcError, grpc.Call):  # what gRPC raises, made by hand: it carries no ErrorInfo
        def code(self) -> grpc.StatusCode:
            return grpc.StatusCode.RESOURCE_EXHAUSTED

        def details(self) -> str:
            return "Concurrent RPC limit exceeded!"

        def trailing_metadata(self) -> tuple[()]:
            return ()

        initial_metadata = trailing_metadata

        def is_active(self) -> bool:
            return False

        def time_remaining(self) -> None:
            return None

        def cancel(self) -> bool:
            return False

        def add_callback(self, callback: object) -> bool:
            return False

    assert isinstance(decode(Refused()), OverloadedError)
