"""What a task is given and what it gives back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from chatrec.vocabulary.errors import InvalidInputError, NotFoundError

__all__ = ["Doubles", "Evaluation", "Figure", "Options", "Scores", "Task", "folder_of", "part_file"]

Doubles = npt.NDArray[np.float64]
Scores = Mapping[str, Doubles]
"""Metric to one value a case, NaN where the case does not count for the metric."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a task is run.

    Attributes:
        data: The folder of the task's data, or the folder that holds it under the task's name.
        split: `valid` or `test`; fits and choices never see the split that is measured.
        seeds: One run each.
        wrong_answers: Share of a simulated user's answers that are wrong, 0 to 1; for tasks that simulate users.
    """

    data: Path
    split: str = "valid"
    seeds: tuple[int, ...] = (1, 2, 3)
    wrong_answers: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what no task could run with."""
        if self.split not in {"valid", "test"}:
            raise InvalidInputError("--split: valid or test is needed.", field="split", value=self.split)
        if not self.seeds:
            raise InvalidInputError("--seeds: at least one seed is needed.", field="seeds")
        if not 0.0 <= self.wrong_answers <= 1.0:
            raise InvalidInputError("--wrong-answers: a share from 0 to 1 is needed.", field="wrong_answers")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """The outcome of a task.

    Attributes:
        case_ids: One a case, the same cases for every system and seed.
        ours: Scores of the whole system, one entry a seed.
        baselines: Scores of trivial systems over the same cases, by name.
        ablation: Scores of the system with parts alone or left out, by name.
        figures: Metrics that are no mean over cases (such as a pooled AUC, or seconds), with their intervals.
        baseline_figures: The same of trivial systems.
        ablation_figures: The same of the ablation.
        details: What `--cases` writes beside the scores of each case; one entry a case, or none at all.
        artefacts: Names of model artefacts that were used.
    """

    case_ids: Sequence[str]
    ours: Sequence[Scores]
    baselines: Mapping[str, Scores] = field(default_factory=dict)
    ablation: Mapping[str, Scores] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    baseline_figures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    ablation_figures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    details: Sequence[Mapping[str, object]] = ()
    artefacts: Sequence[str] = ()


Task = Callable[[Options], Evaluation]


def folder_of(options: Options, name: str) -> Path:
    """Find the folder of a data set: DIR/NAME, the folder NAME beside DIR or DIR itself, else DIR under any name.

    Raises:
        NotFoundError: there is none.
    """
    if not options.data.is_dir():
        raise NotFoundError("--data: there is no such folder.", folder=options.data)
    for folder in (options.data / name, options.data.resolve().parent / name):
        if folder.is_dir():
            return folder
    return options.data


def part_file(folder: Path, name: str) -> Path:
    """Give a file of a data set.

    Raises:
        NotFoundError: it is not there.
    """
    path = folder / name
    if not path.is_file():
        raise NotFoundError(f"--data: {name} is missing.", folder=folder)
    return path
