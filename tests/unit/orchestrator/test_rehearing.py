"""Words that nothing records are heard once more by themselves, and what they are like is read in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from chatrec.orchestrator.domain.ports import Leaves
from chatrec.orchestrator.domain.rehearing import heard_again
from chatrec.orchestrator.domain.walk import Walk
from chatrec.vocabulary.conversation import DialogueState, Reading, Topic, Utterance
from chatrec.vocabulary.errors import UnavailableError
from chatrec.vocabulary.graph import FollowUp, Grounding, Mention, Vector
from chatrec.vocabulary.words import Act, MentionType
from tests.unit.orchestrator.small_world import Dialogue, Encoder, Knowledge, Policy

TEXT = "headphones, but nothing that goes inside my ear"
WORDS = "goes inside my ear"
STATE = DialogueState(active=Topic(catalogue="shop"))
FIRST = Reading(acts=(Act.SEEK,), unread=WORDS)
NAMED = Mention(0, 10, MentionType.KIND, "shop", "headphones")


@dataclass
class Near(Knowledge):
    """Knows one need, which some words mean by their likeness, with a score."""

    score: float = 0.9
    lost: bool = False
    heard: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def ground(
        self, text: str, vector: Vector | None, catalogues: Sequence[str], after: FollowUp | None = None
    ) -> Grounding:
        self.heard.append((text, tuple(catalogues)))
        if self.lost:
            raise UnavailableError("The graph does not answer.")
        return Grounding(mentions=(Mention(0, 0, MentionType.NEED, "shop", "7", ("form",), self.score),))


@dataclass
class Reader(Dialogue):
    """Leaves the words unread unless a need stands in their place."""

    understands: bool = True
    utterances: list[Utterance] = field(default_factory=list)

    def interpret(self, utterance: Utterance) -> tuple[Reading, DialogueState]:
        self.utterances.append(utterance)
        placed = any(one.type is MentionType.NEED for one in utterance.grounding.mentions) and self.understands
        return (replace(FIRST, unread="" if placed else WORDS), replace(STATE, turn=2))


def hear(knowledge: Near, reader: Reader, reading: Reading = FIRST) -> tuple[Reading, DialogueState]:
    leaves = Leaves(Encoder(), reader, knowledge, Policy())
    utterance = Utterance(TEXT, STATE, None, Grounding(mentions=(NAMED,)))
    return heard_again(Walk(lambda: 0.0), leaves, utterance, reading, STATE)


def test_what_words_alone_are_like_is_read_in_their_place() -> None:
    knowledge, reader = Near(), Reader()
    reading, state = hear(knowledge, reader)
    assert (reading.unread, state.turn) == ("", 2)
    assert knowledge.heard == [(WORDS, ("shop",))]
    kind, need = reader.utterances[0].grounding.mentions
    assert kind == NAMED
    assert (TEXT[need.start : need.end], need.target) == (WORDS, "7")


@pytest.mark.parametrize(
    ("knowledge", "reader"),
    [(Near(score=0.7), Reader()), (Near(lost=True), Reader()), (Near(), Reader(understands=False))],
)
def test_what_is_like_nothing_stays_unread_and_is_said_so(knowledge: Near, reader: Reader) -> None:
    assert hear(knowledge, reader) == (FIRST, STATE)


@pytest.mark.parametrize(
    "reading",
    [
        Reading(acts=(Act.SEEK,)),
        replace(FIRST, unread="words that were not said"),
        replace(FIRST, acts=(Act.OUT_OF_SCOPE,)),
    ],
)
def test_nothing_is_heard_again_where_nothing_of_a_wish_was_left(reading: Reading) -> None:
    knowledge, reader = Near(), Reader()
    assert hear(knowledge, reader, reading) == (reading, STATE)
    assert not knowledge.heard
    assert not reader.utterances
