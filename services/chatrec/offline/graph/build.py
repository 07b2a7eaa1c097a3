"""Builds the snapshot of a catalogue's folder, once for each content and model."""

import hashlib
import os
from pathlib import Path

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.domain_packs import packs_digest
from chatrec.knowledge.adapters.graph_store_files import files_digest
from chatrec.knowledge.adapters.snapshot_files import DamagedSnapshotError, SnapshotFolder
from chatrec.knowledge.domain.ports import TextEncoder
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.vocabulary.errors import NotFoundError

__all__ = ["default_root", "ensure_snapshot"]

_VERSION = "7"
"""Raised when a snapshot of the same catalogue would hold other arrays."""


def default_root() -> Path:
    """Give the folder of snapshots: CHATREC_SNAPSHOTS, or ~/.cache/chatrec/snapshots."""
    named = os.environ.get("CHATREC_SNAPSHOTS")
    return Path(named) if named else Path.home() / ".cache" / "chatrec" / "snapshots"


def ensure_snapshot(catalogue_dir: Path, root: Path | None, encoder: TextEncoder | None) -> Path:
    """Give the folder of a catalogue's snapshot, building it where it is not there or damaged.

    The folder's name tells the files' content and the encoder's model, so that a second call only looks.

    Raises:
        CatalogueError: the catalogue has problems.
    """
    # Packs are part of what the files mean, and change with the package.
    parts = (_VERSION, files_digest(catalogue_dir), packs_digest(), encoder.model_id if encoder else "")
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    path = (root or default_root()) / key
    folder = SnapshotFolder(path)
    try:
        folder.verify()
        folder.load()
    except (NotFoundError, DamagedSnapshotError):
        folder.save(build_snapshot(read_catalogue(catalogue_dir), encoder))
    return path
