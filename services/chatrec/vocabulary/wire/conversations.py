"""Readings and the state of a conversation."""

from chatrec.vocabulary.conversation import DialogueState, Reading, Topic
from chatrec.vocabulary.v1 import vocabulary_pb2 as pb
from chatrec.vocabulary.wire.enums import ACTS, LANGUAGES, MOVES
from chatrec.vocabulary.wire.graph import (
    answer,
    answer_message,
    card,
    card_message,
    item_ref,
    item_ref_message,
    mention,
    mention_message,
)
from chatrec.vocabulary.wire.plans import change, change_message, plan_message, plan_or_none
from chatrec.vocabulary.wire.values import preference, preference_message
from chatrec.vocabulary.words import Language

__all__ = ["reading", "reading_message", "state", "state_message"]


def reading_message(read: Reading) -> pb.Reading:
    """Write a reading."""
    return pb.Reading(
        acts=map(ACTS.number, read.acts),
        preferences=map(preference_message, read.preferences),
        item_ids=read.item_ids,
        asked_facets=read.asked_facets,
        answer_id=read.answer_id,
        language=LANGUAGES.number(read.language),
        options=map(mention_message, read.options),
        unknown_name=read.unknown_name,
        unread=read.unread,
        emergency=read.emergency,
        unclear=read.unclear,
        plan_changes=map(change_message, read.plan_changes),
        checks=map(preference_message, read.checks),
    )


def reading(message: pb.Reading) -> Reading:
    """Read a reading."""
    return Reading(
        acts=tuple(map(ACTS.word, message.acts)),
        preferences=tuple(map(preference, message.preferences)),
        item_ids=tuple(message.item_ids),
        asked_facets=tuple(message.asked_facets),
        answer_id=message.answer_id,
        language=LANGUAGES.word_or_none(message.language) or Language.EN,
        options=tuple(map(mention, message.options)),
        unknown_name=message.unknown_name,
        unread=message.unread,
        emergency=message.emergency,
        unclear=message.unclear,
        plan_changes=tuple(map(change, message.plan_changes)),
        checks=tuple(map(preference, message.checks)),
    )


def state_message(held: DialogueState) -> pb.DialogueState:
    """Write a state."""
    return pb.DialogueState(
        language=LANGUAGES.number(held.language),
        turn=held.turn,
        active=_topic_message(held.active),
        parked=map(_topic_message, held.parked),
        previous=map(_topic_message, held.previous),
        rejected=map(item_ref_message, held.rejected),
        seen=map(item_ref_message, held.seen),
        last_move=MOVES.number(held.last_move),
        last_asked_facet=held.last_asked_facet,
        options=map(mention_message, held.options),
        said=held.said,
        relaxed_facets=held.relaxed_facets,
        offered_answers=map(answer_message, held.offered_answers),
        answered=answer_message(held.answered) if held.answered else None,
        questioned_facets=held.questioned_facets,
        checks=map(preference_message, held.checks),
        last_acts=map(ACTS.number, held.last_acts),
    )


def state(message: pb.DialogueState) -> DialogueState:
    """Read a state."""
    return DialogueState(
        language=LANGUAGES.word_or_none(message.language) or Language.EN,
        turn=message.turn,
        active=_topic(message.active),
        parked=tuple(map(_topic, message.parked)),
        previous=tuple(map(_topic, message.previous)),
        rejected=tuple(map(item_ref, message.rejected)),
        seen=tuple(map(item_ref, message.seen)),
        last_move=MOVES.word_or_none(message.last_move),
        last_asked_facet=message.last_asked_facet,
        options=tuple(map(mention, message.options)),
        said=tuple(message.said),
        relaxed_facets=tuple(message.relaxed_facets),
        offered_answers=tuple(map(answer, message.offered_answers)),
        answered=answer(message.answered) if message.HasField("answered") else None,
        questioned_facets=tuple(message.questioned_facets),
        checks=tuple(map(preference, message.checks)),
        last_acts=tuple(map(ACTS.word, message.last_acts)),
    )


def _topic_message(topic: Topic) -> pb.Topic:
    return pb.Topic(
        catalogue=topic.catalogue,
        kind=topic.kind,
        preferences=map(preference_message, topic.preferences),
        asked_facets=topic.asked_facets,
        declined_facets=topic.declined_facets,
        slate=map(card_message, topic.slate),
        focus_item_id=topic.focus_item_id,
        liked_item_ids=topic.liked_item_ids,
        wishes=topic.wishes,
        shown_item_ids=topic.shown_item_ids,
        plan=plan_message(topic.plan),
        compared=map(card_message, topic.compared),
    )


def _topic(message: pb.Topic) -> Topic:
    return Topic(
        catalogue=message.catalogue,
        kind=message.kind,
        preferences=tuple(map(preference, message.preferences)),
        asked_facets=tuple(message.asked_facets),
        declined_facets=tuple(message.declined_facets),
        slate=tuple(map(card, message.slate)),
        focus_item_id=message.focus_item_id,
        liked_item_ids=tuple(message.liked_item_ids),
        wishes=tuple(message.wishes),
        shown_item_ids=tuple(message.shown_item_ids),
        plan=plan_or_none(message),
        compared=tuple(map(card, message.compared)),
    )
