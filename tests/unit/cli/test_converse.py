"""`chatrec converse`: every line in gets a line out, whatever it is."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatrec.cli.commands.converse import converse
from chatrec.client import ChatClient
from tests.servers.ports import free_port
from tests.unit.client.served import served
from tests.unit.orchestrator.small_world import World

KEYS = {
    "session",
    "turn",
    "locale",
    "reply",
    "move",
    "asked_facet",
    "items",
    "answer_id",
    "reading",
    "state",
    "degraded",
    "error",
    "timings_ms",
}


@pytest.fixture(scope="module")
def client() -> Iterator[ChatClient]:
    with served(World()) as one:
        yield one


def play(client: ChatClient, *lines: object) -> tuple[int, list[dict[str, Any]]]:
    """Play lines, written as JSON unless they are bytes, and give the exit code with what came back."""
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines]
    out = io.StringIO()
    code = converse(client, raw, out)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_script_is_played_line_by_line(client: ChatClient) -> None:
    code, replies = play(
        client,
        {"session": "a", "user": "u1", "text": "seek:phone brand=acme!", "max_items": 2, "locale": None},
        {"session": "b", "text": "seek:laptop", "max_items": 1, "exclude": ["p20"]},
        {"session": "a", "event": {"type": "reject", "item": "p9"}},
        {"session": "a", "text": "more", "request_id": "r", "locale": "zh"},
    )
    assert code == 0
    assert all(set(reply) == KEYS for reply in replies)
    assert [reply["session"] for reply in replies] == ["a", "b", "a", "a"]
    assert [reply["turn"] for reply in replies] == [1, 1, 1, 2]
    assert [reply["move"] for reply in replies] == ["recommend", "recommend", None, "recommend"]
    assert [[item["id"] for item in reply["items"]] for reply in replies] == [
        ["p9", "p7"],
        ["p19"],
        [],
        ["p5", "p3", "p1"],
    ]
    first = replies[0]
    assert first["items"][0]["paths"] == [[{"head": "p9", "relation": "brand", "tail": "acme"}]]
    wish = {"facet": "brand", "operator": "=", "value": "acme", "polarity": "+", "hard": True}
    assert first["state"]["preferences"] == first["reading"]["preferences"] == [wish]
    assert first["reading"]["acts"] == ["seek", "state_preference"]
    assert (replies[2]["locale"], replies[3]["locale"]) == ("en", "zh")


def test_a_repeated_request_gets_the_same_line_and_the_next_turn_counts_on(client: ChatClient) -> None:
    line = {"session": "a", "text": "seek:phone", "request_id": "r"}
    _, replies = play(client, line, line, {"session": "a", "text": "more"})
    assert replies[0] == replies[1]
    assert [reply["turn"] for reply in replies] == [1, 1, 2]


BAD: dict[str, object] = {
    "no JSON": b"{'session': 'a'}\n",
    "half a line": b'{"session": "a", "text": ',
    "no UTF-8": b'{"session": "a", "text": "\xff\xfe"}\n',
    "a list": ["session"],
    "a number": 5,
    "null": None,
    "no session": {"text": "hello"},
    "a session that is no text": {"session": 5, "text": "hello"},
    "neither text nor event": {"session": "bad"},
    "text that is no text": {"session": "bad", "text": 5},
    "a user that is no text": {"session": "bad", "text": "hello", "user": 5},
    "excluded that is no list": {"session": "bad", "text": "hello", "exclude": "p1"},
    "excluded that are no ids": {"session": "bad", "text": "hello", "exclude": [1]},
    "items that are no number": {"session": "bad", "text": "hello", "max_items": "5"},
    "items that are true": {"session": "bad", "text": "hello", "max_items": True},
    "items that are half": {"session": "bad", "text": "hello", "max_items": 2.5},
    "a request that is no text": {"session": "bad", "text": "hello", "request_id": 1},
    "an event that is no object": {"session": "bad", "event": "reject"},
    "half a character": b'{"session": "a", "text": "\\ud800"}\n',
    "half a character in a session": b'{"session": "\\ud800", "text": "hello"}\n',
    "deep nesting": b"[" * 200_000 + b"\n",
    "a number of many digits": b'{"session": "a", "text": "x", "max_items": ' + b"9" * 5_000 + b"}\n",
}
REFUSED: dict[str, dict[str, object]] = {
    "a long text": {"text": "x" * 17_000},
    "too many items": {"text": "hello", "max_items": 21},
    "fewer than no items": {"text": "hello", "max_items": -1},
    "items beyond counting": {"text": "hello", "max_items": 10**30},
    "a long request": {"text": "hello", "request_id": "x" * 129},
    "control characters": {"text": "hello", "request_id": "a\nb"},
    "another language": {"text": "hello", "locale": "fr"},
    "a long user": {"text": "hello", "user": "x" * 129},
    "too many excluded": {"text": "hello", "exclude": [f"p{number}" for number in range(1_001)]},
    "an event of no type": {"event": {"item": "p1"}},
    "an event of another type": {"event": {"type": "liked", "item": "p1"}},
    "an event of a type that is a list": {"event": {"type": ["reject"], "item": "p1"}},
    "an event without item": {"event": {"type": "reject"}},
    "an event of an item that is no id": {"event": {"type": "reject", "item": 5}},
    "an event of an empty id": {"event": {"type": "reject", "item": ""}},
    "an event whose value is text": {"event": {"type": "rating", "item": "p1", "value": "five"}},
    "an event whose value is a list": {"event": {"type": "rating", "item": "p1", "value": [5]}},
    "an event whose value has no end": {"event": {"type": "rating", "item": "p1", "value": float("inf")}},
    "an event whose value is no number": {"event": {"type": "rating", "item": "p1", "value": float("nan")}},
    "an event whose value is huge": {"event": {"type": "rating", "item": "p1", "value": 10**400}},
}


@pytest.mark.parametrize("what", BAD)
def test_a_line_that_is_no_request_is_told_with_its_number_and_the_rest_goes_on(what: str, client: ChatClient) -> None:
    code, replies = play(client, {"session": "s", "text": "seek:phone"}, BAD[what], {"session": "s", "text": "more"})
    assert code == 2
    assert len(replies) == 3
    assert set(replies[1]) == KEYS
    assert replies[1]["error"].startswith("line 2: ")
    assert (replies[1]["move"], replies[1]["items"], replies[2]["turn"]) == (None, [], 2)


@pytest.mark.parametrize("what", REFUSED)
def test_a_request_that_is_refused_is_told_and_counts_no_turn(what: str, client: ChatClient) -> None:
    code, replies = play(client, {"session": "s"} | REFUSED[what], {"session": "s", "text": "seek:phone"})
    assert code == 0
    assert replies[0]["error"]
    assert (replies[0]["session"], replies[0]["turn"], replies[0]["items"]) == ("s", 0, [])
    # A bad user opened no session; the next line opens it.
    assert (replies[1]["error"], replies[1]["turn"]) == (None, 1)


def test_blank_lines_are_passed_over_and_a_byte_order_mark_is_no_character(client: ChatClient) -> None:
    line = json.dumps({"session": "a", "text": "seek:phone"}).encode()
    code, replies = play(client, b"\xef\xbb\xbf" + line + b"\r\n", b"\n", b"   \n")
    assert (code, len(replies), replies[0]["error"]) == (0, 1, None)


def test_no_lines_give_no_lines(client: ChatClient) -> None:
    assert play(client) == (0, [])


def test_a_server_that_is_not_there_fails_every_line() -> None:
    with ChatClient(f"127.0.0.1:{free_port()}", timeout_s=2.0) as nobody:
        code, replies = play(nobody, {"session": "a", "text": "hello"}, {"session": "a", "text": "hello"})
    assert code == 1
    assert all(reply["error"] and reply["turn"] == 0 for reply in replies)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
requests = st.fixed_dictionaries(
    {"session": st.just("s") | json_values, "text": st.just("seek:phone") | json_values},
    optional=dict.fromkeys(("user", "locale", "exclude", "max_items", "request_id", "event"), json_values),
)
events = st.fixed_dictionaries(
    {"type": st.sampled_from(["reject", "rating"]) | json_values, "item": st.just("p1") | json_values},
    optional={"value": json_values, "id": json_values},
)
lines = st.one_of(
    st.binary(max_size=40).filter(lambda raw: raw.strip() and b"\n" not in raw),
    (requests | json_values).map(lambda line: json.dumps(line).encode()),
    events.map(lambda event: json.dumps({"session": "s", "event": event}).encode()),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lines, max_size=4))
def test_any_line_gets_one_line_of_the_same_shape(client: ChatClient, raw: list[bytes]) -> None:
    code, replies = play(client, *raw)
    assert code in {0, 2}
    assert len(replies) == len(raw)
    assert all(set(reply) == KEYS for reply in replies)
