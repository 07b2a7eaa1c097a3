"""What a ranking promises."""

import operator as op
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Item
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import Ranking, RankQuery, Triple
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import KIND, Facet
from chatrec.vocabulary.words import FacetType, Operator, Source, Value

from .small_shop import SCHEMA, TIERS, catalogues, graph_of, item, queries, shop

COMPARE: dict[Operator, Callable[[object, object], bool]] = {
    Operator.LESS: op.lt,
    Operator.AT_MOST: op.le,
    Operator.GREATER: op.gt,
    Operator.AT_LEAST: op.ge,
}
PHONE = Preference(KIND, Operator.EQUAL, ("phone",), hard=True)


def at_most(price: float, *, hard: bool = True) -> Preference:
    return Preference("price", Operator.AT_MOST, (price,), hard=hard)


def equal(facet: str, *values: Value, hard: bool = False, source: Source = Source.STATED) -> Preference:
    return Preference(facet, Operator.EQUAL, values, hard=hard, source=source)


def ranked(catalogue: Catalogue, *preferences: Preference, **rest: tuple[str, ...]) -> Ranking:
    return rank(graph_of(catalogue), Weights(), RankQuery("shop", preferences, **rest))  # type: ignore[arg-type]


def breaks(row: Item, wish: Preference) -> bool:
    """The rules of interfaces.md, as plainly as they can be written."""
    values = ((row.kind,) if row.kind else ()) if wish.facet == KIND else row.facets.get(wish.facet, ())
    if wish.operator is Operator.NOT_EQUAL:
        return wish.values[0] in values
    if wish.operator in (Operator.EQUAL, Operator.IN):
        return not any(value in wish.values for value in values)
    if not values:
        return True
    facet = SCHEMA.facet(wish.facet)
    place = TIERS.index if facet is not None and facet.type is FacetType.ORDINAL else lambda value: value
    return not COMPARE[wish.operator](place(values[0]), place(wish.values[0]))  # type: ignore[arg-type]


@given(catalogues(), queries())
@settings(deadline=None, max_examples=60)
def test_misses_are_exactly_the_hard_preferences_that_an_item_breaks(catalogue: Catalogue, query: RankQuery) -> None:
    rows = {row.id: row for row in catalogue.items}
    hard = [wish for wish in query.preferences if wish.hard]
    found = rank(graph_of(catalogue), Weights(), query)
    for item_id, misses in zip(found.item_ids, found.misses, strict=True):
        assert set(misses) == {wish.facet for wish in hard if breaks(rows[item_id], wish)}
        assert found.relaxed == bool(misses)


@given(catalogues(), queries())
@settings(deadline=None, max_examples=60)
def test_all_that_match_are_counted_and_the_left_out_never_come_back(catalogue: Catalogue, query: RankQuery) -> None:
    gone = {*query.excluded_item_ids, *query.rejected_item_ids}
    hard = [wish for wish in query.preferences if wish.hard]
    may = {row.id for row in catalogue.items if row.available and row.id not in gone}
    match = {row.id for row in catalogue.items if row.id in may and not any(breaks(row, wish) for wish in hard)}
    found = rank(graph_of(catalogue), Weights(), query)
    assert found.matched == len(match)
    assert set(found.item_ids) <= (match or may)
    assert len(found.item_ids) == min(query.max_items, len(match or may))
    assert found.relaxed == (not match and bool(may) and bool(hard))


@given(catalogues(), queries())
@settings(deadline=None, max_examples=50)
def test_scores_are_between_0_and_1_and_in_order(catalogue: Catalogue, query: RankQuery) -> None:
    found = rank(graph_of(catalogue), Weights(), query)
    assert all(0.0 < score <= 1.0 for score in (*found.f_kg, *found.f_llm))
    assert all(0.0 <= score <= 1.0 for score in (*found.popularity, *found.collaborative))
    if not found.relaxed:
        scores = [a * b for a, b in zip(found.f_llm, found.f_kg, strict=True)]
        assert scores == sorted(scores, reverse=True)


@given(catalogues(), queries())
@settings(deadline=None, max_examples=40)
def test_the_same_query_gives_the_same_ranking(catalogue: Catalogue, query: RankQuery) -> None:
    assert rank(graph_of(catalogue), Weights(), query) == rank(graph_of(catalogue), Weights(), query)


