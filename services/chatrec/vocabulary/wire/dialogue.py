"""Requests and replies of the dialogue service."""

from chatrec.dialogue.v1 import dialogue_pb2 as pb
from chatrec.vocabulary.conversation import DialogueState, PhrasedItem, Reading, Reply, Speech, Utterance
from chatrec.vocabulary.graph import Grounding
from chatrec.vocabulary.wire.conversations import reading, reading_message, state, state_message
from chatrec.vocabulary.wire.enums import LANGUAGES, MOVES
from chatrec.vocabulary.wire.graph import (
    answer,
    answer_message,
    card,
    card_message,
    label,
    label_message,
    mention,
    mention_message,
    path,
    path_message,
)
from chatrec.vocabulary.wire.plans import plan_message, plan_or_none
from chatrec.vocabulary.wire.values import vector, vector_bytes
from chatrec.vocabulary.words import Language

__all__ = [
    "interpretation",
    "interpretation_message",
    "reply",
    "reply_message",
    "speech",
    "speech_message",
    "utterance",
    "utterance_message",
]


def utterance_message(said: Utterance, request_id: str) -> pb.InterpretUtteranceRequest:
    """Write an utterance in its conversation."""
    return pb.InterpretUtteranceRequest(
        request_id=request_id,
        text=said.text,
        vector=vector_bytes(said.vector),
        state=state_message(said.state),
        mentions=map(mention_message, said.grounding.mentions),
        answers=map(answer_message, said.grounding.answers),
        emergency_score=said.grounding.emergency_score,
        locale=LANGUAGES.number(said.locale),
        catalogues=said.catalogues,
    )


def utterance(message: pb.InterpretUtteranceRequest) -> Utterance:
    """Read an utterance in its conversation."""
    return Utterance(
        text=message.text,
        state=state(message.state),
        vector=vector(message.vector),
        grounding=Grounding(
            mentions=tuple(map(mention, message.mentions)),
            answers=tuple(map(answer, message.answers)),
            emergency_score=message.emergency_score,
        ),
        locale=LANGUAGES.word_or_none(message.locale),
        catalogues=tuple(message.catalogues),
    )


def interpretation_message(read: Reading, after: DialogueState) -> pb.InterpretUtteranceResponse:
    """Write a reading and the state after it."""
    return pb.InterpretUtteranceResponse(reading=reading_message(read), state=state_message(after))


def interpretation(message: pb.InterpretUtteranceResponse) -> tuple[Reading, DialogueState]:
    """Read a reading and the state after it."""
    return reading(message.reading), state(message.state)


def speech_message(said: Speech, request_id: str) -> pb.PhraseReplyRequest:
    """Write a move to word."""
    return pb.PhraseReplyRequest(
        request_id=request_id,
        move=MOVES.number(said.move),
        language=LANGUAGES.number(said.language),
        catalogue=said.catalogue,
        reading=reading_message(said.reading),
        state=state_message(said.state),
        items=map(_phrased_message, said.items),
        labels=map(label_message, said.labels),
        asked_facet=said.asked_facet,
        options=map(label_message, said.options),
        relaxed_facets=said.relaxed_facets,
        answer=None if said.answer is None else answer_message(said.answer),
        seed=said.seed,
        matched=said.matched,
        plan=plan_message(said.plan),
    )


def speech(message: pb.PhraseReplyRequest) -> Speech:
    """Read a move to word."""
    return Speech(
        move=MOVES.word(message.move),
        language=LANGUAGES.word_or_none(message.language) or Language.EN,
        catalogue=message.catalogue,
        reading=reading(message.reading),
        state=state(message.state),
        items=tuple(map(_phrased, message.items)),
        labels=tuple(map(label, message.labels)),
        asked_facet=message.asked_facet,
        options=tuple(map(label, message.options)),
        relaxed_facets=tuple(message.relaxed_facets),
        answer=answer(message.answer) if message.HasField("answer") else None,
        seed=message.seed,
        matched=message.matched,
        plan=plan_or_none(message),
    )


def _phrased_message(item: PhrasedItem) -> pb.PhrasedItem:
    return pb.PhrasedItem(
        card=card_message(item.card),
        paths=map(path_message, item.paths),
        misses=item.misses,
        known=item.known,
    )


def _phrased(message: pb.PhrasedItem) -> PhrasedItem:
    return PhrasedItem(card(message.card), tuple(map(path, message.paths)), tuple(message.misses), message.known)


def reply_message(words: Reply) -> pb.PhraseReplyResponse:
    """Write the words."""
    return pb.PhraseReplyResponse(text=words.text, reasons=words.reasons, said=words.said)


def reply(message: pb.PhraseReplyResponse) -> Reply:
    """Read the words."""
    return Reply(text=message.text, reasons=tuple(message.reasons), said=tuple(message.said))
