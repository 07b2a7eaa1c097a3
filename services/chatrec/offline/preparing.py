"""Makes what the services read: the default encoder and a snapshot of every catalogue.

`python -m chatrec.offline.preparing DIR...` exits 2 where a catalogue has mistakes.
"""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from chatrec.encoder.adapters import OnnxModel, RuntimeOptions, current_folder, load_model
from chatrec.encoder.adapters.artefact import models_root
from chatrec.encoder.domain import Role as EncoderRole
from chatrec.knowledge.domain.ports import Role
from chatrec.offline.graph.build import ensure_snapshot
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.graph import Vector

__all__ = [
    "DOMAINS",
    "FolderEncoder",
    "catalogue_folder",
    "demo_catalogues",
    "find_prepared",
    "folder_encoder",
    "prepare",
]

DOMAINS = Path(__file__).resolve().parent.parent / "domains"
"""A folder a domain that ships with the package: its pack, its demo catalogue and its conversations."""

_DEMOS = ("movies", "ecommerce")
_BATCH_TEXTS = 4


class FolderEncoder:
    """The encoder of an artefact folder, in this process; loaded at its first text."""

    def __init__(self, folder: Path, *, workers: int) -> None:
        """Name the folder, whose name is the model's id, and say how many batches are encoded at a time."""
        self._folder = folder
        self._workers = workers
        self._model: OnnxModel | None = None
        self.model_id = folder.name

    def encode(self, texts: Sequence[str], role: Role) -> Vector:
        """Encode texts in small batches of like length, in which hardly anything is padding."""
        model = self._model = self._model or load_model(self._folder, RuntimeOptions(threads=1))
        tokenised = [model.tokenise(text, EncoderRole(role.value)) for text in texts]
        order = sorted(range(len(texts)), key=lambda row: len(tokenised[row]))
        batches = [order[start : start + _BATCH_TEXTS] for start in range(0, len(order), _BATCH_TEXTS)]
        vectors = np.zeros((len(texts), model.card.dimensions), np.float32)
        with ThreadPoolExecutor(self._workers) as pool:
            encoded = pool.map(lambda rows: model.infer([tokenised[row] for row in rows]), batches)
            for rows, part in zip(batches, encoded, strict=True):
                vectors[rows] = part
        return vectors


class _Absent:
    """Stands for an encoder where nothing is to be built: who asks it for vectors learns that they are missing."""

    def __init__(self, folder: Path) -> None:
        self.model_id = folder.name

    def encode(self, texts: Sequence[str], role: Role) -> Vector:
        raise NotFoundError("The snapshot is not built.", texts=len(texts), role=role)


def demo_catalogues() -> tuple[Path, ...]:
    """Give the folders of the catalogues that are loaded where none is named."""
    return tuple(DOMAINS / name / "demo" for name in _DEMOS)


def catalogue_folder(given: str) -> Path:
    """Give the folder that is named, or the demo catalogue of a domain that ships with Chat-REC: "travel"."""
    folder, demo = Path(given), DOMAINS / given / "demo"
    return demo if not folder.exists() and demo.is_dir() else folder


def find_prepared(catalogues: Sequence[Path]) -> tuple[Path, tuple[Path, ...]] | None:
    """Give the encoder's folder and the snapshots where all are there; None where something is to be made."""
    try:
        model = current_folder(models_root(os.environ))
        return model, tuple(ensure_snapshot(folder, None, _Absent(model)) for folder in catalogues)
    except NotFoundError:
        return None


def folder_encoder() -> FolderEncoder:
    """Make the default encoder where it is missing, and open it."""
    from chatrec.offline.encoder import build_default_encoder  # noqa: PLC0415  onnx is needed for building alone

    return FolderEncoder(build_default_encoder(models_root(os.environ)), workers=os.cpu_count() or 1)


def prepare(catalogues: Sequence[Path]) -> None:
    """Make what is missing: the encoder, and a snapshot of each catalogue.

    Raises:
        CatalogueError: a catalogue has mistakes.
    """
    encoder = folder_encoder()
    for folder in catalogues:
        ensure_snapshot(folder, None, encoder)


def main(arguments: Sequence[str]) -> int:
    """Prepare the catalogues named, and say each mistake on its line."""
    try:
        prepare([Path(argument) for argument in arguments])
    except InvalidInputError as error:
        problems = getattr(error, "problems", (error.message,))
        print(*problems, sep="\n", file=sys.stderr)  # noqa: T201  a command of its own
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
