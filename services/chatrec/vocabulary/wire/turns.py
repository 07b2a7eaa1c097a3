"""Turns, events and sessions."""

from chatrec.orchestrator.v1 import orchestrator_pb2 as pb
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.turn import (
    Context,
    Event,
    Message,
    RecordedTurn,
    Session,
    SessionTastes,
    Shares,
    Taste,
    Turn,
    TurnItem,
)
from chatrec.vocabulary.wire.conversations import reading, reading_message, state, state_message
from chatrec.vocabulary.wire.enums import EVENT_TYPES, LANGUAGES, MOVES
from chatrec.vocabulary.wire.graph import path, path_message
from chatrec.vocabulary.wire.plans import plan_message, plan_or_none
from chatrec.vocabulary.wire.values import preference, preference_message
from chatrec.vocabulary.words import Language

__all__ = [
    "context",
    "context_message",
    "event",
    "event_from_bytes",
    "event_message",
    "item",
    "item_message",
    "locale",
    "message_message",
    "recorded_turn",
    "recorded_turn_bytes",
    "recorded_turn_from_bytes",
    "recorded_turn_message",
    "session_bytes",
    "session_from_bytes",
    "session_message",
    "tastes_bytes",
    "tastes_from_bytes",
    "tastes_message",
    "turn",
    "turn_message",
    "user_message",
]


def locale(code: str) -> Language | None:
    """Read a locale such as `zh`, `zh-CN` or `en_US`; None where there is none.

    Raises:
        InvalidInputError: the language is neither English nor Chinese.
    """
    if not code:
        return None
    primary = code.replace("_", "-").split("-")[0].lower()
    if primary not in set(Language):
        raise InvalidInputError("locale must be en or zh.", field="locale", value=code[:32])
    return Language(primary)


def item_message(shown: TurnItem) -> pb.TurnItem:
    """Write a recommended item."""
    return pb.TurnItem(
        id=shown.id,
        name=shown.name,
        score=shown.score,
        shares=pb.Shares(llm=shown.shares.llm, kg=shown.shares.kg, rl=shown.shares.rl),
        reason=shown.reason,
        paths=map(path_message, shown.paths),
        misses=shown.misses,
        place_by_score=shown.place_by_score,
    )


def item(message: pb.TurnItem) -> TurnItem:
    """Read a recommended item."""
    return TurnItem(
        id=message.id,
        name=message.name,
        score=message.score,
        shares=Shares(message.shares.llm, message.shares.kg, message.shares.rl),
        reason=message.reason,
        paths=tuple(map(path, message.paths)),
        misses=tuple(message.misses),
        place_by_score=message.place_by_score,
    )


def turn_message(done: Turn) -> pb.Turn:
    """Write a turn."""
    return pb.Turn(
        session_id=done.session_id,
        turn=done.turn,
        request_id=done.request_id,
        language=LANGUAGES.number(done.language),
        reply=done.reply,
        move=MOVES.number(done.move),
        asked_facet=done.asked_facet,
        items=map(item_message, done.items),
        answer_id=done.answer_id,
        reading=reading_message(done.reading),
        preferences=map(preference_message, done.preferences),
        degraded=done.degraded,
        policy_id=done.policy_id,
        experiment_arm=done.experiment_arm,
        timings=[pb.StepTiming(step=step, elapsed_ms=elapsed_ms) for step, elapsed_ms in done.timings_ms],
        catalogue=done.catalogue,
        propensity=done.propensity,
        plan=plan_message(done.plan),
    )


def turn(message: pb.Turn) -> Turn:
    """Read a turn."""
    return Turn(
        session_id=message.session_id,
        turn=message.turn,
        request_id=message.request_id,
        language=LANGUAGES.word_or_none(message.language) or Language.EN,
        reply=message.reply,
        move=MOVES.word(message.move),
        asked_facet=message.asked_facet,
        items=tuple(map(item, message.items)),
        answer_id=message.answer_id,
        reading=reading(message.reading),
        preferences=tuple(map(preference, message.preferences)),
        degraded=tuple(message.degraded),
        policy_id=message.policy_id,
        experiment_arm=message.experiment_arm,
        timings_ms=tuple((row.step, row.elapsed_ms) for row in message.timings),
        catalogue=message.catalogue,
        propensity=message.propensity,
        plan=plan_or_none(message),
    )


def message_message(said: Message) -> pb.SendMessageRequest:
    """Write a message of the user."""
    return pb.SendMessageRequest(
        session_id=said.session_id,
        request_id=said.request_id,
        text=said.text,
        exclude_item_ids=said.exclude_item_ids,
        filters=map(preference_message, said.filters),
        max_items=said.max_items,
        locale=said.locale or "",
    )


