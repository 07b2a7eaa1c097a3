"""`serve` as a process: signals, workers, standard input."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import grpc
import psutil
import pytest

from chatrec.serving import channel
from tests.servers.ports import free_port
from tests.servers.python import ROOT, environment
from tests.unit.serving.echo import once

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def process(**settings: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Start the echo process, wait until it answers, and make sure that it is gone afterwards."""
    port = free_port()
    own = {"PORT": str(port), **settings}
    variables = environment(**{f"CHATREC_ECHO_{name}": value for name, value in own.items()})
    command = [sys.executable, "-m", "tests.unit.serving.echo_process"]
    with subprocess.Popen(
        command, cwd=ROOT, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as started:
        try:
            address = f"127.0.0.1:{port}"
            answered_by(address)
            yield started, address
        finally:
            children = psutil.Process(started.pid).children(recursive=True) if started.poll() is None else []
            started.kill()
            for child in children:
                child.kill()


def answered_by(address: str, request: bytes = b"", within_s: float = 20.0) -> int:
    with channel(address) as client:
        return int(once(client)(request, within_s, wait_for_ready=True))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_running_calls_end_and_the_process_leave_cleanly(number: signal.Signals) -> None:
    with process() as (started, address), channel(address) as client:
        call = once(client).future(b"1", timeout=10)
        time.sleep(0.3)
        started.send_signal(number)
        assert int(call.result()) == started.pid
        out, log = started.communicate(timeout=10)
        assert started.returncode == 0
        assert out == b"closed\n"
        assert b'"event": "stopped"' in log


def test_a_call_that_will_not_end_does_not_keep_the_process() -> None:
    with process(DRAIN_S="0.5") as (started, address), channel(address) as client:
        call = once(client).future(b"60", timeout=50)
        time.sleep(0.3)
        began_s = time.monotonic()
        started.terminate()
        assert started.wait(10) == 1
        assert time.monotonic() - began_s < 5
        assert isinstance(call.exception(), grpc.RpcError)


def test_a_process_told_to_stop_with_its_input_does_so() -> None:
    with process(STOP_WITH_STDIN="true") as (started, _):
        assert started.stdin is not None
        started.stdin.close()
        assert started.wait(10) == 0


def test_workers_share_the_port_and_a_dead_one_is_started_again() -> None:
    with process(WORKERS="2", LOG_LEVEL="WARNING") as (started, address):
        both = answering(address, 2)
        assert started.pid in both
        (other,) = both - {started.pid}
        os.kill(other, signal.SIGKILL)
        assert len(answering(address, 2, without=other)) == 2
        children = psutil.Process(started.pid).children()
        started.terminate()
        assert started.wait(15) == 0
        assert not any(child.is_running() for child in children)


def answering(address: str, count: int, without: int = 0, within_s: float = 30.0) -> set[int]:
    seen: set[int] = set()
    end_s = time.monotonic() + within_s
    while len(seen) < count and time.monotonic() < end_s:
        time.sleep(0.01)
        try:
            seen.add(answered_by(address, within_s=2))
        except grpc.RpcError:
            continue  # the connection fell to the worker that was just killed
        seen.discard(without)
    return seen


def test_a_bad_setting_stops_the_process_before_it_listens() -> None:
    variables = environment(CHATREC_ECHO_PROT="1")
    command = [sys.executable, "-m", "tests.unit.serving.echo_process"]
    ended = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, timeout=30, check=False)
    assert ended.returncode != 0
    assert b"CHATREC_ECHO_PROT: no such setting" in ended.stderr
