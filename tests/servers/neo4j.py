"""A real Neo4j 5.26 server with an empty graph."""

from __future__ import annotations

import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import neo4j
from neo4j.exceptions import DriverError, ServiceUnavailable

from tests.servers.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "chatrec-test"
SCRIPT = Path(__file__).with_name("neo4j.sh")
_START_S = 120.0


@contextmanager
def running_neo4j(folder: Path) -> Iterator[str]:
    """Start Neo4j on a free port with `folder` as its home, give its Bolt URL (user neo4j, `PASSWORD`), stop it."""
    subprocess.run([SCRIPT, "jars"], check=True, stdout=subprocess.DEVNULL)  # outside the time to start
    port = free_port()
    command = [SCRIPT, "run", str(port), str(folder), PASSWORD]
    log = folder / "neo4j.log"
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as server:
        url = f"bolt://127.0.0.1:{port}"
        try:
            wait_for_neo4j(url, server, log)
            yield url
        finally:
            server.kill()  # nothing of it is kept


def empty(url: str) -> None:
    """Remove all nodes, relationships, indexes and constraints."""
    with neo4j.GraphDatabase.driver(url, auth=("neo4j", PASSWORD)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        for kind, shown in (("CONSTRAINT", "CONSTRAINTS"), ("INDEX", "INDEXES")):
            listed = driver.execute_query(f"SHOW {shown} YIELD name, type WHERE type <> 'LOOKUP' RETURN name").records
            for record in listed:
                driver.execute_query(f"DROP {kind} `{record['name']}` IF EXISTS")


def wait_for_neo4j(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers."""
    end_s = time.monotonic() + _START_S
    while True:
        try:
            with neo4j.GraphDatabase.driver(url, auth=("neo4j", PASSWORD)) as driver:
                driver.verify_connectivity()
        except (DriverError, ServiceUnavailable):
            if server.poll() is not None or time.monotonic() > end_s:
                tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
                message = f"Neo4j did not start: {tail}"
                raise RuntimeError(message) from None
            time.sleep(0.2)
        else:
            return