@given(catalogues(), queries())
@settings(deadline=None, max_examples=50)
def test_giving_up_the_named_preferences_leaves_items(catalogue: Catalogue, query: RankQuery) -> None:
    found = rank(graph_of(catalogue), Weights(), query)
    if found.relaxed:
        kept = tuple(wish for wish in query.preferences if wish.facet not in found.relaxed_facets)
        again = rank(
            graph_of(catalogue),
            Weights(),
            RankQuery("shop", kept, (), query.rejected_item_ids, query.excluded_item_ids),
        )
        assert again.matched > 0


def test_the_kind_is_given_up_last() -> None:
    found = ranked(
        shop(item("dear", price=9000.0, brand="b0"), item("cheap", "laptop", price=10.0, brand="b1")),
        PHONE,
        at_most(3000.0),
        equal("brand", "b1", hard=True),
    )
    assert found.item_ids[0] == "dear"
    assert set(found.relaxed_facets) == {"price", "brand"}


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_what_is_given_up_leaves_most_items_however_many_limits_there_are(data: st.DataObject) -> None:
    limits = data.draw(st.integers(1, 20))
    bits = st.tuples(*[st.booleans()] * limits).filter(any)
    # Some patterns are drawn again and again, so that there is one that most items break.
    few = data.draw(st.lists(bits, min_size=1, max_size=3))
    patterns = data.draw(st.lists(st.one_of(st.sampled_from(few), bits), min_size=1, max_size=12))
    facets = [Facet(f"f{place}", FacetType.FLAG) for place in range(limits)]
    rows = [
        item(f"i{number}", **{facet.name: not missed for facet, missed in zip(facets, pattern, strict=True)})
        for number, pattern in enumerate(patterns)
    ]
    schema = replace(SCHEMA, generation="flags", facets=tuple(facets))
    wishes = tuple(Preference(facet.name, Operator.EQUAL, (True,), hard=True) for facet in facets)
    found = rank(graph_of(Catalogue(schema, tuple(rows))), Weights(), RankQuery("shop", wishes))
    fewest = min(map(sum, patterns))
    counts = Counter(pattern for pattern in patterns if sum(pattern) == fewest)
    given_up = tuple(facet.name in found.relaxed_facets for facet in facets)
    assert counts[given_up] == max(counts.values())


def test_the_nearest_price_comes_first_when_nothing_matches() -> None:
    found = ranked(shop(*(item(f"p{price:.0f}", price=price) for price in (9000.0, 3100.0, 5000.0))), at_most(3000.0))
    assert found.item_ids == ("p3100", "p5000", "p9000")
    assert found.f_kg[0] > found.f_kg[1] > found.f_kg[2]


def test_the_single_preference_that_leaves_most_is_the_one_to_give_up() -> None:
    rows = [item(f"a{n}", price=5000.0, brand="b0") for n in range(3)] + [item("b", price=10.0, brand="b1")]
    assert ranked(shop(*rows), at_most(3000.0), equal("brand", "b0", hard=True)).relaxed_facets == ("price",)


def test_as_cheap_as_possible_ranks_the_cheapest_first() -> None:
    prices = (2000.0, 500.0, 8000.0, 100.0, 499.0)
    found = ranked(shop(*(item(f"p{price:.0f}", price=price) for price in prices)), at_most(500.0, hard=False))
    assert found.item_ids == ("p100", "p499", "p500", "p2000", "p8000")


def test_a_need_for_a_level_is_met_by_more_than_that() -> None:
    rows = [item(tier, tier=tier) for tier in TIERS]
    need = ranked(shop(*rows), equal("tier", "mid", source=Source.NEED))
    assert need.f_kg[need.item_ids.index("high")] == need.f_kg[need.item_ids.index("mid")]
    assert need.item_ids[-1] == "entry"


def test_a_stated_level_is_met_best_by_itself() -> None:
    rows = [item(tier, tier=tier) for tier in TIERS]
    assert ranked(shop(*rows), equal("tier", "mid")).item_ids == ("mid", "high", "entry")


def test_a_dislike_ranks_last_but_is_not_left_out() -> None:
    found = ranked(
        shop(item("a", brand="b0", popularity=9), item("b", brand="b1")),
        Preference("brand", Operator.NOT_EQUAL, ("b0",)),
    )
    assert found.item_ids == ("b", "a")


