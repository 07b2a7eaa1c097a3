"""Neo4j as a peer: the same query of two steps by its own adapter, on a server that is there already."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from chatrec.knowledge.adapters.cypher_reasoner import CypherReasoner
from chatrec.knowledge.adapters.graph_store_neo4j import Neo4jGraphStore
from chatrec.knowledge.adapters.neo4j_connection import open_driver
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.offline.bench.knowledge_peers import Walk
from chatrec.vocabulary.graph import RankQuery

__all__ = ["neo4j_walk"]

_TENANT = "bench"
_MOST = 50


@contextmanager
def neo4j_walk(url: str, catalogue: Catalogue, graph: Graph) -> Iterator[tuple[Walk, float]]:
    """Put the catalogue into a server as the tenant `bench`, and give the query and the seconds that it took.

    The user is in CHATREC_GRAPH_USER, the password in CHATREC_GRAPH_PASSWORD.
    """
    user, password = os.environ.get("CHATREC_GRAPH_USER", "neo4j"), os.environ.get("CHATREC_GRAPH_PASSWORD", "")
    with open_driver(url, user if password else "", password) as driver:
        name, begun = catalogue.schema.name, time.perf_counter()
        store = Neo4jGraphStore(driver, name, tenant=_TENANT)
        store.migrate()
        store.replace(catalogue)
        loaded_s = time.perf_counter() - begun
        reasoner = CypherReasoner(driver, name, tenant=_TENANT, weights=Weights(popularity=0.0))

        def walk(item: int) -> list[int]:
            id_ = graph.snapshot.nodes.ids[item]
            query = RankQuery(name, liked_item_ids=(id_,), excluded_item_ids=(id_,), max_items=_MOST)
            return [graph.number_of[found] for found in reasoner.rank(query).item_ids]

        yield walk, loaded_s
