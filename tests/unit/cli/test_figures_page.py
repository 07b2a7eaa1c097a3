"""The page of an evaluation: it can be read however many metrics there are."""

import io

import pytest
from rich.console import Console

from chatrec.cli.pages import figures_page
from chatrec.offline.evaluate.report import Summary


def page(metrics: int) -> str:
    names = [f"metric_of_some_length_{number}" for number in range(metrics)]
    summary: Summary = {
        "task": "tea",
        "split": "valid",
        "seeds": [1],
        "cases": 4,
        "metrics": {name: {"value": 0.5, "low": 0.4, "high": 0.6} for name in names},
        "baselines": {"popular": dict.fromkeys(names, 0.25)},
        "ablation": {"parts": {names[0]: 0.125}},
        "wall_s": 1.0,
        "cpu_s": 1.0,
        "peak_rss_mb": 1.0,
        "artefacts": [],
    }
    console = Console(width=160, record=True, file=io.StringIO())
    console.print(figures_page(summary))
    return console.export_text()


@pytest.mark.parametrize("metrics", [2, 30])
def test_every_metric_is_named_whole_with_the_figures_of_each_system(metrics: int) -> None:
    text = page(metrics)
    assert all(f"metric_of_some_length_{number}" in text for number in range(metrics))
    assert text.count("0.500") == text.count("0.400-0.600") == text.count("0.250") == metrics
    assert text.count("0.125") == 1
    assert all(name in text for name in ("ours", "popular", "parts"))
