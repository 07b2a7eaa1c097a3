"""Replicas of the knowledge service follow a real Neo4j and a real Redis, and outlive both."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

from chatrec.cli.__main__ import main
from chatrec.knowledge.adapters.graph_store_neo4j import Neo4jGraphStore
from chatrec.knowledge.adapters.neo4j_connection import open_driver
from chatrec.knowledge.adapters.snapshot_files import SnapshotFolder
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.knowledge.v1.knowledge_pb2 import RankItemsRequest
from chatrec.knowledge.v1.knowledge_pb2_grpc import KnowledgeServiceStub
from chatrec.serving import channel
from chatrec.vocabulary.errors import UnavailableError
from tests.integration.test_neo4j_graph_store import many
from tests.servers.neo4j import PASSWORD, wait_for_neo4j
from tests.servers.neo4j import SCRIPT as NEO4J
from tests.servers.ports import free_port
from tests.servers.python import environment
from tests.tea import tea

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_SOON_S = 10.0  # a second on a machine that has nothing else to do
_SENCHA = '{"id": "t9", "name": "Sencha", "kind": "green", "facets": {"taste": ["grassy"], "price": 80}}\n'
_IMPORT = """
import sys
from chatrec.knowledge.adapters.graph_store_neo4j import Neo4jGraphStore
from chatrec.knowledge.adapters.neo4j_connection import open_driver
from tests.integration.test_neo4j_graph_store import PASSWORD, many
with open_driver(sys.argv[1], "neo4j", PASSWORD) as driver:
    Neo4jGraphStore(driver, "tea").replace(many())
