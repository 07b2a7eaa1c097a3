"""A message that asks two known things is answered on both; where one of them is unknown it is read as a whole."""

from collections.abc import Sequence

from chatrec.orchestrator.domain.hearing import hear
from chatrec.orchestrator.domain.ports import Leaves
from chatrec.orchestrator.domain.walk import Walk
from chatrec.vocabulary.graph import FollowUp, Grounding, SupportAnswer, Vector
from chatrec.vocabulary.turn import Message, Session
from chatrec.vocabulary.words import Text
from tests.unit.orchestrator.small_world import Knowledge, World

BOTH = "how long does it take? and what does it cost?"


def row(answer_id: str, score: float) -> SupportAnswer:
    return SupportAnswer(answer_id, "shop", score, Text(answer_id), Text(answer_id))


class Desk(Knowledge):
    """Knows how likely the answers of each text are."""

    def __init__(self, **known: tuple[SupportAnswer, ...]) -> None:
        super().__init__()
        self._known = known

    def ground(
        self, text: str, vector: Vector | None, catalogues: Sequence[str], after: FollowUp | None = None
    ) -> Grounding:
        if "long" in text and "cost" in text:
            return Grounding(answers=self._known["both"])
        return Grounding(answers=self._known["long" if "long" in text else "cost"])


def heard(desk: Desk, answering: tuple[str, ...] = ("shop",)) -> list[str]:
    world = World()
    leaves = Leaves(world.encoder, world.dialogue, desk, world.policy)
    hear(Walk(lambda: 0.0), Session("s", "u", ("shop",)), Message("s", BOTH), leaves, answering)
    return [answer.id for answer in world.dialogue.read[-1].grounding.answers]


def test_the_answers_of_each_question_come_first_in_the_order_of_asking() -> None:
    desk = Desk(both=(row("fee", 0.4), row("tax", 0.3)), long=(row("time", 0.7),), cost=(row("fee", 0.9),))
    assert heard(desk) == ["time", "fee", "tax"]


def test_a_question_that_is_not_known_by_itself_leaves_the_message_whole() -> None:
    desk = Desk(both=(row("fee", 0.4),), long=(row("time", 0.3),), cost=(row("fee", 0.9),))
    assert heard(desk) == ["fee"]


def test_two_ways_of_asking_one_thing_are_one_question() -> None:
    desk = Desk(both=(row("fee", 0.4),), long=(row("fee", 0.8),), cost=(row("fee", 0.9),))
    assert heard(desk) == ["fee"]


def test_where_nobody_answers_no_question_is_taken_apart() -> None:
    desk = Desk(both=(row("tax", 0.4),), long=(row("time", 0.9),), cost=(row("fee", 0.9),))
    assert heard(desk, answering=()) == ["tax"]
