"""What every graph store promises; each test runs on files and on a real Neo4j."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from chatrec.knowledge.adapters.graph_store_backup import back_up, restore
from chatrec.knowledge.adapters.graph_store_files import FileGraphStore
from chatrec.knowledge.adapters.graph_store_neo4j import Neo4jGraphStore
from chatrec.knowledge.adapters.neo4j_connection import open_driver
from chatrec.knowledge.domain.catalogue.catalogue import Entity, Item
from chatrec.knowledge.domain.catalogue.changes import Change
from chatrec.knowledge.domain.catalogue.records import content_digest
from chatrec.knowledge.domain.deltas import Delta
from chatrec.knowledge.domain.ports import GraphStore
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.knowledge.domain.succession import apply_delta
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.words import Text
from tests.servers.neo4j import PASSWORD
from tests.tea import tea

Opened = Callable[[], GraphStore]


@pytest.fixture(params=["files", "neo4j"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """Give a function that opens the same store again and again, as another process would."""
    with ExitStack() as stack:
        if request.param == "files":
            yield lambda: FileGraphStore(tmp_path / "tea")
        else:
            driver = stack.enter_context(open_driver(request.getfixturevalue("neo4j_url"), "neo4j", PASSWORD))
            yield lambda: Neo4jGraphStore(driver, "tea")


@pytest.fixture
def store(opened: Opened) -> GraphStore:
    return opened()


@pytest.fixture
def filled(store: GraphStore) -> GraphStore:
    store.replace(tea())
    return store


def test_an_empty_store_says_so(store: GraphStore) -> None:
    assert not store.ready()
    assert store.generation() == ""
    assert store.revision() == 0
    for use in (store.load, store.schema, lambda: store.delete(["t1"]), lambda: store.upsert(Change())):
        with pytest.raises(NotFoundError):
            use()


def test_what_was_put_in_comes_out_equal(filled: GraphStore, opened: Opened) -> None:
    assert opened().load() == tea()
    assert opened().ready()


def test_names_that_are_statements_or_markup_are_data(filled: GraphStore) -> None:
    names = {item.name.en for item in filled.load().items}
    assert {"x'}) DETACH DELETE n //", "<script>alert(1)</script>"} <= names


def test_a_snapshot_of_the_store_has_the_generation_of_the_catalogue(filled: GraphStore) -> None:
    ours, theirs = build_snapshot(filled.load()), build_snapshot(tea())
    assert ours.schema == theirs.schema
    assert ours.outgoing.neighbours.tolist() == theirs.outgoing.neighbours.tolist()


def test_replacing_leaves_nothing_of_the_old_catalogue(filled: GraphStore) -> None:
    old = tea()
    small = replace(old, items=old.items[:1], entities=old.entities[:3], triples=(), answers=(), interactions=())
    filled.replace(small)
    assert filled.load() == small
    filled.replace(old)
    assert filled.load() == old


def test_replacing_by_the_same_changes_nothing(filled: GraphStore) -> None:
    before = filled.generation()
    filled.replace(tea())
    assert filled.generation() == before
    assert filled.load() == tea()


def test_the_generation_changes_with_the_content_alone(filled: GraphStore, opened: Opened) -> None:
    first = filled.generation()
    assert first
    assert opened().generation() == first
    filled.upsert(Change(entities=(Entity("pot", "cup", Text("a pot")),)))
    second = opened().generation()
    assert second != first
    filled.delete(["pot"])
    assert filled.generation() != second
    filled.delete(["nobody"])


def test_every_change_raises_the_revision_and_tells_it(filled: GraphStore, opened: Opened) -> None:
    first = filled.revision()
    step = filled.upsert(Change(entities=(Entity("pot", "cup", Text("a pot")),)))
    assert (step.before, step.after) == (first, opened().revision())
    assert step.after > first
    again = filled.delete(["pot", "nobody"])
    assert again.before == step.after < again.after == opened().revision()
    nothing = filled.delete(["pot", "nobody"])
    assert not nothing.moved
    assert nothing.after == opened().revision() == again.after


def test_a_replaced_catalogue_has_a_later_revision(filled: GraphStore) -> None:
    filled.delete(["t1"])
    before = filled.revision()
    filled.replace(tea())
    assert filled.revision() > before


def test_an_upsert_may_come_again(filled: GraphStore) -> None:
    change = Change(
        items=(Item("t9", Text("Sencha"), "green", facets={"taste": ("grassy",)}),),
        triples=(Triple("t9", "goes_with", "t1"),),
    )
    filled.upsert(change)
    once = filled.load()
    filled.upsert(change)
    assert filled.load() == once


def test_a_delta_leads_to_what_the_store_holds(filled: GraphStore) -> None:
    new = Item("t9", Text("Sencha"), "green", facets={"taste": ("grassy", "sweet"), "price": (80.0,)})
    change = Change(items=(new, replace(tea().items[0], facets={})), triples=(Triple("t9", "goes_with", "t1"),))
    held = apply_delta(filled.load(), Delta(filled.upsert(change), change))
    assert held == filled.load()
    ids = ("t1", "smoky", "t9")
    assert apply_delta(held, Delta(filled.delete(ids), deleted=ids)) == filled.load()


def test_the_schema_can_be_had_alone(filled: GraphStore) -> None:
    assert filled.schema() == tea().schema


def test_a_backup_restores_to_the_same_digest(filled: GraphStore, tmp_path: Path) -> None:
    filled.upsert(Change(items=(Item("t9", Text("Sencha"), "green", facets={"taste": ("grassy",)}),)))
    before, folder = filled.load(), tmp_path / "backup"
    made = back_up(filled, folder)
    assert made.digest == content_digest(before)
    filled.delete([row.id for row in (*before.items[1:], *before.entities)])
    wiped = filled.revision()
    back = restore(filled, folder)
    assert back.digest == made.digest
    assert content_digest(filled.load()) == made.digest
    assert filled.load() == before
    assert back.revision == filled.revision() > wiped


def test_a_backup_that_was_changed_is_refused(filled: GraphStore, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    back_up(filled, folder)
    (folder / "triples.tsv").unlink()
    with pytest.raises(InvalidInputError, match="not what was backed up"):
        restore(filled, folder)
    (folder / "backup.json").unlink()
    with pytest.raises(NotFoundError):
        restore(filled, folder)
    assert filled.load() == tea()


def test_an_id_that_is_too_long_is_refused_by_name(filled: GraphStore) -> None:
    with pytest.raises(InvalidInputError, match="id must have at most 128"):
        filled.upsert(Change(items=(Item("i" * 10_000, Text("x")),)))
    assert filled.load() == tea()


def test_a_new_item_comes_last_with_the_entities_it_implies(filled: GraphStore) -> None:
    new = Item("t9", Text("Sencha"), "green", facets={"taste": ("grassy", "sweet"), "price": (80.0,)})
    filled.upsert(Change(items=(new,), triples=(Triple("t9", "goes_with", "t1"),)))
    after = filled.load()
    assert after.items == (*tea().items, new)
    assert after.entities[-1] == Entity("grassy", "taste", Text(zh="grassy"))
    assert after.triples == (*tea().triples, Triple("t9", "goes_with", "t1"))


def test_a_known_item_is_replaced_in_its_place_with_all_its_facets(filled: GraphStore) -> None:
    new = Item("t1", Text("Dragon Well", "龙井"), "green", facets={"taste": ("nutty",), "picked": ("2026-03-20",)})
    filled.upsert(Change(items=(new,)))
    after = filled.load()
    assert after.items == (new, *tea().items[1:])
    assert after.triples == tea().triples
    assert after.interactions == tea().interactions


def test_a_known_entity_and_a_known_triple_keep_their_places(filled: GraphStore) -> None:
    filled.upsert(Change(entities=(Entity("sweet", "taste", Text("sugary")),), triples=(tea().triples[0],)))
    after = filled.load()
    assert [entity.id for entity in after.entities] == [entity.id for entity in tea().entities]
    assert after.entities[1].name == Text("sugary")
    assert after.triples == tea().triples


@pytest.mark.parametrize(
    "change",
    [
        Change(triples=(Triple("t1", "served_in", "nowhere"),)),
        Change(items=(Item("t8", Text("x"), facets={"colour": ("red",)}),)),
        Change(items=(Item("t8", Text("x"), facets={"price": ("cheap",)}),)),
        Change(items=(Item("t8", Text("x"), facets={"strength": ("mild",)}),)),
        Change(items=(Item("t8", Text("x"), facets={"price": (1.0, 2.0)}),)),
        Change(items=(Item("t8", Text("x"), facets={"organic": (1.0,)}),)),
        Change(items=(Item("sweet", Text("x")),)),
        Change(entities=(Entity("t1", "cup", Text("x")),)),
        Change(entities=(Entity("", "cup", Text("x")),)),
        Change(items=(Item("t8", Text("x")), Item("t8", Text("y")))),
    ],
)
def test_a_change_that_does_not_fit_is_refused_whole(filled: GraphStore, change: Change) -> None:
    before = filled.generation()
    good = Item("t7", Text("fine"))
    with pytest.raises(InvalidInputError):
        filled.upsert(replace(change, items=(good, *change.items)))
    assert filled.load() == tea()
    assert filled.generation() == before


def test_a_deleted_node_takes_all_that_is_tied_to_it(filled: GraphStore) -> None:
    filled.delete(["t1", "smoky", "unknown"])
    after = filled.load()
    assert [item.id for item in after.items] == ["t2", "t3", "t4"]
    assert "taste" not in after.items[0].facets
    assert after.triples == ()
    assert after.answers[0].item_ids == ("t2",)
    assert {row.item for row in after.interactions} == {"t2", "t4"}
    assert "smoky" not in {entity.id for entity in after.entities}
