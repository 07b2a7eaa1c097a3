"""Artefacts of the shipped network under other versions, or of networks that lean to one action."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from chatrec.policy.adapters import open_artefact, write_artefact
from chatrec.policy.adapters.onnx_network import INPUT, OUTPUT
from chatrec.policy.domain.features import ACTIONS, FEATURES
from chatrec.policy.domain.values import Values
from chatrec.policy.settings import SHIPPED_ARTEFACT


def artefact_of(folder: Path, version: str, *, baseline: float = 0.0, logits: list[float] | None = None) -> Path:
    """Write an artefact named `learned-<version>`; with `logits` its network gives these, whatever it reads."""
    shipped = open_artefact(SHIPPED_ARTEFACT)
    network = _constant(logits) if logits else shipped.network
    card = replace(shipped.card, version=version)
    write_artefact(folder, replace(shipped, card=card, network=network, values=Values(baseline=baseline)))
    return folder


def _constant(logits: list[float]) -> bytes:
    weights = numpy_helper.from_array(np.zeros((len(FEATURES), len(ACTIONS)), np.float32), "w")
    biases = numpy_helper.from_array(np.asarray(logits, np.float32), "b")
    graph = helper.make_graph(
        [helper.make_node("Gemm", [INPUT, "w", "b"], [OUTPUT])],
        "leaning",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["n", len(FEATURES)])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["n", len(ACTIONS)])],
        [weights, biases],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