def user_message(message: pb.SendMessageRequest) -> Message:
    """Read a message of the user; 0 items means 5."""
    return Message(
        session_id=message.session_id,
        text=message.text,
        request_id=message.request_id,
        exclude_item_ids=tuple(message.exclude_item_ids),
        filters=tuple(map(preference, message.filters)),
        max_items=message.max_items or 5,
        locale=locale(message.locale),
    )


def event_message(done: Event) -> pb.Event:
    """Write an event."""
    return pb.Event(
        event_id=done.event_id,
        session_id=done.session_id,
        turn=done.turn,
        item_id=done.item_id,
        type=EVENT_TYPES.number(done.type),
        value=done.value,
        unix_ms=done.unix_ms,
    )


def event(message: pb.Event) -> Event:
    """Read an event."""
    return Event(
        event_id=message.event_id,
        session_id=message.session_id,
        turn=message.turn,
        item_id=message.item_id,
        type=EVENT_TYPES.word(message.type),
        value=message.value,
        unix_ms=message.unix_ms,
    )


def event_from_bytes(data: bytes) -> Event:
    """Read an event from a store's bytes."""
    return event(pb.Event.FromString(data))


def context_message(known: Context) -> pb.Context:
    """Write what the caller knows."""
    return pb.Context(
        preferences=map(preference_message, known.preferences),
        liked_item_ids=known.liked_item_ids,
        remember=known.remember,
    )


def context(message: pb.Context) -> Context:
    """Read what the caller knows."""
    return Context(tuple(map(preference, message.preferences)), tuple(message.liked_item_ids), message.remember)


def recorded_turn_message(recorded: RecordedTurn) -> pb.RecordedTurn:
    """Write a turn with the words that it answered."""
    return pb.RecordedTurn(text=recorded.text, turn=turn_message(recorded.turn))


def recorded_turn(message: pb.RecordedTurn) -> RecordedTurn:
    """Read a turn with the words that it answered."""
    return RecordedTurn(message.text, turn(message.turn))


def recorded_turn_bytes(recorded: RecordedTurn) -> bytes:
    """Write a turn with its words as bytes for a store."""
    return recorded_turn_message(recorded).SerializeToString(deterministic=True)


def recorded_turn_from_bytes(data: bytes) -> RecordedTurn:
    """Read a turn with its words from a store's bytes."""
    return recorded_turn(pb.RecordedTurn.FromString(data))


def session_message(held: Session) -> pb.StoredSession:
    """Write a session."""
    return pb.StoredSession(
        session_id=held.session_id,
        user_id=held.user_id,
        catalogues=held.catalogues,
        locale=held.locale or "",
        state=state_message(held.state),
        slate_turn=None if held.slate_turn is None else turn_message(held.slate_turn),
        context=context_message(held.context),
        excluded_item_ids=held.excluded_item_ids,
        tastes=map(_taste_message, held.tastes),
    )


def session_bytes(held: Session) -> bytes:
    """Write a session as bytes for a store."""
    return session_message(held).SerializeToString(deterministic=True)


def session_from_bytes(data: bytes) -> Session:
    """Read a session from a store's bytes."""
    message = pb.StoredSession.FromString(data)
    return Session(
        session_id=message.session_id,
        user_id=message.user_id,
        catalogues=tuple(message.catalogues),
        locale=locale(message.locale),
        state=state(message.state),
        slate_turn=turn(message.slate_turn) if message.HasField("slate_turn") else None,
        context=context(message.context),
        excluded_item_ids=tuple(message.excluded_item_ids),
        tastes=tuple(map(_taste, message.tastes)),
    )


def tastes_message(told: SessionTastes) -> pb.SessionTastes:
    """Write what a session told of its user's taste."""
    return pb.SessionTastes(session_id=told.session_id, unix_ms=told.unix_ms, tastes=map(_taste_message, told.tastes))


def tastes_bytes(told: SessionTastes) -> bytes:
    """Write what a session told of its user's taste as bytes for a store."""
    return tastes_message(told).SerializeToString(deterministic=True)


def tastes_from_bytes(data: bytes) -> SessionTastes:
    """Read what a session told of its user's taste from a store's bytes."""
    message = pb.SessionTastes.FromString(data)
    return SessionTastes(message.session_id, message.unix_ms, tuple(map(_taste, message.tastes)))


def _taste_message(one: Taste) -> pb.Taste:
    return pb.Taste(catalogue=one.catalogue, facet=one.facet, value=one.value, liked=one.liked, weight=one.weight)


def _taste(message: pb.Taste) -> Taste:
    return Taste(message.catalogue, message.facet, message.value, message.liked, message.weight)
