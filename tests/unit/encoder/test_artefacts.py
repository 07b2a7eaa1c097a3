"""Artefacts: built whole or not at all, and refused when they are not what their card says."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import onnxruntime
import pytest

from chatrec.encoder.adapters import RuntimeOptions, current_folder, load_model
from chatrec.encoder.adapters.onnx_model import CUDA
from chatrec.offline.encoder.artefacts import is_whole, new_folder
from chatrec.offline.encoder.build import build_default_encoder
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError, UnavailableError
from tests import encoders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the default artefact that may be spoilt."""
    copy = tmp_path / encoders.default_folder().name
    shutil.copytree(encoders.default_folder(), copy)
    return copy


def rewrite(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    change(card)
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")


@pytest.mark.parametrize("name", ["encoder.onnx", "weights.bin", "pieces.npy", "normaliser.json", "tokenizer.json"])
def test_a_damaged_file_is_refused_by_name(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(InvalidInputError, match=rf"{name} is damaged"):
        load_model(folder, RuntimeOptions())


def test_a_missing_file_is_refused_by_name(folder: Path) -> None:
    (folder / "weights.bin").unlink()
    with pytest.raises(InvalidInputError, match=r"weights\.bin is missing"):
        load_model(folder, RuntimeOptions())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda card: card.update(dimensions=512), "other dimensions"),
        (lambda card: card.update(tokeniser="words"), "unknown tokeniser"),
        (lambda card: card.update(format=9), "unknown format"),
        (lambda card: card["files"].append({"name": "../x", "sha256": "", "size_bytes": 0}), "outside of its folder"),
        (lambda card: card["self_tests"][0].update(least=0.99), "does not pass its card's self-test"),
        (lambda card: card["files"].pop(0), "does not name a file"),
    ],
)
def test_a_card_that_does_not_fit_is_refused(
    folder: Path, change: Callable[[dict[str, Any]], object], message: str
) -> None:
    rewrite(folder, change)
    with pytest.raises(InvalidInputError, match=message):
        load_model(folder, RuntimeOptions())


def test_an_empty_folder_is_no_artefact(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        load_model(tmp_path, RuntimeOptions())
    with pytest.raises(NotFoundError):
        current_folder(tmp_path)


def test_a_provider_that_is_missing_is_an_error_and_never_the_cpu(folder: Path) -> None:
    if CUDA in onnxruntime.get_available_providers():
        assert load_model(folder, RuntimeOptions(provider=CUDA)).provider == CUDA
        return
    with pytest.raises(UnavailableError, match=CUDA):
        load_model(folder, RuntimeOptions(provider=CUDA))


def test_building_again_changes_nothing_and_a_damaged_one_is_built_anew(tmp_path: Path) -> None:
    root = tmp_path / "models"
    (root / "encoder").mkdir(parents=True)
    whole = root / "encoder" / encoders.default_folder().name
    shutil.copytree(encoders.default_folder(), whole)
    before = (whole / "card.json").stat().st_mtime_ns
    assert build_default_encoder(root) == whole == current_folder(root)
    assert (whole / "card.json").stat().st_mtime_ns == before
    (whole / "weights.bin").write_bytes(b"damaged")
    assert not is_whole(whole)
    assert build_default_encoder(root) == whole
    assert is_whole(whole)
    assert sorted(path.name for path in (root / "encoder").iterdir()) == sorted(["current", whole.name])


def test_the_same_sources_give_the_same_artefact_bit_for_bit(tmp_path: Path) -> None:
    built = build_default_encoder(tmp_path)
    names = ("encoder.onnx", "weights.bin", "pieces.npy", "tokenizer.json", "normaliser.json", "card.json")
    for name in names:
        assert (built / name).read_bytes() == (encoders.default_folder() / name).read_bytes(), name


def test_a_build_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "version"
    target.mkdir()
    (target / "old").touch()

    def fail() -> None:
        with new_folder(target) as fresh:
            (fresh / "half").touch()
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert [path.name for path in tmp_path.rglob("*")] == ["version", "old"]
