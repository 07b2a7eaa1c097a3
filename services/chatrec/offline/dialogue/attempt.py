"""A single message read by itself, with all that led to the reading: for those who write packs and readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatrec.dialogue.adapters import SHIPPED_HEAD, load_act_head, load_schemas
from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.reading.features import surface_features
from chatrec.dialogue.domain.reading.leftovers import left_over
from chatrec.dialogue.domain.reading.words.said import Clause, read_said
from chatrec.knowledge.adapters.snapshot_files import SnapshotFolder
from chatrec.knowledge.domain.ports import Role, TextEncoder
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.vocabulary.conversation import Reading, Utterance
from chatrec.vocabulary.graph import Grounding, Mention
from chatrec.vocabulary.words import Act

__all__ = ["Attempt", "Span", "attempt"]


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a message with what was seen in it; no mention where a preference was read without one."""

    start: int
    end: int
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A message with its reading; `chances` are the act head's, empty where it is of another encoder.

    `spans` do not overlap and are in order; `unread` are the parts of content that nothing was seen in.
    """

    text: str
    reading: Reading
    grounding: Grounding
    chances: Mapping[Act, float]
    spans: tuple[Span, ...]
    unread: tuple[str, ...]


def attempt(text: str, snapshots: Sequence[Path], encoder: TextEncoder) -> Attempt:
    """Read a message as the first of a conversation, over the catalogues of some snapshots.

    Raises:
        InvalidInputError: the message is too long to be grounded.
    """
    vector = encoder.encode([text], Role.QUERY)[0]
    grounding = Reasoner(SnapshotFolder(folder).load() for folder in snapshots).ground(text, vector)
    shipped = load_act_head(SHIPPED_HEAD)
    head = shipped if shipped.encoder_model == encoder.model_id else None
    interpreter = Interpreter(Catalogues([one for folder in snapshots for one in load_schemas((folder,))]), head)
    reading, _ = interpreter.interpret(Utterance(text, vector=vector, grounding=grounding))
    chances = head.predict(vector, surface_features(text)) if head else {}
    spans = _spans(text, grounding, reading)
    return Attempt(text, reading, grounding, chances, spans, _unread(text, reading, spans))


def _spans(text: str, grounding: Grounding, reading: Reading) -> tuple[Span, ...]:
    """Choose the spans to show, the longer before the shorter: what is mentioned, and the words of preferences."""
    phrases = [(text.find(wish.phrase), wish.phrase) for wish in reading.preferences if wish.phrase]
    wanted = [Span(start, start + len(phrase)) for start, phrase in phrases if start >= 0]
    seen = sorted((one for one in grounding.mentions if one.end > one.start), key=lambda one: (-one.score, one.start))
    found = [*(Span(one.start, one.end, one) for one in seen), *wanted]
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: span.start - span.end):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=lambda span: span.start))


def _unread(text: str, reading: Reading, spans: tuple[Span, ...]) -> tuple[str, ...]:
    said = read_said(text, reading.language)
    parts: list[str] = []
    for clause in said.clauses:
        start = clause.start
        for span in (*spans, Span(clause.end, clause.end)):
            end = min(max(span.start, start), clause.end)
            if left_over(said, Clause(start, end, question=False), [], 1):
                parts.append(text[start:end].strip())
            start = min(max(start, span.end), clause.end)
    return tuple(parts)
