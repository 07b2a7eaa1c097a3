"""The encoder's side of `chatrec.encoder.v1`: messages to texts, vectors to messages."""

import grpc

from chatrec.encoder.domain import Encoding, Engine, Role
from chatrec.encoder.v1 import encoder_pb2 as pb
from chatrec.encoder.v1 import encoder_pb2_grpc
from chatrec.serving import remaining_s

__all__ = ["EncoderServicer"]

ROLES = {
    pb.TEXT_ROLE_UNSPECIFIED: Role.QUERY,
    pb.TEXT_ROLE_QUERY: Role.QUERY,
    pb.TEXT_ROLE_PASSAGE: Role.PASSAGE,
}


class EncoderServicer(encoder_pb2_grpc.EncoderServiceServicer):
    """Serves one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def EncodeTexts(self, request: pb.EncodeTextsRequest, context: grpc.ServicerContext) -> pb.EncodeTextsResponse:
        """Encode a batch of texts."""
        pending = self._engine.submit(list(request.texts), ROLES.get(request.role, Role.QUERY))
        context.add_callback(pending.cancel)
        return self._reply(pending.wait(remaining_s()))

    def DescribeModel(
        self, request: pb.DescribeModelRequest, context: grpc.ServicerContext
    ) -> pb.DescribeModelResponse:
        """Say which model answers."""
        del request, context
        card = self._engine.card
        return pb.DescribeModelResponse(
            model_id=card.model_id,
            dimensions=card.dimensions,
            max_tokens=card.max_tokens,
            provider=self._engine.provider,
        )

    def _reply(self, encoding: Encoding) -> pb.EncodeTextsResponse:
        timings = encoding.timings
        return pb.EncodeTextsResponse(
            vectors=encoding.vectors.astype("<f4", copy=False).tobytes(),
            dimensions=encoding.vectors.shape[1],
            model_id=self._engine.card.model_id,
            token_counts=encoding.token_counts,
            cache_hits=encoding.cache_hits,
            timings=pb.EncodeTimings(
                queue_ms=timings.queue_ms, tokenise_ms=timings.tokenise_ms, infer_ms=timings.infer_ms
            ),
        )
