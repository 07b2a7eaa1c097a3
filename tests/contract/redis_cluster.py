"""A real Redis Cluster of three masters that keeps nothing."""

from __future__ import annotations

import subprocess
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import redis
from redis.cluster import RedisCluster

from tests.servers.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_START_S = 20.0


@contextmanager
def running_cluster(folder: Path) -> Iterator[list[int]]:
    """Start three masters, join them, give their ports, stop them at the end."""
    ports = _ports()
    with ExitStack() as stack:
        for port in ports:
            stack.enter_context(_node(folder, port))
        _until(lambda: all(_ping(port) for port in ports))
        nodes = [f"127.0.0.1:{port}" for port in ports]
        subprocess.run(
            ["redis-cli", "--cluster", "create", *nodes, "--cluster-yes"], check=True, stdout=subprocess.DEVNULL
        )
        _until(lambda: all(_whole(port) for port in ports))
        yield ports


def empty_cluster(ports: list[int]) -> None:
    """Remove all keys of all masters."""
    for port in ports:
        with redis.Redis(port=port) as client:
            client.flushall()


def cluster_keys(ports: list[int]) -> list[bytes]:
    """List the keys of all masters."""
    found: list[bytes] = []
    for port in ports:
        with redis.Redis(port=port) as client:
            found += client.keys()
    return found


@contextmanager
def _node(folder: Path, port: int) -> Iterator[None]:
    own = folder / str(port)
    own.mkdir()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(own)]
    command += ["--cluster-enabled", "yes", "--cluster-port", str(port + 1), "--cluster-node-timeout", "2000"]
    with (own / "redis.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        try:
            yield
        finally:
            server.terminate()


def _ports() -> list[int]:
    """Give ports with a free one after each, for what masters say to each other."""
    ports: list[int] = []
    while len(ports) < 3:
        port = free_port()
        if all(abs(port - other) > 1 for other in ports):
            ports.append(port)
    return ports


def _ping(port: int) -> bool:
    with redis.Redis(port=port) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False


def _whole(port: int) -> bool:
    try:
        with RedisCluster(host="127.0.0.1", port=port) as client:
            return bool(client.cluster_info()["cluster_state"] == "ok")
    except redis.RedisError:
        return False


def _until(true: object) -> None:
    assert callable(true)
    end_s = time.monotonic() + _START_S
    while not true():
        assert time.monotonic() < end_s, "the cluster did not come up"
        time.sleep(0.05)
