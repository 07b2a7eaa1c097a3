"""The reasoner that is Cypher alone keeps what every reasoner promises: exact filters, true paths that carry score."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.cypher_reasoner import CypherReasoner
from chatrec.knowledge.adapters.graph_store_neo4j import Neo4jGraphStore
from chatrec.knowledge.adapters.neo4j_connection import open_driver
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.preparing import demo_catalogues
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.graph import Ranking, RankQuery, Triple
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import FacetType, Operator, Value
from tests.servers.neo4j import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neo4j import Driver

    from chatrec.knowledge.domain.catalogue.catalogue import Catalogue

SHOP = demo_catalogues()[1]


@pytest.fixture(scope="module")
def shop() -> Catalogue:
    return read_catalogue(SHOP)


@pytest.fixture
def driver(neo4j_url: str, shop: Catalogue) -> Iterator[Driver]:
    with open_driver(neo4j_url, "neo4j", PASSWORD) as opened:
        Neo4jGraphStore(opened, shop.schema.name).replace(shop)
        yield opened


def _hard(facet: str, operator: Operator, *values: Value) -> Preference:
    return Preference(facet, operator, values, hard=True)


def _cases(shop: Catalogue) -> Iterator[tuple[Preference, ...]]:
    """Give hard preferences of every facet type and operator, with values that items have."""
    for facet in shop.schema.facets:
        values = [item.facets[facet.name][0] for item in shop.items if facet.name in item.facets]
        if not values:
            continue
        middle = values[len(values) // 2]
        equal = (Operator.EQUAL, Operator.NOT_EQUAL)
        ranges = (Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST)
        ordered = facet.type in (FacetType.NUMBER, FacetType.ORDINAL, FacetType.DATE)
        for operator in (*equal, *(ranges if ordered else ())):
            yield (_hard(facet.name, operator, middle),)
        yield (_hard(facet.name, Operator.IN, *dict.fromkeys((middle, values[0]))),)
    kind = shop.items[0].kind
    yield (_hard("kind", Operator.EQUAL, kind),)
    yield (_hard("kind", Operator.NOT_EQUAL, kind), _hard("item", Operator.NOT_EQUAL, shop.items[-1].id))
    yield (_hard("no such facet", Operator.NOT_EQUAL, "x"),)


def test_hard_filters_are_exact_and_as_in_the_other_reasoner(driver: Driver, shop: Catalogue) -> None:
    name = shop.schema.name
    ours, theirs = CypherReasoner(driver, name), Reasoner([build_snapshot(shop)])
    for preferences in _cases(shop):
        query = RankQuery(name, preferences, max_items=200, gains=False)
        expected = theirs.rank(query)
        if not expected.relaxed:
            assert set(ours.rank(query).item_ids) == set(expected.item_ids), preferences
        else:
            assert ours.rank(query).item_ids == ()


def test_what_is_excluded_or_cannot_be_had_is_not_offered(driver: Driver, shop: Catalogue) -> None:
    name = shop.schema.name
    first, second, third = (item.id for item in shop.items[:3])
    query = RankQuery(
        name, liked_item_ids=(first,), rejected_item_ids=(second,), excluded_item_ids=(third,), max_items=200
    )
    found = CypherReasoner(driver, name).rank(query).item_ids
    gone = {item.id for item in shop.items if not item.available} | {first, second, third}
    assert set(found) == {item.id for item in shop.items} - gone


def _asked(shop: Catalogue) -> RankQuery:
    facet = next(row for row in shop.schema.facets if row.type is FacetType.ENTITY)
    wanted = next(item.facets[facet.name][0] for item in shop.items if facet.name in item.facets)
    liked = next(item.id for item in shop.items if len(item.facets) > 3 and item.available)
    return RankQuery(
        shop.schema.name,
        (Preference(facet.name, Operator.EQUAL, (wanted,)),),
        liked_item_ids=(liked,),
        max_items=10,
        gains=False,
    )


def _stored(shop: Catalogue) -> set[Triple]:
    related = {facet.name: facet.relation for facet in shop.schema.facets if facet.type is FacetType.ENTITY}
    facts = {
        Triple(item.id, related[name], value)
        for item in shop.items
        for name, values in item.facets.items()
        if name in related
        for value in values
    }
    return facts | set(shop.triples)


def test_every_path_is_stored_and_leads_from_what_was_said_to_the_item(driver: Driver, shop: Catalogue) -> None:
    query, stored = _asked(shop), _stored(shop)
    found = CypherReasoner(driver, query.catalogue).rank(query)
    assert any(found.paths)
    for id_, paths in zip(found.item_ids, found.paths, strict=True):
        for path in paths:
            assert set(path.triples) <= stored
            said = query.liked_item_ids if path.preference < 0 else query.preferences[path.preference].values
            assert {path.triples[0].head, path.triples[0].tail} & set(said)
            assert id_ in {path.triples[-1].head, path.triples[-1].tail}
            assert 0.0 < path.contribution <= 1.0
        assert sum(path.contribution for path in paths) <= 1.0 + 1e-9


def test_taking_the_edges_of_a_path_away_lowers_the_score(driver: Driver, shop: Catalogue) -> None:
    query = _asked(shop)
    reasoner = CypherReasoner(driver, query.catalogue)
    whole = reasoner.rank(query)
    for place, id_ in enumerate(whole.item_ids[:5]):
        for path in whole.paths[place]:
            assert _score(_without(driver, reasoner, query, path.triples), id_) < whole.f_kg[place]


def _without(driver: Driver, reasoner: CypherReasoner, query: RankQuery, triples: tuple[Triple, ...]) -> Ranking:
    """Rank in a graph that lacks some edges, and put them back."""
    rows = [{"head": row.head, "relation": row.relation, "tail": row.tail} for row in triples]
    driver.execute_query(
        "UNWIND $rows AS r MATCH (:Node {id: r.head})-[e:EDGE {relation: r.relation}]->(:Node {id: r.tail})"
        " SET e.kept = true",
        rows=rows,
    )
    driver.execute_query("MATCH (h)-[e:EDGE {kept: true}]->(t) CREATE (h)-[k:KEPT]->(t) SET k = e DELETE e")
    try:
        return reasoner.rank(replace(query, max_items=200))
    finally:
        driver.execute_query("MATCH (h)-[k:KEPT]->(t) CREATE (h)-[e:EDGE]->(t) SET e = k REMOVE e.kept DELETE k")


def _score(ranking: Ranking, id_: str) -> float:
    return ranking.f_kg[ranking.item_ids.index(id_)]


def test_liked_neighbours_come_before_popular_strangers(driver: Driver, shop: Catalogue) -> None:
    query = replace(_asked(shop), preferences=())
    found = CypherReasoner(driver, query.catalogue).rank(query)
    assert found.paths[0]
    assert list(found.f_kg) == sorted(found.f_kg, reverse=True)
    assert all(0.0 < score <= 1.0 for score in found.f_kg)


def test_what_cannot_be_asked_is_refused(driver: Driver, shop: Catalogue) -> None:
    reasoner = CypherReasoner(driver, shop.schema.name)
    entity = next(row.name for row in shop.schema.facets if row.type is FacetType.ENTITY)
    number = next(row.name for row in shop.schema.facets if row.type is FacetType.NUMBER)
    for wrong in (
        _hard(entity, Operator.LESS, "x"),
        _hard(number, Operator.AT_MOST, "cheap"),
        _hard("kind", Operator.IN, 1.0),
    ):
        with pytest.raises(InvalidInputError):
            reasoner.rank(RankQuery(shop.schema.name, (wrong,)))
    with pytest.raises(NotFoundError):
        reasoner.rank(RankQuery("nobody"))
    hostile = Preference(entity, Operator.EQUAL, ("x'}) DETACH DELETE n //",), hard=True)
    assert reasoner.rank(RankQuery(shop.schema.name, (hostile,))).item_ids == ()
