"""The default encoder for tests, built once into the repository's git-ignored cache."""

from functools import cache
from pathlib import Path

from chatrec.encoder.adapters import OnnxModel, RuntimeOptions, load_model
from chatrec.offline.encoder.build import build_default_encoder

MODELS = Path(__file__).resolve().parents[1] / ".cache" / "models"


@cache
def default_folder() -> Path:
    """Give the folder of the default artefact."""
    return build_default_encoder(MODELS)


@cache
def default_model() -> OnnxModel:
    """Give the default model, loaded."""
    return load_model(default_folder(), RuntimeOptions())
