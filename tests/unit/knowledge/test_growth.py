"""A snapshot that grew by changes is the one that is built of the changed catalogue, array by array."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Interaction, Item
from chatrec.knowledge.domain.catalogue.changes import Change, changed, checked
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.snapshot.arrays import Snapshot
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.knowledge.domain.snapshot.growth import grow
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.words import Text

from .small_shop import BRANDS, USES, catalogues, item, shop

IDS = tuple(f"i{n}" for n in range(8))
RELATIONS = ("part_of", "made_by", "suited_to")


def same(one: object, other: object, at: str = "") -> None:
    """Hold every part of two snapshots against each other; names of random ids say where they differ."""
    if is_dataclass(one) and not isinstance(one, type):
        assert type(one) is type(other), at
        for field in fields(one):
            same(getattr(one, field.name), getattr(other, field.name), f"{at}.{field.name}")
    elif isinstance(one, np.ndarray):
        assert isinstance(other, np.ndarray), at
        assert one.dtype == other.dtype, at
        np.testing.assert_array_equal(one, other, err_msg=at)
    elif isinstance(one, tuple) and one and is_dataclass(one[0]):
        assert isinstance(other, tuple), at
        assert len(one) == len(other), at
        for place, (row, twin) in enumerate(zip(one, other, strict=True)):
            same(row, twin, f"{at}[{place}]")
    else:
        assert one == other, at


def numbers_of(snapshot: Snapshot) -> dict[str, int]:
    return {id_: number for number, id_ in enumerate(snapshot.nodes.ids)}


def check(catalogue: Catalogue, change: Change) -> Change:
    return checked(
        catalogue.schema, change, {row.id for row in catalogue.items}, {row.id for row in catalogue.entities}
    )


def fixed(catalogue: Catalogue) -> Catalogue:
    """Give a catalogue whose snapshots all bear the same generation."""
    return replace(catalogue, schema=replace(catalogue.schema, generation="g"))


@st.composite
def changes(draw: st.DrawFn, catalogue: Catalogue) -> Change:
    ids = [row.id for row in catalogue.items] + list(IDS)
    named = draw(st.lists(st.sampled_from(ids), unique=True, max_size=4))
    rows = []
    for id_ in named:
        facets = {"use": tuple(draw(st.lists(st.sampled_from((*USES, "u_new")), unique=True, min_size=1, max_size=3)))}
        if draw(st.booleans()):
            facets["brand"] = (draw(st.sampled_from((*BRANDS, "b_new"))),)
        row = item(
            id_, draw(st.sampled_from(("phone", "laptop", ""))), draw(st.sampled_from((0.0, 1.0, 7.0))), **facets
        )
        rows.append(replace(row, available=draw(st.booleans()), text=Text(en=draw(st.sampled_from(("", "words"))))))
    entities = draw(st.lists(st.sampled_from(("group", "b0", "e_new", "e_newer")), unique=True, max_size=2))
    ends = [row.id for row in catalogue.items] + [row.id for row in catalogue.entities] + named + entities
    triples = draw(
        st.lists(
            st.builds(Triple, st.sampled_from(ends), st.sampled_from(RELATIONS), st.sampled_from(ends)), max_size=4
        )
    )
    return Change(tuple(rows), tuple(Entity(id_, "group", Text(en=f"new {id_}")) for id_ in entities), tuple(triples))


@given(st.data(), catalogues())
@settings(deadline=None, max_examples=150)
def test_changes_one_after_the_other_give_what_is_built_at_once(data: st.DataObject, drawn: Catalogue) -> None:
    held = fixed(replace(drawn, interactions=(), triples=(*drawn.triples, Triple("group", "part_of", "b0"))))
    snapshot = build_snapshot(held)
    for _ in range(2):
        change = check(held, data.draw(changes(held)))
        expected = changed(held, change)
        grown = grow(held, snapshot, numbers_of(snapshot), change)
        assert grown is not None
        held, snapshot = grown
        assert held == expected
        same(snapshot, build_snapshot(expected))


@given(st.data(), catalogues())
@settings(deadline=None, max_examples=40)
def test_a_graph_of_a_grown_snapshot_is_the_one_made_anew(data: st.DataObject, drawn: Catalogue) -> None:
    held = fixed(drawn)
    before = Graph.of(build_snapshot(held))
    grown = grow(held, before.snapshot, before.number_of, check(held, data.draw(changes(held))))
    if grown is not None:
        one, other = Graph.of(grown[1], before=before), Graph.of(grown[1])
        for field in fields(Graph):
            if isinstance(value := getattr(one, field.name), np.ndarray):
                np.testing.assert_array_equal(value, getattr(other, field.name))
        assert one.number_of == other.number_of


def test_what_does_not_change_is_shared() -> None:
    held = fixed(shop(item("a", brand="b0", price=5.0), item("b", brand="b1", price=6.0)))
    old = build_snapshot(held)
    grown = grow(held, old, numbers_of(old), check(held, Change((item("a", brand="b0", price=4.0),))))
    assert grown is not None
    new = grown[1]
    assert new.literals[0, 0] == 4.0
    assert old.literals[0, 0] == 5.0
    for name in ("popularity", "kind_of_item", "available", "added_days", "texts"):
        assert getattr(new, name) is getattr(old, name)
    assert new.nodes.ids is old.nodes.ids
    assert new.outgoing.neighbours is old.outgoing.neighbours
    assert new.incoming.neighbours is old.incoming.neighbours


def test_a_relation_of_a_new_name_is_not_grown() -> None:
    held = fixed(shop(item("a"), item("b")))
    old = build_snapshot(held)
    assert grow(held, old, numbers_of(old), Change(triples=(Triple("a", "sequel_of", "b"),))) is None


def test_what_people_liked_together_stays_and_new_items_have_none_of_it() -> None:
    taken = tuple(Interaction(f"u{n}", id_, 1.0, n) for n in range(9) for id_ in ("a", "b"))
    held = fixed(replace(shop(item("a", brand="b0"), item("b", brand="b1")), interactions=taken))
    old = build_snapshot(held)
    grown = grow(held, old, numbers_of(old), check(held, Change((item("c", brand="b0"),))))
    assert grown is not None
    (before,), (after,) = old.associations, grown[1].associations
    assert after.weights is before.weights
    assert after.edges.neighbours.tolist() == before.edges.neighbours.tolist()
    assert len(after.edges.offsets) == len(before.edges.offsets) + 1
    assert after.edges.offsets[2] == after.edges.offsets[3]


@pytest.mark.parametrize(("text", "kept"), [("", True), ("other words", False)])
def test_a_vector_is_kept_while_the_words_are(text: str, kept: bool) -> None:  # noqa: FBT001 - pytest gives it by name
    held = fixed(shop(item("a"), item("b")))
    bare = build_snapshot(held)
    old = replace(bare, vectors=replace(bare.vectors, items=np.ones((2, 3), dtype=np.float32)))
    change = Change((replace(item("a", popularity=9.0), text=Text(en=text)), item("c")))
    grown = grow(held, old, numbers_of(old), check(held, change))
    assert grown is not None
    assert grown[1].vectors.items.any(axis=1).tolist() == [kept, True, False]


def test_items_are_put_before_entities() -> None:
    held = fixed(shop(item("a"), item("b")))
    old = build_snapshot(held)
    grown = grow(held, old, numbers_of(old), check(held, Change((Item("c", Text("C")),))))
    assert grown is not None
    assert grown[1].nodes.ids[:3] == ("a", "b", "c")
