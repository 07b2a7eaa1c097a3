"""All services as processes: started together, restarted when one dies, drained together.

The processes are real; what runs in them is a stand-in that only says that it serves.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from chatrec.cli.stack import SERVICES, Stack, StackPlan
from chatrec.serving.check import serves
from chatrec.vocabulary.errors import InvalidInputError, UnavailableError

_STAND_IN = """
import os, signal, sys, threading
from concurrent import futures

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

name = "{service}"
if name in os.environ.get("BROKEN", "").split(","):
    print("the model is missing", file=sys.stderr)
    sys.exit(int(os.environ.get("CODE", "3")))
prefix = "CHATREC_" + name.upper() + "_"
address = os.environ[prefix + "HOST"]
if name == "orchestrator":
    address += ":" + os.environ[prefix + "PORT"]
server = grpc.server(futures.ThreadPoolExecutor(2))
servicer = health.HealthServicer()
servicer.set("", health_pb2.HealthCheckResponse.SERVING)
health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
server.add_insecure_port(address)
server.start()
done = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: done.set())
if os.environ.get("STUBBORN") == name:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(name, "serves with", os.environ.get("GREETING"), flush=True)
done.wait()
server.stop(0).wait()
"""


@pytest.fixture
def plan(tmp_path: Path) -> Callable[..., StackPlan]:
    """Give a function that plans a stack of stand-ins."""
    package = tmp_path / "chatrec"
    for service in SERVICES:
        (package / service).mkdir(parents=True)
        (package / service / "__main__.py").write_text(_STAND_IN.replace("{service}", service))
        (package / service / "__init__.py").touch()
    (package / "__init__.py").touch()

    def make(**extra: str) -> StackPlan:
        environment = {"PYTHONPATH": str(tmp_path)} | extra
        return StackPlan(tmp_path / "model", (tmp_path / "shop", tmp_path / "movies"), extra=environment)

    return make


def until(true: Callable[[], bool], within_s: float = 15.0) -> None:
    end_s = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end_s
        time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_all_start_a_killed_one_comes_back_and_all_end(plan: Callable[..., StackPlan]) -> None:
    with Stack(plan()) as stack:
        assert set(stack.pids) == set(SERVICES)
        assert serves(stack.target)
        before = stack.pids
        os.kill(before["knowledge"], signal.SIGKILL)
        until(lambda: stack.pids["knowledge"] != before["knowledge"])
        until(lambda: serves(stack._address("knowledge")))
        assert {name: pid for name, pid in stack.pids.items() if name != "knowledge"} == {
            name: pid for name, pid in before.items() if name != "knowledge"
        }
        folder, pids = stack._folder, stack.pids
    assert not any(alive(pid) for pid in (*pids.values(), *before.values()))
    assert not folder.exists()


def test_a_service_that_cannot_start_is_named_with_its_last_words(plan: Callable[..., StackPlan]) -> None:
    stack = Stack(plan(BROKEN="policy"))
    with pytest.raises(UnavailableError) as caught:
        stack.__enter__()
    assert "policy" in caught.value.message
    assert "the model is missing" in caught.value.message
    assert not any(alive(pid) for pid in stack.pids.values())
    assert not stack._folder.exists()


def test_a_service_that_was_given_what_can_never_work_is_bad_input(plan: Callable[..., StackPlan]) -> None:
    with pytest.raises(InvalidInputError, match="the model is missing"):
        Stack(plan(BROKEN="policy", CODE="2")).__enter__()


def test_an_error_inside_the_block_still_ends_all(plan: Callable[..., StackPlan]) -> None:
    pids: dict[str, int] = {}
    stack = Stack(plan())
    with contextlib.suppress(ZeroDivisionError), stack:
        pids = stack.pids
        raise ZeroDivisionError
    assert pids
    assert not any(alive(pid) for pid in pids.values())


def test_a_service_that_dies_young_is_restarted_more_and_more_slowly(plan: Callable[..., StackPlan]) -> None:
    with Stack(plan()) as stack:
        os.kill(stack.pids["policy"], signal.SIGKILL)
        first = stack._running["policy"]
        until(lambda: stack._running["policy"] is not first)
        second = stack._running["policy"]
        os.kill(second.process.pid, signal.SIGKILL)
        until(lambda: stack._running["policy"] is not second)
        assert first.wait_s < second.wait_s < stack._running["policy"].wait_s


def test_a_service_that_does_not_drain_is_killed(
    plan: Callable[..., StackPlan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatrec.cli.stack._DRAIN_S", 0.5)
    with Stack(plan(STUBBORN="encoder")) as stack:
        pids = stack.pids
        started_s = time.monotonic()
    assert time.monotonic() - started_s < 10
    assert not any(alive(pid) for pid in pids.values())


def test_writer_and_learner_share_a_log_and_nothing_is_learned_where_none_is_named(
    plan: Callable[..., StackPlan], tmp_path: Path
) -> None:
    for where in ("", f"sqlite:{tmp_path}/learning.db"):
        stack = Stack(replace(plan(), learning_log=where, policies=tmp_path))
        try:
            assert stack._settings("orchestrator")["CHATREC_ORCHESTRATOR_LEARNING_LOG"] == where
            assert stack._settings("policy")["CHATREC_POLICY_LEARNING_LOG"] == where
            assert stack._settings("policy")["CHATREC_POLICY_LEARNED"] == str(tmp_path / "learned.json")
        finally:
            stack.stop()


def test_every_service_is_told_what_it_reads_and_whom_it_calls(plan: Callable[..., StackPlan]) -> None:
    stack = Stack(plan())
    try:
        snapshots = stack._settings("knowledge")["CHATREC_KNOWLEDGE_SNAPSHOTS"].split(",")
        assert [Path(folder).name for folder in snapshots] == ["shop", "movies"]
        door = stack._settings("orchestrator")
        assert door["CHATREC_ORCHESTRATOR_HOST"] == "127.0.0.1"
        assert {door[f"CHATREC_ORCHESTRATOR_{leaf.upper()}"] for leaf in SERVICES if leaf != "orchestrator"} == {
            stack._address(leaf) for leaf in SERVICES if leaf != "orchestrator"
        }
        assert stack.target.endswith(":" + door["CHATREC_ORCHESTRATOR_PORT"])
    finally:
        stack.stop()
