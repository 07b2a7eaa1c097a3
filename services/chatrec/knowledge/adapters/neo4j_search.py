"""Search in Neo4j by name and by vector: the full-text and the vector index at work."""

import re
from collections.abc import Sequence

from neo4j import Driver

from chatrec.knowledge.adapters.neo4j_connection import DEFAULT_TENANT, Neo4jConnection
from chatrec.knowledge.domain.snapshot.arrays import Snapshot
from chatrec.vocabulary.graph import Vector

__all__ = ["Neo4jSearch"]

_SPECIAL = re.compile(r'([+\-&|!(){}\[\]^"~*?:\\/])')
_WORDS = re.compile(r"\b(AND|OR|NOT)\b")
_INDEX_TIMEOUT_S = 60
_OVERSAMPLE = 4


class Neo4jSearch:
    """Finds nodes of one catalogue."""

    def __init__(
        self, driver: Driver, catalogue: str, database: str | None = None, tenant: str = DEFAULT_TENANT
    ) -> None:
        """Keep the driver, which the caller closes, and the names of catalogue and tenant."""
        self._connection = Neo4jConnection(driver, catalogue, database, tenant)

    def put_vectors(self, snapshot: Snapshot) -> None:
        """Store the items' vectors and index them by cosine; a snapshot without vectors changes nothing."""
        vectors = snapshot.vectors.items
        if not vectors.size:
            return
        config = {"vector.dimensions": vectors.shape[1], "vector.similarity_function": "cosine"}
        ids = snapshot.nodes.ids[: snapshot.item_count]
        found = ({"id": id_, "vector": row.tolist()} for id_, row in zip(ids, vectors, strict=True))
        with self._connection.session() as session:
            self._connection.run(session, "schema_vectors", options={"indexConfig": config})
            self._connection.run_batches(session, "put_vectors", found)
            self._connection.run(session, "await_indexes", timeout_s=_INDEX_TIMEOUT_S)

    def by_name(self, text: str, limit: int = 10) -> Sequence[tuple[str, float]]:
        """Find nodes whose names or aliases hold the words of a text, best first, with Lucene's score."""
        query = _WORDS.sub(lambda word: word.group().lower(), _SPECIAL.sub(r"\\\1", text)).strip()
        if not query:
            return []
        with self._connection.session() as session:
            found = self._connection.run(session, "find_by_name", query=query, limit=limit)
        return [(row["id"], row["score"]) for row in found]

    def by_vector(self, vector: Vector, limit: int = 10) -> Sequence[tuple[str, float]]:
        """Find the items nearest to a unit vector, nearest first, with (1 + cosine) / 2."""
        # The index is shared by catalogues: more are fetched than asked for, then those of others fall away.
        with self._connection.session() as session:
            found = self._connection.run(
                session, "nearest_items", neighbours=limit * _OVERSAMPLE, vector=vector.tolist(), limit=limit
            )
        return [(row["id"], row["score"]) for row in found]
