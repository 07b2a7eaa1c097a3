"""A second hearing of words that nothing in the catalogue records: by themselves they may be like what it has.

"Nothing that goes inside my ear" is a refusal among other words; "goes inside my ear" alone is near enough to in-ear
to be understood. What is found stands in the place of the words, and the message is read once more as a whole, so that
what holds of named values, that they are refused, demanded or asked for, holds of it as well.
"""

from dataclasses import replace

from chatrec.orchestrator.domain.ports import Leaves
from chatrec.orchestrator.domain.walk import Walk
from chatrec.vocabulary.conversation import DialogueState, Reading, Utterance
from chatrec.vocabulary.graph import Grounding, Mention
from chatrec.vocabulary.words import Act, MentionType

__all__ = ["heard_again"]

_MEANT = 0.8
"""Score from which on words mean a need of the catalogue by their likeness; lower ones are left unread and said so."""

_LONGEST = 60
_NO_WISH = frozenset({Act.OUT_OF_SCOPE, Act.ASK_QUESTION, Act.ASK_HUMAN})


def heard_again(
    walk: Walk, leaves: Leaves, utterance: Utterance, reading: Reading, state: DialogueState
) -> tuple[Reading, DialogueState]:
    """Read an utterance once more where its unread words, heard alone, mean a need of the active catalogue."""
    words, catalogue = reading.unread, state.active.catalogue
    start = utterance.text.find(words) if words else -1
    if start < 0 or len(words) > _LONGEST or not catalogue or _NO_WISH & set(reading.acts):
        return reading, state
    vectors = walk.step("encode", "encoder", lambda: leaves.encoder.encode((words,)))
    if not vectors:
        return reading, state
    grounding = walk.step("ground", "knowledge", lambda: leaves.knowledge.ground(words, vectors[0], (catalogue,)))
    meant = _meant(grounding or Grounding())
    if meant is None:
        return reading, state
    placed = replace(meant, start=start, end=start + len(words))
    mentions = tuple(sorted((*utterance.grounding.mentions, placed), key=lambda one: (one.start, -one.end)))
    fuller = replace(utterance, grounding=replace(utterance.grounding, mentions=mentions))
    read = walk.step("interpret", "dialogue", lambda: leaves.dialogue.interpret(fuller))
    return read if read is not None and not read[0].unread else (reading, state)


def _meant(grounding: Grounding) -> Mention | None:
    needs = [one for one in grounding.mentions if one.type is MentionType.NEED and one.score >= _MEANT]
    return max(needs, key=lambda one: one.score, default=None)
