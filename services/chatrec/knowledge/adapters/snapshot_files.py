"""A snapshot as a folder: arrays to map into memory, names as JSON, and a manifest that vouches for all."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.adapters.catalogue_writing import replace_folder
from chatrec.knowledge.adapters.snapshot_columns import (
    answers_from,
    answers_of,
    nodes_from,
    nodes_of,
    talk_from,
    talk_of,
    texts_from,
    texts_of,
)
from chatrec.knowledge.adapters.vector_index import MOST_EXACT, HnswIndex, write_index
from chatrec.knowledge.domain.ports import VectorIndex
from chatrec.knowledge.domain.snapshot.arrays import Adjacency, Association, Snapshot, Vectors
from chatrec.vocabulary.errors import NotFoundError, UnavailableError
from chatrec.vocabulary.wire.schemas import schema_bytes, schema_from_bytes

__all__ = ["DamagedSnapshotError", "SnapshotFolder"]

_FORMAT = 4
_MANIFEST = "manifest.json"
_SCHEMA = "schema.pb"
_INDEX = "items.usearch"
_SMALL_BYTES = 65_536  # below this a file is read: a map costs more
_MAPPED = (".npy", ".usearch")
_TABLES = ("nodes.json", "texts.json", "answers.json", "talk.json")

Array = npt.NDArray[Any]


class DamagedSnapshotError(UnavailableError):
    """A snapshot is not what its manifest says; it has to be built again."""

    reason = "DAMAGED_SNAPSHOT"


class SnapshotFolder:
    """One snapshot in one folder."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder; it need not be there yet."""
        self._folder = folder

    def save(self, snapshot: Snapshot) -> None:
        """Write a snapshot; the folder appears whole, or what was there before stays.

        Raises:
            UnavailableError: it cannot be written, as on a full disk.
        """
        try:
            self._write(snapshot)
        except OSError as error:
            raise UnavailableError(
                f"The snapshot cannot be written: {error.strerror or error}.", folder=self._folder
            ) from error

    def _write(self, snapshot: Snapshot) -> None:
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{self._folder.name}.", dir=self._folder.parent))
        try:
            for name, array in _arrays(snapshot).items():
                np.save(part / f"{name}.npy", array, allow_pickle=False)
            if snapshot.item_count > MOST_EXACT and len(snapshot.vectors.items):
                write_index(snapshot.vectors.items, part / _INDEX)
            (part / _SCHEMA).write_bytes(schema_bytes(snapshot.schema))
            for name, table in zip(_TABLES, _tables(snapshot), strict=True):
                (part / name).write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
            _write_manifest(part, snapshot)
            replace_folder(part, self._folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def load(self) -> Snapshot:
        """Map a snapshot into memory; arrays are held against the manifest by size and shape, all else by its hash.

        Raises:
            NotFoundError: there is none.
            DamagedSnapshotError: a file is missing, cut, or another than was written.
        """
        manifest = self._manifest()
        try:
            for name, entry in manifest["files"].items():
                self._check(name, entry["bytes"], "" if name.endswith(_MAPPED) else entry["sha256"])
            snapshot = self._read(manifest)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DamagedSnapshotError(f"The snapshot is damaged: {error}", folder=self._folder) from error
        _check_shapes(snapshot, self._folder)
        return snapshot

    def verify(self) -> None:
        """Hash every file and hold it against the manifest.

        Raises:
            NotFoundError: there is no snapshot.
            DamagedSnapshotError: a file is another than was written.
        """
        manifest = self._manifest()
        for name, entry in manifest["files"].items():
            self._check(name, entry["bytes"], entry["sha256"])

    def index(self) -> VectorIndex | None:
        """Open the index of the items' vectors; None where they are few enough to look at each.

        Raises:
            DamagedSnapshotError: it cannot be read.
        """
        path = self._folder / _INDEX
        if not path.is_file():
            return None
        try:
            return HnswIndex(path)
        except (OSError, RuntimeError, ValueError) as error:
            raise DamagedSnapshotError(f"The index cannot be read: {error}", folder=self._folder) from error

    def exists(self) -> bool:
        """Tell whether there is a snapshot."""
        return (self._folder / _MANIFEST).is_file()

    def _manifest(self) -> dict[str, dict[str, dict[str, str]]]:
        if not self.exists():
            raise NotFoundError("There is no snapshot in the folder.", folder=self._folder)
        try:
            manifest = json.loads((self._folder / _MANIFEST).read_bytes())
            whole = manifest["format"] == _FORMAT and _SCHEMA in manifest["files"]
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedSnapshotError("The snapshot's manifest cannot be read.", folder=self._folder) from error
        if not whole:
            raise DamagedSnapshotError("The snapshot is of another format.", folder=self._folder)
        return manifest  # type: ignore[no-any-return]  # what is wrong in it shows as KeyError or TypeError where it is read

    def _check(self, name: str, size: object, sha256: str) -> None:
        path = self._folder / name
        if not path.is_file():
            raise DamagedSnapshotError("A file of the snapshot is missing.", file=name, folder=self._folder)
        if path.stat().st_size != size or (sha256 and _sha256(path) != sha256):
            raise DamagedSnapshotError("A file of the snapshot was changed or cut.", file=name, folder=self._folder)

    def _read(self, manifest: Mapping[str, object]) -> Snapshot:
        schema = schema_from_bytes((self._folder / _SCHEMA).read_bytes())
        nodes, texts, answers, talk = (json.loads((self._folder / name).read_bytes()) for name in _TABLES)
        return Snapshot(
            schema=schema,
            nodes=nodes_from(nodes),
            item_count=schema.item_count,
            relations=tuple(nodes["relations"]),
            facet_of_relation=self._array("facet_of_relation"),
            outgoing=self._adjacency("outgoing"),
            incoming=self._adjacency("incoming"),
            literal_facets=tuple(nodes["literal_facets"]),
            literals=self._array("literals"),
            kind_of_item=self._array("kind_of_item"),
            available=self._array("available"),
            popularity=self._array("popularity"),
            added_days=self._array("added_days"),
            texts=texts_from(texts),
            vectors=self._vectors(str(manifest["model_id"])),
            answers=answers_from(answers),
            talk=talk_from(talk),
            associations=tuple(
                Association(name, self._adjacency(f"association_{place}"), self._array(f"association_{place}_weights"))
                for place, name in enumerate(nodes["associations"])
            ),
        )

    def _vectors(self, model_id: str) -> Vectors:
        return Vectors(
            model_id=model_id,
            items=self._array("item_vectors"),
            answers=self._array("answer_vectors"),
            answer_of=self._array("answer_of"),
            needs=self._array("need_vectors"),
            need_of=self._array("need_of"),
            signs=self._array("sign_vectors"),
            ordinary=self._array("ordinary_vectors"),
            dangers=self._array("danger_vectors"),
        )

    def _adjacency(self, name: str) -> Adjacency:
        return Adjacency(*(self._array(f"{name}_{part}") for part in ("offsets", "neighbours", "relations")))

    def _array(self, name: str) -> Array:
        path = self._folder / f"{name}.npy"
        small = path.stat().st_size < _SMALL_BYTES
        array: Array = np.load(path, mmap_mode=None if small else "r", allow_pickle=False)
        return array.view(np.ndarray)  # np.memmap itself makes every slice slower


def _arrays(snapshot: Snapshot) -> Mapping[str, Array]:
    learned = {f"association_{place}": row for place, row in enumerate(snapshot.associations)}
    adjacencies = {"outgoing": snapshot.outgoing, "incoming": snapshot.incoming}
    adjacencies |= {name: row.edges for name, row in learned.items()}
    edges = {
        f"{name}_{part}": getattr(adjacency, part)
        for name, adjacency in adjacencies.items()
        for part in ("offsets", "neighbours", "relations")
    }
    vectors = snapshot.vectors
    weights = {f"{name}_weights": row.weights for name, row in learned.items()}
    return (
        edges
        | weights
        | {
            "facet_of_relation": snapshot.facet_of_relation,
            "literals": snapshot.literals,
            "kind_of_item": snapshot.kind_of_item,
            "available": snapshot.available,
            "popularity": snapshot.popularity,
            "added_days": snapshot.added_days,
            "item_vectors": vectors.items,
            "answer_vectors": vectors.answers,
            "answer_of": vectors.answer_of,
            "need_vectors": vectors.needs,
            "need_of": vectors.need_of,
            "sign_vectors": vectors.signs,
            "ordinary_vectors": vectors.ordinary,
            "danger_vectors": vectors.dangers,
        }
    )


def _tables(snapshot: Snapshot) -> tuple[object, object, object, object]:
    nodes = nodes_of(snapshot.nodes)
    nodes |= {"relations": list(snapshot.relations), "literal_facets": list(snapshot.literal_facets)}
    nodes["associations"] = [association.name for association in snapshot.associations]
    return nodes, texts_of(snapshot.texts), answers_of(snapshot.answers), talk_of(snapshot.talk)


def _write_manifest(folder: Path, snapshot: Snapshot) -> None:
    files = {path.name: {"bytes": path.stat().st_size, "sha256": _sha256(path)} for path in sorted(folder.iterdir())}
    manifest = {
        "format": _FORMAT,
        "generation": snapshot.schema.generation,
        "model_id": snapshot.vectors.model_id,
        "files": files,
    }
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_shapes(snapshot: Snapshot, folder: Path) -> None:
    """Hold the arrays against each other: a map that is too short would be read past its end."""
    nodes, items = len(snapshot.nodes.ids), snapshot.item_count
    whole = (
        all(_fits(adjacency, nodes) for adjacency in (snapshot.outgoing, snapshot.incoming))
        and all(_fits(row.edges, nodes) for row in snapshot.associations)
        and all(len(row.weights) == len(row.edges.neighbours) for row in snapshot.associations)
        and snapshot.literals.shape == (items, len(snapshot.literal_facets))
        and len(snapshot.facet_of_relation) == len(snapshot.relations)
        and len(snapshot.vectors.items) in (0, items)
        and {len(column) for column in (snapshot.kind_of_item, snapshot.available, snapshot.popularity)} == {items}
        and len(snapshot.vectors.ordinary) in (0, len(snapshot.talk.ordinary))
        and len(snapshot.vectors.dangers) in (0, len(snapshot.talk.dangers))
        and len(snapshot.texts) == len(snapshot.added_days) == items
    )
    if not whole:
        raise DamagedSnapshotError("The snapshot's arrays do not fit together.", folder=folder)


def _fits(adjacency: Adjacency, rows: int) -> bool:
    edges = int(adjacency.offsets[-1]) if len(adjacency.offsets) else -1
    return len(adjacency.offsets) == rows + 1 and edges == len(adjacency.neighbours) == len(adjacency.relations)
