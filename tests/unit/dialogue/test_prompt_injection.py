"""Orders hidden in what users say and in what catalogues hold, against an endpoint that obeys them all."""

import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle, product
from pathlib import Path

import grpc
import pytest

from chatrec.dialogue.__main__ import build
from chatrec.dialogue.settings import Settings
from chatrec.dialogue.v1.dialogue_pb2_grpc import DialogueServiceStub, add_DialogueServiceServicer_to_server
from chatrec.serving import Server
from chatrec.vocabulary.conversation import DialogueState, PhrasedItem, Reading, Reply, Speech, Utterance
from chatrec.vocabulary.graph import Path as Walk
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.wire import dialogue as wire
from chatrec.vocabulary.wire.schemas import schema_bytes
from chatrec.vocabulary.words import Language, Move, Text
from tests.servers.completions import Endpoint as Script
from tests.servers.completions import endpoint
from tests.unit.dialogue.attacks import EN_ATTACKS, OBEDIENT, ZH_ATTACKS
from tests.unit.dialogue.shelf import CARS, SLATE, garage, ground

KEY = "sk-very-secret-key"
ATTACKS = [(Language.EN, text) for text in EN_ATTACKS] + [(Language.ZH, text) for text in ZH_ATTACKS]
SAYING = cycle(one.format(key=KEY) for one in OBEDIENT)
MOVES = (Move.RECOMMEND, Move.ASK, Move.RELAX, Move.CHAT, Move.CLARIFY, Move.GREET)


@dataclass
class Room:
    """The dialogue service over gRPC."""

    stub: DialogueServiceStub

    def read(self, text: str) -> tuple[Reading, DialogueState]:
        said = Utterance(text, garage().state, None, ground(text, "garage"), None, ("garage",))
        return wire.interpretation(self.stub.InterpretUtterance(wire.utterance_message(said, "r")))

    def say(self, speech: Speech, timeout_s: float = 5.0) -> Reply:
        return wire.reply(self.stub.PhraseReply(wire.speech_message(speech, "r"), timeout=timeout_s))


@pytest.fixture(scope="module")
def script() -> Iterator[Script]:
    with endpoint() as running:
        yield running


def serve(settings: Settings) -> Iterator[Room]:
    servicer, probe = build(settings)
    server = Server("dialogue", settings, lambda one: add_DialogueServiceServicer_to_server(servicer, one), probe)
    with grpc.insecure_channel(server.start()) as channel:
        yield Room(DialogueServiceStub(channel))
    server.drain()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("garage")
    (place / "schema.pb").write_bytes(schema_bytes(CARS))
    return place


@pytest.fixture(scope="module")
def plain(folder: Path) -> Iterator[Room]:
    yield from serve(Settings(schemas=(folder,), port=0))


def with_model(folder: Path, script: Script, failures: int) -> Settings:
    return Settings(
        schemas=(folder,),
        port=0,
        llm_url=script.url,
        llm_model="m",
        llm_key=KEY,
        llm_budget=10**6,
        llm_timeout_ms=1000,
        llm_failures=failures,
    )


@pytest.fixture(scope="module")
def obeying(folder: Path, script: Script) -> Iterator[Room]:
    yield from serve(with_model(folder, script, 10**6))


@pytest.fixture
def helped(obeying: Room, script: Script) -> Room:
    script.say = lambda _: ""
    script.asked.clear()
    return obeying


@pytest.fixture
def guarded(folder: Path, script: Script) -> Iterator[Room]:
    script.wait_s = 30.0
    yield from serve(with_model(folder, script, 5))
    script.wait_s = 0.0


def obey(_: str) -> str:
    """Say one obedient thing after the other, over all tests."""
    return next(SAYING)


def speech(move: Move, language: Language, reading: Reading, state: DialogueState, bad: str = "") -> Speech:
    first = replace(SLATE[0], name=Text(f"Lumo {bad}", f"鹿沐{bad}"), text=Text(bad, bad)) if bad else SLATE[0]
    walk = Walk((Triple("c1", "price", 150_000.0),), 0.5)
    items = (PhrasedItem(first, (walk,)), PhrasedItem(SLATE[1]))
    return Speech(move, language, "garage", reading, state, items, asked_facet="maker", seed=len(bad))


