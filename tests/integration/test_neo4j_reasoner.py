"""The reasoner that is Cypher alone: what it promises beside what every reasoner does (tests/contract)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatrec.knowledge.adapters.cypher_reasoner import CypherReasoner
from chatrec.knowledge.adapters.graph_store_neo4j import Neo4jGraphStore
from chatrec.knowledge.adapters.neo4j_connection import open_driver
from chatrec.vocabulary.graph import RankQuery
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator
from tests.servers.neo4j import PASSWORD
from tests.tea import tea

if TYPE_CHECKING:
    from chatrec.knowledge.domain.ports import GraphStore

HOSTILE = "x'}) DETACH DELETE n //"


def test_a_value_that_is_cypher_is_a_value_like_any_other(neo4j_url: str) -> None:
    with open_driver(neo4j_url, "neo4j", PASSWORD) as driver:
        store: GraphStore = Neo4jGraphStore(driver, "tea")
        store.replace(tea())
        reasoner = CypherReasoner(driver, "tea")
        for wish in (
            Preference("taste", Operator.EQUAL, (HOSTILE,), hard=True),
            Preference("taste", Operator.EQUAL, (HOSTILE,)),
        ):
            reasoner.rank(RankQuery("tea", (wish,), liked_item_ids=(HOSTILE,)))
        assert store.load() == tea()
