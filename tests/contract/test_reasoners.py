"""What every reasoner promises; each test runs on arrays in memory and on a real Neo4j."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Protocol

import pytest

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.cypher_reasoner import CypherReasoner
from chatrec.knowledge.adapters.graph_store_neo4j import Neo4jGraphStore
from chatrec.knowledge.adapters.neo4j_connection import open_driver
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Item
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.preparing import demo_catalogues
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.graph import Path, Ranking, RankQuery, Triple
from chatrec.vocabulary.matching import misses
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import FacetType, Operator, Value
from tests.servers.neo4j import PASSWORD

_EVERY = 200


class Ranker(Protocol):
    """What a reasoner does in this suite."""

    def rank(self, query: RankQuery) -> Ranking: ...


Opened = Callable[[Catalogue, str], Ranker]


@pytest.fixture(params=["arrays", "neo4j"])
def opened(request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Give a function that puts a catalogue of a tenant in place and opens a reasoner over it."""
    with ExitStack() as stack:
        if request.param == "arrays":
            yield lambda catalogue, _: Reasoner([build_snapshot(catalogue)])
            return
        driver = stack.enter_context(open_driver(request.getfixturevalue("neo4j_url"), "neo4j", PASSWORD))

        def open_in_neo4j(catalogue: Catalogue, tenant: str) -> Ranker:
            name = catalogue.schema.name
            Neo4jGraphStore(driver, name, tenant=tenant).replace(catalogue)
            return CypherReasoner(driver, name, tenant=tenant)

        yield open_in_neo4j


@pytest.fixture(scope="module")
def shop() -> Catalogue:
    """Give a demo catalogue, in which one item cannot be had."""
    found = read_catalogue(demo_catalogues()[1])
    return replace(found, items=(*found.items[:-1], replace(found.items[-1], available=False)))


def _hard(facet: str, operator: Operator, *values: Value) -> Preference:
    return Preference(facet, operator, values, hard=True)


