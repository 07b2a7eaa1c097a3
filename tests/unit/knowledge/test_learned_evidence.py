"""Learned edges and weights: what people liked together counts, is said, and never speaks louder than it may."""

import json
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.knowledge.adapters.weights_file import read_weights
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Interaction
from chatrec.knowledge.domain.reasoning.explaining import explain
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights, weights_from, weights_record
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import RankQuery, Triple
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM
from chatrec.vocabulary.words import Operator

from .small_shop import catalogues, graph_of, graph_without, item, queries, shop

RELATIONS = ("price", "screen", "made_by", "suited_to", "tier", "five_g", "released", "sequel_of", "part_of")
LEARNED = Weights(
    relations={"made_by": 0.4, "sequel_of": 2.0},
    pairs={("made_by", "made_by"): 2.5, ("suited_to", "sequel_of"): 0.0, ("part_of", "suited_to"): 3.0},
    associations={"liked_with": 2.5},
    most_holders=6,
)


def crowd(catalogue: Catalogue, *pairs: tuple[str, str], people: int = 5) -> Catalogue:
    """Let some people like both items of every pair."""
    rows = (
        Interaction(f"{pair}.{number}", liked, 1.0, 1)
        for pair, items in enumerate(pairs)
        for number in range(people)
        for liked in items
    )
    return replace(catalogue, interactions=tuple(rows))


LIKED_A = RankQuery("shop", liked_item_ids=("a",), excluded_item_ids=("a",))
THREE = shop(item("a"), item("b"), item("c", popularity=3.0))


def test_who_liked_an_item_is_shown_what_others_liked_with_it_and_told_so() -> None:
    found = rank(graph_of(crowd(THREE, ("a", "b"))), Weights(), LIKED_A)
    assert found.item_ids == ("b", "c")
    assert [path.triples for path in found.paths[0]] == [(Triple("a", "liked_with", "b"),)]
    assert found.paths[0][0].preference == -1
    assert found.collaborative[0] > found.collaborative[1] == 0.0


def test_of_several_liked_items_the_one_that_says_the_most_is_named() -> None:
    catalogue = crowd(shop(*THREE.items, item("d")), ("a", "b"), ("c", "b"), ("c", "b"))
    query = RankQuery("shop", liked_item_ids=("a", "c"), excluded_item_ids=("a", "c"))
    path = rank(graph_of(catalogue), Weights(), query).paths[0][0]
    assert path.triples == (Triple("c", "liked_with", "b"),)
    assert path.contribution < rank(graph_of(catalogue), Weights(), LIKED_A).paths[0][0].contribution


def test_an_item_wished_for_by_name_draws_what_is_liked_with_it() -> None:
    graph = graph_of(crowd(THREE, ("a", "b")))
    query = RankQuery("shop", (Preference(ITEM, Operator.EQUAL, ("a",)),), excluded_item_ids=("a",))
    found = rank(graph, Weights(), query)
    assert found.item_ids[0] == "b"
    path = next(path for path in found.paths[0] if path.triples[-1].relation == "liked_with")
    assert path.preference == 0


def test_what_is_mentioned_with_an_item_is_a_path_of_its_own() -> None:
    graph = Graph.of(build_snapshot(THREE, mentions=(("a", "b", 3.0),)))
    found = rank(graph, Weights(), LIKED_A)
    assert found.paths[0][0].triples == (Triple("a", "mentioned_with", "b"),)


def test_items_that_were_turned_down_push_away_what_is_liked_with_them_and_only_so_far() -> None:
    rows = [item(f"i{number}") for number in range(20)]
    catalogue = crowd(shop(*rows, item("b", popularity=2.0)), *((f"i{number}", "b") for number in range(19)))
    turned_down = tuple(f"i{number}" for number in range(19))
    graph, weights = graph_of(catalogue), Weights()
    one = explain(graph, weights, RankQuery("shop", rejected_item_ids=turned_down[:1]), "b")
    all_of_them = explain(graph, weights, RankQuery("shop", rejected_item_ids=turned_down), "b")
    none = explain(graph, weights, RankQuery("shop"), "b")
    assert one.f_kg > all_of_them.f_kg
    most = weights.association("liked_with")
    assert np.log(all_of_them.f_kg / none.f_kg) > -2.0 * most
    assert rank(graph, weights, RankQuery("shop", rejected_item_ids=turned_down)).item_ids == ("i19", "b")


def test_a_new_item_is_recommended_for_its_facets_though_nobody_took_it_up() -> None:
    rows = [item("a", brand="b0", use=("u0",)), item("b", brand="b1", popularity=50.0), item("new", popularity=0.0)]
    facets = item("new", brand="b0", use=("u0",), popularity=0.0).facets
    catalogue = crowd(shop(*rows[:2], replace(rows[2], facets=facets)), ("a", "b"))
    wishes = (Preference("brand", Operator.EQUAL, ("b0",)), Preference("use", Operator.EQUAL, ("u0",)))
    found = rank(graph_of(catalogue), Weights(), replace(LIKED_A, preferences=wishes))
    assert found.item_ids[0] == "new"
    assert {path.triples[-1].relation for path in found.paths[0]} == {"made_by", "suited_to"}


