"""The check of a graph: each fault is found and named, and what only looks like one is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.domain.catalogue.catalogue import Answer, Catalogue, Entity, Interaction, Item
from chatrec.offline.graph.check import check_graph, counts, file_in, findings_record
from chatrec.offline.graph.facts import Finding, FindingType
from chatrec.offline.preparing import demo_catalogues
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Kind
from chatrec.vocabulary.words import FacetType, Language, Phrases, Text

TODAY = date(2026, 11, 24)
LONG_AGO_S = 1_000_000_000

SCHEMA = CatalogueSchema(
    name="films",
    domain="generic",
    generation="",
    languages=(Language.EN, Language.ZH),
    currency="",
    kinds=(Kind("film", Phrases(en=("film",))),),
    facets=(
        Facet("director", FacetType.ENTITY, relation="directed_by"),
        Facet("genre", FacetType.ENTITY, relation="of_genre", many=True),
        Facet("minutes", FacetType.NUMBER),
        Facet("pace", FacetType.ORDINAL, values=("slow", "fast"), value_names=(Text("slow"), Text("fast"))),
    ),
)
PEOPLE = (Entity("jonze", "person", Text("Spike Jonze")), Entity("nolan", "person", Text("Christopher Nolan", "诺兰")))
GENRES = (Entity("drama", "genre", Text("drama", "剧情")), Entity("comedy", "genre", Text("comedy")))


def film(item_id: str, name: str, **facets: object) -> Item:
    values = {key: value if isinstance(value, tuple) else (value,) for key, value in facets.items()}
    return Item(item_id, Text(name), "film", facets=values)


FILMS = (
    film("a", "Her", director="jonze", genre=("drama", "comedy"), minutes=126.0),
    film("b", "Memento", director="nolan", genre="drama", minutes=113.0),
    film("c", "Tenet", director="nolan", genre="comedy", minutes=150.0),
)
SOUND = Catalogue(SCHEMA, FILMS, (*PEOPLE, *GENRES), (Triple("c", "successor_of", "b"), Triple("b", "works_with", "a")))


def found(catalogue: Catalogue, type_: FindingType, **settings: object) -> list[Finding]:
    return [one for one in check_graph(catalogue, TODAY, **settings) if one.type is type_]  # type: ignore[arg-type]


def tied(*triples: tuple[str, str, str]) -> Catalogue:
    return replace(SOUND, triples=tuple(Triple(*row) for row in triples))


def test_a_sound_catalogue_has_no_findings() -> None:
    assert check_graph(SOUND, TODAY) == ()


@pytest.mark.parametrize("folder", demo_catalogues(), ids=lambda path: path.parent.name)
def test_the_demo_catalogues_have_nothing_worse_than_stale_items(folder: Path) -> None:
    findings = check_graph(read_catalogue(folder), TODAY, is_file=file_in(folder))
    assert {one.type for one in findings} <= {FindingType.STALE}


def test_a_node_that_nothing_is_tied_to_is_an_orphan() -> None:
    alone = replace(
        SOUND,
        items=(*FILMS, film("d", "Alone", minutes=90.0)),
        entities=(*SOUND.entities, Entity("x", "person", Text("X"))),
    )
    assert [one.ids for one in found(alone, FindingType.ORPHAN)] == [("d",), ("x",)]


def test_the_entity_that_names_an_ordinal_value_is_no_orphan() -> None:
    named = replace(SOUND, entities=(*SOUND.entities, Entity("slow", "pace", Text("slow-burning"))))
    assert not found(named, FindingType.ORPHAN)


@pytest.mark.parametrize("relation", ["directed_by", "director"])
def test_a_second_director_by_a_triple_is_a_contradiction(relation: str) -> None:
    (one,) = found(tied(("a", relation, "nolan")), FindingType.CONTRADICTION)
    assert one.ids == ("a", "jonze", "nolan")
    assert "director" in one.what


def test_the_same_director_said_twice_is_no_contradiction() -> None:
    assert not found(tied(("a", "directed_by", "jonze")), FindingType.CONTRADICTION)


def test_two_numbers_where_one_is_allowed_are_a_contradiction() -> None:
    (one,) = found(
        replace(SOUND, items=(film("a", "Her", director="jonze", minutes=(1.0, 2.0)),)), FindingType.CONTRADICTION
    )
    assert one.ids == ("a",)
    assert "1.0 and 2.0" in one.what


def test_each_successor_of_the_other_is_one_contradiction() -> None:
    (one,) = found(tied(("a", "successor_of", "b"), ("b", "successor_of", "a")), FindingType.CONTRADICTION)
    assert set(one.ids) == {"a", "b"}


def test_a_circle_is_found_once_and_what_leads_to_it_is_not_in_it() -> None:
    circle = (("a", "prerequisite", "b"), ("b", "prerequisite", "c"), ("c", "prerequisite", "a"))
    (one,) = found(
        tied(*circle, ("drama", "prerequisite", "a"), ("c", "prerequisite", "comedy")), FindingType.CONTRADICTION
    )
    assert set(one.ids) == {"a", "b", "c"}


def test_a_diamond_is_no_circle() -> None:
    rows = (("a", "part_of", "b"), ("a", "part_of", "c"), ("b", "part_of", "drama"), ("c", "part_of", "drama"))
    assert not found(tied(*rows), FindingType.CONTRADICTION)


def test_a_relation_that_goes_both_ways_is_none_unless_named() -> None:
    both = tied(("a", "works_with", "b"), ("b", "works_with", "a"))
    assert not found(both, FindingType.CONTRADICTION)
    assert len(found(both, FindingType.CONTRADICTION, acyclic=("works_with",))) == 1


def test_a_node_tied_to_itself_is_a_contradiction() -> None:
    (one,) = found(tied(("a", "works_with", "a")), FindingType.CONTRADICTION)
    assert one.ids == ("a",)


def test_a_circle_of_ten_thousand_nodes_is_found() -> None:
    entities = tuple(Entity(f"n{n}", "thing", Text(f"thing {n}")) for n in range(10_000))
    triples = tuple(Triple(f"n{n}", "sequel_of", f"n{(n + 1) % 10_000}") for n in range(10_000))
    long = replace(SOUND, entities=(*SOUND.entities, *entities), triples=triples)
    (one,) = found(long, FindingType.CONTRADICTION)
    assert len(one.ids) == 10_000


@pytest.mark.parametrize("name", ["CHRISTOPHER NOLAN", "Christopher-Nolan", "Ｃhristopher Nolan"])
def test_entities_of_one_kind_and_folded_name_are_duplicates(name: str) -> None:
    twice = replace(SOUND, entities=(*SOUND.entities, Entity("nolan2", "person", Text(name))))
    (one,) = found(twice, FindingType.DUPLICATE)
    assert one.ids == ("nolan", "nolan2")


def test_traditional_and_simplified_names_are_duplicates() -> None:
    twice = replace(SOUND, entities=(*SOUND.entities, Entity("n2", "person", Text(zh="諾蘭"))))
    assert [one.ids for one in found(twice, FindingType.DUPLICATE)] == [("nolan", "n2")]


def test_the_same_name_of_another_kind_is_no_duplicate() -> None:
    book = replace(SOUND, entities=(*SOUND.entities, Entity("her_book", "book", Text("Her"))))
    assert not found(book, FindingType.DUPLICATE)


def test_a_film_and_its_remake_are_two() -> None:
    remake = replace(SOUND, items=(*FILMS, film("d", "Her", director="nolan", genre="comedy", minutes=90.0)))
    assert not found(remake, FindingType.DUPLICATE)
    copied = replace(
        SOUND, items=(*FILMS, film("d", "her", director="jonze", genre=("drama", "comedy"), minutes=126.0))
    )
    assert [one.ids for one in found(copied, FindingType.DUPLICATE)] == [("a", "d")]


def test_names_one_letter_apart_are_duplicates_where_the_facts_are_the_same() -> None:
    misspelt = replace(SOUND, items=(*FILMS, film("d", "Mementto", director="nolan", genre="drama", minutes=113.0)))
    assert [one.ids for one in found(misspelt, FindingType.DUPLICATE)] == [("b", "d")]
    other = replace(SOUND, items=(*FILMS, film("d", "Mementto", director="jonze", genre="comedy", minutes=80.0)))
    assert not found(other, FindingType.DUPLICATE)


def test_the_second_part_is_no_misspelling_of_the_third() -> None:
    parts = tuple(film(f"p{n}", f"Iron Man {n}", director="nolan", genre="drama", minutes=120.0) for n in (2, 3))
    assert not found(replace(SOUND, items=(*FILMS, *parts)), FindingType.DUPLICATE)


def test_ids_that_name_nothing_are_dead_links() -> None:
    broken = replace(
        tied(("a", "set_in", "nowhere")),
        answers=(
            Answer("q", Text("?"), Phrases(), Text("!"), ("a", "gone")),
            Answer("slot", Text("?"), Phrases(), Text("It costs {gone.price}.")),
        ),
        interactions=(Interaction("u", "lost", 1.0, 1_790_000_000),),
    )
    assert [one.ids for one in found(broken, FindingType.DEAD_LINK)] == [
        ("a", "nowhere"),
        ("q",),
        ("slot",),
        ("lost",),
    ]


def test_pictures_and_documents_that_are_not_there_are_dead_links(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "here.md").write_text("x", encoding="utf-8")
    (tmp_path / "there.png").write_bytes(b"x")
    items = (
        replace(FILMS[0], image="there.png", text=Text("See documents/here.md, [more](documents/gone.md#part).")),
        replace(FILMS[1], image="gone.png"),
        replace(FILMS[2], image="https://example.org/x.png", text=Text("[bad](http:///x) [up](../secret)")),
    )
    dead = found(replace(SOUND, items=items), FindingType.DEAD_LINK, is_file=file_in(tmp_path))
    assert [one.what for one in dead] == [
        "there is no file documents/gone.md#part",
        "there is no file gone.png",
        "names no host: http:///x",
        "there is no file ../secret",
    ]


def test_a_path_that_no_file_system_takes_is_no_file(tmp_path: Path) -> None:
    assert not file_in(tmp_path)("x\0y")
    assert not file_in(tmp_path)("x" * 10_000)


def test_an_old_item_that_nobody_can_have_is_stale() -> None:
    old = replace(FILMS[0], added="2020-01-01", available=False)
    assert [one.ids for one in found(replace(SOUND, items=(old, *FILMS[1:])), FindingType.STALE)] == [("a",)]
    new = replace(old, added="2026-11-01")
    assert not found(replace(SOUND, items=(new, *FILMS[1:])), FindingType.STALE)


def test_an_old_item_that_others_were_preferred_to_is_stale() -> None:
    old = tuple(replace(row, added="2020-01-01") for row in FILMS)
    lately = Interaction("u", "a", 1.0, 1_795_000_000)
    before = Interaction("u", "b", 1.0, LONG_AGO_S)
    (one, other) = found(replace(SOUND, items=old, interactions=(lately, before)), FindingType.STALE)
    assert (one.ids, other.ids) == (("b",), ("c",))
    assert "2001-09-09" in one.what
    assert not found(replace(SOUND, items=old), FindingType.STALE)  # nobody's taste is known


def test_the_record_counts_every_type() -> None:
    findings = check_graph(tied(("a", "works_with", "a")), TODAY)
    record = findings_record("films", findings)
    assert (
        record["counts"]
        == counts(findings)
        == {
            "orphan": 0,
            "contradiction": 1,
            "duplicate": 0,
            "dead_link": 0,
            "stale": 0,
        }
    )
