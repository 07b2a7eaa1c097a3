import json
import logging
import zlib
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from chatrec.dialogue.__main__ import choose_head
from chatrec.dialogue.adapters import SHIPPED_HEAD, load_act_head
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.reading.features import NAMES, surface_features
from chatrec.dialogue.settings import Settings
from chatrec.offline.dialogue.head import fit, macro_f1, probabilities
from chatrec.offline.dialogue.train import Options, train, write
from chatrec.offline.dialogue.utterances import DATA, examples
from chatrec.vocabulary.conversation import Utterance
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.words import Act, Language
from tests.unit.dialogue.shelf import CATALOGUES, garage

DIMENSIONS = 64


def bag(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Encode texts as hashed bags of pairs of characters: a real, if poor, encoder."""
    rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for place in range(len(text)):
            row[zlib.crc32(text[place : place + 2].encode()) % DIMENSIONS] += 1
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


def test_the_shipped_head_fits_its_card_and_is_small() -> None:
    head = load_act_head(SHIPPED_HEAD)
    card = json.loads(SHIPPED_HEAD.with_suffix(".json").read_text())
    assert head.encoder_model == card["encoder"]
    assert head.dimensions == 384
    assert SHIPPED_HEAD.stat().st_size < 500_000
    assert min(card["macro_f1_held_out"].values()) > 0.6
    likely = head.predict(np.zeros(384, dtype=np.float32), surface_features("hello"))
    assert set(likely) == set(Act)
    assert all(0 < chance < 1 for chance in likely.values())


def test_a_vector_of_another_encoder_is_not_judged() -> None:
    assert load_act_head(SHIPPED_HEAD).predict(np.zeros(5, dtype=np.float32), surface_features("hello")) == {}


def test_a_head_of_another_encoder_is_left_out_and_that_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert choose_head(Settings(encoder_model="another")) is None
    assert "act head unused" in caplog.text
    assert choose_head(Settings()) is not None


def test_there_are_sixty_phrasings_of_every_act_in_two_languages() -> None:
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    for act in Act:
        mine = [row for row in rows if act.value in row["acts"]]
        assert len(mine) >= 60, act
        assert {row["language"] for row in mine} == set(Language)
    assert len({row["phrasing"] for row in rows}) == len(rows)


def test_slots_are_filled_alike_for_the_same_seed() -> None:
    first, again = (examples(DATA, Random(3), fillings=2) for _ in range(2))
    assert first == again
    assert not any("{" in row.text for row in first)


def test_a_broken_line_of_utterances_is_named(tmp_path: Path) -> None:
    path = tmp_path / "acts.jsonl"
    path.write_text('{"phrasing": "a", "language": "en", "acts": ["dance"], "text": "hi"}\n')
    with pytest.raises(InvalidInputError) as error:
        examples(path, Random(1), fillings=1)
    assert error.value.facts == {"file": "acts.jsonl", "line": "1"}


def test_training_learns_and_what_it_writes_can_be_read_again(tmp_path: Path) -> None:
    rows = [row for row in examples(DATA, Random(1), fillings=1) if row.acts <= {Act.GREET, Act.THANK, Act.ASK_WHY}]
    report = train(rows, bag, Options(steps=150))
    assert min(report.f1.values()) > 0.3
    write(report, tmp_path / "acts.npz", "bag/1")
    head = load_act_head(tmp_path / "acts.npz")
    likely = head.predict(bag(["thank you so much"])[0], surface_features("thank you so much"))
    assert max(likely, key=lambda act: likely[act]) is Act.THANK
    assert head.encoder_model == "bag/1"


def test_a_head_that_is_missing_or_broken_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        load_act_head(tmp_path / "acts.npz")
    (tmp_path / "acts.json").write_text('{"format": 99}')
    np.savez(tmp_path / "acts.npz", weights=np.zeros((1, 20)), bias=np.zeros(1))
    with pytest.raises(InvalidInputError):
        load_act_head(tmp_path / "acts.npz")


def test_the_layer_separates_what_can_be_separated() -> None:
    inputs = np.eye(4).repeat(5, axis=0)
    targets = np.eye(4).repeat(5, axis=0)
    guessed = probabilities(fit(inputs, targets, decay=1e-4, steps=200, rate=0.1), inputs) > 0.5
    assert macro_f1(guessed, targets > 0, range(20)) == 1.0
    assert macro_f1(~guessed, targets > 0, range(20)) == 0.0


def test_the_head_adds_an_act_that_no_word_shows() -> None:
    class Sure:
        def predict(self, vector: object, features: npt.NDArray[np.float32]) -> dict[Act, float]:
            assert features.shape == (len(NAMES),)
            return {Act.ASK_MORE: 0.9}

    talk = garage().show()
    said = Utterance("hit me", talk.state, np.ones(3, dtype=np.float32), catalogues=("garage",))
    assert Interpreter(CATALOGUES, Sure()).interpret(said)[0].acts == (Act.ASK_MORE,)
