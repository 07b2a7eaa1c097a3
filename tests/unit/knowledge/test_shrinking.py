"""A snapshot from which nodes were taken is the one that is built of the rest, array by array."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Interaction
from chatrec.knowledge.domain.catalogue.changes import without
from chatrec.knowledge.domain.deltas import Delta, Step
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.snapshot.associations import LIKED_WITH
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.knowledge.domain.snapshot.shrinking import shrink
from chatrec.knowledge.domain.succession import follow
from chatrec.vocabulary.graph import Triple

from .small_shop import catalogues, item, shop
from .test_growth import fixed, numbers_of, same


def drawn_ids(data: st.DataObject, catalogue: Catalogue) -> list[str]:
    ids = [row.id for row in (*catalogue.items, *catalogue.entities)]
    return data.draw(st.lists(st.sampled_from([*ids, "nobody"]), max_size=4))


@given(st.data(), catalogues())
@settings(deadline=None, max_examples=150)
def test_taking_nodes_out_gives_what_is_built_of_the_rest(data: st.DataObject, drawn: Catalogue) -> None:
    held = fixed(replace(drawn, interactions=()))
    snapshot = build_snapshot(held)
    for _ in range(2):
        ids = drawn_ids(data, held)
        expected = without(held, ids)
        found = shrink(held, snapshot, numbers_of(snapshot), ids)
        if found is None:  # a relation has lost its last edge
            assert {row.relation for row in expected.triples} < {row.relation for row in held.triples}
            return
        held, snapshot = found
        assert held == expected
        same(snapshot, build_snapshot(expected))


@given(st.data(), catalogues())
@settings(deadline=None, max_examples=40)
def test_a_graph_of_what_is_left_is_the_one_made_anew(data: st.DataObject, drawn: Catalogue) -> None:
    held = fixed(drawn)
    before = Graph.of(build_snapshot(held))
    found = shrink(held, before.snapshot, before.number_of, drawn_ids(data, held))
    if found is not None:
        one, other = Graph.of(found[1], before=before), Graph.of(found[1])
        for field in fields(Graph):
            if isinstance(value := getattr(one, field.name), np.ndarray):
                np.testing.assert_array_equal(value, getattr(other, field.name))
        assert one.number_of == other.number_of


def test_a_relation_that_loses_its_last_edge_is_not_cut() -> None:
    held = fixed(replace(shop(item("a"), item("b")), triples=(Triple("a", "sequel_of", "b"),)))
    snapshot = build_snapshot(held)
    assert shrink(held, snapshot, numbers_of(snapshot), ["b"]) is None
    catalogue, after = follow(held, snapshot, numbers_of(snapshot), [Delta(Step(0, 1), deleted=("b",))])
    assert after.nodes.ids == tuple(row.id for row in (*catalogue.items, *catalogue.entities))
    assert after.relations == build_snapshot(catalogue).relations


def test_what_people_liked_together_is_left_without_what_is_gone() -> None:
    taken = tuple(Interaction(f"u{n}", id_, 1.0, n) for n in range(9) for id_ in ("a", "b", "c")[: 3 - n % 2])
    held = fixed(replace(shop(item("a"), item("b"), item("c")), interactions=taken))
    old = build_snapshot(held)
    found = shrink(held, old, numbers_of(old), ["c"])
    assert found is not None
    (learned,) = found[1].associations
    assert learned.name == LIKED_WITH
    assert learned.edges.neighbours.tolist() == [1, 0]
    assert learned.weights.max() == 1.0
    assert "c" not in {row.item for row in found[0].interactions}


def test_what_does_not_change_is_shared() -> None:
    held = fixed(shop(item("a", brand="b0", price=5.0), item("b", brand="b1", price=6.0)))
    old = build_snapshot(held)
    found = shrink(held, old, numbers_of(old), ["b1"])
    assert found is not None
    for name in ("literals", "popularity", "kind_of_item", "available", "added_days", "texts"):
        assert getattr(found[1], name) is getattr(old, name)
    assert "brand" not in found[0].items[1].facets


def test_ids_of_nothing_change_nothing() -> None:
    held = fixed(shop(item("a")))
    snapshot = build_snapshot(held)
    found = shrink(held, snapshot, numbers_of(snapshot), ["nobody"])
    assert found is not None
    assert found[0] is held
    assert found[1] is snapshot
