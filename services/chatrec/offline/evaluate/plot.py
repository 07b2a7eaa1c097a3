"""A picture of an evaluation: ours with its interval beside the trivial rows and what is published."""

from collections.abc import Mapping
from pathlib import Path

from matplotlib.figure import Figure

from chatrec.offline.evaluate.published import PUBLISHED
from chatrec.offline.evaluate.report import Report, Summary

__all__ = ["plot"]

_OURS, _TRIVIAL, _PUBLISHED = "#1b6ca8", "#b8bfc6", "#e08e45"


def plot(report: Report, path: Path) -> None:
    """Draw one panel a metric, bars by system; the file's suffix chooses the format."""
    summary = report.summary()
    rows = _rows(summary)
    shown = [name for name in summary["metrics"] if any(name in row for row in rows.values())]
    figure = Figure(figsize=(3.2 * max(len(shown), 1) + 1.5, 0.42 * (len(rows) + 1) + 1.4), layout="constrained")
    axes = figure.subplots(1, max(len(shown), 1), sharey=True, squeeze=False)[0]
    names = ["Chat-REC", *rows]
    for panel, metric in zip(axes, shown, strict=False):
        ours = summary["metrics"][metric]
        error = [[ours["value"] - ours["low"]], [ours["high"] - ours["value"]]]
        panel.barh(0, ours["value"], xerr=error, color=_OURS, capsize=3)
        for place, row in enumerate(rows.values(), start=1):
            published = names[place] in PUBLISHED.get(summary["task"], {})
            panel.barh(place, row.get(metric, 0.0), color=_PUBLISHED if published else _TRIVIAL)
        panel.set_title(metric, fontsize=10)
        panel.set_yticks(range(len(names)), names, fontsize=9)
        panel.spines[["top", "right"]].set_visible(False)
    axes[0].invert_yaxis()
    figure.suptitle(f"{summary['task']} ({summary['split']}, {summary['cases']} cases)", fontsize=11)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)


def _rows(summary: Summary) -> Mapping[str, Mapping[str, float]]:
    return {**PUBLISHED.get(summary["task"], {}), **summary["baselines"]}
