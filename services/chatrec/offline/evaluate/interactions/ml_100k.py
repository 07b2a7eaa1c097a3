"""`ml-100k`: films rated by MovieLens users, 75 % of each user's ratings for training, drawn by the seed."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.offline.evaluate import metrics
from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Figure, Options, Scores, folder_of, part_file
from chatrec.offline.evaluate.interactions import experts as fitted
from chatrec.offline.evaluate.interactions.diversity import LAMBDAS, item_vectors, varied
from chatrec.offline.evaluate.interactions.ratings import Ratings, read_ratings, split_by_user
from chatrec.offline.knowledge.ease import ease

__all__ = ["evaluate"]

_K: Final = 10
_TRAIN: Final = 0.75
_RIDGE: Final = 300.0
_COLD_USER: Final = 20
_COLD_ITEM: Final = 20

Longs = npt.NDArray[np.int64]


def evaluate(options: Options) -> Evaluation:
    """Fit on 75 %, rank all that a user did not rate, and measure on the other 25 %; the split has no parts.

    Cold users have at most 20 ratings in train; cold items likewise, and are ranked among all items.

    Raises:
        NotFoundError: the file of ratings is missing.
        InvalidInputError: a line cannot be read.
    """
    ratings = read_ratings(part_file(folder_of(options, "ml-100k"), "ml-100k.inter"))
    runs = [_Run(ratings, seed) for seed in options.seeds]
    return Evaluation(
        case_ids=ratings.user_ids,
        ours=[run.ours for run in runs],
        baselines=_mean([run.baselines for run in runs]),
        ablation=_mean([run.ablation for run in runs]),
        figures={name: _over_seeds([run.figures[name] for run in runs]) for name in runs[0].figures},
        ablation_figures={
            name: {metric: float(np.mean([run.curve[name][metric] for run in runs])) for metric in row}
            for name, row in runs[0].curve.items()
        },
    )


class _Run:
    """One seed: its split, its fit and its scores."""

    def __init__(self, ratings: Ratings, seed: int) -> None:
        train, test = split_by_user(ratings, np.arange(len(ratings.users)), _TRAIN, seed)
        self._seen, self._wanted = ratings.matrix(train), ratings.matrix(test) > 0
        self._taken = (self._seen > 0).astype(np.float64)
        self._vectors = item_vectors(self._taken)
        experts = fitted.fit_experts(ratings, train, seed)
        whole = self._unseen(fitted.joined(experts, fitted.WEIGHTS))
        top = _first(whole)
        self.ours = {**self._measured(top), **self._cold(top)}
        self.figures = {"fit_s": experts.fit_s, **self._exposure(top)}
        self.baselines = {name: self._measured(self._top(scores)) for name, scores in self._trivial().items()}
        lists = {name: varied(whole, self._vectors, share, _K) for name, share in _CURVE.items()}
        self.curve = {name: self._exposure(found) for name, found in lists.items()}
        parts = {name: self._top(scores) for name, scores in self._parts(experts).items()}
        self.ablation = {name: self._measured(found) for name, found in (parts | lists).items()}

    def _trivial(self) -> Mapping[str, Doubles]:
        return {
            "popularity": fitted.popular(self._taken),
            "item neighbours": fitted.item_neighbours(self._taken),
            "EASE": self._taken @ ease(self._taken, _RIDGE),
        }

    def _parts(self, experts: fitted.Experts) -> Mapping[str, Doubles]:
        """Score by each expert, by all but each, and by all with an autoencoder that knows no order of rating."""
        unordered = fitted.item_autoencoder(self._seen)
        orderless = unordered + fitted.joined(experts, _without("order_autoencoder"))
        alone = {f"{name} alone": scores for name, scores in experts.scores.items()}
        left_out = {f"without {name}": fitted.joined(experts, _without(name)) for name in fitted.WEIGHTS}
        return {"item_autoencoder alone": unordered, "without order": orderless, **alone, **left_out}

    def _unseen(self, scores: Doubles) -> Doubles:
        return np.where(self._seen > 0, -np.inf, scores)

    def _top(self, scores: Doubles) -> Longs:
        return _first(self._unseen(scores))

    def _measured(self, top: Longs) -> Scores:
        relevant = np.take_along_axis(self._wanted, top, axis=1)
        counts = self._wanted.sum(axis=1)
        return {
            f"ndcg@{_K}": metrics.ndcg(relevant, counts, _K),
            f"map@{_K}": metrics.average_precision(relevant, counts, _K),
            f"precision@{_K}": metrics.precision(relevant, _K),
            f"recall@{_K}": metrics.recall(relevant, counts, _K),
        }

    def _cold(self, top: Longs) -> Scores:
        few = self._taken.sum(axis=1) <= _COLD_USER
        rare = self._wanted & (self._taken.sum(axis=0) <= _COLD_ITEM)
        relevant = np.take_along_axis(rare, top, axis=1)
        return {
            f"cold_users_ndcg@{_K}": np.where(few, self._measured(top)[f"ndcg@{_K}"], np.nan),
            f"cold_items_recall@{_K}": metrics.recall(relevant, rare.sum(axis=1), _K),
        }

    def _exposure(self, top: Longs) -> Mapping[str, float]:
        """Tell how much of the catalogue is shown, how evenly, and how unlike the films of a list are."""
        return {
            "coverage": metrics.coverage(top, self._taken.shape[1]),
            "gini": metrics.gini(top, self._taken.shape[1]),
            "intra_list_distance": float(metrics.intra_list_distance(top, self._vectors).mean()),
        }


_CURVE: Final = {f"mmr_{share}": share for share in LAMBDAS}


def _first(scores: Doubles) -> Longs:
    return np.argsort(-scores, axis=1, kind="stable")[:, :_K]


def _without(name: str) -> Mapping[str, float]:
    return {other: weight for other, weight in fitted.WEIGHTS.items() if other != name}


def _over_seeds(values: Sequence[float]) -> Figure:
    """Give the mean over the seeds with the least and the most."""
    return Figure(float(np.mean(values)), min(values), max(values))


def _mean(runs: Sequence[Mapping[str, Scores]]) -> Mapping[str, Scores]:
    return {
        name: {metric: np.nanmean([run[name][metric] for run in runs], axis=0) for metric in runs[0][name]}
        for name in runs[0]
    }
