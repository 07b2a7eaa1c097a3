"""Bad requests: each gets an error that names its field, and changes nothing."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chatrec.orchestrator.domain.direct import Request
from chatrec.orchestrator.servicer import ConversationServicer, PrivacyServicer
from chatrec.orchestrator.v1 import orchestrator_pb2 as pb
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Context, Event, EventType, Message
from chatrec.vocabulary.v1 import vocabulary_pb2 as words
from chatrec.vocabulary.words import Operator
from tests.unit.orchestrator.small_world import World, ids

LONG = "x" * 129
WISH = Preference("price", Operator.LESS, (3000.0,))
IDS = ("", LONG, "a\nb", "a\x00b", "\x1b[31m", "a\x7f", "\ud800", "\u0085")
INJECTIONS = ("'; DROP TABLE sessions; --", "{}:*", "$where", "<script>", "../../etc/passwd", "%00", "用户", "{{7*7}}")


def wishes(**more: Any) -> tuple[Preference, ...]:  # noqa: ANN401
    return (replace(WISH, **more),)


FIELDS: list[tuple[str, dict[str, Any]]] = [
    *[("session_id", {"session_id": bad}) for bad in IDS],
    *[("request_id", {"request_id": bad}) for bad in IDS if bad],
    *[("exclude_item_ids", {"exclude_item_ids": ("p1", bad)}) for bad in IDS],
    ("exclude_item_ids", {"exclude_item_ids": tuple(f"p{number}" for number in range(1_001))}),
    ("text", {"text": "x" * (16 * 1024 + 1)}),
    ("text", {"text": "字" * 5_462}),
    ("max_items", {"max_items": 0}),
    ("max_items", {"max_items": -1}),
    ("max_items", {"max_items": 21}),
    ("max_items", {"max_items": 2**32 - 1}),
    ("filters", {"filters": (WISH,) * 26}),
    *[("filters[0].facet", {"filters": wishes(facet=bad)}) for bad in IDS],
    ("filters[1].values", {"filters": (WISH, replace(WISH, values=(math.nan,)))}),
    ("filters[0].values", {"filters": wishes(values=(math.inf,))}),
    ("filters[0].values", {"filters": wishes(values=(-math.inf,))}),
    ("filters[0].values", {"filters": wishes(values=(1e16,))}),
    ("filters[0].values", {"filters": wishes(values=())}),
    ("filters[0].values", {"filters": wishes(values=(1.0, 2.0))}),
    ("filters[0].values", {"filters": wishes(facet="brand", operator=Operator.IN, values=("a",) * 51)}),
    ("filters[0].values", {"filters": wishes(facet="brand", operator=Operator.EQUAL, values=(LONG,))}),
    ("filters[0].values", {"filters": wishes(facet="brand", operator=Operator.EQUAL, values=("a\nb",))}),
    ("filters[0].weight", {"filters": wishes(weight=math.nan)}),
    ("filters[0].weight", {"filters": wishes(weight=-1.0)}),
    ("filters[0].weight", {"filters": wishes(weight=math.inf)}),
    ("filters[0].phrase", {"filters": wishes(phrase="x" * 501)}),
    # What no catalogue of the session could be held against.
    ("filters", {"filters": wishes(facet="shoe_size")}),
    ("filters", {"filters": wishes(facet="'; DROP TABLE items; --")}),
    ("filters", {"filters": wishes(values=("cheap",))}),
    ("filters", {"filters": wishes(values=(True,))}),
    ("filters", {"filters": wishes(facet="brand")}),
    ("filters", {"filters": wishes(facet="brand", operator=Operator.EQUAL, values=(3.0,))}),
    ("filters", {"filters": wishes(facet="size", operator=Operator.AT_LEAST, values=("enormous",))}),
    ("filters", {"filters": wishes(facet="wifi", operator=Operator.EQUAL, values=("yes",))}),
    ("filters", {"filters": wishes(facet="wifi", operator=Operator.GREATER, values=(True,))}),
    ("filters", {"filters": wishes(facet="released", operator=Operator.LESS, values=("tomorrow",))}),
    ("filters", {"filters": wishes(facet="released", operator=Operator.LESS, values=(2026.0,))}),
    ("filters", {"filters": wishes(facet="kind", operator=Operator.EQUAL, values=("spaceship",))}),
    ("filters", {"filters": wishes(facet="kind", operator=Operator.LESS, values=("phone",))}),
    ("filters", {"filters": wishes(facet="item", operator=Operator.EQUAL, values=(1.0,))}),
]


def test_there_are_many_of_them() -> None:
    assert len(FIELDS) >= 60


@pytest.mark.parametrize(("field", "bad"), FIELDS)
def test_a_bad_message_names_its_field_and_changes_nothing(field: str, bad: dict[str, Any]) -> None:
    world = World()
    session = world.start()
    world.say(session, "seek:phone")
    before, turns, events = world.store.get(session), world.store.turns(session), world.store.events("u1")
    with pytest.raises(InvalidInputError) as caught:
        world.conversation.take(replace(Message(session, "more"), **bad))
    assert caught.value.facts["field"] == field
    assert (world.store.get(session), world.store.turns(session), world.store.events("u1")) == (before, turns, events)


@pytest.mark.parametrize("odd", INJECTIONS)
def test_an_injection_string_is_data(odd: str) -> None:
    world = World()
    session = world.start(odd)
    turn = world.say(session, f"seek:phone {odd}", request_id=odd, exclude_item_ids=(odd,))
    assert turn.items
    assert world.say(session, "repeated", request_id=odd) == turn
    assert [held.session_id for held in world.store.sessions(odd)] == [session]
    with pytest.raises(NotFoundError):
        world.say(odd, "no such session")


@pytest.mark.parametrize("text", ["\x00\x01\x02", "\u202e reversed", "👩‍👩‍👧‍👦" * 100, "\ufeff", "a\ud800b"])
def test_odd_characters_in_a_text_are_words_like_any(text: str) -> None:
    world = World()
    assert world.say(world.start(), text).reply


EVENTS: list[tuple[str, dict[str, Any]]] = [
    *[("event_id", {"event_id": bad}) for bad in IDS],
    *[("session_id", {"session_id": bad}) for bad in IDS],
    *[("item_id", {"item_id": bad}) for bad in IDS],
    *[("value", {"value": bad}) for bad in (math.nan, math.inf, -math.inf, 1e300)],
    ("unix_ms", {"unix_ms": -1}),
]


@pytest.mark.parametrize(("field", "bad"), EVENTS)
def test_a_bad_event_names_its_field_and_changes_nothing(field: str, bad: dict[str, Any]) -> None:
    world = World()
    session = world.start()
    before = world.store.get(session)
    with pytest.raises(InvalidInputError) as caught:
        world.events.record([replace(Event("e", session, "p1", EventType.REJECT), **bad)])
    assert caught.value.facts["field"] == field
    assert world.store.get(session) == before
    assert world.store.events("u1") == ()


CONTEXTS: list[tuple[str, Context]] = [
    ("context.preferences", Context((WISH,) * 26)),
    ("context.preferences[0].values", Context(wishes(values=(math.nan,)))),
    ("context.preferences[0].phrase", Context(wishes(phrase="x" * 100_000))),
    ("context.preferences", Context(wishes(values=("cheap",)))),
    ("context.preferences", Context(wishes(facet="brand"))),
    ("context.preferences", Context(wishes(facet="shoe_size"))),
    ("context.liked_item_ids", Context(liked_item_ids=("p1",) * 1_001)),
    *[("context.liked_item_ids", Context(liked_item_ids=(bad,))) for bad in IDS],
]


@pytest.mark.parametrize(("field", "context"), CONTEXTS)
def test_bad_knowledge_of_a_user_opens_no_session(field: str, context: Context) -> None:
    world = World()
    with pytest.raises(InvalidInputError) as caught:
        world.start("u1", context=context)
    assert caught.value.facts["field"] == field
    assert world.store.sessions("u1") == ()
    with pytest.raises(InvalidInputError) as caught:
        world.direct.recommend(Request("u1", context=context))
    assert caught.value.facts["field"] == field


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        *[("user_id", {"user_id": bad}) for bad in IDS if bad],
        ("domain", {"domain": "no such catalogue"}),
        ("domain", {"domain": "SHOP"}),
        ("max_items", {"max_items": 0}),
        ("max_items", {"max_items": 21}),
        ("exclude_item_ids", {"exclude_item_ids": ("",)}),
        ("filters", {"filters": wishes(values=("cheap",))}),
        ("filters[0].weight", {"filters": wishes(weight=math.nan)}),
    ],
)
def test_a_bad_wish_for_items_names_its_field(field: str, bad: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError) as caught:
        World().direct.recommend(replace(Request("u1"), **bad))
    assert caught.value.facts["field"] == field


# What only messages can get wrong.


def servicers(world: World) -> tuple[ConversationServicer, PrivacyServicer]:
    conversation = ConversationServicer(world.opening, world.conversation, world.direct, world.events, world.store)
    return conversation, PrivacyServicer(world.store, world.diary)


def filtered(session: str, **wish: Any) -> pb.SendMessageRequest:  # noqa: ANN401
    return pb.SendMessageRequest(session_id=session, text="more", filters=[words.Preference(**wish)])


PRICE = {"facet": "price", "operator": words.OPERATOR_LESS, "values": [words.Value(number=1.0)]}


def said(session: str, locale: str) -> pb.SendMessageRequest:
    return pb.SendMessageRequest(session_id=session, text="more", locale=locale)


MESSAGES: dict[str, tuple[str, Callable[[str], pb.SendMessageRequest]]] = {
    "empty": ("session_id", lambda _: pb.SendMessageRequest()),
    "another language": ("locale", lambda session: said(session, "fr")),
    "a long locale": ("locale", lambda session: said(session, "e" * 9_999)),
    "half a locale": ("locale", lambda session: said(session, "-zh")),
    "an empty filter": ("facet", filtered),
    "a filter without facet": ("facet", lambda session: filtered(session, **PRICE | {"facet": ""})),
    "a filter without operator": ("operator", lambda session: filtered(session, **PRICE | {"operator": 0})),
    "a filter of another operator": ("operator", lambda session: filtered(session, **PRICE | {"operator": 99})),
    "a filter without values": ("values", lambda session: filtered(session, **PRICE | {"values": []})),
    "a filter with an empty value": ("value", lambda session: filtered(session, **PRICE | {"values": [words.Value()]})),
}


@pytest.mark.parametrize(("field", "build"), MESSAGES.values(), ids=MESSAGES)
def test_a_malformed_message_names_its_field_and_changes_nothing(
    field: str, build: Callable[[str], pb.SendMessageRequest]
) -> None:
    world = World()
    session = world.start()
    before = world.store.get(session)
    conversation, _ = servicers(world)
    with pytest.raises(InvalidInputError) as caught:
        conversation.SendMessage(build(session), None)  # type: ignore[arg-type]
    assert caught.value.facts["field"] == field
    with pytest.raises(InvalidInputError):
        list(conversation.StreamMessage(pb.StreamMessageRequest(message=build(session)), None))  # type: ignore[arg-type]
    assert world.store.get(session) == before


def test_no_items_asked_for_means_five() -> None:
    world = World()
    session = world.start()
    conversation, _ = servicers(world)
    reply = conversation.SendMessage(pb.SendMessageRequest(session_id=session, text="seek:phone"), None)  # type: ignore[arg-type]
    assert len(reply.turn.items) == 5


@pytest.mark.parametrize("bad", IDS)
def test_no_call_takes_a_bad_id(bad: str) -> None:
    if bad == "\ud800":
        return  # no message can hold it
    conversation, privacy = servicers(World())
    calls: list[tuple[Callable[[Any, Any], Any], Any]] = [
        (conversation.GetSession, pb.GetSessionRequest(session_id=bad)),
        (conversation.EndSession, pb.EndSessionRequest(session_id=bad)),
        (conversation.ListTurns, pb.ListTurnsRequest(session_id=bad)),
        (conversation.ExplainItem, pb.ExplainItemRequest(session_id=bad, item_id="p1")),
        (conversation.ExplainItem, pb.ExplainItemRequest(session_id="s", item_id=bad)),
        (privacy.ExportUser, pb.ExportUserRequest(user_id=bad)),
        (privacy.EraseUser, pb.EraseUserRequest(user_id=bad)),
    ]
    for call, request in calls:
        with pytest.raises(InvalidInputError):
            call(request, None)


def test_erasing_or_exporting_nobody_touches_no_nameless_session() -> None:
    world = World()
    session = world.start("")
    _, privacy = servicers(world)
    with pytest.raises(InvalidInputError):
        privacy.EraseUser(pb.EraseUserRequest(), None)  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError):
        privacy.ExportUser(pb.ExportUserRequest(), None)  # type: ignore[arg-type]
    assert world.store.get(session)


def test_a_user_is_exported_and_erased_whole() -> None:
    world = World()
    session = world.start("u1", context=Context(remember=True))
    other = world.start("u2")
    turn = world.say(session, "seek:phone")
    world.does(session, EventType.REJECT, "p1")
    _, privacy = servicers(world)
    exported = privacy.ExportUser(pb.ExportUserRequest(user_id="u1"), None)  # type: ignore[arg-type]
    assert [one.session.session_id for one in exported.sessions] == [session]
    assert [one.text for one in exported.sessions[0].turns] == ["seek:phone"]
    assert len(exported.events) == len(ids(turn)) + 1
    assert [(one.value, one.liked) for told in exported.tastes for one in told.tastes] == [("p1", False)]
    erased = privacy.EraseUser(pb.EraseUserRequest(user_id="u1"), None)  # type: ignore[arg-type]
    assert (erased.sessions, erased.events, erased.tastes) == (1, 6, 1)
    again = privacy.ExportUser(pb.ExportUserRequest(user_id="u1"), None)  # type: ignore[arg-type]
    assert not again.sessions
    assert not again.events
    assert not again.tastes
    assert world.store.get(other)
