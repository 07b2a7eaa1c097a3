"""Snapshots in files: what is loaded is what was saved, a damaged one is refused, one build is enough."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.adapters.snapshot_files import DamagedSnapshotError, SnapshotFolder
from chatrec.knowledge.domain.snapshot.arrays import Snapshot
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.graph.build import ensure_snapshot
from chatrec.offline.graph.naming import find_node
from chatrec.offline.graph.show import show_node, statistics_text
from chatrec.vocabulary.errors import NotFoundError
from tests.tea import tea


def leaves(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Give all fields of nested dataclasses; those of the schema as a whole."""
    if isinstance(value, tuple) and name == ".associations":
        for place, row in enumerate(value):
            yield from leaves(row, f"{name}.{place}")
    elif dataclasses.is_dataclass(value) and name not in {".schema", ".nodes.names", ".texts"}:
        for field in dataclasses.fields(value):
            yield from leaves(getattr(value, field.name), f"{name}.{field.name}")
    else:
        yield name, value


@pytest.fixture
def snapshot() -> Snapshot:
    return build_snapshot(tea())


@pytest.fixture
def folder(tmp_path: Path, snapshot: Snapshot) -> Path:
    SnapshotFolder(tmp_path / "snap").save(snapshot)
    return tmp_path / "snap"


def test_what_is_loaded_is_what_was_saved(folder: Path, snapshot: Snapshot) -> None:
    loaded = dict(leaves(SnapshotFolder(folder).load()))
    for name, value in leaves(snapshot):
        if isinstance(value, np.ndarray):
            np.testing.assert_array_equal(loaded[name], value)
            assert getattr(loaded[name], "dtype", None) == value.dtype
        else:
            assert loaded[name] == value


def test_saving_again_replaces_and_leaves_nothing_behind(folder: Path) -> None:
    other = build_snapshot(dataclasses.replace(tea(), licence="other"))
    SnapshotFolder(folder).save(other)
    assert SnapshotFolder(folder).load().schema.generation == other.schema.generation
    assert [path.name for path in folder.parent.iterdir()] == ["snap"]


def test_a_missing_snapshot_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        SnapshotFolder(tmp_path / "nowhere").load()


@pytest.mark.parametrize(
    "name", ["nodes.json", "texts.json", "answers.json", "schema.pb", "literals.npy", "manifest.json"]
)
def test_a_file_that_was_cut_is_refused(folder: Path, name: str) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:-3])
    with pytest.raises(DamagedSnapshotError):
        SnapshotFolder(folder).load()


def test_a_file_that_is_missing_is_refused_by_name(folder: Path) -> None:
    (folder / "outgoing_offsets.npy").unlink()
    with pytest.raises(DamagedSnapshotError) as caught:
        SnapshotFolder(folder).load()
    assert caught.value.facts["file"] == "outgoing_offsets.npy"


def test_one_changed_byte_in_the_names_is_refused(folder: Path) -> None:
    content = bytearray((folder / "nodes.json").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "nodes.json").write_bytes(content)
    with pytest.raises(DamagedSnapshotError):
        SnapshotFolder(folder).load()


def test_one_changed_byte_in_an_array_is_found_when_asked(folder: Path) -> None:
    SnapshotFolder(folder).verify()
    content = bytearray((folder / "literals.npy").read_bytes())
    content[-1] ^= 1
    (folder / "literals.npy").write_bytes(content)
    with pytest.raises(DamagedSnapshotError):
        SnapshotFolder(folder).verify()


def test_arrays_that_do_not_fit_together_are_refused(tmp_path: Path, snapshot: Snapshot) -> None:
    longer = dataclasses.replace(snapshot.associations[0], weights=np.zeros(9, dtype=np.float32))
    wrong = dataclasses.replace(snapshot, associations=(longer,))
    SnapshotFolder(tmp_path / "wrong").save(wrong)
    with pytest.raises(DamagedSnapshotError, match="fit together"):
        SnapshotFolder(tmp_path / "wrong").load()


def test_a_snapshot_is_built_once_for_each_content(tmp_path: Path) -> None:
    write_catalogue(tea(), tmp_path / "tea")
    first = ensure_snapshot(tmp_path / "tea", tmp_path / "snapshots", None)
    written = (first / "manifest.json").stat().st_mtime_ns
    assert ensure_snapshot(tmp_path / "tea", tmp_path / "snapshots", None) == first
    assert (first / "manifest.json").stat().st_mtime_ns == written
    write_catalogue(dataclasses.replace(tea(), licence="other"), tmp_path / "tea")
    assert ensure_snapshot(tmp_path / "tea", tmp_path / "snapshots", None) != first


def test_a_damaged_snapshot_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATREC_SNAPSHOTS", str(tmp_path / "snapshots"))
    write_catalogue(tea(), tmp_path / "tea")
    path = ensure_snapshot(tmp_path / "tea", None, None)
    assert path.parent == tmp_path / "snapshots"
    (path / "nodes.json").write_text("{}", encoding="utf-8")
    assert SnapshotFolder(ensure_snapshot(tmp_path / "tea", None, None)).load().item_count == 4


def test_a_neighbourhood_is_drawn_with_names_in_both_languages(snapshot: Snapshot) -> None:
    drawn = show_node(snapshot, "Longjing", depth=2)
    assert drawn.splitlines()[0] == "Dragon Well / 龙井 [t1, green]"
    assert "├─ grown in / 产自 → Hangzhou / 杭州 [hangzhou, origin]" in drawn
    assert "← 正山小种 [t2, black]" in drawn
    assert "│  " in drawn
    assert "price = 299.5 CNY" in drawn
    assert show_node(snapshot, "t1", depth=1).count("\n") < drawn.count("\n")


def test_an_unknown_node_is_not_found(snapshot: Snapshot) -> None:
    assert find_node(snapshot, "HANGCHOW") == find_node(snapshot, "hangzhou")
    with pytest.raises(NotFoundError):
        find_node(snapshot, "nobody")


def test_statistics_name_relations_and_spreads(snapshot: Snapshot) -> None:
    table = statistics_text(snapshot)
    assert "grown_in" in table
    assert "12 … 155.75 … 299.5 (2 items)" in table
