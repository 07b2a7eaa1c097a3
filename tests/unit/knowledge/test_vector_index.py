"""The index of very many vectors: nearly all of the nearest are found, the same each time, and ranking uses them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from chatrec.knowledge.adapters import snapshot_files
from chatrec.knowledge.adapters.snapshot_files import DamagedSnapshotError, SnapshotFolder
from chatrec.knowledge.adapters.vector_index import HnswIndex, write_index
from chatrec.knowledge.domain.reasoning import ranking
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.arrays import Floats, Snapshot
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.vocabulary.graph import RankQuery
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator

from .small_shop import item, shop


def clustered(count: int, seed: int) -> Floats:
    """Draw unit vectors around a few centres, as texts of a few kinds have them."""
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(0).normal(size=(20, 16))
    rows = centres[rng.integers(0, 20, count)] + 0.7 * rng.normal(size=(count, 16))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_nearly_all_of_the_nearest_are_found(tmp_path: Path) -> None:
    vectors = clustered(3_000, 1)
    write_index(vectors, tmp_path / "index")
    index = HnswIndex(tmp_path / "index")
    found = 0
    for vector in clustered(20, 2):
        nearest = index.nearest(vector, 100)
        assert nearest.tolist() == sorted(set(nearest.tolist()))
        found += len(np.intersect1d(nearest, np.argsort(-(vectors @ vector))[:100]))
    assert found >= 0.98 * 20 * 100


def test_the_same_vectors_give_the_same_index(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_index(clustered(500, 1), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.fixture
def snapshot() -> Snapshot:
    built = build_snapshot(shop(*(item(f"i{number}", brand=f"b{number % 2}") for number in range(300))))
    return replace(built, vectors=replace(built.vectors, model_id="m", items=clustered(300, 3)))


def test_a_snapshot_of_very_many_items_has_an_index_and_one_of_few_has_none(
    tmp_path: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    SnapshotFolder(tmp_path / "few").save(snapshot)
    monkeypatch.setattr(snapshot_files, "MOST_EXACT", 299)
    many = SnapshotFolder(tmp_path / "many")
    many.save(snapshot)
    assert SnapshotFolder(tmp_path / "few").index() is None
    index = many.index()
    assert index is not None
    assert 7 in index.nearest(snapshot.vectors.items[7], 3)
    many.load()
    many.verify()


def test_an_index_that_was_cut_is_refused(tmp_path: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_files, "MOST_EXACT", 299)
    folder = SnapshotFolder(tmp_path / "many")
    folder.save(snapshot)
    path = tmp_path / "many" / "items.usearch"
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(DamagedSnapshotError):
        folder.load()
    with pytest.raises(DamagedSnapshotError):
        folder.index()


def test_what_the_index_finds_is_ranked_though_other_evidence_would_not_bring_it_in(
    tmp_path: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "_LIKENESS_POOL", 40)
    monkeypatch.setattr(ranking, "_NEAREST", 5)
    write_index(snapshot.vectors.items, tmp_path / "index")
    graph = Graph.of(snapshot, HnswIndex(tmp_path / "index"))
    vector = snapshot.vectors.items[123]
    told = RankQuery("shop", (Preference("brand", Operator.EQUAL, ("b1",)),), vector=vector, max_items=1)
    for query in (told, replace(told, preferences=())):
        assert rank(graph, Weights(), query).item_ids == ("i123",)
