"""What only a real Neo4j can show: kills, neighbours, indexes, a server that is gone."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from neo4j import Driver

from chatrec.knowledge.adapters.graph_store_neo4j import Neo4jGraphStore
from chatrec.knowledge.adapters.neo4j_connection import open_driver
from chatrec.knowledge.adapters.neo4j_search import Neo4jSearch
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.catalogue.changes import Change
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.vocabulary.errors import InvalidInputError, UnavailableError
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.words import Text
from tests.servers.neo4j import PASSWORD
from tests.servers.ports import free_port
from tests.tea import tea

_ITEMS = 12_000
_IMPORT = """
import sys
from chatrec.knowledge.adapters.graph_store_neo4j import Neo4jGraphStore
from chatrec.knowledge.adapters.neo4j_connection import open_driver
from tests.integration.test_neo4j_graph_store import PASSWORD, many
with open_driver(sys.argv[1], "neo4j", PASSWORD) as driver:
    Neo4jGraphStore(driver, "tea").replace(many())
"""


def many() -> Catalogue:
    """Give a catalogue whose import takes some seconds."""
    items = tuple(
        Item(f"i{n}", Text(f"Tea {n}"), facets={"taste": ("sweet",), "price": (float(n),)}) for n in range(_ITEMS)
    )
    return replace(tea(), items=items, triples=(), answers=(), interactions=())


@pytest.fixture
def driver(neo4j_url: str) -> Iterator[Driver]:
    with open_driver(neo4j_url, "neo4j", PASSWORD) as opened:
        yield opened


@pytest.mark.slow
def test_an_import_that_was_killed_is_never_read_and_completes_when_run_again(driver: Driver, neo4j_url: str) -> None:
    store = Neo4jGraphStore(driver, "tea")
    store.replace(tea())
    with subprocess.Popen([sys.executable, "-c", _IMPORT, neo4j_url], env={"PYTHONPATH": "services:."}) as importing:
        end_s = time.monotonic() + 60
        while _count(driver) < 2_000:
            assert importing.poll() is None
            assert time.monotonic() < end_s
            time.sleep(0.02)
        importing.kill()
    assert 2_000 <= _count(driver) < _ITEMS
    assert not store.ready()
    with pytest.raises(UnavailableError, match="run it again"):
        store.load()
    store.replace(many())
    assert store.load() == many()


def _count(driver: Driver) -> int:
    return int(driver.execute_query("MATCH (n:Item) RETURN count(n) AS n").records[0]["n"])


def test_two_catalogues_share_a_server_and_nothing_else(driver: Driver) -> None:
    green = tea()
    other = replace(
        green, schema=replace(green.schema, name="other"), items=green.items[:1], triples=(), interactions=()
    )
    other = replace(other, answers=())
    Neo4jGraphStore(driver, "tea").replace(green)
    Neo4jGraphStore(driver, "other").replace(other)
    Neo4jGraphStore(driver, "other").delete(["t1"])
    assert Neo4jGraphStore(driver, "tea").load() == green
    assert Neo4jGraphStore(driver, "other").load().items == ()
    with pytest.raises(InvalidInputError):
        Neo4jGraphStore(driver, "other").replace(green)


@pytest.mark.parametrize(
    "name",
    [
        "x'}) DETACH DELETE n //",
        "`) MATCH (n) DETACH DELETE n //",
        "$catalogue",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a\u0000b\u001b[31m\u202e",
        "\\u0027 \\",
        "n" * 10_000,
        "龙" * 10_000,
    ],
)
def test_whatever_a_name_holds_is_data(driver: Driver, name: str) -> None:
    catalogue = replace(tea(), items=(), entities=(), triples=(), answers=(), interactions=())
    new = Item("x", Text(name, name), text=Text(name), aliases=(name,), facets={"taste": (name[:100],)})
    change = Change((new,), (Entity(name[:100], name, Text(name)), Entity("pot", "cup", Text(name))))
    change = replace(change, triples=(Triple("x", name, "pot"),))
    store = Neo4jGraphStore(driver, "tea")
    store.replace(catalogue)
    store.upsert(change)
    found = store.load()
    assert found.items == (new,)
    assert found.entities == change.entities
    assert found.triples == change.triples
    store.delete([name[:100]])
    assert [entity.id for entity in store.load().entities] == ["pot"]


def test_ids_are_unique_and_names_are_indexed_for_both_languages(driver: Driver) -> None:
    Neo4jGraphStore(driver, "tea").replace(tea())
    search = Neo4jSearch(driver, "tea")
    assert search.by_name("龙井")[0][0] == "t1"
    assert search.by_name("dragon WELL")[0][0] == "t1"
    assert [found for found, _ in search.by_name("Hangchow")] == ["hangzhou"]
    assert search.by_name("x'}) DETACH DELETE n //")[0][0] == "t3"
    search.by_name('AND OR ") [:*] +- ~ /x/ NOT')
    assert Neo4jSearch(driver, "nobody").by_name("龙井") == []
    shown = driver.execute_query("SHOW CONSTRAINTS YIELD name RETURN collect(name) AS names").records[0]["names"]
    assert {"node_id", "answer_id", "user_id", "catalogue_name"} <= set(shown)


def test_the_nearest_items_are_found_by_vector(driver: Driver) -> None:
    store = Neo4jGraphStore(driver, "tea")
    store.replace(tea())
    snapshot = build_snapshot(tea())
    Neo4jSearch(driver, "tea").put_vectors(snapshot)
    vectors = np.eye(4, 8, dtype=np.float32)
    snapshot = replace(snapshot, vectors=replace(snapshot.vectors, model_id="eye", items=vectors))
    search = Neo4jSearch(driver, "tea")
    search.put_vectors(snapshot)
    found = search.by_vector(vectors[2], limit=2)
    assert found[0][0] == "t3"
    assert found[0][1] == pytest.approx(1.0, abs=1e-3)
    assert store.load() == tea()


def test_a_server_that_is_gone_is_unavailable_not_an_accident() -> None:
    with open_driver(f"bolt://127.0.0.1:{free_port()}", "neo4j", PASSWORD) as gone:
        store = Neo4jGraphStore(gone, "tea")
        assert not store.ready()
        with pytest.raises(UnavailableError):
            store.load()


def test_a_wrong_password_is_unavailable_too(neo4j_url: str) -> None:
    with open_driver(neo4j_url, "neo4j", "wrong-password") as stranger, pytest.raises(UnavailableError):
        Neo4jGraphStore(stranger, "tea").generation()
