"""The encoder's ports made real: artefact folders, tokenisers, ONNX Runtime."""

from chatrec.encoder.adapters.artefact import Artefact, current_folder, open_artefact
from chatrec.encoder.adapters.onnx_model import OnnxModel, RuntimeOptions, load_model

__all__ = ["Artefact", "OnnxModel", "RuntimeOptions", "current_folder", "load_model", "open_artefact"]