def test_liked_items_draw_what_shares_rare_neighbours_with_them() -> None:
    rows = [item("liked", use=("u0",)), item("near", use=("u0",)), item("far", use=("u1",), popularity=3.0)]
    found = ranked(shop(*rows), liked_item_ids=("liked",), excluded_item_ids=("liked",))
    assert found.item_ids == ("near", "far")


def test_rejected_items_push_their_like_away() -> None:
    rows = [item("bad", use=("u0",)), item("like_bad", use=("u0",), popularity=1.1), item("other", use=("u1",))]
    assert ranked(shop(*rows)).item_ids[0] == "like_bad"
    assert ranked(shop(*rows), rejected_item_ids=("bad",)).item_ids == ("other", "like_bad")


def test_a_stored_link_to_a_liked_item_counts() -> None:
    rows = [item("one"), item("two"), item("three", popularity=1.2)]
    found = ranked(shop(*rows, triples=(Triple("two", "sequel_of", "one"),)), liked_item_ids=("one",))
    assert found.item_ids[0] == "two"


def test_an_item_near_the_wanted_entity_beats_one_that_is_not() -> None:
    rows = [
        item("has", brand="b0", use=("u0",)),
        item("near", brand="b1", use=("u0",)),
        item("far", brand="b2", use=("u1",), popularity=1.1),
    ]
    assert ranked(shop(*rows), equal("brand", "b0")).item_ids == ("has", "near", "far")


def test_ties_fall_to_the_more_popular_then_to_the_smaller_id() -> None:
    assert ranked(shop(item("b"), item("a"), item("c", popularity=2.0))).item_ids == ("c", "a", "b")


def test_what_the_catalogue_does_not_know_is_met_by_nothing_and_relaxed() -> None:
    found = ranked(shop(item("a", brand="b0")), equal("colour", "red", hard=True))
    assert (found.relaxed, found.misses, found.relaxed_facets) == (True, (("colour",),), ("colour",))


def test_where_everything_is_left_out_nothing_is_shown() -> None:
    found = ranked(shop(item("a")), at_most(1.0), excluded_item_ids=("a",))
    assert (found.item_ids, found.relaxed, found.matched) == ((), False, 0)


@pytest.mark.parametrize(
    "wish",
    [
        equal("price", "cheap"),
        equal("price", True),  # noqa: FBT003
        equal("price", float("nan")),
        equal("five_g", "yes"),
        equal("brand", 3.0),
        equal("tier", 2.0, hard=True),
        equal("released", "soon"),
        Preference("brand", Operator.LESS, ("b0",), hard=True),
        Preference(KIND, Operator.AT_LEAST, ("phone",)),
    ],
)
def test_a_value_that_does_not_go_with_its_facet_is_refused_by_name(wish: Preference) -> None:
    with pytest.raises(InvalidInputError) as refused:
        ranked(shop(item("a", price=1.0, brand="b0", tier="mid", five_g=True, released="2024-01-01")), wish)
    assert refused.value.facts["facet"] == wish.facet


def test_very_many_strong_preferences_never_underflow() -> None:
    wishes = [Preference("brand", Operator.EQUAL, ("b1",), weight=1e9) for _ in range(50)]
    wishes += [equal("use", f"none{n}", hard=True) for n in range(50)]
    found = ranked(shop(item("a", brand="b0")), *wishes)
    assert found.f_kg[0] > 0.0
    assert np.isfinite(found.f_kg[0])


def test_around_a_price_means_within_its_range_and_not_as_dear_as_possible() -> None:
    rows = (item("at", price=100.0), item("edge", price=118.0), item("dear", price=150.0))
    wishes = (
        Preference("price", Operator.AT_LEAST, (80.0,)),
        Preference("price", Operator.AT_MOST, (120.0,)),
    )
    found = ranked(shop(*rows), *wishes)
    score = dict(zip(found.item_ids, found.f_kg, strict=True))
    assert score["at"] == pytest.approx(score["edge"])
    assert score["edge"] > score["dear"]


def test_what_could_be_asked_is_left_out_where_no_question_is_welcome_and_nothing_else_changes() -> None:
    rows = tuple(item(f"p{number}", price=float(number)) for number in range(1, 9))
    graph = graph_of(shop(*rows))
    with_gains = rank(graph, Weights(), RankQuery("shop"))
    without = rank(graph, Weights(), RankQuery("shop", gains=False))
    assert with_gains.gains
    assert without == replace(with_gains, gains=())
