"""Ranks inside Neo4j, for graphs that are larger than memory: fixed-length patterns, bounded, and nothing else.

Evidence is plain: an item gains from every liked item and wanted entity that it is tied to by one edge, or shares a
neighbour with, the rarer the neighbour the more; it loses from rejected items and unwanted entities. There are no
vectors, learned edges or smooth numbers, and nothing is relaxed: the reasoner over snapshots is the better one wherever
a snapshot fits into memory.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from neo4j import Driver

from chatrec.knowledge.adapters.cypher_filters import Filter, filters_of
from chatrec.knowledge.adapters.graph_store_neo4j import Neo4jGraphStore
from chatrec.knowledge.adapters.neo4j_connection import DEFAULT_TENANT, Neo4jConnection
from chatrec.knowledge.adapters.neo4j_rows import Row
from chatrec.knowledge.domain.bounds import check_query
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.vocabulary.errors import NotFoundError
from chatrec.vocabulary.graph import Path, Ranking, RankQuery, Triple
from chatrec.vocabulary.schema import ITEM, KIND, CatalogueSchema
from chatrec.vocabulary.words import FacetType

__all__ = ["CypherReasoner"]

_MOST_PATHS: Final = 3
_RARITY: Final = -0.4


class CypherReasoner:
    """Ranks the items of one catalogue by Cypher alone."""

    def __init__(
        self,
        driver: Driver,
        catalogue: str,
        database: str | None = None,
        tenant: str = DEFAULT_TENANT,
        *,
        weights: Weights | None = None,
    ) -> None:
        """Keep the driver, which the caller closes, the catalogue, and how much each kind of evidence counts."""
        self._connection = Neo4jConnection(driver, catalogue, database, tenant)
        self._store = Neo4jGraphStore(driver, catalogue, database, tenant)
        self._weights = weights or Weights()

    def rank(self, query: RankQuery) -> Ranking:
        """Rank the available items that meet all hard preferences; each path is stored and has carried score.

        Raises:
            InvalidInputError: something is too much, or a value does not go with its facet.
            NotFoundError: it is another catalogue, or there is none.
            UnavailableError: Neo4j cannot be reached.
        """
        check_query(query)
        if query.catalogue != self._connection.catalogue:
            raise NotFoundError("No such catalogue.", catalogue=query.catalogue[:64])
        schema = self._store.schema()
        seeds = list(self._seeds(query, schema))
        found = self._ranked(query, seeds, filters_of(query.preferences, schema))
        ids = [row["id"] for row in found]
        best = max((row["popularity"] for row in found), default=0.0)
        most = sum(max(seed["weight"], 0.0) for seed in seeds)
        return Ranking(
            item_ids=tuple(ids),
            f_llm=(1.0,) * len(ids),
            f_kg=tuple(math.exp(min(row["evidence"] - most, 0.0)) for row in found),
            popularity=tuple(math.log1p(row["popularity"]) / math.log1p(best) if best else 0.0 for row in found),
            collaborative=(0.0,) * len(ids),
            paths=self._paths(ids, [seed for seed in seeds if seed["weight"] > 0.0]),
            misses=((),) * len(ids),
            matched=len(ids),
            generation=self._store.generation(),
        )

    def _seeds(self, query: RankQuery, schema: CatalogueSchema) -> Iterator[Row]:
        weights = self._weights
        for id_ in dict.fromkeys(query.liked_item_ids):
            yield {"id": id_, "weight": weights.liked, "preference": -1}
        for id_ in dict.fromkeys(query.rejected_item_ids):
            yield {"id": id_, "weight": -weights.liked * weights.rejected, "preference": -1}
        for number, wish in enumerate(query.preferences):
            facet = schema.facet(wish.facet)
            if wish.facet == ITEM or (wish.facet != KIND and facet is not None and facet.type is FacetType.ENTITY):
                weight = wish.weight * (weights.hard if wish.hard else weights.soft) * (1.0 if wish.liked else -1.0)
                for value in wish.values:
                    yield {"id": str(value), "weight": weight, "preference": number}

    def _ranked(self, query: RankQuery, seeds: Sequence[Row], filters: Sequence[Filter]) -> list[Row]:
        left_out = [*query.liked_item_ids, *query.rejected_item_ids, *query.excluded_item_ids]
        given = {"filters": [part._asdict() for part in filters], "limit": query.max_items + len(left_out)}
        with self._connection.session() as session:
            evidence = self._connection.run(
                session, "rank_by_evidence", seeds=seeds, left_out=left_out, **self._bounds(), **given
            )
            popular = self._connection.run(session, "rank_by_popularity", left_out=left_out, **given)
        known = {row["id"]: row for row in (*popular, *evidence)}
        rows = sorted(known.values(), key=lambda row: (-row["evidence"], -row["popularity"], row["id"]))
        return rows[: query.max_items]

    def _bounds(self) -> Mapping[str, float]:
        weights = self._weights
        return {
            "direct": weights.direct,
            "most_degree": weights.most_holders,
            "rarity": _RARITY,
            "half": weights.half_walk,
        }

    def _paths(self, ids: Sequence[str], seeds: Sequence[Row]) -> tuple[tuple[Path, ...], ...]:
        with self._connection.session() as session:
            rows = self._connection.run(session, "paths_of_evidence", items=ids, seeds=seeds, **self._bounds())
        found: dict[str, list[Row]] = {}
        for row in rows:
            found.setdefault(row["id"], []).append(row)
        return tuple(_paths(sorted(found.get(id_, []), key=lambda row: -row["gain"])) for id_ in ids)


def _paths(rows: Sequence[Row]) -> tuple[Path, ...]:
    total = sum(row["gain"] for row in rows)
    return tuple(
        Path(tuple(Triple(*edge) for edge in row["triples"]), row["gain"] / total, row["preference"])
        for row in rows[:_MOST_PATHS]
    )
