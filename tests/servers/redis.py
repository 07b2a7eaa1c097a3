"""A real redis-server that keeps nothing."""

from __future__ import annotations

import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import redis

from tests.servers.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_START_S = 10.0


@contextmanager
def running_redis(folder: Path) -> Iterator[str]:
    """Start redis-server on a free port with `folder` as its own, give its URL, stop it at the end."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with (folder / "redis.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        try:
            _wait(port, server)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()


def empty(url: str) -> None:
    """Remove all keys."""
    with redis.Redis.from_url(url) as client:
        client.flushall()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    end_s = time.monotonic() + _START_S
    while True:
        try:
            with redis.Redis(port=port) as client:
                client.ping()
        except redis.ConnectionError:
            if server.poll() is not None or time.monotonic() > end_s:
                raise
            time.sleep(0.02)
        else:
            return
