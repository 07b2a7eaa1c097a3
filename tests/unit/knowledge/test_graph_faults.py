"""Graphs as they should not be: circles, loops, hubs, hostile names, full disks and damaged files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.adapters.snapshot_files import DamagedSnapshotError, SnapshotFolder
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.catalogue.problems import CatalogueError
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.graph.build import ensure_snapshot
from chatrec.offline.graph.neighbourhood import draw_neighbourhood
from chatrec.offline.graph.show import show_node
from chatrec.vocabulary.graph import RankQuery, Triple
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator, Text
from tests.tea import tea
from tests.unit.knowledge.small_shop import ENTITIES, SCHEMA, catalogues, graph_of, item, shop, stored

HOLDERS = (300_000, pytest.param(1_000_000, marks=pytest.mark.slow))
MOST_S_A_HOLDER = 5e-6
CYPHER = "x'}) DETACH DELETE n // `) MATCH (m) SET m.name = '"
HTML = "<script>alert(1)</script><img src=x onerror=alert(1)>"
HEAD = "format: 1\nname: tea\ndomain: generic\nlanguages: [en, zh]\n"


def written(folder: Path, items: str, **files: str) -> Path:
    for name, text in {"catalogue.yaml": HEAD, "items.jsonl": items, **files}.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def said_of(folder: Path) -> tuple[str, ...]:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(folder)
    return caught.value.problems


TWO = '{"id": "a", "name": "A"}\n{"id": "b", "name": "B"}\n'


def test_a_dangling_triple_is_named_with_file_and_line(tmp_path: Path) -> None:
    written(tmp_path, TWO, triples__tsv="a\tworks_with\tb\na\tworks_with\tnobody\nghost\tworks_with\tb\n")
    assert said_of(tmp_path) == (
        'triples.tsv:2: tail: "nobody" is neither an item nor an entity',
        'triples.tsv:3: head: "ghost" is neither an item nor an entity',
    )


def test_a_triple_said_twice_is_one_edge(tmp_path: Path) -> None:
    twice = read_catalogue(written(tmp_path, TWO, triples__tsv="a\tworks_with\tb\n" * 3))
    assert twice.triples == (Triple("a", "works_with", "b"),)
    again = replace(twice, triples=twice.triples * 3)  # as a store might give it
    assert build_snapshot(again).outgoing.neighbours.tolist() == [1]


def test_a_fact_said_by_facet_and_triple_is_one_edge() -> None:
    rows = (item("i0", brand="b0"),)
    once = build_snapshot(shop(*rows))
    assert len(build_snapshot(shop(*rows, triples=(Triple("i0", "made_by", "b0"),))).outgoing.neighbours) == len(
        once.outgoing.neighbours
    )


@given(catalogues(), st.data())
@settings(max_examples=60, deadline=None)
def test_circles_loops_and_repeated_triples_end_in_a_ranking_with_paths_that_exist(
    catalogue: Catalogue, data: st.DataObject
) -> None:
    ids = [row.id for row in catalogue.items]
    ends = st.sampled_from([*ids, "b0", "group"])
    wild = data.draw(st.lists(st.builds(Triple, ends, st.sampled_from(("sequel_of", "made_by")), ends), max_size=12))
    whole = replace(catalogue, triples=(*catalogue.triples, *wild, *wild, Triple(ids[0], "sequel_of", ids[0])))
    wishes = (Preference("brand", Operator.EQUAL, ("b0",)),)
    ranking = rank(graph_of(whole), Weights(), RankQuery("shop", wishes, liked_item_ids=(ids[0],)))
    assert np.isfinite(ranking.f_kg).all()
    assert {edge for paths in ranking.paths for path in paths for edge in path.triples if _tied(edge)} <= {
        Triple(*row) for row in stored(whole)
    }


def _tied(edge: Triple) -> bool:
    return edge.relation in {"sequel_of", "made_by"}


@pytest.fixture(scope="module", params=HOLDERS)
def hub(request: pytest.FixtureRequest) -> Graph:
    """Build a shop where one use and one brand are those of every item."""
    facets = item("x", use=("u0", "u1"), brand="b0", price=999.0).facets
    rows = tuple(item(f"i{number}", popularity=float(number % 97)) for number in range(request.param))
    schema = replace(SCHEMA, generation="hub")
    catalogue = Catalogue(schema, tuple(replace(row, facets=facets) for row in rows), ENTITIES)
    return Graph.of(build_snapshot(catalogue))


QUERIES = {
    "wished": RankQuery("shop", (Preference("use", Operator.EQUAL, ("u0",)),)),
    "liked": RankQuery("shop", liked_item_ids=("i7", "i8")),
    "rejected": RankQuery("shop", liked_item_ids=("i7",), rejected_item_ids=("i9",)),
    "hard": RankQuery("shop", (Preference("brand", Operator.EQUAL, ("b0",), hard=True),)),
    "relaxed": RankQuery("shop", (Preference("price", Operator.AT_MOST, (1.0,), hard=True),), liked_item_ids=("i7",)),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_hub_of_very_many_holders_is_ranked_over_in_bounded_time_and_memory(hub: Graph, query: RankQuery) -> None:
    assert hub.degree.max() >= hub.item_count
    begun = time.thread_time()
    ranking = rank(hub, Weights(), query)
    assert time.thread_time() - begun < MOST_S_A_HOLDER * hub.item_count
    tracemalloc.start()
    rank(hub, Weights(), query)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 400 * hub.node_count  # a few dozen numbers a node, never one an edge of an edge
    assert len(ranking.item_ids) == query.max_items


def test_a_hub_is_drawn_by_its_first_neighbours(hub: Graph) -> None:
    assert len(show_node(hub.snapshot, "u0", depth=1).splitlines()) <= 12
    drawing = draw_neighbourhood(hub.snapshot, "u0")
    assert len(drawing.boxes) <= 41
    assert f"+ {hub.item_count - 39}" in [box.label for box in drawing.boxes]


@pytest.mark.parametrize("name", [CYPHER, HTML, "名' OR 1=1 --", "${jndi:ldap://x}", "{{7*7}}", "' \" ` \\ /"])
def test_a_hostile_name_is_data_from_the_file_to_the_card(tmp_path: Path, name: str) -> None:
    line = json.dumps({"id": "a", "name": {"en": name, "zh": name}, "aliases": [name], "facets": {"maker": [name]}})
    catalogue = read_catalogue(written(tmp_path, line + "\n"))
    write_catalogue(catalogue, tmp_path / "copy")
    assert read_catalogue(tmp_path / "copy") == catalogue
    SnapshotFolder(tmp_path / "snapshot").save(build_snapshot(catalogue))
    reasoner = Reasoner([SnapshotFolder(tmp_path / "snapshot").load()])
    ((card,), _) = reasoner.describe("tea", ("a",))
    assert card.name == Text(name, name)
    wish = Preference("maker", Operator.EQUAL, (name,), hard=True)
    ranking = reasoner.rank(RankQuery("tea", (wish,)))
    assert ranking.paths[0][0].triples == (Triple("a", "maker", name),)
    assert name in show_node(reasoner.snapshot("tea"), "a")


TOO_LONG = "x" * 10_000


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (TOO_LONG, "10000 characters are too many; at most 500"),
        ("a\x00b", "holds control characters"),
        ("a\x1b[2Jb", "holds control characters"),
        ("a\nb", "holds control characters"),
        ("a\x9bb", "holds control characters"),
    ],
)
def test_a_name_that_is_no_name_is_refused_by_file_and_line(tmp_path: Path, name: str, reason: str) -> None:
    entity = json.dumps({"id": "e", "kind": "thing", "name": name}) + "\n"
    assert said_of(written(tmp_path, TWO, entities__jsonl=entity)) == (f"entities.jsonl:1: name: {reason}",)
    film = TWO + json.dumps({"id": "c", "name": {"zh": name}}) + "\n"
    assert said_of(written(tmp_path, film, entities__jsonl="")) == (f"items.jsonl:3: name.zh: {reason}",)


def test_an_id_or_relation_that_is_too_long_is_refused_by_file_and_line(tmp_path: Path) -> None:
    said = said_of(written(tmp_path, TWO, triples__tsv=f"a\t{TOO_LONG}\tb\n"))
    assert len(said) == 1
    assert said[0].startswith("triples.tsv:1: relation: ")
    assert len(said[0]) < 300


_SAVE = """
import resource, sys
from pathlib import Path
from chatrec.knowledge.adapters.snapshot_files import SnapshotFolder
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.vocabulary.errors import UnavailableError
from tests.tea import tea
from dataclasses import replace
snapshot = build_snapshot(replace(tea(), licence="another"))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    SnapshotFolder(Path(sys.argv[1])).save(snapshot)
except UnavailableError as error:
    print(error.message)
