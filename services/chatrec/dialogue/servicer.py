"""gRPC to domain and back, nothing else."""

import grpc

from chatrec.dialogue.domain.generating import SecondReader
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.wording import Speaker
from chatrec.dialogue.v1 import dialogue_pb2 as pb
from chatrec.dialogue.v1.dialogue_pb2_grpc import DialogueServiceServicer
from chatrec.vocabulary.wire import dialogue as wire

__all__ = ["DialogueServicer"]


class DialogueServicer(DialogueServiceServicer):
    """Answers the calls of the dialogue service."""

    def __init__(self, interpreter: Interpreter | SecondReader, speaker: Speaker) -> None:
        """Keep who reads and who speaks."""
        self._interpreter = interpreter
        self._speaker = speaker

    def InterpretUtterance(
        self, request: pb.InterpretUtteranceRequest, context: grpc.ServicerContext
    ) -> pb.InterpretUtteranceResponse:
        """Read an utterance and give the state after it."""
        del context
        return wire.interpretation_message(*self._interpreter.interpret(wire.utterance(request)))

    def PhraseReply(self, request: pb.PhraseReplyRequest, context: grpc.ServicerContext) -> pb.PhraseReplyResponse:
        """Word a move."""
        del context
        return wire.reply_message(self._speaker.phrase(wire.speech(request)))
