"""The policy's side of `chatrec.policy.v1`: messages to choices, decisions to messages."""

import grpc
import numpy as np

from chatrec.policy.domain import Chooses, Columns, check_columns
from chatrec.policy.v1 import policy_pb2 as pb
from chatrec.policy.v1 import policy_pb2_grpc
from chatrec.vocabulary.wire.policy import choice, decision_message

__all__ = ["PolicyServicer"]

_PLACE_BYTES = 4


class PolicyServicer(policy_pb2_grpc.PolicyServiceServicer):
    """Serves one policy, or what stands of several."""

    def __init__(self, policy: Chooses) -> None:
        """Keep the policy."""
        self._policy = policy

    def ChooseMove(self, request: pb.ChooseMoveRequest, context: grpc.ServicerContext) -> pb.ChooseMoveResponse:
        """Choose the next move."""
        del context
        check_columns(_columns(request))
        return decision_message(self._policy.choose(choice(request)))


def _columns(request: pb.ChooseMoveRequest) -> Columns:
    return Columns(
        facets=len(request.facets),
        gain_bits=len(request.gain_bits),
        coverage=len(request.coverage),
        scores=len(request.scores),
        step_counts=len(request.step_counts),
        steps=int(np.array(request.step_counts, np.int64).sum()),
        step_places=len(request.step_places) // _PLACE_BYTES,
        relations=len(request.relations),
        entities=len(request.entities),
    )
