"""The learning curves of `lastfm_learned`: a panel a family, a line a seed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from matplotlib.figure import Figure

from chatrec.offline.evaluate.report import Report

__all__ = ["curves", "plot"]

_POINT: Final = "reward_"
_SEED: Final = " seed "


def plot(report: Report, path: Path) -> None:
    """Draw the mean reward of practice dialogues along the way; the file's suffix chooses the format."""
    found = curves(report.evaluation.ablation_figures)
    figure = Figure(figsize=(4.0 * max(len(found), 1), 3.2), layout="constrained")
    panels = figure.subplots(1, max(len(found), 1), sharey=True, squeeze=False)[0]
    for panel, (family, seeds) in zip(panels, found.items(), strict=False):
        for seed, rewards in seeds.items():
            panel.plot(range(1, len(rewards) + 1), rewards, marker="o", markersize=3, label=f"seed {seed}")
        panel.set_title(family, fontsize=10)
        panel.set_xlabel("point of training")
        panel.legend(fontsize=8, frameon=False)
        panel.spines[["top", "right"]].set_visible(False)
    panels[0].set_ylabel("reward of a dialogue")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)


def curves(rows: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, list[float]]]:
    """Give the curve of each seed of each family out of the rows `FAMILY seed N`."""
    found: dict[str, dict[str, list[float]]] = {}
    for name, row in rows.items():
        family, _, seed = name.partition(_SEED)
        found.setdefault(family, {})[seed] = [value for metric, value in row.items() if metric.startswith(_POINT)]
    return found
