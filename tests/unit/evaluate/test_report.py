"""An evaluation is reported as interfaces.md says, and the same twice."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from chatrec.cli.__main__ import main
from chatrec.offline.evaluate import tasks
from chatrec.offline.evaluate.evaluation import Evaluation, Figure, Options
from chatrec.offline.evaluate.report import measure

KEYS = {
    "task",
    "split",
    "seeds",
    "cases",
    "metrics",
    "baselines",
    "ablation",
    "wall_s",
    "cpu_s",
    "peak_rss_mb",
    "artefacts",
}


def _evaluate(options: Options) -> Evaluation:
    runs = [{"recall@1": np.random.default_rng(seed).random(4)} for seed in options.seeds]
    runs = [{**run, "new_recall@1": np.array([1.0, np.nan, 0.0, 1.0])} for run in runs]
    return Evaluation(
        case_ids=("a", "b", "c", "d"),
        ours=runs,
        baselines={"popularity": {"recall@1": np.zeros(4)}},
        ablation={"graph only": {"recall@1": np.ones(4)}},
        figures={"auc": Figure(0.8, 0.7, 0.9)},
        baseline_figures={"popularity": {"auc": 0.5}},
    )


@pytest.fixture
def toy_task(monkeypatch: pytest.MonkeyPatch) -> str:
    module = ModuleType("toy_task")
    module.evaluate = _evaluate  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "toy_task", module)
    monkeypatch.setitem(tasks.TASKS, "redial", "toy_task")
    return "redial"


def test_a_report_has_the_agreed_keys(tmp_path: Path) -> None:
    summary = measure("toy", _evaluate, Options(tmp_path)).summary()
    assert set(summary) == KEYS
    assert summary["metrics"]["auc"] == {"value": 0.8, "low": 0.7, "high": 0.9}
    assert summary["metrics"]["new_recall@1"]["value"] == pytest.approx(2 / 3)
    assert summary["baselines"] == {"popularity": {"recall@1": 0.0, "auc": 0.5}}


def test_a_task_runs_on_one_thread_so_that_its_last_digits_do_not_depend_on_the_cores(tmp_path: Path) -> None:
    threads: list[int] = []

    def task(options: Options) -> Evaluation:
        threads.extend(pool["num_threads"] for pool in threadpool_info())
        return _evaluate(options)

    measure("toy", task, Options(tmp_path))
    assert set(threads) == {1}


def test_a_case_that_does_not_count_is_null(tmp_path: Path) -> None:
    cases = list(measure("toy", _evaluate, Options(tmp_path)).cases())
    assert [case["case"] for case in cases] == ["a", "b", "c", "d"]
    assert json.loads(json.dumps(cases[1]))["metrics"]["new_recall@1"] is None


def test_the_command_writes_figures_cases_and_a_picture(tmp_path: Path, toy_task: str) -> None:
    def run(name: str) -> dict[str, object]:
        path = tmp_path / name
        given = ["evaluate", toy_task, "--data", str(tmp_path), "--json", str(path)]
        assert main([*given, "--cases", str(tmp_path / "cases.jsonl"), "--plot", str(tmp_path / "plot.svg")]) == 0
        found: dict[str, object] = json.loads(path.read_text("utf-8"))
        return {key: value for key, value in found.items() if key not in {"wall_s", "cpu_s", "peak_rss_mb"}}

    assert run("first.json") == run("second.json")
    assert len((tmp_path / "cases.jsonl").read_text("utf-8").splitlines()) == 4
    assert "<svg" in (tmp_path / "plot.svg").read_text("utf-8")


def test_data_that_are_not_there_end_with_2_and_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "redial", "--data", "/nowhere"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("seeds", ["", "one", "1,,2", "-1"])
def test_seeds_that_are_no_numbers_end_with_2(seeds: str, tmp_path: Path) -> None:
    assert main(["evaluate", "redial", "--data", str(tmp_path), "--seeds", seeds]) == 2
