"""The trained network as an ONNX graph, built layer by layer: two hidden layers of tanh, then the logits."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from sb3_contrib import MaskablePPO

from chatrec.policy.adapters.onnx_network import INPUT, OUTPUT
from chatrec.policy.domain.features import ACTIONS, FEATURES
from chatrec.policy.domain.ports import Floats

__all__ = ["Layer", "layers_of", "network_graph"]

_OPSET: Final = 17
_IR_VERSION: Final = 9

Layer = tuple[Floats, Floats]
"""Weights, (outputs, inputs), and bias, (outputs,)."""


def layers_of(model: MaskablePPO) -> tuple[Layer, ...]:
    """Take the policy's layers out of a trained model, in order."""
    hidden = [module for module in model.policy.mlp_extractor.policy_net if hasattr(module, "weight")]
    return tuple(
        (module.weight.detach().cpu().numpy(), module.bias.detach().cpu().numpy())
        for module in (*hidden, model.policy.action_net)
    )


def network_graph(layers: Sequence[Layer]) -> bytes:
    """Give the ONNX graph of some layers with tanh between them: features (1, FEATURES) to logits (1, ACTIONS)."""
    nodes, weights, flows = [], [], INPUT
    for number, (weight, bias) in enumerate(layers):
        last = number == len(layers) - 1
        summed = OUTPUT if last else f"sum_{number}"
        nodes.append(helper.make_node("Gemm", [flows, f"w_{number}", f"b_{number}"], [summed], transB=1))
        weights += [_tensor(weight, f"w_{number}"), _tensor(bias, f"b_{number}")]
        flows = f"hidden_{number}"
        if not last:
            nodes.append(helper.make_node("Tanh", [summed], [flows]))
    inputs = [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, len(FEATURES)])]
    outputs = [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, len(ACTIONS)])]
    graph = helper.make_graph(nodes, "policy", inputs, outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], producer_name="chatrec")
    model.ir_version = _IR_VERSION
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString())


def _tensor(values: Floats, name: str) -> onnx.TensorProto:
    return numpy_helper.from_array(np.ascontiguousarray(values, np.float32), name)
