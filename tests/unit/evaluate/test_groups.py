"""A group of tables by one command: each with its own users, one digest for all."""

import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from chatrec.cli.__main__ import main
from chatrec.offline.evaluate import groups, tasks
from chatrec.offline.evaluate.evaluation import Evaluation, Options
from chatrec.offline.evaluate.groups import GROUPS, Table, digest, measure_group
from chatrec.offline.evaluate.tasks import TASKS


def _evaluate(options: Options) -> Evaluation:
    runs = [{"turns": np.random.default_rng(seed).random(4) + options.wrong_answers} for seed in options.seeds]
    return Evaluation(case_ids=("a", "b", "c", "d"), ours=runs)


@pytest.fixture
def toy_group(monkeypatch: pytest.MonkeyPatch) -> str:
    module = ModuleType("toy_task")
    module.evaluate = _evaluate  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "toy_task", module)
    monkeypatch.setitem(tasks.TASKS, "lastfm", "toy_task")
    monkeypatch.setattr(groups, "GROUPS", {"policy": (Table("lastfm"), Table("lastfm", 0.25))})
    return "policy"


def test_every_table_of_a_group_is_a_task_and_no_group_has_a_tasks_name() -> None:
    assert not set(GROUPS) & set(TASKS)
    assert {table.task for tables in GROUPS.values() for table in tables} <= set(TASKS)


def test_the_tables_of_the_knowledge_graph_are_one_group() -> None:
    tasks_of_it = [table.task for table in GROUPS["knowledge"]]
    assert tasks_of_it == ["opendialkg", "redial", "inspired", "ml-100k", "kgcn-music", "explanations"]


def test_each_table_has_its_own_share_of_wrong_answers(toy_group: str, tmp_path: Path) -> None:
    clean, noisy = (report.summary()["metrics"]["turns"] for _, report in measure_group(toy_group, Options(tmp_path)))
    assert noisy["value"] == pytest.approx(clean["value"] + 0.25)


def test_a_digest_tells_seeds_apart_and_ignores_what_a_run_costs(toy_group: str, tmp_path: Path) -> None:
    first, second, other = (
        digest([report.summary() for _, report in measure_group(toy_group, Options(tmp_path, seeds=seeds))])
        for seeds in ((1,), (1,), (2,))
    )
    assert first == second
    assert first != other


def test_the_command_prints_every_table_and_one_digest(
    toy_group: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "policy.json"
    assert main(["evaluate", toy_group, "--data", str(tmp_path), "--json", str(path)]) == 0
    printed, found = capsys.readouterr().out, json.loads(path.read_text("utf-8"))
    assert [table["wrong_answers"] for table in found["tables"]] == [0.0, 0.25]
    assert found["digest"] in printed.splitlines()[-1]
    assert "25%" in printed


def test_what_goes_with_one_table_only_is_refused_for_a_group(toy_group: str, tmp_path: Path) -> None:
    assert main(["evaluate", toy_group, "--data", str(tmp_path), "--wrong-answers", "0.1"]) == 2
