"""`banking77`: which of 77 things a customer asks a bank for (Casanueva et al., 2020)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import train_test_split

from chatrec.offline.dialogue.views import Utterances
from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Options, folder_of
from chatrec.offline.evaluate.pooled import bootstrap_sums, share
from chatrec.offline.evaluate.utterances.labelled import Labelled, encode, read_rows
from chatrec.offline.evaluate.utterances.systems import ABLATION, BASELINES, System, ours
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["evaluate"]

_HELD_OUT: Final = 0.2
_METRIC: Final = "accuracy"


Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """What is known and what is asked for in one run, and what its cases are called."""

    known: Numbers
    asked: Numbers
    names: Sequence[str]


def evaluate(options: Options) -> Evaluation:
    """Learn from train.csv and judge test.csv; for `valid`, a fifth of every class of train.csv, drawn by the seed.

    For the test nothing is drawn: one run stands for all seeds.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a row cannot be read, or a class has too few rows for a fifth of it to be held out.
    """
    folder = folder_of(options, "banking77")
    rows, runs = _read(folder, options)
    vectors = encode(rows.texts)
    utterances = Utterances(rows.texts, vectors.rows)
    classes = sorted({rows.classes[row] for run in runs for row in run.known})
    numbers = rows.numbers(classes)

    def right(system: System) -> list[Doubles]:
        found = []
        for run in runs:
            known, asked = utterances.take(run.known), utterances.take(run.asked)
            scores = system(known, numbers[run.known], len(classes), asked)
            found.append((scores.argmax(axis=1) == numbers[run.asked]).astype(np.float64))
        return found

    mine = right(ours)
    return Evaluation(
        case_ids=[name for run in runs for name in run.names],
        ours=[{_METRIC: np.concatenate(mine)}],
        figures={_METRIC: bootstrap_sums([np.column_stack([one, np.ones_like(one)]) for one in mine], share)},
        baseline_figures=_accuracies({name: right(system) for name, system in BASELINES.items()}),
        ablation_figures=_accuracies({name: right(system) for name, system in ABLATION.items()}),
        artefacts=(vectors.model_id,),
    )


def _read(folder: Path, options: Options) -> tuple[Labelled, list[_Judged]]:
    train = read_rows(folder, "train.csv")
    if options.split == "test":
        test = read_rows(folder, "test.csv")
        rows = np.arange(len(train) + len(test))
        names = [f"row {row + 1}" for row in range(len(test))]
        return train + test, [_Judged(rows[: len(train)], rows[len(train) :], names)]
    return train, [_drawn(train, seed) for seed in options.seeds]


def _drawn(train: Labelled, seed: int) -> _Judged:
    rows = np.arange(len(train))
    try:
        known, asked = train_test_split(rows, test_size=_HELD_OUT, stratify=train.classes, random_state=seed)
    except ValueError as error:
        raise InvalidInputError("train.csv: a class has too few rows to hold some out.", problem=error) from error
    return _Judged(known, asked, [f"seed {seed}, row {row + 1}" for row in asked])


def _accuracies(systems: Mapping[str, Sequence[Doubles]]) -> Mapping[str, Mapping[str, float]]:
    return {name: {_METRIC: float(np.mean([one.mean() for one in runs]))} for name, runs in systems.items()}
