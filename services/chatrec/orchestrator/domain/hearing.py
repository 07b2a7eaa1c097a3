"""Steps 1 and 2 of a turn: the words become vectors, mentions, a reading and a new state."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from chatrec.orchestrator.domain.ports import Leaves
from chatrec.orchestrator.domain.walk import Walk
from chatrec.vocabulary.conversation import DialogueState, Reading, Utterance
from chatrec.vocabulary.graph import Grounding, Vector
from chatrec.vocabulary.turn import Message, Session
from chatrec.vocabulary.words import Act, Language

__all__ = ["Heard", "hear", "unheard", "wish_vector"]

_WISHING_ACTS = frozenset({Act.SEEK, Act.STATE_PREFERENCE})


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What was heard: reading, state after it, grounding, and the vector of all wishes so far."""

    reading: Reading
    state: DialogueState
    grounding: Grounding
    wishes: Vector | None


def hear(walk: Walk, session: Session, message: Message, leaves: Leaves) -> Heard:
    """Encode, ground and interpret a message; every part may be lost.

    Without the dialogue service nothing is read: the state stays as it is and the reading is unclear.
    """
    text, before = message.text, session.state
    vectors = walk.step("encode", "encoder", lambda: leaves.encoder.encode((text, *before.active.wishes)))
    said = vectors[0] if vectors else None
    grounding = walk.step("ground", "knowledge", lambda: leaves.knowledge.ground(text, said, session.catalogues))
    grounding = grounding or Grounding()
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
    reading, state = read
    return Heard(reading, state, grounding, _wishes(reading, before, state, vectors or ()))


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
    """Give the unit vector of the mean of unit vectors; None of none."""
    if not vectors:
        return None
    mean = np.mean(np.stack(vectors), axis=0)
    length = float(np.linalg.norm(mean))
    return (mean / length).astype(np.float32) if length > 0 else None


def unheard(session: Session, language: Language | None) -> Heard:
    """Give what is heard of an empty or far too long text: nothing, and the state stays as it is."""
    reading = Reading(unclear=True, language=language or session.state.language)
    return Heard(reading, replace(session.state, language=reading.language), Grounding(), None)
