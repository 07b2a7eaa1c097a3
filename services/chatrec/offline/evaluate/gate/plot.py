"""What releases of `gate` are worth by the estimate, against what they are worth in truth."""

from pathlib import Path
from typing import Final, cast

from matplotlib.figure import Figure

from chatrec.offline.evaluate.report import Report

__all__ = ["plot", "points"]

_ESTIMATES: Final = "estimates"
_TRUTHS: Final = "truths"


def plot(report: Report, path: Path) -> None:
    """Draw a dot a release and the line on which estimates are true; the file's suffix chooses the format."""
    truths, estimates = points(report)
    figure = Figure(figsize=(4.6, 4.2), layout="constrained")
    panel = figure.subplots()
    panel.scatter(truths, estimates, s=6, alpha=0.4, color="#1b6ca8", linewidths=0)
    least, most = min(truths + estimates), max(truths + estimates)
    panel.plot([least, most], [least, most], color="#b8bfc6", linewidth=1, zorder=0)
    panel.set_xlabel("true value of a release")
    panel.set_ylabel("estimate")
    panel.spines[["top", "right"]].set_visible(False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)


def points(report: Report) -> tuple[list[float], list[float]]:
    """Give the truths and the estimates of all releases of all seeds, in one order."""
    details = report.evaluation.details
    truths, estimates = (
        [value for detail in details for value in cast("list[float]", detail[name])] for name in (_TRUTHS, _ESTIMATES)
    )
    return truths, estimates
