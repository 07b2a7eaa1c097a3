"""`kgcn-music`: did a user hear an artist or not; half of each user's pairs are artists never heard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from chatrec.offline.evaluate import metrics
from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Figure, Options, folder_of
from chatrec.offline.evaluate.interactions.listening import Listening, Pairs, draw_pairs, read_listening
from chatrec.offline.evaluate.interactions.signals import GROUPS, signals

__all__ = ["evaluate"]

_FOLDS = 5
_THRESHOLD = 0.5

Longs = npt.NDArray[np.int64]
Columns = Mapping[str, Doubles]


def evaluate(options: Options) -> Evaluation:
    """Learn from 60 % of the pairs and judge the 20 % of the split; the intervals span the seeds' splits.

    Every signal of a train pair is computed without the pair's own fold, so the classifier never sees a pair explain
    itself.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a line cannot be read.
    """
    listening = read_listening(folder_of(options, "kgcn-music"))
    runs = [_run(listening, options.split, seed) for seed in options.seeds]
    return Evaluation(
        case_ids=tuple(f"seed {seed}" for seed in options.seeds),
        ours=[],
        figures={metric: _over_seeds([run.ours[metric] for run in runs]) for metric in ("auc", "f1")},
        baseline_figures=_mean([run.baselines for run in runs]),
        ablation_figures=_mean([run.ablation for run in runs]),
    )


@dataclass(frozen=True, slots=True)
class _Run:
    ours: Mapping[str, float]
    baselines: Mapping[str, Mapping[str, float]]
    ablation: Mapping[str, Mapping[str, float]]


def _run(listening: Listening, split: str, seed: int) -> _Run:
    pairs = draw_pairs(listening, seed)
    judged = pairs.valid if split == "valid" else pairs.test
    rng = np.random.default_rng(seed + 1)
    folds = rng.integers(_FOLDS, size=len(pairs.train))
    known = _out_of_fold(listening, pairs, folds, seed)
    asked = _signals(listening, pairs, pairs.train, judged, seed)
    labels, truth = pairs.heard[pairs.train], pairs.heard[judged]

    def judge(names: Sequence[str]) -> Mapping[str, float]:
        return _judged(truth, _probability(known, labels, asked, names))

    alone = {f"{group} alone": judge(names) for group, names in GROUPS.items()}
    left_out = {
        f"without {group}": judge([name for name in asked if name not in names]) for group, names in GROUPS.items()
    }
    trivial = {
        name: {"auc": metrics.area_under_curve(truth, asked[name])} for name in ("popularity", "item_neighbours")
    }
    return _Run(judge(tuple(asked)), trivial, alone | left_out)


def _out_of_fold(listening: Listening, pairs: Pairs, folds: Longs, seed: int) -> Columns:
    found: dict[str, Doubles] = {}
    for fold in range(_FOLDS):
        inside = folds == fold
        part = _signals(listening, pairs, pairs.train[~inside], pairs.train[inside], seed)
        for name, values in part.items():
            found.setdefault(name, np.zeros(len(pairs.train)))[inside] = values
    return found


def _signals(listening: Listening, pairs: Pairs, known: Longs, asked: Longs, seed: int) -> Columns:
    """Give the signals of pairs from what is known to be heard; from what was never heard nothing is taken."""
    positive = known[pairs.heard[known]]
    taken = np.zeros(listening.plays.shape)
    taken[pairs.users[positive], pairs.items[positive]] = 1.0
    return signals(taken, listening.shared, pairs.users[asked], pairs.items[asked], seed)


def _probability(known: Columns, labels: npt.NDArray[np.bool_], asked: Columns, names: Sequence[str]) -> Doubles:
    model = HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.05,
        max_leaf_nodes=15,
        min_samples_leaf=60,
        l2_regularization=5.0,
        early_stopping=False,
        random_state=0,
    )
    with threadpool_limits(1):  # many small histograms: threads that wait for each other cost more than they give
        model.fit(np.column_stack([known[name] for name in names]), labels)
        return np.asarray(model.predict_proba(np.column_stack([asked[name] for name in names]))[:, 1])


def _judged(truth: npt.NDArray[np.bool_], probability: Doubles) -> Mapping[str, float]:
    return {
        "auc": metrics.area_under_curve(truth, probability),
        "f1": metrics.f1(truth, probability > _THRESHOLD),
    }


def _over_seeds(values: Sequence[float]) -> Figure:
    """Give the mean over the seeds with the least and the most."""
    return Figure(float(np.mean(values)), min(values), max(values))


def _mean(runs: Sequence[Mapping[str, Mapping[str, float]]]) -> Mapping[str, Mapping[str, float]]:
    return {
        name: {metric: float(np.mean([run[name][metric] for run in runs])) for metric in row}
        for name, row in runs[0].items()
    }