"""


@contextmanager
def replica(snapshot: Path, store: str, deltas: str, log: Path) -> Iterator[KnowledgeServiceStub]:
    """Start a knowledge service as a process of its own and give a stub of it."""
    port = free_port()
    settings = {
        "PORT": str(port),
        "SNAPSHOTS": str(snapshot),
        "STORE": store,
        "STORE_PASSWORD": PASSWORD,
        "DELTAS": deltas,
        "STOP_WITH_STDIN": "true",
    }
    variables = environment(**{f"CHATREC_KNOWLEDGE_{name}": value for name, value in settings.items()})
    command = [sys.executable, "-m", "chatrec.knowledge"]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, env=variables, stdin=subprocess.PIPE, stderr=output) as process,
        channel(f"127.0.0.1:{port}") as connected,
    ):
        assert process.stdin is not None
        try:
            yield KnowledgeServiceStub(connected)
        finally:
            process.stdin.close()


def ranked(stub: KnowledgeServiceStub) -> set[str]:
    request = RankItemsRequest(catalogue="tea", max_items=50)
    found = stub.RankItems(request, timeout=30, wait_for_ready=True)
    return set(found.item_ids)


def until(holds: Callable[[], bool], limit_s: float) -> None:
    """Wait until something holds."""
    start_s = time.monotonic()
    while not holds():
        assert time.monotonic() - start_s < limit_s
        time.sleep(0.01)


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    folder = tmp_path / "snapshot"
    SnapshotFolder(folder).save(build_snapshot(tea()))
    return folder


@pytest.fixture
def sencha(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHATREC_GRAPH_PASSWORD", PASSWORD)
    path = tmp_path / "new.jsonl"
    path.write_text(_SENCHA, encoding="utf-8")
    return path


@pytest.mark.slow
def test_every_replica_follows_and_a_new_one_has_all(
    neo4j_url: str, redis_url: str, snapshot: Path, sencha: Path, tmp_path: Path
) -> None:
    with open_driver(neo4j_url, "neo4j", PASSWORD) as driver:
        Neo4jGraphStore(driver, "tea").replace(tea())
    where = ["--store", neo4j_url, "--name", "tea", "--deltas", redis_url]
    with ExitStack() as stack:
        opened = [stack.enter_context(replica(snapshot, neo4j_url, redis_url, tmp_path / f"{n}.log")) for n in range(2)]
        assert all("t1" in ranked(stub) for stub in opened)
        time.sleep(1.0)
        assert main(["graph", "upsert", str(sencha), *where]) == 0
        until(lambda: all("t9" in ranked(stub) for stub in opened), _SOON_S)
        assert main(["graph", "delete", "t1", "t9", *where]) == 0
        until(lambda: all(ranked(stub).isdisjoint({"t1", "t9"}) for stub in opened), _SOON_S)
        late = stack.enter_context(replica(snapshot, neo4j_url, redis_url, tmp_path / "late.log"))
        until(lambda: "t1" not in ranked(late), 30.0)
        assert main(["graph", "backup", str(tmp_path / "backup"), *where[:4]]) == 0
        assert main(["graph", "delete", "t3", "t4", *where]) == 0
        assert main(["graph", "restore", str(tmp_path / "backup"), *where]) == 0
        until(lambda: all({"t3", "t4"} <= ranked(stub) for stub in (*opened, late)), _SOON_S)


@pytest.mark.slow
def test_a_name_too_long_is_refused_with_its_field_and_line(
    neo4j_url: str, sencha: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_driver(neo4j_url, "neo4j", PASSWORD) as driver:
        store = Neo4jGraphStore(driver, "tea")
        store.replace(tea())
        sencha.write_text(_SENCHA + '{"id": "t10", "name": "' + "n" * 10_000 + '"}\n', encoding="utf-8")
        assert main(["graph", "upsert", str(sencha), "--store", neo4j_url, "--name", "tea"]) == 2
        assert "new.jsonl:2: name: 10000 characters are too many" in capsys.readouterr().err
        sencha.write_text('{"id": "t10", "name": "a\\u0000b"}\n{"id": "t11", "name": "x", "facets": {"no": 1}}\n')
        assert main(["graph", "upsert", str(sencha), "--store", neo4j_url, "--name", "tea"]) == 2
        assert "new.jsonl:1: name: holds control characters" in capsys.readouterr().err
        assert store.load() == tea()


class _Server:
    """A Neo4j that can be killed and started again on what it has written."""

    def __init__(self, home: Path) -> None:
        self._port = free_port()
        self._home = home
        self.url = f"bolt://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        log = self._home / "neo4j.log"
        command = [NEO4J, "run", str(self._port), str(self._home), PASSWORD]
        with log.open("ab") as output:
            self._process = subprocess.Popen(command, stdout=output, stderr=output)
        wait_for_neo4j(self.url, self._process, log)

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


@pytest.fixture
def server(neo4j_server: str, tmp_path: Path) -> Iterator[_Server]:
    home = tmp_path / "neo4j"
    home.mkdir()
    server = _Server(home)
    try:
        yield server
    finally:
        server.kill()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_neo4j_killed_in_an_import_and_while_serving_loses_nothing(
    server: _Server, redis_url: str, snapshot: Path, sencha: Path, tmp_path: Path
) -> None:
    with open_driver(server.url, "neo4j", PASSWORD) as driver:
        store = Neo4jGraphStore(driver, "tea")
        store.replace(tea())
        where = ["--store", server.url, "--name", "tea", "--deltas", redis_url]
        log = tmp_path / "replica.log"
        with replica(snapshot, server.url, redis_url, log) as stub:
            assert main(["graph", "upsert", str(sencha), *where]) == 0
            until(lambda: "t9" in ranked(stub), _SOON_S)
            _kill_while_importing(server)
            until(lambda: b'"degraded"' in log.read_bytes(), 30.0)
            assert "t9" in ranked(stub)
            assert main(["graph", "delete", "t9", *where]) == 1
            server.start()
            assert not store.ready()
            with pytest.raises(UnavailableError, match="run it again"):
                store.load()
            assert "t9" in ranked(stub)
            store.replace(many())
            assert store.load() == many()
            until(lambda: any(id_.startswith("i") for id_ in ranked(stub)), 30.0)
            assert b'"restored"' in log.read_bytes()


def _kill_while_importing(server: _Server) -> None:
    command = [sys.executable, "-c", _IMPORT, server.url]
    variables = {"PYTHONPATH": "services:.", "PATH": os.environ["PATH"]}
    with (
        subprocess.Popen(command, env=variables, stderr=subprocess.PIPE) as importing,
        open_driver(server.url, "neo4j", PASSWORD) as driver,
    ):
        until(lambda: driver.execute_query("MATCH (n:Item) RETURN count(n) AS n").records[0]["n"] > 2_000, 60.0)
        server.kill()
        assert importing.wait(60) != 0
        assert importing.stderr is not None
        assert b"UnavailableError" in importing.stderr.read()
