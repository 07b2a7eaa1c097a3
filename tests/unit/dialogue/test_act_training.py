"""`chatrec train dialogue`: what is written, and what is said on the way."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from chatrec.cli.__main__ import main
from chatrec.dialogue.adapters import load_act_head
from chatrec.knowledge.domain.ports import Role
from chatrec.offline.dialogue import train
from chatrec.offline.dialogue.train import TrainingArguments, train_acts
from chatrec.offline.dialogue.utterances import DATA
from chatrec.vocabulary.errors import NotFoundError
from tests.unit.dialogue.test_act_head import bag


class _Bag:
    """A real, if poor, encoder."""

    model_id = "bag/1"

    def encode(self, texts: Sequence[str], role: Role) -> npt.NDArray[np.float32]:
        assert role is Role.QUERY
        return bag(texts)


@pytest.fixture(autouse=True)
def encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "folder_encoder", _Bag)


@pytest.fixture
def few(tmp_path: Path) -> Path:
    path = tmp_path / "few.jsonl"
    path.write_text("\n".join(DATA.read_text(encoding="utf-8").splitlines()[::12]), encoding="utf-8")
    return path


def test_the_head_is_written_with_its_card_and_progress_only_grows(tmp_path: Path, few: Path) -> None:
    done: list[float] = []
    out = tmp_path / "made" / "acts.npz"
    report = train_acts(TrainingArguments(out, few), lambda part, _what: done.append(part))
    assert load_act_head(out).encoder_model == "bag/1"
    card = json.loads(out.with_suffix(".json").read_text())
    assert card["held_out"]["zh"] == asdict(report.held_out["zh"])
    assert card["data_sha256"] == hashlib.sha256(few.read_bytes()).hexdigest()
    assert done == sorted(done)
    assert done[-1] == 1.0


def test_the_same_arguments_give_the_same_head(tmp_path: Path, few: Path) -> None:
    heads = [tmp_path / name / "acts.npz" for name in ("a", "b")]
    for out in heads:
        train_acts(TrainingArguments(out, few))
    first, second = (out.read_bytes() for out in heads)
    assert first == second


def test_missing_phrasings_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="--data"):
        train_acts(TrainingArguments(tmp_path / "acts.npz", tmp_path / "none.jsonl"))


def test_the_command_says_how_well_it_does_and_how_to_use_it(
    tmp_path: Path, few: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "dialogue", "--out", str(tmp_path), "--data", str(few)]) == 0
    said = capsys.readouterr().out
    assert "macro F1 on held-out phrasings: en " in said
    assert f"CHATREC_DIALOGUE_HEAD={tmp_path / 'acts.npz'}" in said
