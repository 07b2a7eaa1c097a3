"""A product backend talks through the client as it would to the domain itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from chatrec.client import ChatClient
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError, UnavailableError
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Context, Event, EventType, Message, Turn
from chatrec.vocabulary.words import Language, Move, Operator
from tests.servers.ports import free_port
from tests.unit.client.served import served
from tests.unit.orchestrator.small_world import World, ids

CHEAP = Preference("price", Operator.AT_MOST, (400.0,))


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def client(world: World) -> Iterator[ChatClient]:
    with served(world) as one:
        yield one


def test_a_conversation_from_start_to_end(client: ChatClient) -> None:
    session = client.start("u1", domain="shop", locale="en")
    assert session.opening == "greet: ."
    turn = session.send("seek:phone brand=acme!", max_items=2)
    assert (turn.move, ids(turn), turn.turn) == (Move.RECOMMEND, ["p9", "p7"], 1)
    assert turn.preferences[0].facet == "brand"
    assert turn.items[0].paths
    assert [recorded.text for recorded in client.turns(session.id)] == ["seek:phone brand=acme!"]
    session.end()
    with pytest.raises(NotFoundError):
        session.send("more")


def test_a_turn_arrives_as_the_domain_gave_it(client: ChatClient, world: World) -> None:
    session = client.start("u1")
    turn = session.send("seek:phone brand=acme!", request_id="r")
    assert turn == world.store.turns(session.id)[0].turn


def test_all_that_a_message_can_carry_arrives(client: ChatClient) -> None:
    turn = client.start("u1").send(
        "seek:phone", request_id="r", exclude_item_ids=["p4"], filters=[CHEAP], max_items=2, locale="zh-CN"
    )
    assert (ids(turn), turn.request_id, turn.language) == (["p3", "p2"], "r", Language.ZH)


def test_a_session_is_resumed_by_its_id(client: ChatClient) -> None:
    session = client.start("u1")
    session.send("seek:phone", max_items=1)
    assert client.resume(session.id).send("more", max_items=1).turn == 2


def test_a_stream_gives_the_reply_in_pieces_and_then_the_turn(client: ChatClient) -> None:
    session = client.start("u1")
    *pieces, turn = client.stream(Message(session.id, "seek:phone", max_items=2))
    assert isinstance(turn, Turn)
    assert "".join(str(piece) for piece in pieces) == turn.reply


def test_a_stream_of_no_session_raises(client: ChatClient) -> None:
    with pytest.raises(NotFoundError):
        list(client.stream(Message("nobody", "seek:phone")))


def test_items_without_dialogue(client: ChatClient) -> None:
    items = client.recommend(
        "u1",
        domain="shop",
        context=Context((CHEAP,), ("p1",)),
        filters=[CHEAP],
        exclude_item_ids=["p4"],
        max_items=2,
        locale="en",
    )
    assert [item.name for item in items] == ["Item 3", "Item 2"]


def test_an_explanation_with_its_rank(client: ChatClient) -> None:
    session = client.start("u1")
    session.send("seek:phone", max_items=1)
    explained = session.explain("p10")
    assert (explained.item.id, explained.rank, explained.names) == ("p10", 3, {})
    assert explained.brings is None
    assert explained.drops is not None
    assert (explained.drops.unliked, explained.drops.smallest) == (("p2",), False)
    assert [wish.facet for wish in explained.drops.given_up] == ["kind"]


def test_events_are_recorded_once(client: ChatClient) -> None:
    session = client.start("u1")
    events = [Event("e", session.id, "p10", EventType.REJECT), Event("e", session.id, "p10", EventType.REJECT)]
    assert client.record(events) == 1
    assert client.record(iter(events)) == 0
    assert "p10" not in ids(session.send("seek:phone", max_items=20))


def test_a_user_is_erased(client: ChatClient, world: World) -> None:
    session = client.start("u1")
    session.send("seek:phone", max_items=3)
    assert client.erase_user("u1") == (1, 3)
    assert world.store.sessions("u1") == ()
    with pytest.raises(InvalidInputError):
        client.erase_user("")


def test_errors_of_the_server_arrive_as_themselves(client: ChatClient) -> None:
    session = client.start("u1")
    with pytest.raises(InvalidInputError) as caught:
        session.send("more", max_items=99)
    assert caught.value.facts["field"] == "max_items"
    with pytest.raises(InvalidInputError) as caught:
        session.send("more", filters=[replace(CHEAP, facet="shoe_size")])
    assert caught.value.facts["facet"] == "shoe_size"
    with pytest.raises(InvalidInputError):
        client.start("x" * 200)
    with pytest.raises(InvalidInputError):
        client.start("u1", domain="nowhere")


@pytest.mark.parametrize("bad", [{"max_items": -1}, {"max_items": 2**40}, {"request_id": "\ud800"}, {"locale": "fr"}])
def test_what_cannot_travel_is_bad_input(client: ChatClient, bad: dict[str, object]) -> None:
    session = client.start("u1")
    with pytest.raises(InvalidInputError):
        session.send("more", **bad)  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError):
        session.send("half a \udc00 character")
    with pytest.raises(InvalidInputError):
        list(client.stream(Message(session.id, "\ud800")))
    with pytest.raises(InvalidInputError):
        client.start("\ud800")
    with pytest.raises(InvalidInputError):
        client.record([Event("e", session.id, "p1", EventType.CLICK, turn=-1)])
    with pytest.raises(InvalidInputError):
        client.recommend(max_items=-1)
    with pytest.raises(InvalidInputError):
        session.explain("\ud800")


def test_a_server_that_is_not_there_is_unavailable() -> None:
    with ChatClient(f"127.0.0.1:{free_port()}", timeout_s=2.0) as client:
        with pytest.raises(UnavailableError):
            client.start("u1")
        with pytest.raises(UnavailableError):
            list(client.stream(Message("s", "seek:phone")))
        with pytest.raises(UnavailableError):
            client.record([Event("e", "s", "p1", EventType.CLICK)])
