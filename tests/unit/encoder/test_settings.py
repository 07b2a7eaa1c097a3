"""What the encoder can be told."""

from pathlib import Path

import pytest

from chatrec.encoder.adapters import RuntimeOptions
from chatrec.encoder.settings import Settings
from chatrec.serving import read_settings
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError


def test_settings_come_from_the_environment() -> None:
    settings = read_settings(
        Settings,
        "encoder",
        {"CHATREC_ENCODER_PROVIDER": "cuda", "CHATREC_ENCODER_MODEL_THREADS": "2", "CHATREC_ENCODER_QUEUE_TEXTS": "9"},
    )
    assert settings.runtime() == RuntimeOptions(provider="CUDAExecutionProvider", threads=2)
    assert settings.limits().queue_texts == 9


def test_a_model_that_is_named_is_taken_and_otherwise_the_one_in_use(tmp_path: Path) -> None:
    (tmp_path / "encoder").mkdir()
    (tmp_path / "encoder" / "current").write_text("e5-1\n", encoding="utf-8")
    environment = {"CHATREC_MODELS": str(tmp_path)}
    assert read_settings(Settings, "encoder", environment).model_folder() == tmp_path / "encoder" / "e5-1"
    named = {**environment, "CHATREC_ENCODER_MODEL": "/models/mine"}
    assert read_settings(Settings, "encoder", named).model_folder() == Path("/models/mine")


def test_without_any_model_it_says_where_one_was_expected(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        read_settings(Settings, "encoder", {"CHATREC_MODELS": str(tmp_path)}).model_folder()
    assert caught.value.facts["expected"] == str(tmp_path / "encoder" / "current")


@pytest.mark.parametrize(
    ("name", "value"),
    [("MODEL_THREADS", "0"), ("CACHE_ENTRIES", "0"), ("MAX_PADDING", "1"), ("PROVIDER", "tpu"), ("BATCH", "3")],
)
def test_settings_that_cannot_work_are_refused(name: str, value: str) -> None:
    with pytest.raises(InvalidInputError, match=name):
        read_settings(Settings, "encoder", {f"CHATREC_ENCODER_{name}": value})
