"""The policy's ports made real: the artefact folder and the network in ONNX Runtime."""

from chatrec.policy.adapters.artefact import Artefact, open_artefact, write_artefact
from chatrec.policy.adapters.onnx_network import OnnxNetwork, load_network

__all__ = ["Artefact", "OnnxNetwork", "load_network", "open_artefact", "write_artefact"]
