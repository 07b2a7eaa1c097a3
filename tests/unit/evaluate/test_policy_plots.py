"""The pictures of learning from events and of estimates against the truth."""

from pathlib import Path

import numpy as np
import pytest

from chatrec.offline.evaluate.drift.plot import smoothed
from chatrec.offline.evaluate.drift.task import evaluate as evaluate_drift
from chatrec.offline.evaluate.evaluation import Options
from chatrec.offline.evaluate.gate.plot import points
from chatrec.offline.evaluate.gate.task import evaluate as evaluate_gate
from chatrec.offline.evaluate.report import Report, measure
from chatrec.offline.evaluate.tasks import load_plot

OPTIONS = Options(Path(), seeds=(1, 2))


@pytest.fixture(scope="module")
def gated() -> Report:
    return measure("gate", lambda options: evaluate_gate(options, releases=9), OPTIONS)


def test_a_point_of_the_regret_is_the_mean_of_those_who_came_last() -> None:
    regrets = np.array([1.0, 3.0, 5.0, 1.0])
    assert smoothed(regrets, 2).tolist() == [2.0, 4.0, 3.0]
    assert smoothed(regrets, 9).tolist() == [2.5]


def test_the_regret_is_drawn_with_and_without_learning(tmp_path: Path) -> None:
    report = measure("drift", lambda options: evaluate_drift(options, people=30), OPTIONS)
    load_plot("drift")(report, tmp_path / "drift.svg")
    drawn = (tmp_path / "drift.svg").read_text("utf-8")
    assert all(f"<!-- {name} -->" in drawn for name in ("learning", "learning off"))


def test_each_release_of_each_seed_is_a_point_whose_error_is_the_one_that_is_reported(gated: Report) -> None:
    truths, estimates = points(gated)
    assert len(truths) == len(estimates) == 18
    errors = np.abs(np.array(estimates) / np.array(truths) - 1.0)
    reported = np.concatenate([run["ope_relative_error"] for run in gated.evaluation.ours])
    np.testing.assert_allclose(np.sort(errors), np.sort(reported))


def test_estimates_are_drawn_against_the_truth(gated: Report, tmp_path: Path) -> None:
    load_plot("gate")(gated, tmp_path / "gate.svg")
    assert "<svg" in (tmp_path / "gate.svg").read_text("utf-8")


def test_the_points_are_no_row_of_the_table(gated: Report) -> None:
    assert "value" not in gated.summary()["ablation"]
