"""The servers that other tests stand on are real and empty."""

from __future__ import annotations

import neo4j
import redis

from tests.servers.neo4j import PASSWORD


def test_redis_is_a_real_server_and_empty(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        assert client.dbsize() == 0
        assert int(client.info("server")["redis_version"].split(".")[0]) >= 6
        assert client.eval("return redis.call('SET', KEYS[1], 'x')", 1, "k")


def test_neo4j_is_a_real_server_of_the_lts_line_and_empty(neo4j_url: str) -> None:
    with neo4j.GraphDatabase.driver(neo4j_url, auth=("neo4j", PASSWORD)) as driver:
        (component,) = driver.execute_query("CALL dbms.components() YIELD versions RETURN versions[0] AS v").records
        (nodes,) = driver.execute_query("MATCH (n) RETURN count(n) AS n").records
    assert component["v"].startswith("5.26")
    assert nodes["n"] == 0
