"""The policy network in ONNX Runtime: one thread on the CPU, which is plenty for a few thousand weights."""

from typing import Final

import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as runtime_errors

from chatrec.policy.domain.features import ACTIONS, FEATURES
from chatrec.policy.domain.ports import Floats
from chatrec.vocabulary.errors import UnavailableError

__all__ = ["INPUT", "OUTPUT", "OnnxNetwork", "load_network"]

INPUT: Final = "features"
OUTPUT: Final = "logits"
_ERRORS_ONLY: Final = 3
_RUNTIME_ERRORS: Final = tuple(
    getattr(runtime_errors, name)
    for name in (
        "EPFail",
        "Fail",
        "InvalidArgument",
        "InvalidGraph",
        "InvalidProtobuf",
        "NotImplemented",
        "RuntimeException",
    )
)


class OnnxNetwork:
    """A network, loaded; safe for threads."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        """Keep the session."""
        self._session = session

    def logits(self, features: Floats) -> Floats:
        """Give a logit for every action."""
        try:
            (logits,) = self._session.run([OUTPUT], {INPUT: features[np.newaxis]})
        except _RUNTIME_ERRORS as error:
            raise UnavailableError("The policy's network failed.", problem=error) from error
        return np.asarray(logits[0], np.float32)


def load_network(graph: bytes) -> OnnxNetwork:
    """Load a network and check that it reads the features and gives the actions.

    Raises:
        UnavailableError: the graph cannot be loaded, or has other shapes.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except _RUNTIME_ERRORS as error:
        raise UnavailableError("The policy's network cannot be loaded.", problem=error) from error
    shapes = {tensor.name: tensor.shape[-1] for tensor in (*session.get_inputs(), *session.get_outputs())}
    if shapes != {INPUT: len(FEATURES), OUTPUT: len(ACTIONS)}:
        raise UnavailableError("The policy's network has other inputs or outputs than a policy.", found=shapes)
    return OnnxNetwork(session)
