"""Learning curves for Weights & Biases: only where asked for, and sent nowhere by default."""

import sys
from pathlib import Path

import pytest

from chatrec.offline.policy.tracking import ignore, tracked
from chatrec.vocabulary.errors import UnavailableError


def test_nothing_is_noted_or_written_unless_a_project_is_named(tmp_path: Path) -> None:
    with tracked(None, tmp_path / "runs", "policy-seed-1") as note:
        note(1, 0.5)
        assert note is ignore
    assert not (tmp_path / "runs").exists()


def test_without_wandb_the_extra_to_install_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wandb", None)
    with pytest.raises(UnavailableError, match=r"chatrec\[tracking\]"), tracked("practice", tmp_path, "policy-seed-1"):
        pytest.fail("a run was begun without wandb")


def test_a_run_is_kept_in_its_folder_and_sent_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("wandb", reason="wandb is not installed: pip install 'chatrec[tracking]'")
    monkeypatch.delenv("WANDB_MODE", raising=False)
    monkeypatch.setenv("WANDB_SILENT", "true")
    with tracked("practice", tmp_path, "policy-seed-1") as note:
        for moves in (128, 256):
            note(moves, moves / 1_000.0)
    kept = list((tmp_path / "wandb").glob("offline-run-*/*.wandb"))
    assert len(kept) == 1
    assert kept[0].stat().st_size > 0
