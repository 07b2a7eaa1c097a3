"""A knowledge service that is given what can never work says so in one line, and ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from chatrec.knowledge.adapters.snapshot_files import SnapshotFolder
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from tests.servers.python import environment
from tests.tea import tea


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snapshots") / "tea"
    SnapshotFolder(folder).save(build_snapshot(tea()))
    return folder


def _ended(**settings: Path) -> subprocess.CompletedProcess[str]:
    variables = {f"CHATREC_KNOWLEDGE_{name}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "chatrec.knowledge"]
    return subprocess.run(
        command, env=environment(**variables), capture_output=True, text=True, timeout=60, check=False
    )


def test_a_bad_card_of_weights_ends_it_with_one_line_and_the_code_of_bad_input(snapshot: Path, tmp_path: Path) -> None:
    card = tmp_path / "weights.json"
    card.write_text('{"weights": {"likd": 1}}', encoding="utf-8")
    done = _ended(SNAPSHOTS=snapshot, WEIGHTS=card)
    assert done.returncode == 2
    assert done.stderr == f"chatrec: WEIGHTS {card}: There is no weight called likd.\n"


def test_so_does_a_snapshot_that_is_not_there(tmp_path: Path) -> None:
    done = _ended(SNAPSHOTS=tmp_path / "nowhere")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [f"chatrec: There is no snapshot in the folder. (folder {tmp_path / 'nowhere'})"]
