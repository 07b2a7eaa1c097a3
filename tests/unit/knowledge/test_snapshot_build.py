"""Snapshots: every edge both ways, literals in columns, the same content the same generation."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Interaction, Item
from chatrec.knowledge.domain.ports import Role
from chatrec.knowledge.domain.snapshot import similar
from chatrec.knowledge.domain.snapshot.arrays import Adjacency, Association, Snapshot
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.vocabulary.errors import InvalidInputError
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
    assert build_snapshot(tea(), mentions=(("t2", "t1", 1.0),)).schema.generation != first
    for part in ("triples", "answers", "interactions"):
        fewer = replace(tea(), **{part: getattr(tea(), part)[:-1]})
        assert build_snapshot(fewer).schema.generation != first, part


def test_items_are_passages_in_their_languages_and_questions_are_queries() -> None:
    encoder = Letters()
    snapshot = build_snapshot(tea(), encoder)
    seen = dict(encoder.seen)
    assert seen["Dragon Well. green tea. A spring tea.\nFresh.. Hangzhou. sweet, 坚果香"] is Role.PASSAGE
    assert seen["龙井. 绿茶. 明前茶。. 杭州. 甜, 坚果香"] is Role.PASSAGE
    assert seen["胸痛"] is seen["提神"] is seen["water temperature"] is Role.QUERY
    np.testing.assert_allclose(np.linalg.norm(snapshot.vectors.items, axis=1), 1, atol=1e-6)
    assert snapshot.vectors.answer_of.tolist() == [0, 0, 0, 1]
    phrases = [len(need.phrases.every()) for need in snapshot.schema.needs]
    assert phrases[0] == len(tea().schema.needs[0].phrases.every())
    assert snapshot.vectors.need_of.tolist() == np.repeat(np.arange(len(phrases)), phrases).tolist()
    assert snapshot.vectors.signs.shape == (2, 32)


def test_without_an_encoder_there_are_no_vectors() -> None:
    vectors = build_snapshot(tea()).vectors
    assert (vectors.model_id, vectors.items.shape, vectors.answers.shape) == ("", (0, 0), (0, 0))


def learned(association: Association) -> dict[tuple[int, int], float]:
    """Give the weight of every learned edge."""
    rows = np.repeat(np.arange(len(association.edges.offsets) - 1), np.diff(association.edges.offsets))
    edges = zip(rows.tolist(), association.edges.neighbours.tolist(), strict=True)
    return dict(zip(edges, association.weights.tolist(), strict=True))


def taken_up(*rows: tuple[str, int, float], items: int = 3) -> Catalogue:
    """Make a catalogue of items of which only is known who took them up."""
    named = tuple(Item(f"i{n}", Text(f"i{n}")) for n in range(items))
    done = tuple(Interaction(user, f"i{item}", value, 1) for user, item, value in rows)
    return Catalogue(replace(tea().schema, facets=(), needs=()), named, interactions=done)


def test_items_liked_by_the_same_people_are_liked_with_each_other_and_by_others_are_not() -> None:
    snapshot = build_snapshot(tea())
    assert [row.name for row in snapshot.associations] == ["liked_with", "expected_with"]
    assert set(learned(snapshot.associations[0])) == {(0, 1), (1, 0)}
    assert snapshot.schema.relation_label("liked_with").zh


def test_liking_together_grows_with_the_number_of_people_and_ignores_what_was_not_liked() -> None:
    rows = [(f"u{n}", item, 1.0) for n in range(20) for item in (0, 1)]
    rows += [("w", 0, 1.0), ("w", 2, 1.0), *((f"u{n}", 2, 0.0) for n in range(20))]
    weights = learned(build_snapshot(taken_up(*rows)).associations[0])
    assert weights[0, 1] > 3 * weights[0, 2] > 0
    assert max(weights.values()) == 1.0


def test_what_others_explain_already_is_worth_less_than_what_they_do_not() -> None:
    # Whoever takes 2 takes 1 as well, and whoever takes 1 takes 0: 2 says nothing of 0 that 1 does not say.
    rows = [(f"u{n}", item, 1.0) for n in range(30) for item in range(1 + (n < 20) + (n < 10))]
    weights = learned(build_snapshot(taken_up(*rows)).associations[0])
    assert weights[1, 0] > 2 * weights[2, 0]


def test_the_weights_solve_the_ridge_regression_that_forbids_an_item_to_explain_itself() -> None:
    rng = np.random.default_rng(3)
    rows = [(f"u{n}", int(item), 1.0) for n in range(40) for item in rng.choice(8, size=3, replace=False)]
    found = learned(build_snapshot(taken_up(*rows, items=8)).associations[0])
    counts = np.zeros((40, 8))
    for user, item, _ in rows:
        counts[int(user[1:]), item] = 1.0
    counts /= np.sqrt(np.log2(2.0 + 3.0))
    ridge = max(5.0, 40.0 * float((counts**2).sum()) / 8)
    expected = np.zeros((8, 8))
    for item in range(8):
        others = np.delete(np.arange(8), item)
        taken = counts[:, others]
        expected[others, item] = np.linalg.solve(taken.T @ taken + ridge * np.eye(7), taken.T @ counts[:, item])
    scaled = expected / expected.max()
    assert found == pytest.approx(
        {cell: scaled[cell] for cell in zip(*np.nonzero(scaled > 1e-4), strict=True)}, rel=1e-4
    )


def test_a_catalogue_of_very_many_items_is_learned_item_by_item(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(f"u{n}", item, 1.0) for n in range(20) for item in (0, 1)] + [("w", 0, 1.0), ("w", 2, 1.0)]
    whole = learned(build_snapshot(taken_up(*rows)).associations[0])
    monkeypatch.setattr(similar, "_MOST_INVERTED", 2)
    assert learned(build_snapshot(taken_up(*rows)).associations[0]) == pytest.approx(whole, rel=1e-2)


def test_mentions_are_learned_edges_from_any_node_to_items() -> None:
    snapshot = build_snapshot(tea(), mentions=(("hangzhou", "t1", 4.0), ("t2", "t1", 1.0)))
    association = snapshot.associations[1]
    hangzhou = snapshot.nodes.ids.index("hangzhou")
    assert association.name == "mentioned_with"
    assert learned(association) == {(1, 0): 0.25, (hangzhou, 0): 1.0}


def test_what_was_learned_before_is_taken_over_and_not_learned_again() -> None:
    rows = [(f"u{n}", item, 1.0) for n in range(20) for item in (0, 1)]
    snapshot = build_snapshot(taken_up(*rows), liked=(("i2", "i0", 2.0), ("i1", "i0", 0.5)))
    assert [row.name for row in snapshot.associations] == ["liked_with"]
    assert learned(snapshot.associations[0]) == {(2, 0): 1.0, (1, 0): 0.25}


@pytest.mark.parametrize("mention", [("nobody", "t1", 1.0), ("t1", "hangzhou", 1.0), ("t1", "t2", 0.0)])
def test_a_mention_of_nothing_is_refused(mention: tuple[str, str, float]) -> None:
    with pytest.raises(InvalidInputError, match="mentioned_with"):
        build_snapshot(tea(), mentions=(mention,))


def test_a_relation_that_nobody_words_is_called_by_its_name(snapshot: Snapshot) -> None:
    for relation in {row.relation for row in tea().triples}:
        assert snapshot.schema.relation_label(relation)


def test_large_whole_numbers_are_kept_to_the_last_digit() -> None:
    items = tuple(replace(item, facets={**item.facets, "price": (16_777_217.0,)}) for item in tea().items)
    built = build_snapshot(replace(tea(), items=items))
    assert built.literals[:, built.literal_facets.index("price")].tolist() == [16_777_217.0] * len(items)
