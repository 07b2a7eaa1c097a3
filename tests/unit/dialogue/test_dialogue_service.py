from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest

from chatrec.dialogue.__main__ import build
from chatrec.dialogue.adapters import load_schemas
from chatrec.dialogue.settings import Settings
from chatrec.dialogue.v1.dialogue_pb2_grpc import DialogueServiceStub, add_DialogueServiceServicer_to_server
from chatrec.serving import Server
from chatrec.vocabulary.conversation import Speech, Utterance
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError, UnavailableError
from chatrec.vocabulary.wire import dialogue as wire
from chatrec.vocabulary.wire.schemas import schema_bytes
from chatrec.vocabulary.words import Language, Move
from tests.unit.dialogue.shelf import CARS, facts, garage, ground


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "garage").mkdir()
    (tmp_path / "garage" / "schema.pb").write_bytes(schema_bytes(CARS))
    return tmp_path / "garage"


@pytest.fixture
def stub(folder: Path) -> Iterator[DialogueServiceStub]:
    servicer, probe = build(Settings(schemas=(folder,), port=0))
    server = Server(
        "dialogue", Settings(port=0), lambda one: add_DialogueServiceServicer_to_server(servicer, one), probe
    )
    with grpc.insecure_channel(server.start()) as channel:
        yield DialogueServiceStub(channel)
    server.drain()


def test_reading_and_speaking_over_grpc(stub: DialogueServiceStub) -> None:
    text = "红色的轿车，20万以内"
    said = Utterance(text, garage().state, None, ground(text, "garage"), None, ("garage",))
    reading, state = wire.interpretation(stub.InterpretUtterance(wire.utterance_message(said, "r1")))
    assert {("price", "<=", 200_000.0, True), ("colour", "=", "red", False)} <= facts(state.active.preferences)
    reply = wire.reply(
        stub.PhraseReply(
            wire.speech_message(Speech(Move.ASK, Language.ZH, "garage", reading, state, asked_facet="sunroof"), "r1")
        )
    )
    assert "需要天窗吗？" in reply.text


def test_schemas_are_read_from_folders_and_files(folder: Path) -> None:
    assert load_schemas((folder, folder / "schema.pb")) == (CARS, CARS)


def test_a_missing_or_broken_schema_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        load_schemas((tmp_path,))
    (tmp_path / "schema.pb").write_bytes(b"\xff\xff\xff")
    with pytest.raises(InvalidInputError):
        load_schemas((tmp_path,))


def test_two_catalogues_of_one_name_are_refused(folder: Path) -> None:
    with pytest.raises(InvalidInputError):
        build(Settings(schemas=(folder, folder), port=0))


def test_health_is_bad_without_a_catalogue() -> None:
    _, probe = build(Settings(port=0))
    with pytest.raises(UnavailableError):
        probe()
