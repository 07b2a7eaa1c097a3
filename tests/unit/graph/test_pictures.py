"""Pictures of a graph: whole by themselves, readable, and names stay names whatever they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity
from chatrec.knowledge.domain.snapshot.arrays import Snapshot
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.graph.drawing import BOX_HEIGHT, Drawing, clean, fitted, text_width
from chatrec.offline.graph.neighbourhood import draw_neighbourhood
from chatrec.offline.graph.path_picture import draw_paths
from chatrec.offline.graph.paths import shortest_paths
from chatrec.offline.graph.show import show_paths
from chatrec.offline.graph.svg import page, svg
from chatrec.vocabulary.errors import NotFoundError
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.words import Language, Text
from tests.tea import tea

HOSTILE = (
    "<script>alert(1)</script>",
    "</svg><img src=x onerror=alert(1)>",
    '" onload="alert(1)',
    "&lt;b&gt; & <b>",
    "]]><!--",
    "a\x00b\x1b[31mc\x07\x9b",
    "\u202eevil\u202c",
    "x'}) DETACH DELETE n //",
    "长" * 10_000,
    "w" * 10_000,
)


def star(names: tuple[Text, ...]) -> Catalogue:
    """Tie the first tea to entities of these names, by three relations in turn."""
    entities = tuple(Entity(f"e{n}", "thing", name) for n, name in enumerate(names))
    relations = ("goes_with", "seen_in", "bought_at")
    triples = tuple(Triple("t1", relations[n % 3], f"e{n}") for n in range(len(names)))
    return replace(tea(), entities=(*tea().entities, *entities), triples=triples)


def drawn(catalogue: Catalogue, node: str = "t1", language: Language = Language.EN) -> Drawing:
    return draw_neighbourhood(build_snapshot(catalogue), node, language)


def texts(markup: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(markup).iter() if node.tag.endswith("}text")]


def assert_nothing_overlaps(drawing: Drawing) -> None:
    for one, other in combinations(drawing.boxes, 2):
        beside = one.right <= other.left or other.right <= one.left
        assert beside or abs(one.y - other.y) >= BOX_HEIGHT, (one, other)
    for box in drawing.boxes:
        assert drawing.left <= box.left
        assert box.right <= drawing.right
        assert box.y - BOX_HEIGHT / 2 >= 0
        assert box.y + BOX_HEIGHT / 2 <= drawing.height
        assert text_width(box.label) <= box.width


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return build_snapshot(tea())


def test_a_picture_names_the_node_its_neighbours_and_relations_in_either_language(snapshot: Snapshot) -> None:
    english = texts(svg(draw_neighbourhood(snapshot, "Longjing", Language.EN)))
    chinese = texts(svg(draw_neighbourhood(snapshot, "Longjing", Language.ZH)))
    assert {"Dragon Well", "Hangzhou", "grown in →", "grown in", "sweet"} <= set(english)
    assert {"龙井", "杭州", "产自 →", "产自", "甜"} <= set(chinese)


def test_the_same_node_gives_the_same_picture(snapshot: Snapshot) -> None:
    assert svg(draw_neighbourhood(snapshot, "t1")) == svg(draw_neighbourhood(build_snapshot(tea()), "t1"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_stays_text(name: str) -> None:
    drawing = drawn(star((Text(name), Text(zh=name))))
    whole = page(drawing, Language.EN)
    for markup in (svg(drawing), whole):
        assert not re.search(r"<(script|img)|\son\w+=", re.sub(r"&\w+;.*?&\w+;", "", markup))
        assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e]", markup)
        assert "<script" not in markup
        assert "<img" not in markup
    tree = ET.fromstring(svg(drawing))
    assert {node.tag.rpartition("}")[2] for node in tree.iter()} <= {
        "svg", "title", "style", "rect", "g", "path", "polygon", "text",
    }  # fmt: skip
    assert not [key for node in tree.iter() for key in node.attrib if key.startswith("on")]
    assert len(whole) < 60_000
    assert_nothing_overlaps(drawing)


def test_a_picture_needs_nothing_from_elsewhere(snapshot: Snapshot) -> None:
    whole = page(draw_neighbourhood(snapshot, "t1"), Language.EN)
    assert not re.findall(r"(?:href|src|url|@import)", whole)
    assert re.findall(r"https?://[^\"]+", whole) == ["http://www.w3.org/2000/svg"]
    assert "prefers-color-scheme:dark" in whole


@given(
    names=st.lists(
        st.builds(Text, st.text(min_size=1, max_size=60), st.text("电影龙井茶", max_size=40)), min_size=1, max_size=60
    ),
    language=st.sampled_from(Language),
)
@settings(max_examples=40, deadline=None)
def test_no_label_lies_on_another(names: list[Text], language: Language) -> None:
    drawing = drawn(star(tuple(names)), language=language)
    assert_nothing_overlaps(drawing)
    assert len([box for box in drawing.boxes if box.role != "more"]) <= 40


def test_what_there_is_no_room_for_is_counted() -> None:
    drawing = drawn(star(tuple(Text(f"thing {n}") for n in range(100))))
    hidden = sum(int(box.label.removeprefix("+ ")) for box in drawing.boxes if box.role == "more")
    shown = len([box for box in drawing.boxes if box.role == "entity"])
    assert hidden + shown == 100 + 3  # and the three values of its facets
    assert shown == 39


def test_a_hub_of_one_relation_is_drawn_on_both_sides() -> None:
    catalogue = tea()
    triples = tuple(Triple(f"e{n}", "near", "hangzhou") for n in range(30))
    entities = tuple(Entity(f"e{n}", "place", Text(f"place {n}")) for n in range(30))
    drawing = drawn(replace(catalogue, entities=(*catalogue.entities, *entities), triples=triples), "hangzhou")
    sides = [box.x > 0 for box in drawing.boxes if box.role == "entity"]
    assert 14 <= sum(sides) <= 16
    assert_nothing_overlaps(drawing)


def test_a_node_without_edges_is_drawn_alone(snapshot: Snapshot) -> None:
    drawing = draw_neighbourhood(snapshot, "t4")
    assert [box.role for box in drawing.boxes] == ["centre"]
    assert ET.fromstring(svg(drawing)) is not None


def test_a_label_is_cut_to_its_width_and_its_title_is_whole() -> None:
    name = "A film with a name that goes on for rather a long time, and then some"
    box = next(box for box in drawn(star((Text(name),))).boxes if box.label.startswith("A film"))
    assert box.label.endswith("…")
    assert name in box.title


@given(st.text(max_size=200), st.floats(30, 400))
def test_a_fitted_text_fits(text: str, width: float) -> None:
    assert text_width(fitted(text, width)) <= width + 1e-6


def test_a_clean_text_is_as_long_as_is_asked_at_most() -> None:
    assert clean("x" * 50, 10) == "x" * 9 + "…"
    assert clean("a\tb\x00\ud800") == "a b\ufffd\ufffd"


def between(snapshot: Snapshot, start: str, end: str) -> Iterator[list[str]]:
    ids = snapshot.nodes.ids
    for path in shortest_paths(snapshot, ids.index(start), ids.index(end)):
        yield [ids[path[0].start], *(ids[step.end] for step in path)]


def test_the_shortest_paths_between_two_nodes_are_all_found_the_rarest_first(snapshot: Snapshot) -> None:
    common = build_snapshot(replace(tea(), triples=(Triple("t4", "tastes", "sweet"),)))
    assert list(between(common, "t1", "t3")) == [["t1", "nutty", "t3"], ["t1", "sweet", "t3"]]
    assert list(between(snapshot, "t2", "hangzhou")) == [["t2", "t1", "hangzhou"]]


def test_paths_are_written_with_the_stored_direction_of_each_edge(snapshot: Snapshot) -> None:
    written = show_paths(snapshot, "t1", "t3").splitlines()
    assert len(written) == 2
    assert "→" in written[0]
    assert "←" in written[0]


def test_no_path_is_not_found(snapshot: Snapshot) -> None:
    for other in ("t4", "t1", "nobody"):
        with pytest.raises(NotFoundError):
            show_paths(snapshot, "t1", other)


def test_a_picture_of_paths_has_a_column_a_step(snapshot: Snapshot) -> None:
    drawing = draw_paths(snapshot, "t1", "t3", Language.ZH)
    assert len({box.x for box in drawing.boxes}) == 3
    assert len(drawing.links) == 4
    assert_nothing_overlaps(drawing)
    assert "龙井" in texts(svg(drawing))


def test_paths_over_a_hub_are_bounded_and_quick() -> None:
    catalogue = tea()
    middle = tuple(Entity(f"m{n}", "thing", Text(f"m{n}")) for n in range(2000))
    triples = tuple(Triple(end, "near", f"m{n}") for n in range(2000) for end in ("t4", "smoky"))
    hub = build_snapshot(replace(catalogue, entities=(*catalogue.entities, *middle), triples=triples))
    assert len(list(between(hub, "t4", "smoky"))) == 8
