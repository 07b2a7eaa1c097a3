"""An evaluation as the JSON of interfaces.md, and case by case."""

import resource
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from chatrec.offline.evaluate.evaluation import Evaluation, Figure, Options, Scores, Task
from chatrec.offline.evaluate.intervals import bootstrap_mean

__all__ = ["FigureRow", "Report", "Summary", "measure"]


class FigureRow(TypedDict):
    """A figure as JSON."""

    value: float
    low: float
    high: float


class Summary(TypedDict):
    """The JSON of an evaluation."""

    task: str
    split: str
    seeds: list[int]
    cases: int
    metrics: dict[str, FigureRow]
    baselines: dict[str, dict[str, float]]
    ablation: dict[str, dict[str, float]]
    wall_s: float
    peak_rss_mb: float
    artefacts: list[str]
    cpu_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """An evaluation with what it cost: seconds by the clock and of the processor, and memory."""

    task: str
    options: Options
    evaluation: Evaluation
    wall_s: float
    cpu_s: float
    peak_rss_mb: float

    def summary(self) -> Summary:
        """Give the figures: the same seeds give the same ones, time and memory aside."""
        found = self.evaluation
        names = dict.fromkeys(name for run in found.ours for name in run)
        means = {name: _row(bootstrap_mean([run[name] for run in found.ours])) for name in names}
        return {
            "task": self.task,
            "split": self.options.split,
            "seeds": list(self.options.seeds),
            "cases": len(found.case_ids),
            "metrics": means | {name: _row(figure) for name, figure in found.figures.items()},
            "baselines": _rows(found.baselines, found.baseline_figures),
            "ablation": _rows(found.ablation, found.ablation_figures),
            "wall_s": round(self.wall_s, 2),
            "peak_rss_mb": round(self.peak_rss_mb, 1),
            "artefacts": list(found.artefacts),
            "cpu_s": round(self.cpu_s, 2),
        }

    def cases(self) -> Iterator[dict[str, object]]:
        """Give the outcome of each case: the mean over the seeds, null where it does not count."""
        found = self.evaluation
        names = dict.fromkeys(name for run in found.ours for name in run)
        means = {name: np.stack([run[name] for run in found.ours]).mean(axis=0) for name in names}
        details = found.details or ({},) * len(found.case_ids)
        for place, (case, detail) in enumerate(zip(found.case_ids, details, strict=True)):
            values = {name: float(column[place]) for name, column in means.items()}
            yield {
                "case": case,
                "metrics": {name: None if np.isnan(value) else value for name, value in values.items()},
                **detail,
            }


def measure(name: str, task: Task, options: Options) -> Report:
    """Run a task on one thread and take its time and the most memory that the process ever held.

    Sums over several threads come out in another order, and so in other last digits, on a machine with more cores.
    """
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  of the training extra, as are most tasks

    started_s, busy_s = time.perf_counter(), time.process_time()
    with threadpool_limits(1):
        evaluation = task(options)
    wall_s, cpu_s = time.perf_counter() - started_s, time.process_time() - busy_s
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Report(name, options, evaluation, wall_s, cpu_s, peak_kib / 1024)


def _rows(means: Mapping[str, Scores], figures: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    names: Sequence[str] = list(dict.fromkeys((*means, *figures)))
    return {
        name: {metric: float(np.nanmean(values)) for metric, values in means.get(name, {}).items()}
        | dict(figures.get(name, {}))
        for name in names
    }


def _row(figure: Figure) -> FigureRow:
    return {"value": figure.value, "low": figure.low, "high": figure.high}
