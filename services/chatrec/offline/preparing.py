"""Makes what the services read: the default encoder and a snapshot of every catalogue.

`python -m chatrec.offline.preparing DIR...` exits 2 where a catalogue has mistakes.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from chatrec.encoder.adapters import OnnxModel, RuntimeOptions, current_folder, load_model
from chatrec.encoder.adapters.artefact import models_root
from chatrec.encoder.domain import Role as EncoderRole
from chatrec.knowledge.domain.ports import Role
from chatrec.offline.graph.build import ensure_snapshot
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.graph import Vector

__all__ = ["FolderEncoder", "demo_catalogues", "find_prepared", "prepare"]

_DEMOS = ("movies", "ecommerce")


class FolderEncoder:
    """The encoder of an artefact folder, in this process; loaded at its first text."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        """Name the folder; its name is the model's id."""
        self._folder = folder
        self._threads = threads
        self._model: OnnxModel | None = None
        self.model_id = folder.name

    def encode(self, texts: Sequence[str], role: Role) -> Vector:
        """Encode texts one by one: without padding that is quickest on a CPU."""
        model = self._model = self._model or load_model(self._folder, RuntimeOptions(threads=self._threads))
        rows = [model.infer([model.tokenise(text, EncoderRole(role.value))])[0] for text in texts]
        return np.stack(rows) if rows else np.zeros((0, model.card.dimensions), np.float32)


class _Absent:
    """Stands for an encoder where nothing is to be built: who asks it for vectors learns that they are missing."""

    def __init__(self, folder: Path) -> None:
        self.model_id = folder.name

    def encode(self, texts: Sequence[str], role: Role) -> Vector:
        raise NotFoundError("The snapshot is not built.", texts=len(texts), role=role)


def demo_catalogues() -> tuple[Path, ...]:
    """Give the folders of the catalogues that ship with the package."""
    domains = Path(__file__).resolve().parent.parent / "domains"
    return tuple(domains / name / "demo" for name in _DEMOS)


def find_prepared(catalogues: Sequence[Path]) -> tuple[Path, tuple[Path, ...]] | None:
    """Give the encoder's folder and the snapshots where all are there; None where something is to be made."""
    try:
        model = current_folder(models_root(os.environ))
        return model, tuple(ensure_snapshot(folder, None, _Absent(model)) for folder in catalogues)
    except NotFoundError:
        return None


def prepare(catalogues: Sequence[Path]) -> tuple[Path, tuple[Path, ...]]:
    """Make what is missing and give the encoder's folder and the snapshots.

    Raises:
        CatalogueError: a catalogue has mistakes.
    """
    from chatrec.offline.encoder import build_default_encoder  # noqa: PLC0415  onnx is needed for building alone

    model = build_default_encoder(models_root(os.environ))
    encoder = FolderEncoder(model, threads=os.cpu_count() or 1)
    return model, tuple(ensure_snapshot(folder, None, encoder) for folder in catalogues)


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