def _limits(shop: Catalogue) -> Iterator[tuple[Preference, ...]]:
    """Give hard preferences of every facet type and operator, with values that items have, and some together."""
    singles = []
    for facet in shop.schema.facets:
        values = [item.facets[facet.name][0] for item in shop.items if facet.name in item.facets]
        if values:
            middle = values[len(values) // 2]
            ordered = facet.type in (FacetType.NUMBER, FacetType.ORDINAL, FacetType.DATE)
            ranges = (Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST) if ordered else ()
            singles += [_hard(facet.name, sign, middle) for sign in (Operator.EQUAL, Operator.NOT_EQUAL, *ranges)]
            singles.append(_hard(facet.name, Operator.IN, *dict.fromkeys((middle, values[0]))))
    kind = shop.items[0].kind
    singles += [_hard("kind", Operator.EQUAL, kind), _hard("kind", Operator.NOT_EQUAL, kind)]
    singles.append(_hard("item", Operator.NOT_EQUAL, shop.items[0].id))
    yield from ((wish,) for wish in singles)
    yield from zip(singles[::2], singles[1::2], strict=False)


@pytest.mark.timeout(400)  # some hundred queries of a Neo4j that may share its cores
def test_exactly_what_meets_every_hard_preference_is_offered(opened: Opened, shop: Catalogue) -> None:
    reasoner, name = opened(shop, "default"), shop.schema.name
    cards, _ = Reasoner([build_snapshot(shop)]).describe(name, [item.id for item in shop.items])
    for limits in _limits(shop):
        fitting = {card.id for card in cards if card.available and not misses(card, limits, shop.schema)}
        found = reasoner.rank(RankQuery(name, limits, max_items=_EVERY, gains=False))
        assert found.matched == len(fitting), limits
        if fitting:
            assert set(found.item_ids) == fitting, limits
        else:
            assert not found.item_ids or all(found.misses), limits


def test_what_is_rejected_excluded_or_cannot_be_had_is_not_offered(opened: Opened, shop: Catalogue) -> None:
    rejected, excluded = (item.id for item in shop.items[1:3])
    query = RankQuery(shop.schema.name, (), (), (rejected,), (excluded,), max_items=_EVERY)
    gone = {rejected, excluded} | {item.id for item in shop.items if not item.available}
    assert set(opened(shop, "default").rank(query).item_ids) == {item.id for item in shop.items} - gone


def test_a_tenant_sees_nothing_of_another(opened: Opened, shop: Catalogue) -> None:
    name, (first, second) = shop.schema.name, shop.items[:2]
    one = opened(replace(shop, items=(first,), answers=(), triples=(), interactions=()), "one")
    other = opened(replace(shop, items=(second,), answers=(), triples=(), interactions=()), "other")
    assert one.rank(RankQuery(name)).item_ids == (first.id,)
    assert other.rank(RankQuery(name)).item_ids == (second.id,)


def _asked(shop: Catalogue) -> RankQuery:
    facet = next(row for row in shop.schema.facets if row.type is FacetType.ENTITY)
    wanted = next(item.facets[facet.name][0] for item in shop.items if facet.name in item.facets)
    liked = next(item.id for item in shop.items if len(item.facets) > 3 and item.available)
    wish = Preference(facet.name, Operator.EQUAL, (wanted,))
    return RankQuery(shop.schema.name, (wish,), (liked,), excluded_item_ids=(liked,), max_items=10, gains=False)


def _relations(shop: Catalogue) -> dict[str, str]:
    return {facet.name: facet.relation for facet in shop.schema.facets if facet.type is FacetType.ENTITY}


def _stored(shop: Catalogue) -> set[Triple]:
    """Give the edges between nodes."""
    facts = {
        Triple(item.id, relation, value)
        for item in shop.items
        for name, relation in _relations(shop).items()
        for value in item.facets.get(name, ())
    }
    return facts | set(shop.triples)


def _walks(found: Ranking, stored: set[Triple]) -> Iterator[tuple[str, Path]]:
    """Give the paths of edges between nodes, with their items."""
    for id_, paths in zip(found.item_ids, found.paths, strict=True):
        yield from ((id_, path) for path in paths if set(path.triples) & stored)


def test_every_path_is_stored_and_leads_from_what_was_said_to_the_item(opened: Opened, shop: Catalogue) -> None:
    query, stored = _asked(shop), _stored(shop)
    walks = list(_walks(opened(shop, "default").rank(query), stored))
    assert walks
    for id_, path in walks:
        assert set(path.triples) <= stored
        said = query.liked_item_ids if path.preference < 0 else query.preferences[path.preference].values
        assert {path.triples[0].head, path.triples[0].tail} & set(said)
        assert id_ in {path.triples[-1].head, path.triples[-1].tail}
        assert 0.0 < path.contribution <= 1.0


def test_without_the_edges_of_a_path_the_item_scores_less(opened: Opened, shop: Catalogue) -> None:
    query = _asked(shop)
    whole = opened(shop, "default").rank(query)
    id_, path = next(_walks(whole, _stored(shop)))
    less = opened(_without(shop, path), "default").rank(replace(query, max_items=_EVERY))
    assert less.f_kg[less.item_ids.index(id_)] < whole.f_kg[whole.item_ids.index(id_)]


def _without(shop: Catalogue, path: Path) -> Catalogue:
    relations = _relations(shop)

    def bare(item: Item) -> Item:
        facets = {
            name: tuple(
                value for value in values if Triple(item.id, relations.get(name, ""), value) not in path.triples
            )
            for name, values in item.facets.items()
        }
        return replace(item, facets={name: values for name, values in facets.items() if values})

    triples = tuple(row for row in shop.triples if row not in path.triples)
    return replace(shop, items=tuple(map(bare, shop.items)), triples=triples)


def test_what_was_said_raises_what_has_it_and_lowers_what_was_said_against(opened: Opened, shop: Catalogue) -> None:
    query = replace(_asked(shop), liked_item_ids=(), excluded_item_ids=(), max_items=_EVERY)
    (wish,) = query.preferences
    has = {item.id for item in shop.items if wish.values[0] in item.facets.get(wish.facet, ())}
    reasoner = opened(shop, "default")
    wanted = reasoner.rank(query)
    against = replace(wish, operator=Operator.NOT_EQUAL)
    unwanted = reasoner.rank(replace(query, preferences=(against,)))
    assert wanted.item_ids[0] in has
    assert unwanted.item_ids[0] not in has
    assert unwanted.item_ids[-1] in has


def test_scores_are_between_0_and_1_and_come_in_order(opened: Opened, shop: Catalogue) -> None:
    found = opened(shop, "default").rank(_asked(shop))
    scores = [one * other for one, other in zip(found.f_llm, found.f_kg, strict=True)]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 < score <= 1.0 for score in scores)


def test_the_same_query_gives_the_same_list_and_fewer_items_are_its_beginning(opened: Opened, shop: Catalogue) -> None:
    reasoner, query = opened(shop, "default"), _asked(shop)
    whole = reasoner.rank(query).item_ids
    assert reasoner.rank(query).item_ids == whole
    assert reasoner.rank(replace(query, max_items=3)).item_ids == whole[:3]


def test_what_cannot_be_asked_is_refused(opened: Opened, shop: Catalogue) -> None:
    reasoner, name = opened(shop, "default"), shop.schema.name
    entity = next(row.name for row in shop.schema.facets if row.type is FacetType.ENTITY)
    number = next(row.name for row in shop.schema.facets if row.type is FacetType.NUMBER)
    wrong = (
        _hard(entity, Operator.LESS, "x"),
        _hard(number, Operator.AT_MOST, "cheap"),
        _hard("kind", Operator.IN, 1.0),
    )
    for wish in wrong:
        with pytest.raises(InvalidInputError):
            reasoner.rank(RankQuery(name, (wish,)))
    with pytest.raises(NotFoundError):
        reasoner.rank(RankQuery("nobody"))
