"""Snapshots: every edge both ways, literals in columns, the same content the same generation."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Interaction, Item
from chatrec.knowledge.domain.ports import Role
from chatrec.knowledge.domain.snapshot.arrays import Adjacency, Snapshot
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.vocabulary.graph import Triple, Vector
from chatrec.vocabulary.words import Text
from tests.tea import tea


class Letters:
    """An encoder for tests: a text is the counts of its letters, turned to unit length, marked by its role."""

    model_id = "letters"

    def __init__(self) -> None:
        self.seen: list[tuple[str, Role]] = []

    def encode(self, texts: Sequence[str], role: Role) -> Vector:
        self.seen += [(text, role) for text in texts]
        rows = np.zeros((len(texts), 32), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text:
                row[ord(letter) % 32] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def snapshot() -> Snapshot:
    return build_snapshot(tea(), Letters())


def edges(snapshot: Snapshot, table: Adjacency) -> list[tuple[str, str, str]]:
    rows = np.repeat(np.arange(len(table.offsets) - 1), np.diff(table.offsets))
    ids, relations = snapshot.nodes.ids, snapshot.relations
    return [
        (ids[row], relations[relation], ids[other])
        for row, relation, other in zip(rows, table.relations, table.neighbours, strict=True)
    ]


def test_every_facet_value_and_triple_is_an_edge_once_and_both_ways(snapshot: Snapshot) -> None:
    outgoing = edges(snapshot, snapshot.outgoing)
    facets = {("t1", "grown_in", "hangzhou"), ("t1", "taste", "sweet"), ("t1", "taste", "nutty")}
    facets |= {("t2", "taste", "smoky"), ("t3", "taste", "nutty"), ("t3", "taste", "sweet")}
    assert sorted(outgoing) == sorted(facets | {(row.head, row.relation, str(row.tail)) for row in tea().triples})
    assert sorted((head, relation, tail) for tail, relation, head in edges(snapshot, snapshot.incoming)) == sorted(
        outgoing
    )


def test_edges_of_a_node_are_sorted_by_relation_then_neighbour(snapshot: Snapshot) -> None:
    for table in (snapshot.outgoing, snapshot.incoming):
        for start, end in zip(table.offsets[:-1], table.offsets[1:], strict=True):
            pairs = list(zip(table.relations[start:end].tolist(), table.neighbours[start:end].tolist(), strict=True))
            assert pairs == sorted(pairs)


def test_a_triple_that_says_what_a_facet_says_is_one_edge() -> None:
    doubled = replace(tea(), triples=(*tea().triples, Triple("t1", "grown_in", "hangzhou")))
    assert len(build_snapshot(doubled).outgoing.neighbours) == len(build_snapshot(tea()).outgoing.neighbours)


def test_relations_know_their_facet(snapshot: Snapshot) -> None:
    owners = dict(zip(snapshot.relations, snapshot.facet_of_relation.tolist(), strict=True))
    names = [facet.name for facet in snapshot.schema.facets]
    assert (owners["grown_in"], owners["taste"]) == (names.index("origin"), names.index("taste"))
    assert owners["served_in"] == -1


def test_literals_are_numbers_and_what_is_missing_is_nan(snapshot: Snapshot) -> None:
    assert snapshot.literal_facets == ("price", "strength", "organic", "picked")
    expected = [
        [299.5, np.nan, 1, np.nan],
        [np.nan, 2, np.nan, np.nan],
        [np.nan, np.nan, np.nan, 20183],
        [12, *[np.nan] * 3],
    ]
    np.testing.assert_array_equal(snapshot.literals, np.array(expected, dtype=np.float32))
    assert snapshot.kind_of_item.tolist() == [0, 1, -1, 1]
    assert snapshot.available.tolist() == [True, False, True, True]
    assert snapshot.added_days[0] == 20513
    assert np.isnan(snapshot.added_days[1])


def test_the_spread_of_values_is_told_for_all_items_and_for_kinds(snapshot: Snapshot) -> None:
    spread = snapshot.schema.spread("", "price")
    assert spread is not None
    assert (spread.item_count, spread.deciles[0], spread.deciles[5], spread.deciles[10]) == (2, 12, 155.75, 299.5)
    assert snapshot.schema.spread("green", "price") == spread


def test_the_schema_tells_what_the_catalogue_has(snapshot: Snapshot) -> None:
    assert (snapshot.schema.item_count, snapshot.schema.has_answers) == (4, True)
    assert len(snapshot.schema.generation) == 16


def test_the_generation_is_that_of_content_and_model() -> None:
    first = build_snapshot(tea()).schema.generation
    assert build_snapshot(tea()).schema.generation == first
    assert build_snapshot(tea(), Letters()).schema.generation != first
    item = replace(tea().items[0], popularity=13.0)
    assert build_snapshot(replace(tea(), items=(item, *tea().items[1:]))).schema.generation != first
    assert build_snapshot(replace(tea(), licence="other")).schema.generation != first


def test_items_are_passages_in_their_languages_and_questions_are_queries() -> None:
    encoder = Letters()
    snapshot = build_snapshot(tea(), encoder)
    seen = dict(encoder.seen)
    assert seen["Dragon Well. green tea. A spring tea.\nFresh.. Hangzhou. sweet, 坚果香"] is Role.PASSAGE
    assert seen["龙井. 绿茶. 明前茶。. 杭州. 甜, 坚果香"] is Role.PASSAGE
    assert seen["胸痛"] is seen["提神"] is seen["water temperature"] is Role.QUERY
    np.testing.assert_allclose(np.linalg.norm(snapshot.vectors.items, axis=1), 1, atol=1e-6)
    assert snapshot.vectors.answer_of.tolist() == [0, 0, 0, 1]
    assert snapshot.vectors.need_of.tolist() == [0, 0]
    assert snapshot.vectors.signs.shape == (2, 32)


def test_without_an_encoder_there_are_no_vectors() -> None:
    vectors = build_snapshot(tea()).vectors
    assert (vectors.model_id, vectors.items.shape, vectors.answers.shape) == ("", (0, 0), (0, 0))


def test_items_used_by_the_same_people_are_similar_and_by_others_are_not() -> None:
    snapshot = build_snapshot(tea())
    similar = [
        snapshot.similar.neighbours[start:end].tolist()
        for start, end in zip(snapshot.similar.offsets[:-1], snapshot.similar.offsets[1:], strict=True)
    ]
    assert similar == [[1], [0], [], []]
    assert 0 < snapshot.similarity[0] < 1


def test_likeness_grows_with_the_number_of_people_and_ignores_what_was_not_liked() -> None:
    items = tuple(Item(f"i{n}", Text(f"i{n}")) for n in range(3))
    rows = [Interaction(f"u{n}", f"i{item}", 1.0, n) for n in range(20) for item in (0, 1)]
    rows += [Interaction("w", "i0", 1.0, 1), Interaction("w", "i2", 1.0, 1)]
    rows += [Interaction(f"u{n}", "i2", 0.0, n) for n in range(20)]
    catalogue = Catalogue(replace(tea().schema, facets=(), needs=()), items, interactions=tuple(rows))
    snapshot = build_snapshot(catalogue)
    assert snapshot.similar.neighbours[: snapshot.similar.offsets[1]].tolist() == [1, 2]
    assert snapshot.similarity[0] > 3 * snapshot.similarity[1]


def test_a_relation_that_nobody_words_is_called_by_its_name(snapshot: Snapshot) -> None:
    for relation in {row.relation for row in tea().triples}:
        assert snapshot.schema.relation_label(relation)


def test_large_whole_numbers_are_kept_to_the_last_digit() -> None:
    items = tuple(replace(item, facets={**item.facets, "price": (16_777_217.0,)}) for item in tea().items)
    built = build_snapshot(replace(tea(), items=items))
    assert built.literals[:, built.literal_facets.index("price")].tolist() == [16_777_217.0] * len(items)
