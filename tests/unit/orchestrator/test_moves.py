"""Which move a reading forces."""

from __future__ import annotations

import pytest

from chatrec.orchestrator.domain.moves import Asking, forced_move, may_ask, wants_items_now
from chatrec.vocabulary.conversation import DialogueState, Reading, Topic
from chatrec.vocabulary.graph import Mention
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Act, MentionType, Move, Operator

WISH = Preference("price", Operator.LESS, (3000.0,))
OPTION = Mention(0, 1, MentionType.ITEM, "shop", "p1")
ALONE = {
    Act.GREET: Move.GREET,
    Act.SEEK: None,
    Act.STATE_PREFERENCE: None,
    Act.CRITIQUE: None,
    Act.ASK_MORE: None,
    Act.ACCEPT: Move.CHAT,
    Act.REJECT: None,
    Act.SEEN: None,
    Act.ASK_ATTRIBUTE: Move.DESCRIBE,
    Act.ASK_WHY: Move.EXPLAIN,
    Act.ASK_QUESTION: Move.REFUSE,
    Act.COMPARE: Move.COMPARE,
    Act.CORRECT: None,
    Act.DONT_CARE: None,
    Act.AFFIRM: Move.CHAT,
    Act.DENY: Move.CHAT,
    Act.CHANGE_TOPIC: None,
    Act.RESTART: Move.GREET,
    Act.THANK: Move.CHAT,
    Act.GOODBYE: Move.GOODBYE,
    Act.SMALL_TALK: Move.CHAT,
    Act.OUT_OF_SCOPE: Move.REFUSE,
    Act.ASK_HUMAN: Move.HAND_OVER,
}


def test_the_table_knows_every_act() -> None:
    assert set(ALONE) == set(Act)


@pytest.mark.parametrize(("act", "move"), ALONE.items())
def test_an_act_alone_has_its_move(act: Act, move: Move | None) -> None:
    assert forced_move(Reading(acts=(act,)), DialogueState()) is move


@pytest.mark.parametrize(
    ("reading", "move"),
    [
        (Reading(), Move.CLARIFY),
        (Reading(unclear=True, acts=(Act.SEEK,), preferences=(WISH,)), Move.CLARIFY),
        (Reading(options=(OPTION,), acts=(Act.SEEK,)), Move.CLARIFY),
        (Reading(unknown_name="Foo"), Move.CLARIFY),
        (Reading(unknown_name="Foo", preferences=(WISH,)), None),
        (Reading(preferences=(WISH,)), None),
        (Reading(acts=(Act.THANK,), preferences=(WISH,)), None),
        (Reading(acts=(Act.GREET, Act.SEEK)), None),
        (Reading(acts=(Act.ASK_QUESTION,), answer_id="a1"), Move.ANSWER),
        (Reading(acts=(Act.ASK_ATTRIBUTE,), asked_facets=("price",)), Move.ANSWER),
        (Reading(acts=(Act.THANK, Act.GOODBYE)), Move.GOODBYE),
        (Reading(acts=(Act.ACCEPT, Act.THANK)), Move.CHAT),
        (Reading(acts=(Act.SEEK, Act.ASK_HUMAN)), Move.HAND_OVER),
        (Reading(acts=(Act.ASK_WHY, Act.THANK)), Move.EXPLAIN),
    ],
)
def test_acts_together_have_one_move(reading: Reading, move: Move | None) -> None:
    assert forced_move(reading, DialogueState()) is move


@pytest.mark.parametrize("act", [Act.AFFIRM, Act.DENY])
@pytest.mark.parametrize("last", [Move.ASK, Move.RECOMMEND, Move.RELAX, Move.CLARIFY])
def test_yes_and_no_to_a_question_or_a_slate_go_on_with_the_topic(act: Act, last: Move) -> None:
    state = DialogueState(active=Topic("shop", kind="phone"), last_move=last)
    assert forced_move(Reading(acts=(act,)), state) is None


@pytest.mark.parametrize("act", [Act.AFFIRM, Act.DENY])
@pytest.mark.parametrize("last", [None, Move.ANSWER, Move.DESCRIBE, Move.CHAT])
def test_yes_and_no_to_anything_else_are_chat(act: Act, last: Move | None) -> None:
    state = DialogueState(active=Topic("shop", preferences=(WISH,)), last_move=last)
    assert forced_move(Reading(acts=(act,)), state) is Move.CHAT


@pytest.mark.parametrize("act", [Act.ASK_MORE, Act.REJECT, Act.SEEN, Act.CRITIQUE])
def test_who_waits_for_items_is_not_asked(act: Act) -> None:
    assert wants_items_now(Reading(acts=(act,)))
    assert not may_ask(Reading(acts=(act,)), DialogueState(), Asking())


def test_nobody_is_asked_for_ever() -> None:
    seeking = Reading(acts=(Act.SEEK,))
    assert may_ask(seeking, DialogueState(active=Topic(asked_facets=("price",))), Asking())
    assert not may_ask(seeking, DialogueState(active=Topic(asked_facets=("price", "brand"))), Asking())
    assert not may_ask(seeking, DialogueState(), Asking(most_questions=0))


@pytest.mark.parametrize(
    "topic", [Topic(preferences=(WISH,)), Topic(wishes=("a quiet one",)), Topic(liked_item_ids=("p1",))]
)
def test_who_said_enough_is_not_asked(topic: Topic) -> None:
    seeking = Reading(acts=(Act.SEEK,))
    assert not may_ask(seeking, DialogueState(active=topic), Asking())
    assert may_ask(seeking, DialogueState(active=topic), Asking(below_preferences=2))


def test_who_leaves_the_choice_to_us_is_not_asked() -> None:
    assert not may_ask(Reading(acts=(Act.DONT_CARE,)), DialogueState(), Asking())
