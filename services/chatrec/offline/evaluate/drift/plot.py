"""The regret of `drift` as people come: with learning, and without."""

from pathlib import Path
from typing import Final

import numpy as np
from matplotlib.figure import Figure

from chatrec.offline.evaluate.evaluation import Doubles
from chatrec.offline.evaluate.report import Report

__all__ = ["plot", "smoothed"]

_REGRET: Final = "regret"
_WINDOW: Final = 250
"""People over whom a point is averaged: one person's regret is mostly chance."""


def plot(report: Report, path: Path) -> None:
    """Draw the mean regret of people one after the other, a line a system; the file's suffix chooses the format."""
    found = report.evaluation
    rows = {"learning": np.mean([run[_REGRET] for run in found.ours], axis=0)}
    rows |= {name: scores[_REGRET] for name, scores in {**found.baselines, **found.ablation}.items()}
    figure = Figure(figsize=(7.0, 3.4), layout="constrained")
    panel = figure.subplots()
    for name, regrets in rows.items():
        means = smoothed(regrets, _WINDOW)
        panel.plot(np.arange(len(regrets) - len(means) + 1, len(regrets) + 1), means, label=name, linewidth=1.2)
    panel.set_xlabel("people so far")
    panel.set_ylabel("regret")
    panel.legend(fontsize=8, frameon=False)
    panel.spines[["top", "right"]].set_visible(False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)


def smoothed(regrets: Doubles, window: int) -> Doubles:
    """Give the mean of each `window` that follow one another, of all where they are fewer."""
    width = min(window, len(regrets))
    sums = np.cumsum(np.concatenate([[0.0], regrets]))
    return np.asarray((sums[width:] - sums[:-width]) / width, np.float64)