def test_who_is_new_is_shown_what_most_people_like() -> None:
    found = rank(graph_of(crowd(THREE, ("a", "b"))), Weights(), RankQuery("shop"))
    assert found.item_ids == ("c", "a", "b")


def test_a_pair_of_relations_counts_as_learned() -> None:
    rows = [item("a", brand="b0", use=("u0",)), item("b", brand="b0"), item("c", use=("u0",))]
    graph = graph_of(shop(*rows))
    one = Weights(pairs={("made_by", "made_by"): 3.0})
    other = Weights(pairs={("suited_to", "suited_to"): 3.0})
    assert rank(graph, one, LIKED_A).item_ids == ("b", "c")
    assert rank(graph, other, LIKED_A).item_ids == ("c", "b")


@given(catalogues(), queries(most_preferences=2))
@settings(deadline=None, max_examples=40)
def test_pairs_that_are_the_product_of_their_relations_change_nothing(catalogue: Catalogue, query: RankQuery) -> None:
    single = Weights(relations={name: 0.5 + 0.25 * place for place, name in enumerate(RELATIONS)}, most_holders=6)
    pairs = {(out, back): single.relation(out) * single.relation(back) for out, back in product(RELATIONS, RELATIONS)}
    graph = graph_of(catalogue)
    before, after = rank(graph, single, query), rank(graph, replace(single, pairs=pairs), query)
    scores = dict(zip(before.item_ids, before.f_kg, strict=True))
    assert dict(zip(after.item_ids, after.f_kg, strict=True)) == pytest.approx(scores, rel=1e-4)


@given(catalogues(), queries(most_preferences=3))
@settings(deadline=None, max_examples=60)
def test_with_learned_weights_too_an_item_falls_without_the_edges_of_a_path(
    catalogue: Catalogue, query: RankQuery
) -> None:
    found = rank(graph_of(catalogue), LEARNED, query)
    for item_id, score, paths in zip(found.item_ids, found.f_kg, found.paths, strict=True):
        for path in paths:
            assert explain(graph_without(catalogue, path), LEARNED, query, item_id).f_kg < score, path


numbers = st.floats(0.0, 1000.0)
names = st.sampled_from(RELATIONS)


@given(st.dictionaries(names, numbers), st.dictionaries(st.tuples(names, names), numbers), numbers)
def test_weights_are_read_as_they_were_written(
    relations: dict[str, float], pairs: dict[tuple[str, str], float], liked: float
) -> None:
    weights = Weights(relations=relations, pairs=pairs, liked=liked, most_holders=9)
    written = json.loads(json.dumps(weights_record(weights)))
    assert weights_from(written, RELATIONS) == weights


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({"relations": {"nobody": 1.0}}, "nobody"),
        ({"associations": {"nobody": 1.0}}, "nobody"),
        ({"pairs": [["made_by", "nobody", 1.0]]}, "nobody"),
        ({"pairs": [["made_by", "made_by"]]}, "pairs"),
        ({"pairs": 3}, "pairs"),
        ({"relations": [1]}, "relations"),
        ({"relations": {"made_by": -1.0}}, "relations.made_by"),
        ({"relations": {"made_by": float("nan")}}, "relations.made_by"),
        ({"liked": "much"}, "liked"),
        ({"liked": True}, "liked"),
        ({"half_walk": 0.0}, "half_walk"),
        ({"likes": 1.0}, "likes"),
        ([1.0], "mapping"),
    ],
)
def test_weights_that_make_no_sense_are_refused_by_name(record: object, told: str) -> None:
    with pytest.raises(InvalidInputError, match=told):
        weights_from(record, RELATIONS)


def test_a_card_may_speak_of_what_a_snapshot_holds_and_of_nothing_else(tmp_path: Path) -> None:
    snapshots = [build_snapshot(crowd(THREE, ("a", "b")))]
    card = tmp_path / "card.json"
    written = {"weights": {"associations": {"liked_with": 3.0}, "relations": {"made_by": 2.0}}}
    card.write_text(json.dumps(written), encoding="utf-8")
    weights = read_weights(card, snapshots)
    assert (weights.association("liked_with"), weights.relation("made_by")) == (3.0, 2.0)
    with pytest.raises(InvalidInputError, match="liked_with"):
        read_weights(card, [build_snapshot(THREE)])


@pytest.fixture(params=["missing", "no json", "{}", "[]", "[" * 100_000])
def no_card(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    card = tmp_path / "card.json"
    if request.param != "missing":
        card.write_text(request.param, encoding="utf-8")
    return card


def test_what_is_no_card_is_refused_in_one_line(no_card: Path) -> None:
    with pytest.raises(InvalidInputError, match="no card of weights"):
        read_weights(no_card, [])
