"""Items that nobody took up yet: what is known of items like them brings them to the people who will like them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Interaction, Item
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.adjacency import both_ways
from chatrec.knowledge.domain.snapshot.arrays import Snapshot, Vectors
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.knowledge.domain.snapshot.expecting import with_expected_edges
from chatrec.knowledge.domain.snapshot.resembling import Resembling, resembling
from chatrec.knowledge.domain.succession import grown, rebuilt
from chatrec.vocabulary.graph import RankQuery, Triple

from .small_shop import graph_of, item, shop

EXPECTED = "expected_with"
BRAND = {"acme": "b0", "bolt": "b1"}


def two_crowds(*new: Item) -> Catalogue:
    """Some take all that `acme` makes, others all that `bolt` makes; nobody took a new item yet."""
    known = [item(f"{maker}{n}", brand=(BRAND[maker],)) for maker in ("acme", "bolt") for n in range(4)]
    taken = tuple(
        Interaction(f"{maker}.{person}", f"{maker}{n}", 1.0, 1)
        for maker in ("acme", "bolt")
        for person in range(12)
        for n in range(4)
        if (person + n) % 4
    )
    return replace(shop(*known, *new), interactions=taken)


def expected(snapshot: Snapshot) -> dict[tuple[str, str], float]:
    found = [row for row in snapshot.associations if row.name == EXPECTED]
    ids = snapshot.nodes.ids
    return {
        (ids[head], ids[tail]): weight
        for row in found
        for head in range(len(ids))
        for tail, weight in zip(
            row.edges.neighbours[row.edges.offsets[head] : row.edges.offsets[head + 1]].tolist(),
            row.weights[row.edges.offsets[head] : row.edges.offsets[head + 1]].tolist(),
            strict=True,
        )
    }


def test_who_likes_items_like_a_new_one_is_shown_it_and_told_why_in_words_of_its_own() -> None:
    catalogue = two_crowds(item("new", brand=("b0",)), item("other", brand=("b1",)))
    query = RankQuery("shop", liked_item_ids=("acme0",), excluded_item_ids=("acme0",))
    found = rank(graph_of(catalogue), Weights(liked=0.0), query)
    assert found.item_ids.index("new") < found.item_ids.index("other")
    triples = [path.triples for path in found.paths[found.item_ids.index("new")]]
    assert (Triple("acme0", EXPECTED, "new"),) in triples
    label = build_snapshot(catalogue).schema.relation_label(EXPECTED)
    assert label.en
    assert label.zh


def test_edges_lead_from_items_that_people_took_to_new_ones_alone() -> None:
    edges = expected(build_snapshot(two_crowds(item("new", brand=("b0",)), item("alone"))))
    assert {tail for _, tail in edges} == {"new"}
    assert {head for head, _ in edges} <= {f"{maker}{n}" for maker in ("acme", "bolt") for n in range(4)}
    assert all(0.0 < weight <= 1.0 for weight in edges.values())


def test_a_new_item_is_expected_with_its_like_rather_than_with_others() -> None:
    edges = expected(build_snapshot(two_crowds(item("new", brand=("b0",)))))
    like = sum(weight for (head, _), weight in edges.items() if head.startswith("acme"))
    unlike = sum(weight for (head, _), weight in edges.items() if head.startswith("bolt"))
    assert like > 3 * unlike


def test_an_item_is_new_no_more_when_somebody_took_to_it() -> None:
    catalogue = two_crowds(item("new", brand=("b0",)))
    taken = (Interaction("somebody", "new", 1.0, 1), Interaction("somebody", "acme0", 1.0, 1))
    edges = expected(build_snapshot(replace(catalogue, interactions=catalogue.interactions + taken)))
    assert not edges


def test_without_interactions_nothing_is_expected() -> None:
    snapshot = build_snapshot(replace(two_crowds(item("new", brand=("b0",))), interactions=()))
    assert snapshot.associations == ()


def test_a_delta_brings_edges_for_its_items_and_leaves_those_told_before() -> None:
    before = build_snapshot(two_crowds(item("new", brand=("b0",))))
    after = grown(two_crowds(item("new", brand=("b0",)), item("newer", brand=("b1",))), 2, before)
    edges = expected(after)
    assert {cell: weight for cell, weight in edges.items() if cell[1] == "new"} == pytest.approx(expected(before))
    assert any(tail == "newer" and head.startswith("bolt") for head, tail in edges)


@pytest.mark.parametrize("build", [grown, rebuilt])
def test_a_new_item_that_is_deleted_leaves_no_edge(build: type[grown]) -> None:
    before = build_snapshot(two_crowds(item("new", brand=("b0",))))
    assert not expected(build(two_crowds(), 2, before))


def test_the_same_catalogue_gives_the_same_edges() -> None:
    catalogue = two_crowds(item("new", brand=("b0",)), item("newer", brand=("b1",)))
    assert expected(build_snapshot(catalogue)) == expected(build_snapshot(catalogue))


def test_words_alone_bring_a_new_item_to_what_is_said_alike() -> None:
    catalogue = two_crowds(item("new"))
    bare = build_snapshot(catalogue)
    assert not expected(bare)
    words = np.eye(2, dtype=np.float32)[[0] * 4 + [1] * 4 + [0]]
    spoken = with_expected_edges(replace(bare, vectors=replace(bare.vectors, items=words)))
    edges = expected(spoken)
    assert {head for head, _ in edges} == {f"acme{n}" for n in range(4)}


def alike_of(facts: list[tuple[int, int]], literals: list[list[float]], words: np.ndarray | None = None) -> Resembling:
    """Make the likeness of items of which is known what they point at; entities begin at 100."""
    heads, tails = (np.array(column, np.int32) for column in zip(*facts, strict=True))
    out, back = both_ways((heads, np.zeros(len(facts), np.int32), tails + 100), 200)
    return resembling(
        out, back, np.array(literals, np.float64), np.zeros((0, 0), np.float32) if words is None else words
    )


def test_a_rare_fact_makes_items_more_alike_than_a_common_one() -> None:
    alike = alike_of([(n, 0) for n in range(4)] + [(0, 1), (1, 1)], [[]] * 5)
    likeness = alike.to(0)
    assert likeness[1] > likeness[2] > likeness[4] == 0.0


def test_numbers_are_alike_when_they_are_near_and_a_missing_one_is_like_none() -> None:
    likeness = alike_of([(0, 0)], [[1.0], [1.2], [9.0], [float("nan")]]).to(0)
    assert likeness[1] > likeness[2] > likeness[3] == 0.0


@settings(max_examples=30, deadline=None)
@given(
    st.sets(st.tuples(st.integers(0, 7), st.integers(0, 5)), min_size=1, max_size=30),
    st.lists(st.floats(-5, 5) | st.just(float("nan")), min_size=8, max_size=8),
    st.integers(0, 99),
)
def test_likeness_is_one_kernel_however_it_is_asked_for(
    facts: set[tuple[int, int]], numbers: list[float], seed: int
) -> None:
    words = np.random.default_rng(seed).normal(size=(8, 3)).astype(np.float32)
    alike = alike_of(sorted(facts), [[number] for number in numbers], words)
    whole = alike.among(np.arange(8))
    assert whole == pytest.approx(np.stack([alike.to(n) for n in range(8)], axis=1), abs=1e-9)
    assert whole == pytest.approx(whole.T, abs=1e-9)
    assert np.linalg.eigvalsh(whole).min() > -1e-9


def test_vectors_of_a_snapshot_without_an_encoder_count_for_nothing() -> None:
    assert isinstance(build_snapshot(two_crowds()).vectors, Vectors)
    assert not alike_of([(0, 0)], [[]] * 3).words.size