@pytest.mark.parametrize(("language", "attack"), ATTACKS)
def test_orders_in_a_message_change_no_reply_and_no_hard_preference(
    language: Language, attack: str, plain: Room, helped: Room, script: Script
) -> None:
    script.say = obey
    reading, state = plain.read(attack)
    for _ in range(3):
        again, after = helped.read(attack)
        kept = len(state.active.preferences)
        assert after.active.preferences[:kept] == state.active.preferences
        assert all(not wish.hard and wish.phrase in attack for wish in after.active.preferences[kept:])
        assert again.emergency == reading.emergency
    for move in MOVES:
        said = speech(move, language, reading, state)
        assert helped.say(said) == plain.say(said)
    assert script.asked


@pytest.mark.parametrize("answer", OBEDIENT)
def test_no_obedient_answer_ever_becomes_a_reply(answer: str, plain: Room, helped: Room, script: Script) -> None:
    script.say = lambda _: answer.format(key=KEY)
    heard = plain.read("under 200k")
    for move, language in product(MOVES, Language):
        said = speech(move, language, *heard, answer)
        assert helped.say(said) == plain.say(said)


@pytest.mark.parametrize(("language", "attack"), ATTACKS)
def test_orders_in_a_catalogue_change_nothing_at_all(
    language: Language, attack: str, plain: Room, helped: Room, script: Script
) -> None:
    script.say = obey
    reading, state = plain.read("under 200k" if language is Language.EN else "20万以内")
    for move in MOVES:
        said = speech(move, language, reading, state, attack)
        assert helped.say(said) == plain.say(said)
    assert script.asked


def test_the_key_goes_into_one_header_and_nowhere_else(
    helped: Room, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    script.say = lambda data: data + KEY
    reading, state = helped.read(EN_ATTACKS[2])
    reply = helped.say(speech(Move.RECOMMEND, Language.EN, reading, state))
    assert script.asked
    assert KEY not in str(script.asked) + caplog.text + str(reading) + str(state) + reply.text
    assert all(headers["Authorization"] == f"Bearer {KEY}" for headers in script.headers)


def test_data_never_stands_among_the_instructions(helped: Room, script: Script) -> None:
    attack = EN_ATTACKS[0]
    helped.say(speech(Move.RECOMMEND, Language.EN, *helped.read(attack), attack))
    assert script.asked
    assert all("previous instructions" not in question["messages"][0]["content"] for question in script.asked)


def test_an_honest_model_words_the_reply_anew_with_the_same_facts(plain: Room, helped: Room, script: Script) -> None:
    script.say = lambda data: "Okay, [1]. Let's take a look at [2]: [3]. Another idea: [4]." if "[4]" in data else ""
    reading, state = plain.read("a Lumo")
    said = replace(speech(Move.RECOMMEND, Language.EN, reading, state), seed=3)
    replies = {helped.say(replace(said, seed=seed)).text for seed in range(6)}
    plainly = {plain.say(replace(said, seed=seed)).text for seed in range(6)}
    assert replies - plainly
    for text in replies:
        assert set(re.findall(r"\d[\d,]*|Lumo One|Orro Two", text)) <= set(
            re.findall(r"\d[\d,]*|Lumo One|Orro Two", " ".join(plainly))
        )


def test_a_model_that_hangs_costs_its_timeout_at_most_and_then_nobody_waits_for_it(plain: Room, guarded: Room) -> None:
    reading, state = plain.read("under 200k")
    said = speech(Move.RECOMMEND, Language.EN, reading, state)
    began_s = time.perf_counter()
    assert guarded.say(said, timeout_s=0.6) == plain.say(said)
    assert time.perf_counter() - began_s < 5.0
    for _ in range(4):
        guarded.say(said, timeout_s=0.3)
    began_s = time.perf_counter()
    assert guarded.say(said) == plain.say(said)
    assert time.perf_counter() - began_s < 5.0
