"""Which move a reading forces, and when the choice is the policy's."""

from dataclasses import dataclass

from chatrec.vocabulary.conversation import DialogueState, Reading
from chatrec.vocabulary.plans import PlanChangeType
from chatrec.vocabulary.schema import KIND
from chatrec.vocabulary.words import Act, Move

__all__ = ["Asking", "forced_move", "may_ask", "wants_items_now", "wants_plan"]

_RANKING_ACTS = frozenset(
    {
        Act.SEEK,
        Act.STATE_PREFERENCE,
        Act.CRITIQUE,
        Act.ASK_MORE,
        Act.REJECT,
        Act.SEEN,
        Act.CORRECT,
        Act.DONT_CARE,
        Act.CHANGE_TOPIC,
    }
)

_OPEN_MOVES = frozenset({Move.ASK, Move.RECOMMEND, Move.RELAX, Move.CLARIFY})

_IMPATIENT_ACTS = frozenset({Act.ASK_MORE, Act.REJECT, Act.SEEN, Act.CRITIQUE})


@dataclass(frozen=True, slots=True)
class Asking:
    """When questions are welcome: at most so many in a topic, and only while fewer preferences are held.

    Who named a wish waits for items; people leave when they are asked for more instead.
    """

    most_questions: int = 2
    below_preferences: int = 1


def forced_move(reading: Reading, state: DialogueState) -> Move | None:
    """Give the move that a reading calls for; None where asking or recommending is the policy's choice."""
    if reading.unclear or reading.options:
        return Move.CLARIFY
    acts = frozenset(reading.acts)
    asked = _answering_move(acts, reading)
    if asked is not None:
        return asked
    if reading.plan_changes or reading.preferences or acts & _RANKING_ACTS:
        return None
    if reading.unknown_name:
        return Move.CLARIFY
    return _social_move(acts, state)


def _answering_move(acts: frozenset[Act], reading: Reading) -> Move | None:
    if Act.ASK_HUMAN in acts:
        return Move.HAND_OVER
    if Act.ASK_WHY in acts:
        return Move.EXPLAIN
    if Act.COMPARE in acts:
        return Move.COMPARE
    if Act.ASK_QUESTION in acts:
        return Move.ANSWER if reading.answer_id else Move.REFUSE
    if Act.ASK_ATTRIBUTE in acts:
        return Move.ANSWER if reading.asked_facets else Move.DESCRIBE
    return None


def _social_move(acts: frozenset[Act], state: DialogueState) -> Move | None:
    if Act.ACCEPT in acts or Act.THANK in acts:
        return Move.GOODBYE if Act.GOODBYE in acts else Move.CHAT
    if Act.GOODBYE in acts:
        return Move.GOODBYE
    if Act.OUT_OF_SCOPE in acts:
        return Move.REFUSE
    if acts & {Act.GREET, Act.RESTART}:
        return Move.GREET
    if acts & {Act.AFFIRM, Act.DENY}:
        # A yes or no says something about items only where it answers a question or a slate.
        return None if state.last_move in _OPEN_MOVES else Move.CHAT
    return Move.CHAT if Act.SMALL_TALK in acts else Move.CLARIFY


def wants_plan(reading: Reading, state: DialogueState) -> bool:
    """Tell whether a plan is asked for or changed; while one is talked about, a new wish changes it.

    Who only says what is known already, and asks for nothing, or asks for items of a kind, wants no plan.
    """
    plan = state.active.plan
    if plan is None:
        return False
    if reading.plan_changes:
        return bool(plan.stops) or any(change.type is not PlanChangeType.KNOW for change in reading.plan_changes)
    of_a_kind = any(wish.facet == KIND and wish.liked for wish in reading.preferences)
    return state.last_move is Move.PLAN and not of_a_kind


def wants_items_now(reading: Reading) -> bool:
    """Tell whether the user waits for items rather than questions."""
    return bool(frozenset(reading.acts) & _IMPATIENT_ACTS)


def may_ask(reading: Reading, state: DialogueState, asking: Asking) -> bool:
    """Tell whether a question would be welcome in place of items; not where the choice was left to us."""
    topic = state.active
    held = len(topic.preferences) + len(topic.wishes) + len(topic.liked_item_ids)
    left_to_us = Act.DONT_CARE in reading.acts
    return (
        not wants_items_now(reading)
        and not left_to_us
        and held < asking.below_preferences
        and len(topic.asked_facets) < asking.most_questions
    )
