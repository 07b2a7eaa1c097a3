"""What a path promises: it is stored, it starts at something said or done, and without it the score falls."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.reasoning.explaining import explain
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.vocabulary.graph import Path, RankQuery, Triple
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator

from .small_shop import catalogues, graph_of, graph_without, item, queries, shop, stored

B0 = Preference("brand", Operator.EQUAL, ("b0",))
WEIGHTS = Weights(most_holders=6)


def starts(path: Path, query: RankQuery) -> bool:
    """Tell whether a path begins at what its preference, or a liked item, names."""
    edge = path.triples[0]
    if path.preference < 0:
        return bool({edge.head, edge.tail} & set(query.liked_item_ids))
    wish = query.preferences[path.preference]
    return bool({edge.head, edge.tail} & set(wish.values)) or edge.relation == wish.facet


def is_joined(path: Path, item_id: str) -> bool:
    """Tell whether a path walks on from edge to edge and ends at the item."""
    ends = [{edge.head, edge.tail} for edge in path.triples]
    return item_id in ends[-1] and all(a & b for a, b in pairwise(ends))


@given(catalogues(), queries())
@settings(deadline=None, max_examples=60)
def test_every_path_is_stored_joined_and_starts_at_what_was_said_or_done(
    catalogue: Catalogue, query: RankQuery
) -> None:
    triples = stored(catalogue)
    found = rank(graph_of(catalogue), WEIGHTS, query)
    for item_id, paths in zip(found.item_ids, found.paths, strict=True):
        assert len(paths) <= 3
        assert [path.contribution for path in paths] == sorted((path.contribution for path in paths), reverse=True)
        assert 0.0 <= sum(path.contribution for path in paths) <= 1.0 + 1e-9
        for path in paths:
            assert all((edge.head, edge.relation, edge.tail) in triples for edge in path.triples)
            assert is_joined(path, item_id)
            assert starts(path, query)
            assert len(set(path.triples)) == len(path.triples)


@given(catalogues(), queries(most_preferences=3), st.data())
@settings(deadline=None, max_examples=60)
def test_without_the_edges_of_a_path_the_items_score_falls(
    catalogue: Catalogue, query: RankQuery, data: st.DataObject
) -> None:
    found = rank(graph_of(catalogue), WEIGHTS, query)
    for item_id, score, paths in zip(found.item_ids, found.f_kg, found.paths, strict=True):
        for path in paths:
            after = explain(graph_without(catalogue, path), WEIGHTS, query, item_id)
            assert after.f_kg < score, path


def test_a_path_of_two_steps_leads_from_a_liked_item_over_what_it_shares() -> None:
    catalogue = shop(item("old", brand="b0"), item("new", brand="b0"))
    query = RankQuery("shop", liked_item_ids=("old",), excluded_item_ids=("old",))
    paths = rank(graph_of(catalogue), Weights(), query).paths[0]
    assert paths[0].triples == (Triple("old", "made_by", "b0"), Triple("new", "made_by", "b0"))
    assert paths[0].preference == -1


def test_a_path_of_three_steps_leads_from_an_entity_over_an_item_that_has_it() -> None:
    catalogue = shop(item("has", brand="b0", use=("u0",)), item("near", brand="b1", use=("u0",)))
    query = RankQuery("shop", (B0,), excluded_item_ids=("has",))
    paths = rank(graph_of(catalogue), Weights(), query).paths[0]
    assert paths[0].triples == (
        Triple("has", "made_by", "b0"),
        Triple("has", "suited_to", "u0"),
        Triple("near", "suited_to", "u0"),
    )


def test_literals_are_written_as_the_catalogue_has_them() -> None:
    catalogue = shop(item("a", price=6.7, tier="high", five_g=True, released="2025-06-30"))
    wishes = (
        Preference("price", Operator.AT_MOST, (7.0,), hard=True),
        Preference("tier", Operator.EQUAL, ("high",)),
        Preference("five_g", Operator.EQUAL, (True,), hard=True),
        Preference("released", Operator.AT_LEAST, ("2025-01-01",)),
    )
    for wish, value in zip(wishes, (6.7, "high", True, "2025-06-30"), strict=True):
        paths = rank(graph_of(catalogue), Weights(), RankQuery("shop", (wish,))).paths[0]
        assert [path.triples for path in paths] == [(Triple("a", wish.facet, value),)]
        assert type(paths[0].triples[0].tail) is type(value)


def test_a_kind_alone_is_no_reason() -> None:
    query = RankQuery("shop", (Preference("kind", Operator.EQUAL, ("phone",), hard=True),))
    assert rank(graph_of(shop(item("a", brand="b0"))), Weights(), query).paths == ((),)


def test_two_limits_on_one_facet_are_one_path() -> None:
    wishes = tuple(Preference("price", op, (500.0,), hard=True) for op in (Operator.AT_MOST, Operator.AT_LEAST))
    paths = rank(graph_of(shop(item("a", price=500.0))), Weights(), RankQuery("shop", wishes)).paths[0]
    assert [path.triples for path in paths] == [(Triple("a", "price", 500.0),)]


def test_no_path_leads_over_a_fact_that_breaks_a_limit() -> None:
    catalogue = shop(item("liked", brand="b0"), item("a", brand="b0"))
    wish = Preference("brand", Operator.NOT_EQUAL, ("b0",), hard=True)
    query = RankQuery("shop", (wish,), liked_item_ids=("liked",), excluded_item_ids=("liked",))
    found = rank(graph_of(catalogue), Weights(), query)
    assert (found.relaxed, found.paths) == (True, ((),))
