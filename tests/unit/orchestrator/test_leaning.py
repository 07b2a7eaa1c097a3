"""What was spoken of before goes to the knowledge service with every short utterance, and with no long one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from chatrec.orchestrator.domain.hearing import hear
from chatrec.orchestrator.domain.ports import Leaves
from chatrec.orchestrator.domain.walk import Walk
from chatrec.vocabulary.conversation import DialogueState, Topic
from chatrec.vocabulary.graph import FollowUp, Grounding, ItemCard, SupportAnswer, Vector
from chatrec.vocabulary.turn import Message, Session
from chatrec.vocabulary.words import Language, Text
from tests.unit.orchestrator.small_world import Knowledge, World

ANSWER = SupportAnswer("late", "shop", 0.9, Text("Why is it late?", "怎么晚了？"), Text("Snow.", "下雪。"))


@dataclass
class Listener(Knowledge):
    """Keeps what it is asked."""

    after: list[FollowUp | None] = field(default_factory=list)

    def ground(
        self, text: str, vector: Vector | None, catalogues: Sequence[str], after: FollowUp | None = None
    ) -> Grounding:
        self.after.append(after)
        return Grounding()


def leant_on(text: str, state: DialogueState, answering: tuple[str, ...] = ("shop",)) -> FollowUp | None:
    world, listener = World(), Listener()
    leaves = Leaves(world.encoder, world.dialogue, listener, world.policy)
    hear(Walk(lambda: 0.0), Session("s", "u", ("shop",), state=state), Message("s", text), leaves, answering)
    return listener.after[-1]


@pytest.mark.parametrize(
    ("language", "both"), [(Language.EN, "Why is it late? and now"), (Language.ZH, "怎么晚了？ and now")]
)
def test_an_utterance_is_joined_to_the_question_answered_before(language: Language, both: str) -> None:
    after = leant_on("and now", DialogueState(language=language, answered=ANSWER))
    assert after is not None
    assert (after.catalogue, after.answer_id, after.text) == ("shop", "late", both)
    assert np.linalg.norm(after.vector) > 0


def test_without_a_question_it_is_joined_to_the_item_in_focus_else_the_first() -> None:
    cards = (ItemCard("a", "card", Text("Gift Card")), ItemCard("b", "card", Text("Annual Pass")))
    shown = DialogueState(active=Topic("shop", slate=cards))
    first, focused = (
        leant_on("it?", shown),
        leant_on("it?", replace(shown, active=Topic("shop", slate=cards, focus_item_id="b"))),
    )
    assert first is not None
    assert focused is not None
    assert (first.text, first.answer_id, focused.text) == ("Gift Card it?", "", "Annual Pass it?")


@pytest.mark.parametrize(
    ("text", "state"), [("and now", DialogueState()), ("and now " * 40, DialogueState(answered=ANSWER))]
)
def test_a_first_or_a_long_utterance_leans_on_nothing(text: str, state: DialogueState) -> None:
    assert leant_on(text, state) is None


def test_where_nothing_is_answered_nothing_is_leant_on() -> None:
    shown = DialogueState(active=Topic("shop", slate=(ItemCard("a", "card", Text("Gift Card")),)))
    assert leant_on("it?", shown) is not None
    assert leant_on("it?", shown, answering=("desk",)) is None
