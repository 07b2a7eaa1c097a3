"""The jobs around the services: building and showing graphs, benchmarks, the demo."""

import subprocess
import sys
from pathlib import Path

import pytest

from chatrec.cli.__main__ import main
from chatrec.cli.stack import Stack
from chatrec.knowledge.adapters.snapshot_files import SnapshotFolder
from chatrec.offline.bench import faults, soak, turn

PHARMACY = str(Path(__file__).parent / "catalogues" / "pharmacy")


def test_a_graph_is_built_where_it_is_told_and_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["graph", "build", "--catalogue", PHARMACY, "--out", str(tmp_path)]) == 0
    assert SnapshotFolder(tmp_path / "pharmacy").load().item_count == 10
    assert main(["graph", "build", "--catalogue", PHARMACY]) == 0
    assert main(["graph", "show", "--catalogue", PHARMACY]) == 0
    capsys.readouterr()
    assert main(["graph", "show", "高山薄荷茶", "--catalogue", PHARMACY, "--depth", "1"]) == 0
    assert "Bergkraut" in capsys.readouterr().out
    assert main(["graph", "show", "no such tea", "--catalogue", PHARMACY]) == 2


def test_a_graph_built_from_a_store_equals_one_built_from_the_files(tmp_path: Path) -> None:
    for name, more in (("files", []), ("store", ["--store", str(tmp_path / "store")])):
        assert main(["graph", "build", "--catalogue", PHARMACY, "--out", str(tmp_path / name), *more]) == 0
    first, second = (SnapshotFolder(tmp_path / name / "pharmacy").load() for name in ("files", "store"))
    assert first.schema.generation == second.schema.generation


def test_the_benchmark_of_turns_reports_every_agreed_figure(stack: Stack) -> None:
    ours = turn.run(stack.target, stack.pids, 1.0, rounds=1)["ours"]
    assert {"p50_ms", "p95_ms", "turns_per_s", "cpu_ms_per_turn", "rss_mb", "start_s", "steps_ms"} <= set(ours)
    assert ours["p50_ms"] > 0
    assert {"encode", "ground", "interpret", "rank", "choose", "describe", "phrase"} <= set(ours["steps_ms"])


def test_a_soak_fails_no_turn(stack: Stack) -> None:
    ours = soak.run(stack.target, stack.pids, sessions=8)["ours"]
    assert ours["turns"] == 80
    assert ours["failed_turns"] == 0
    assert ours["degraded_turns"] == 0


def test_no_turn_fails_while_leaves_are_killed(own_stack: Stack) -> None:
    ours = faults.run(own_stack.target, lambda: own_stack.pids)["ours"]
    assert set(ours) == {"encoder", "dialogue", "knowledge", "policy"}
    assert all(row["failed_turns"] == 0 for row in ours.values())
    assert all(row["recovered_s"] < 30 for row in ours.values())


def test_the_demo_plays_a_conversation_in_each_language() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "chatrec.cli", "demo", "--no-chat"],
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    assert "> 我想买一部新手机" in done.stdout
    assert "> I'd like a movie for tonight" in done.stdout
    assert "Traceback" not in done.stderr
