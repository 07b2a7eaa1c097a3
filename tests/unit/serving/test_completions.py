import json
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from chatrec.serving import CompletionClient, Endpoint
from chatrec.vocabulary.errors import InvalidInputError, OverloadedError, UnavailableError, one_line
from tests.servers.completions import Endpoint as Script
from tests.servers.completions import endpoint

KEY = "sk-not-to-be-seen"


@pytest.fixture
def script() -> Iterator[Script]:
    with endpoint() as running:
        yield running


def ask(script: Script, timeout_s: float = 5.0) -> str:
    return CompletionClient(Endpoint(script.url, "m", KEY)).ask("be brief", "hello", timeout_s=timeout_s, max_tokens=9)


def test_instructions_and_data_are_sent_apart_and_the_text_comes_back(script: Script) -> None:
    script.say = str.upper
    assert ask(script) == "HELLO"
    assert [message["role"] for message in script.asked[0]["messages"]] == ["system", "user"]
    assert script.asked[0]["max_tokens"] == 9
    assert script.headers[0]["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "raw", [b"{}", b"no json", b'{"choices": []}', b"[" * 5000, b"\xff\xfe", b'{"choices":[{"message":{"content":5}}]}']
)
def test_a_reply_that_holds_no_text_is_an_empty_text(script: Script, raw: bytes) -> None:
    script.raw = raw
    assert ask(script) == ""


@pytest.mark.parametrize("status", [301, 400, 401, 429, 500, 503])
def test_a_refusal_is_told_as_unavailable_and_no_redirect_is_followed(script: Script, status: int) -> None:
    with endpoint() as elsewhere:
        script.status, script.location = status, f"{elsewhere.url}/chat/completions"
        with pytest.raises(UnavailableError):
            ask(script)
        assert elsewhere.headers == []


def test_an_endless_reply_is_cut(script: Script) -> None:
    script.raw = b" " * 1_000_000
    with pytest.raises(UnavailableError, match="length"):
        ask(script)


@pytest.mark.parametrize(("wait_s", "pause_s"), [(30.0, 0.0), (0.0, 0.05)])
def test_the_time_holds_though_the_endpoint_hangs_or_trickles(script: Script, wait_s: float, pause_s: float) -> None:
    script.wait_s, script.pause_s = wait_s, pause_s
    began_s = time.perf_counter()
    with pytest.raises(UnavailableError, match="in time"):
        ask(script, 0.2)
    assert time.perf_counter() - began_s < 5.0


def test_questions_beyond_the_places_are_turned_away_and_places_come_back(script: Script) -> None:
    client = CompletionClient(Endpoint(script.url, "m"), most_at_once=1)
    script.wait_s = 0.3
    with ThreadPoolExecutor() as pool:
        first = pool.submit(client.ask, "", "", timeout_s=5, max_tokens=1)
        time.sleep(0.1)
        with pytest.raises(OverloadedError):
            client.ask("", "", timeout_s=5, max_tokens=1)
        first.result()
    with pytest.raises(UnavailableError):
        client.ask("", "", timeout_s=0.05, max_tokens=1)
    time.sleep(0.1)
    assert client.ask("", "", timeout_s=5, max_tokens=1) == ""


def test_nobody_listening_is_unavailable() -> None:
    with pytest.raises(UnavailableError):
        CompletionClient(Endpoint("http://127.0.0.1:9/v1", "m")).ask("", "", timeout_s=1, max_tokens=1)


def test_the_key_is_in_no_error_no_log_and_no_repr(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    script.status, script.raw = 401, json.dumps({"error": KEY}).encode()
    with pytest.raises(UnavailableError) as error:
        ask(script)
    assert KEY not in one_line(error.value) + repr(error.value) + repr(Endpoint(script.url, "m", KEY)) + caplog.text


@pytest.mark.parametrize(
    ("url", "model", "key"),
    [
        ("ftp://a/v1", "m", ""),
        ("http://", "m", ""),
        ("http://a/v1", "", ""),
        ("http://u:p@a/v1", "m", ""),
        ("http://a/v1?key=1", "m", ""),
        ("http://a/v1", "m", "a\nHost: b"),
    ],
)
def test_what_is_no_address_or_no_key_is_refused(url: str, model: str, key: str) -> None:
    with pytest.raises(InvalidInputError):
        Endpoint(url, model, key)
