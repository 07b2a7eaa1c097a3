"""A Neo4j database moves from version to version: once, in order, on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chatrec.knowledge.adapters.graph_store_neo4j import Neo4jGraphStore
from chatrec.knowledge.adapters.neo4j_connection import Neo4jConnection, open_driver
from chatrec.knowledge.adapters.neo4j_migrations import migrate
from chatrec.knowledge.adapters.neo4j_statements import Migration, migrations
from chatrec.vocabulary.errors import ConflictError, NotFoundError
from tests.servers.neo4j import PASSWORD
from tests.tea import tea

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neo4j import Driver

NAMES = tuple(migration.name for migration in migrations())


@pytest.fixture
def driver(neo4j_url: str) -> Iterator[Driver]:
    with open_driver(neo4j_url, "neo4j", PASSWORD) as opened:
        yield opened


def test_each_is_applied_once_in_order(driver: Driver) -> None:
    store = Neo4jGraphStore(driver, "tea")
    assert list(NAMES) == sorted(NAMES)
    assert store.migrate() == NAMES
    assert store.migrate() == ()
    store.replace(tea())
    assert store.migrate() == ()


def test_one_that_was_cut_off_before_it_was_recorded_runs_again(driver: Driver) -> None:
    store = Neo4jGraphStore(driver, "tea")
    store.migrate()
    driver.execute_query("MATCH (m:Migration) WHERE m.name >= $name DELETE m", name=NAMES[4])
    assert store.migrate() == NAMES[4:]


def test_a_changed_one_and_a_newer_database_are_refused(driver: Driver) -> None:
    connection = Neo4jConnection(driver, "tea")
    changed = (migrations()[0]._replace(sha256="0" * 64), *migrations()[1:])
    newer = (*migrations(), Migration("9999_later", "RETURN 1", "1" * 64))
    with connection.session() as session:
        migrate(connection, session)
        with pytest.raises(ConflictError, match="has changed"):
            migrate(connection, session, changed)
        assert migrate(connection, session, newer) == ("9999_later",)
        with pytest.raises(ConflictError, match="newer version"):
            migrate(connection, session)


def test_a_graph_from_before_tenants_becomes_the_default_tenants(driver: Driver) -> None:
    store = Neo4jGraphStore(driver, "tea")
    store.replace(tea())
    driver.execute_query("MATCH (n) REMOVE n.tenant")
    driver.execute_query("MATCH (m:Migration) DELETE m")
    with pytest.raises(NotFoundError, match="graph migrate"):
        store.load()
    store.migrate()
    assert store.load() == tea()


def test_tenants_share_a_server_and_nothing_else(driver: Driver) -> None:
    ours, theirs = (Neo4jGraphStore(driver, "tea", tenant=name) for name in ("ours", "theirs"))
    ours.replace(tea())
    with pytest.raises(NotFoundError):
        theirs.load()
    theirs.replace(tea())
    theirs.delete([item.id for item in tea().items])
    assert ours.load() == tea()
    assert theirs.load().items == ()
