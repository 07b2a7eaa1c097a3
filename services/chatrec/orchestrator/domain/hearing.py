"""Steps 1 and 2 of a turn: the words become vectors, mentions, a reading and a new state."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from chatrec.orchestrator.domain.ports import Leaves
from chatrec.orchestrator.domain.rehearing import heard_again
from chatrec.orchestrator.domain.walk import Walk
from chatrec.vocabulary.conversation import DialogueState, Reading, Utterance
from chatrec.vocabulary.graph import FollowUp, Grounding, SupportAnswer, Vector
from chatrec.vocabulary.questions import questions_within
from chatrec.vocabulary.turn import Message, Session
from chatrec.vocabulary.words import Act, Language, Text

__all__ = ["Heard", "hear", "unheard", "wish_vector"]

_LEANING = 200
"""Characters of an utterance that may lean on what was said before, and of what it leans on."""

_ASKED_BY_ITSELF = 0.66
"""Score from which on a part of a message is a known question by itself."""

_TWO = 2
_FADING = 0.5
_WISHING_ACTS = frozenset({Act.SEEK, Act.STATE_PREFERENCE})


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What was heard: reading, state after it, grounding, and the vector of all wishes so far."""

    reading: Reading
    state: DialogueState
    grounding: Grounding
    wishes: Vector | None


def hear(walk: Walk, session: Session, message: Message, leaves: Leaves, answering: Collection[str] = ()) -> Heard:
    """Encode, ground and interpret a message; every part may be lost.

    `answering` names the catalogues that have support answers. Without the dialogue service nothing is read: the state
    stays as it is and the reading is unclear.
    """
    text, before = message.text, session.state
    wishes, joined = before.active.wishes, _joined(text, before, answering)
    parts = questions_within(text) if set(session.catalogues) & set(answering) and len(text) <= _LEANING else ()
    vectors = walk.step("encode", "encoder", lambda: leaves.encoder.encode((text, *wishes, *joined, *parts)))
    said, *others = vectors or (None,)
    after = _follow_up(before, joined, others[len(wishes) :])
    grounding = walk.step("ground", "knowledge", lambda: leaves.knowledge.ground(text, said, session.catalogues, after))
    grounding = grounding or Grounding()
    if parts and others:
        asked = tuple(zip(parts, others[-len(parts) :], strict=True))
        each = walk.step("ground", "knowledge", lambda: _answers_of_each(leaves, session, asked))
        grounding = _with_each_question(grounding, each or ())
    utterance = Utterance(
        text, before, said, grounding, locale=message.locale or session.locale, catalogues=session.catalogues
    )
    read = walk.step("interpret", "dialogue", lambda: leaves.dialogue.interpret(utterance))
    if read is None:
        reading = Reading(
            unclear=True,
            language=utterance.locale or before.language,
            emergency=grounding.emergency,
        )
        return Heard(reading, before, grounding, None)
    reading, state = heard_again(walk, leaves, utterance, *read)
    return Heard(reading, state, grounding, _wishes(reading, before, state, (vectors or ())[: 1 + len(wishes)]))


def _answers_of_each(
    leaves: Leaves, session: Session, asked: Sequence[tuple[str, Vector]]
) -> tuple[tuple[SupportAnswer, ...], ...]:
    return tuple(leaves.knowledge.ground(part, vector, session.catalogues).answers for part, vector in asked)


def _with_each_question(whole: Grounding, each: Sequence[tuple[SupportAnswer, ...]]) -> Grounding:
    """Put the answers of each question of a message first, where every one is a known question by itself."""
    best = {answers[0].id: answers[0] for answers in each if answers and answers[0].score >= _ASKED_BY_ITSELF}
    if len(best) < max(_TWO, len(each)):
        return whole
    rest = tuple(answer for answer in whole.answers if answer.id not in best)
    return replace(whole, answers=(*best.values(), *rest))


def _joined(text: str, before: DialogueState, answering: Collection[str]) -> tuple[str, ...]:
    """Join an utterance to what the talk is about: the question answered before it, else the item that was shown.

    Nothing where there is neither, the catalogue has no answers, or the utterance is long and speaks for itself.
    """
    if (before.answered.catalogue if before.answered else before.active.catalogue) not in answering:
        return ()
    about = before.answered.question if before.answered else _item_spoken_of(before)
    words = about.speak(before.language)[:_LEANING] if about else ""
    return (f"{words} {text}",) if words and len(text) <= _LEANING else ()


def _item_spoken_of(before: DialogueState) -> Text | None:
    topic = before.active
    cards = {card.id: card.name for card in reversed(topic.table)}
    return cards.get(topic.focus_item_id) or (topic.table[0].name if topic.table else None)


def _follow_up(before: DialogueState, joined: Sequence[str], vectors: Sequence[Vector]) -> FollowUp | None:
    if not joined or not vectors:
        return None
    answer = before.answered
    catalogue = answer.catalogue if answer else before.active.catalogue
    return FollowUp(catalogue, answer.id if answer else "", joined[0], vectors[0])


def _wishes(reading: Reading, before: DialogueState, after: DialogueState, vectors: Sequence[Vector]) -> Vector | None:
    """Join the vectors of the wishes still held, and of this message where it says what is wanted."""
    if not vectors:
        return None
    known = dict(zip(before.active.wishes, vectors[1:], strict=True))
    held = [known[wish] for wish in after.active.wishes if wish in known]
    new_wish = any(wish not in known for wish in after.active.wishes)
    wished = bool(_WISHING_ACTS & frozenset(reading.acts)) and all(wish.liked for wish in reading.preferences)
    return wish_vector([*held, vectors[0]] if new_wish or wished else held)


def wish_vector(vectors: Sequence[Vector]) -> Vector | None:
    """Give the unit vector of the mean of unit vectors, the latest last; None of none.

    Each counts half as much as the one after it: what was said last is what is wanted now.
    """
    if not vectors:
        return None
    mean = np.average(np.stack(vectors), axis=0, weights=_FADING ** np.arange(len(vectors))[::-1])
    length = float(np.linalg.norm(mean))
    return (mean / length).astype(np.float32) if length > 0 else None


def unheard(session: Session, language: Language | None) -> Heard:
    """Give what is heard of an empty or far too long text: nothing, and the state stays as it is."""
    reading = Reading(unclear=True, language=language or session.state.language)
    return Heard(reading, replace(session.state, language=reading.language), Grounding(), None)
