"""What would take an item off the list, or bring it there, and that nothing smaller does."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Item
from chatrec.knowledge.domain.reasoning.counterfactual import LISTED
from chatrec.knowledge.domain.reasoning.explaining import explain
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.vocabulary.graph import Change, Label, RankQuery
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator, Text

from .small_shop import catalogues, graph_of, item, queries, shop

B0 = Preference("brand", Operator.EQUAL, ("b0",))
B1 = Preference("brand", Operator.EQUAL, ("b1",), hard=True)
U0 = Preference("use", Operator.EQUAL, ("u0",))
MID = Preference("tier", Operator.EQUAL, ("mid",))
CHEAP = Preference("price", Operator.AT_MOST, (100.0,), hard=True)
HARD_B0 = replace(B0, hard=True)
WEIGHTS = Weights(most_holders=6)


def on_list(graph: Graph, query: RankQuery, item_id: str) -> bool:
    return item_id in rank(graph, WEIGHTS, replace(query, max_items=50)).item_ids[:LISTED]


def changed(query: RankQuery, change: Change) -> RankQuery:
    return replace(
        query,
        preferences=(*(wish for wish in query.preferences if wish not in change.given_up), *change.added),
        liked_item_ids=tuple(liked for liked in query.liked_item_ids if liked not in change.unliked),
    )


def size(change: Change) -> int:
    return len(change.given_up) + len(change.unliked) + len(change.added)


def known_first() -> tuple[Item, ...]:
    return tuple(item(f"known{n}", brand="b1", popularity=9.0) for n in range(LISTED))


def test_the_wish_that_holds_an_item_on_the_list_is_named() -> None:
    shelf = shop(*known_first(), item("a", brand="b0"))
    why = explain(graph_of(shelf), Weights(), RankQuery("shop", (B0, MID)), "a")
    assert why.drops == Change(given_up=(B0,))
    assert why.brings is None


def test_what_a_change_speaks_of_has_its_name_beside_it() -> None:
    shelf = shop(*known_first(), item("a", brand="b0"))
    schema = replace(
        shelf.schema, facets=tuple(replace(row, label=Text(en=f"the {row.name}")) for row in shelf.schema.facets)
    )
    why = explain(graph_of(replace(shelf, schema=schema)), Weights(), RankQuery("shop", (B0, MID)), "a")
    assert Label("b0", Text(en="b0")) in why.labels
    assert why.facets == (Label("brand", Text(en="the brand")),)


def test_two_wishes_that_each_hold_an_item_must_both_go() -> None:
    shelf = shop(*known_first(), item("a", brand="b0", use=("u0",)))
    assert explain(graph_of(shelf), Weights(), RankQuery("shop", (B0, U0)), "a").drops == Change(given_up=(B0, U0))


def test_a_liked_item_that_holds_another_is_named() -> None:
    shelf = shop(*known_first(), item("liked", brand="b0", use=("u0",)), item("a", brand="b0", use=("u0",)))
    query = RankQuery("shop", liked_item_ids=("liked",), excluded_item_ids=("liked",))
    assert explain(graph_of(shelf), Weights(), query, "a").drops == Change(unliked=("liked",))


def test_an_item_that_would_be_listed_anyway_is_dropped_by_nothing() -> None:
    why = explain(graph_of(shop(item("a", brand="b0"))), Weights(), RankQuery("shop", (B0,)), "a")
    assert (why.drops, why.brings) == (None, None)


def test_the_broken_limits_are_what_must_be_given_up() -> None:
    rows = [item(f"other{n}", brand="b1", price=50.0) for n in range(3)]
    query = RankQuery("shop", (CHEAP, B1, U0))
    assert explain(graph_of(shop(*rows, item("a", brand="b1", price=500.0))), Weights(), query, "a").brings == Change(
        given_up=(CHEAP,)
    )


def test_a_value_to_ask_for_brings_in_what_nothing_forbids() -> None:
    shelf = shop(*known_first(), item("a", brand="b0"))
    why = explain(graph_of(shelf), Weights(), RankQuery("shop"), "a")
    assert why.brings == Change(added=(HARD_B0,))
    assert why.drops is None


def test_nothing_brings_in_what_was_turned_down() -> None:
    query = RankQuery("shop", rejected_item_ids=("a",))
    assert explain(graph_of(shop(item("a", brand="b0"), item("b"))), Weights(), query, "a").brings is None


def test_with_very_many_wishes_the_set_still_drops_the_item_but_is_not_called_smallest() -> None:
    wishes = tuple(Preference("use", Operator.EQUAL, (f"u{n}",)) for n in range(4))
    limits = tuple(Preference("screen", Operator.AT_LEAST, (float(n),)) for n in range(10))
    uses = ("u0", "u1", "u2", "u3")
    rows = [item(f"known{n}", screen=12.0, use=("u4",), popularity=9.0) for n in range(LISTED)]
    graph = graph_of(shop(*rows, item("a", screen=12.0, use=uses)))
    query = RankQuery("shop", (*limits, *wishes))
    found = explain(graph, WEIGHTS, query, "a").drops
    assert found is not None
    assert not found.smallest
    assert not on_list(graph, changed(query, found), "a")


@given(catalogues(), queries(most_preferences=3), st.data())
@settings(deadline=None, max_examples=60)
def test_the_set_drops_the_item_and_no_smaller_one_does(
    catalogue: Catalogue, query: RankQuery, data: st.DataObject
) -> None:
    graph = graph_of(catalogue)
    listed = rank(graph, WEIGHTS, replace(query, max_items=50)).item_ids[:LISTED]
    if not listed:
        return
    item_id = data.draw(st.sampled_from(listed))
    found = explain(graph, WEIGHTS, query, item_id).drops
    liked = [one for one in dict.fromkeys(query.liked_item_ids) if graph.item(one) is not None]
    options = [Change(given_up=(wish,)) for wish in dict.fromkeys(query.preferences)]
    options += [Change(unliked=(one,)) for one in liked]
    if found is not None:
        assert not on_list(graph, changed(query, found), item_id)
    if found is None or found.smallest:
        for count in range(min(size(found) if found else 4, 4, len(options) + 1)):
            for chosen in combinations(options, count):
                given_up = tuple(wish for one in chosen for wish in one.given_up)
                unliked = tuple(other for one in chosen for other in one.unliked)
                fewer = changed(query, Change(given_up=given_up, unliked=unliked))
                assert on_list(graph, fewer, item_id), (found, chosen)


@given(catalogues(), queries(most_preferences=3), st.data())
@settings(deadline=None, max_examples=60)
def test_the_change_brings_the_item_in_and_giving_up_less_does_not(
    catalogue: Catalogue, query: RankQuery, data: st.DataObject
) -> None:
    graph = graph_of(catalogue)
    item_id = data.draw(st.sampled_from([row.id for row in catalogue.items]))
    before = on_list(graph, query, item_id)
    found = explain(graph, WEIGHTS, query, item_id).brings
    if found is None:
        return
    assert not before
    assert not found.unliked
    assert on_list(graph, changed(query, found), item_id)
    if found.smallest:
        parts = [Change(given_up=(wish,)) for wish in found.given_up] + [Change(added=(wish,)) for wish in found.added]
        for count in range(len(parts)):
            for chosen in combinations(parts, count):
                given_up = tuple(wish for one in chosen for wish in one.given_up)
                added = tuple(wish for one in chosen for wish in one.added)
                assert not on_list(graph, changed(query, Change(given_up=given_up, added=added)), item_id)
