"""`ml-100k`: films rated by MovieLens users, 75 % of each user's ratings for training, drawn by the seed."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from chatrec.offline.evaluate import metrics
from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Figure, Options, Scores, folder_of, part_file
from chatrec.offline.evaluate.interactions.experts import WEIGHTS, fit_experts, item_neighbours, joined, popular
from chatrec.offline.evaluate.interactions.ratings import Ratings, read_ratings, split_by_user
from chatrec.offline.knowledge.ease import ease

__all__ = ["evaluate"]

_K = 10
_TRAIN = 0.75
_RIDGE = 300.0


def evaluate(options: Options) -> Evaluation:
    """Fit on 75 %, rank all that a user did not rate, and measure on the other 25 %; the split has no parts.

    Raises:
        NotFoundError: the file of ratings is missing.
        InvalidInputError: a line cannot be read.
    """
    ratings = read_ratings(part_file(folder_of(options, "ml-100k"), "ml-100k.inter"))
    runs = [_Run(ratings, seed) for seed in options.seeds]
    fit_s = [run.fit_s for run in runs]
    shown = [_exposure(run.top, len(ratings.item_ids)) for run in runs]
    return Evaluation(
        case_ids=ratings.user_ids,
        ours=[run.ours for run in runs],
        baselines=_mean([run.baselines for run in runs]),
        ablation=_mean([run.ablation for run in runs]),
        figures={"fit_s": _over_seeds(fit_s)} | {name: _over_seeds([run[name] for run in shown]) for name in shown[0]},
    )


class _Run:
    """One seed: its split, its fit and its scores."""

    def __init__(self, ratings: Ratings, seed: int) -> None:
        train, test = split_by_user(ratings, np.arange(len(ratings.users)), _TRAIN, seed)
        self._seen, self._wanted = ratings.matrix(train), ratings.matrix(test) > 0
        experts = fit_experts(self._seen, seed)
        self.fit_s = experts.fit_s
        taken = (self._seen > 0).astype(np.float64)
        whole = joined(experts, WEIGHTS)
        self.top = self._first(whole)
        self.ours = self._measured(whole)
        trivial = {
            "popularity": popular(taken),
            "item neighbours": item_neighbours(taken),
            "EASE": taken @ ease(taken, _RIDGE),
        }
        self.baselines = {name: self._measured(scores) for name, scores in trivial.items()}
        alone = {f"{name} alone": scores for name, scores in experts.scores.items()}
        left_out = {f"without {name}": joined(experts, _without(name)) for name in WEIGHTS}
        self.ablation = {name: self._measured(scores) for name, scores in (alone | left_out).items()}

    def _first(self, scores: Doubles) -> npt.NDArray[np.int64]:
        return np.argsort(-np.where(self._seen > 0, -np.inf, scores), axis=1, kind="stable")[:, :_K]

    def _measured(self, scores: Doubles) -> Scores:
        relevant = np.take_along_axis(self._wanted, self._first(scores), axis=1)
        counts = self._wanted.sum(axis=1)
        return {
            f"ndcg@{_K}": metrics.ndcg(relevant, counts, _K),
            f"map@{_K}": metrics.average_precision(relevant, counts, _K),
            f"precision@{_K}": metrics.precision(relevant, _K),
            f"recall@{_K}": metrics.recall(relevant, counts, _K),
        }


def _without(name: str) -> Mapping[str, float]:
    return {other: weight for other, weight in WEIGHTS.items() if other != name}


def _exposure(top: npt.NDArray[np.int64], item_count: int) -> Mapping[str, float]:
    """Tell how much of the catalogue is shown, and how evenly."""
    return {"coverage": metrics.coverage(top, item_count), "gini": metrics.gini(top, item_count)}


def _over_seeds(values: Sequence[float]) -> Figure:
    """Give the mean over the seeds with the least and the most."""
    return Figure(float(np.mean(values)), min(values), max(values))


def _mean(runs: Sequence[Mapping[str, Scores]]) -> Mapping[str, Scores]:
    return {
        name: {metric: np.nanmean([run[name][metric] for run in runs], axis=0) for metric in runs[0][name]}
        for name in runs[0]
    }
