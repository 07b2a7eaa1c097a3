"""What a session keeps after a turn or an event; every list is bounded."""

from dataclasses import replace

from chatrec.orchestrator.domain.recommending import Course
from chatrec.vocabulary.conversation import DialogueState, Reply, Topic
from chatrec.vocabulary.graph import ItemCard, ItemRef
from chatrec.vocabulary.turn import Event, EventType, Session, Turn
from chatrec.vocabulary.words import Move, Text

__all__ = ["after_event", "after_turn", "excluding"]

_SHOWN = 300
_EXCLUDED = 2_000
_LIKED = 50
_REJECTED = 1_000
_SLATE_MOVES = frozenset({Move.RECOMMEND, Move.RELAX, Move.PLAN})
_LIKES = frozenset({EventType.ACCEPT, EventType.PURCHASE})
_DISLIKES = frozenset({EventType.REJECT, EventType.COMPLAINT})


def excluding(session: Session, item_ids: tuple[str, ...]) -> Session:
    """Never show these items in the session again."""
    excluded = tuple(dict.fromkeys((*session.excluded_item_ids, *item_ids)))[-_EXCLUDED:]
    return replace(session, excluded_item_ids=excluded)


def after_turn(session: Session, state: DialogueState, course: Course, reply: Reply, turn: Turn) -> Session:
    """Keep what the next turn needs to know of this one.

    Where nothing was understood nothing else changes: a question asked before still waits for its answer.
    """
    if turn.reading.unclear:
        return replace(session, state=replace(state, turn=turn.turn, language=turn.language, said=reply.said))
    after = replace(
        state,
        turn=turn.turn,
        language=turn.language,
        active=_topic_after(state.active, course),
        last_move=course.move,
        last_asked_facet=course.asked_facet,
        options=turn.reading.options if course.move is Move.CLARIFY else (),
        said=reply.said,
        relaxed_facets=course.relaxed_facets,
    )
    keeps_slate = course.move in _SLATE_MOVES and bool(turn.items)
    return replace(session, state=after, slate_turn=turn if keeps_slate else session.slate_turn)


def _topic_after(topic: Topic, course: Course) -> Topic:
    if course.asked_facet:
        topic = replace(topic, asked_facets=tuple(dict.fromkeys((*topic.asked_facets, course.asked_facet))))
    if course.plan is not None:
        topic = replace(topic, plan=course.plan)
    if not course.shown:
        return topic
    cards = tuple(_slim(shown.item.card) for shown in course.shown)
    if course.move not in _SLATE_MOVES:
        beside = course.move is Move.COMPARE or len(cards) > 1
        compared = cards if beside else topic.compared
        # Where nothing lies on the table, what was told of does: "what else has that author written?".
        slate = topic.slate if topic.slate or beside else cards
        return replace(topic, focus_item_id=cards[0].id, compared=compared, slate=slate)
    shown_ids = tuple(dict.fromkeys((*topic.shown_item_ids, *(card.id for card in cards))))
    return replace(topic, slate=cards, compared=(), focus_item_id=cards[0].id, shown_item_ids=shown_ids[-_SHOWN:])


def _slim(card: ItemCard) -> ItemCard:
    """Leave out the description: references and comparisons need the facts alone."""
    return replace(card, text=Text())


def after_event(session: Session, event: Event) -> Session:
    """Keep what an event says about an item, in the topic that showed it: turned down, or liked."""
    state, item_id = session.state, event.item_id
    topic = _topic_of(session, event)
    if event.type in _DISLIKES:
        ref = ItemRef(topic.catalogue, item_id)
        liked = tuple(other for other in topic.liked_item_ids if other != item_id)
        state = replace(state, rejected=tuple(dict.fromkeys((*state.rejected, ref)))[-_REJECTED:])
    elif event.type in _LIKES:
        liked = tuple(dict.fromkeys((*topic.liked_item_ids, item_id)))[-_LIKED:]
    else:
        return session
    return replace(session, state=_with_topic(state, topic, replace(topic, liked_item_ids=liked)))


def _topic_of(session: Session, event: Event) -> Topic:
    """Find the topic that showed an item: the active one may have been entered since."""
    topics = (session.state.active, *reversed(session.state.parked))
    slate = session.slate_turn
    if slate and slate.turn == event.turn and any(item.id == event.item_id for item in slate.items):
        topics = tuple(topic for topic in topics if topic.catalogue == slate.catalogue) or (Topic(slate.catalogue),)
    return next((topic for topic in topics if event.item_id in topic.shown_item_ids), topics[0])


def _with_topic(state: DialogueState, before: Topic, after: Topic) -> DialogueState:
    if state.active == before:
        return replace(state, active=after)
    return replace(state, parked=tuple(after if topic == before else topic for topic in state.parked))
