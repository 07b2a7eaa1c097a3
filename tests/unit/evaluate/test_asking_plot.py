"""Learning curves as a picture."""

from pathlib import Path

import numpy as np

from chatrec.offline.evaluate.asking.plot import curves, plot
from chatrec.offline.evaluate.evaluation import Evaluation, Options
from chatrec.offline.evaluate.report import measure

ROWS = {
    "DQN seed 1": {"gain_turns": -0.2, "reward_1": 0.5, "reward_2": 0.6},
    "DQN seed 2": {"reward_1": 0.4, "reward_2": 0.7},
    "QR-DQN seed 1": {"reward_1": 0.3},
}


def test_a_curve_is_found_for_every_family_and_seed() -> None:
    found = curves(ROWS)
    assert found == {"DQN": {"1": [0.5, 0.6], "2": [0.4, 0.7]}, "QR-DQN": {"1": [0.3]}}


def test_the_picture_names_families_and_seeds(tmp_path: Path) -> None:
    evaluation = Evaluation(case_ids=("a",), ours=[{"turns": np.ones(1)}], ablation_figures=ROWS)
    report = measure("toy", lambda _options: evaluation, Options(tmp_path))
    plot(report, tmp_path / "curves.svg")
    drawn = (tmp_path / "curves.svg").read_text("utf-8")
    assert "<svg" in drawn
    assert all(f"<!-- {said} -->" in drawn for said in ("DQN", "QR-DQN", "seed 1", "seed 2"))
