import hashlib
import json
import logging
import zlib
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from chatrec.dialogue.__main__ import choose_head
from chatrec.dialogue.adapters import SHIPPED_HEAD, ActHead, load_act_head
from chatrec.dialogue.adapters.act_head import HeadArrays
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.reading.features import NAMES, surface_features
from chatrec.dialogue.settings import Settings
from chatrec.offline.dialogue.judging import judge, macro_f1
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
    assert SHIPPED_HEAD.stat().st_size < 2_500_000
    for judgement in card["held_out"].values():
        assert judgement["macro_f1"] > 0.8
        assert judgement["calibration_error"] * len(Act) < 0.1
    likely = head.predict(np.zeros(384, dtype=np.float32), surface_features("hello"))
    assert set(likely) == set(Act)
    assert all(0 < chance < 1 for chance in likely.values())


def test_a_vector_of_another_encoder_is_not_judged() -> None:
    assert load_act_head(SHIPPED_HEAD).predict(np.zeros(5, dtype=np.float32), surface_features("hello")) == {}


def test_the_shipped_head_was_trained_on_the_utterances_beside_it() -> None:
    card = json.loads(SHIPPED_HEAD.with_suffix(".json").read_text())
    assert card["data_sha256"] == hashlib.sha256(DATA.read_bytes()).hexdigest()


def test_a_message_like_nothing_known_does_no_act_for_sure() -> None:
    far = load_act_head(SHIPPED_HEAD).predict(np.full(384, 9.0, dtype=np.float32), surface_features("hello"))
    assert max(far.values()) < 0.3


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


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    rows = [row for row in examples(DATA, Random(1), fillings=1) if row.acts <= {Act.GREET, Act.THANK, Act.ASK_WHY}]
    report = train(rows, bag, Options())
    assert min(found.macro_f1 for found in report.held_out.values()) > 0.3
    write(report, tmp_path / "acts.npz", "bag/1", "of no file")
    return tmp_path / "acts.npz"


def test_training_learns_and_what_it_writes_can_be_read_again(trained: Path) -> None:
    head = load_act_head(trained)
    likely = head.predict(bag(["thank you so much"])[0], surface_features("thank you so much"))
    assert max(likely, key=lambda act: likely[act]) is Act.THANK
    assert head.encoder_model == "bag/1"


def test_an_act_that_was_never_met_stays_unlikely(trained: Path) -> None:
    likely = load_act_head(trained).predict(bag(["show me more"])[0], surface_features("show me more"))
    assert likely[Act.ASK_MORE] < 0.05


def test_a_head_that_is_missing_broken_or_not_of_its_card_is_told(trained: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        load_act_head(tmp_path / "none.npz")
    trained.write_bytes(trained.read_bytes() + b" ")
    with pytest.raises(InvalidInputError, match="not the one of its card"):
        load_act_head(trained)
    trained.with_suffix(".json").write_text('{"format": 99}')
    with pytest.raises(InvalidInputError):
        load_act_head(trained)


@pytest.mark.parametrize("damage", [{"usual": np.zeros(3)}, {"coefficients": np.zeros((2, 2))}, {"scales": np.ones(0)}])
def test_arrays_that_do_not_fit_each_other_are_refused(trained: Path, damage: dict[str, npt.NDArray[Any]]) -> None:
    with np.load(trained) as stored:
        arrays = HeadArrays(**{**stored, **damage})
    with pytest.raises(InvalidInputError, match="do not fit"):
        ActHead(tuple(Act), arrays, "bag/1")


def test_a_judgement_counts_hits_and_what_came_true() -> None:
    holds = np.eye(4, dtype=bool).repeat(5, axis=0)
    right = judge(holds * 0.98 + 0.01, holds)
    assert (right.macro_f1, right.likeliest, right.calibration_error) == (1.0, 1.0, 0.01)
    assert macro_f1(~holds, holds) == 0.0
    assert judge(np.full(holds.shape, 0.25), holds).calibration_error == 0.0


def test_the_head_adds_an_act_that_no_word_shows() -> None:
    class Sure:
        def predict(self, vector: object, features: npt.NDArray[np.float32]) -> dict[Act, float]:
            assert features.shape == (len(NAMES),)
            return {Act.ASK_MORE: 0.9}

    talk = garage().show()
    said = Utterance("hit me", talk.state, np.ones(3, dtype=np.float32), catalogues=("garage",))
    assert Interpreter(CATALOGUES, Sure()).interpret(said)[0].acts == (Act.ASK_MORE,)
