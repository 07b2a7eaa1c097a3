"""`kgcn-music`: did a user hear an artist or not; half of each user's pairs are artists never heard."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from chatrec.offline.evaluate import metrics
from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Figure, Options, folder_of
from chatrec.offline.evaluate.interactions.listening import Listening, Pairs, draw_pairs, read_listening
from chatrec.offline.evaluate.interactions.signals import GROUPS, NO_EVIDENCE, TRACE, signals
from chatrec.offline.evaluate.intervals import percentiles

__all__ = ["evaluate"]

_FOLDS = 5
_THRESHOLD = 0.5
_COLD = 2
_RESAMPLES = 200

Longs = npt.NDArray[np.int64]
Columns = Mapping[str, Doubles]


def evaluate(options: Options) -> Evaluation:
    """Learn from 60 % of the pairs and judge the 20 % of the split.

    Every signal of a train pair is computed without the pair's own fold, so the classifier never sees a pair explain
    itself. The intervals are of pairs drawn anew in every seed's split. Cold artists were heard by at most two users
    that are known.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a line cannot be read.
    """
    listening = read_listening(folder_of(options, "kgcn-music"))
    runs = [_run(listening, options.split, seed) for seed in options.seeds]
    return Evaluation(
        case_ids=tuple(f"seed {seed}" for seed in options.seeds),
        ours=[],
        figures=_figures(runs),
        baseline_figures=_mean([run.baselines for run in runs]),
        ablation_figures=_mean([run.ablation for run in runs]),
    )


@dataclass(frozen=True, slots=True)
class _Run:
    ours: Mapping[str, float]
    resampled: Sequence[Mapping[str, float]]
    baselines: Mapping[str, Mapping[str, float]]
    ablation: Mapping[str, Mapping[str, float]]


def _run(listening: Listening, split: str, seed: int) -> _Run:
    pairs = draw_pairs(listening, seed)
    judged = pairs.valid if split == "valid" else pairs.test
    folds = np.random.default_rng(seed + 1).integers(_FOLDS, size=len(pairs.train))
    known = _out_of_fold(listening, pairs, folds, seed)
    asked = _signals(listening, pairs, pairs.train, judged, seed)
    labels, truth = pairs.heard[pairs.train], pairs.heard[judged]
    used = [name for name in asked if name != TRACE]

    def judge(names: Sequence[str], free: AbstractSet[str] = NO_EVIDENCE) -> Mapping[str, float]:
        return _judged(truth, _probability(known, labels, asked, names, free))

    probability = _probability(known, labels, asked, used, NO_EVIDENCE)
    cold = asked["popularity"] <= np.log1p(_COLD)
    rng = np.random.default_rng(seed + 2)
    draws = [rng.integers(len(truth), size=len(truth)) for _ in range(_RESAMPLES)]
    alone = {f"{group} alone": judge(names) for group, names in GROUPS.items()}
    left_out = {
        f"without {group}": judge([name for name in used if name not in names]) for group, names in GROUPS.items()
    }
    return _Run(
        ours=_judged(truth, probability, cold),
        resampled=[_judged(truth[draw], probability[draw], cold[draw]) for draw in draws],
        baselines={
            name: {**judge([name]), "auc": metrics.area_under_curve(truth, asked[name])}
            for name in ("popularity", "item_neighbours")
        },
        ablation=alone | left_out | {"with the draw's traces": judge([*used, TRACE], {*used, TRACE})},
    )


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


def _probability(
    known: Columns, labels: npt.NDArray[np.bool_], asked: Columns, names: Sequence[str], free: AbstractSet[str]
) -> Doubles:
    """Learn from the known pairs, and give how likely each of those asked for was heard.

    The probability never falls with a signal that is not `free`.
    """
    model = HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.05,
        max_leaf_nodes=15,
        min_samples_leaf=60,
        l2_regularization=5.0,
        early_stopping=False,
        monotonic_cst=[0 if name in free else 1 for name in names],
        random_state=0,
    )
    model.fit(np.column_stack([known[name] for name in names]), labels)
    return np.asarray(model.predict_proba(np.column_stack([asked[name] for name in names]))[:, 1])


def _judged(
    truth: npt.NDArray[np.bool_], probability: Doubles, cold: npt.NDArray[np.bool_] | None = None
) -> Mapping[str, float]:
    found = {
        "auc": metrics.area_under_curve(truth, probability),
        "f1": metrics.f1(truth, probability > _THRESHOLD),
    }
    if cold is None:
        return found
    return found | {"cold_items_auc": metrics.area_under_curve(truth[cold], probability[cold])}


def _figures(runs: Sequence[_Run]) -> Mapping[str, Figure]:
    """Give the mean over seeds of every metric that all of them have; without cold artists there is none of those."""
    found = {}
    for metric in runs[0].ours:
        values = [run.ours[metric] for run in runs]
        if not np.isnan(values).any():
            resampled = np.array([draw[metric] for run in runs for draw in run.resampled])
            found[metric] = percentiles(float(np.mean(values)), resampled)
    return found


def _mean(runs: Sequence[Mapping[str, Mapping[str, float]]]) -> Mapping[str, Mapping[str, float]]:
    return {
        name: {metric: float(np.mean([run[name][metric] for run in runs])) for metric in row}
        for name, row in runs[0].items()
    }