"""


@pytest.mark.parametrize("room_bytes", [0, 200, 700])
def test_a_disk_that_is_full_leaves_the_old_snapshot_and_nothing_else(tmp_path: Path, room_bytes: int) -> None:
    folder = SnapshotFolder(tmp_path / "snapshot")
    folder.save(build_snapshot(tea()))
    before = folder.load().schema.generation
    done = subprocess.run(
        [sys.executable, "-c", _SAVE, str(tmp_path / "snapshot"), str(room_bytes)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert done.returncode == 0, done.stderr
    assert "cannot be written" in done.stdout
    folder.verify()
    assert folder.load().schema.generation == before
    assert [path.name for path in tmp_path.iterdir()] == ["snapshot"]


@pytest.mark.parametrize("name", ["literals.npy", "outgoing_neighbours.npy", "nodes.json", "manifest.json"])
def test_one_changed_byte_anywhere_is_refused_by_its_digest_and_built_again(tmp_path: Path, name: str) -> None:
    write_catalogue(tea(), tmp_path / "tea")
    path = ensure_snapshot(tmp_path / "tea", tmp_path / "snapshots", None)
    sound = {file.name: file.read_bytes() for file in path.iterdir()}
    content = bytearray(sound[name])
    content[-2] ^= 1
    (path / name).write_bytes(content)
    with pytest.raises(DamagedSnapshotError):
        SnapshotFolder(path).verify()
    assert ensure_snapshot(tmp_path / "tea", tmp_path / "snapshots", None) == path
    assert {file.name: file.read_bytes() for file in path.iterdir()} == sound
