"""The metrics, each defined once.

Rankings are rows of item numbers, best first. `relevant` is a mask of the same shape that tells which of them are
relevant; `counts` has the number of relevant items of each case, found or not.
"""

import numpy as np
import numpy.typing as npt

from chatrec.offline.evaluate.evaluation import Doubles

__all__ = [
    "area_under_curve",
    "average_precision",
    "coverage",
    "f1",
    "gini",
    "hits",
    "intra_list_distance",
    "ndcg",
    "precision",
    "recall",
]

Mask = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.integer]


def hits(ranks: npt.NDArray[np.integer], k: int) -> Doubles:
    """Tell for each case with one target whether its rank, from 1, is at most k; rank 0 is a target not ranked."""
    return ((ranks > 0) & (ranks <= k)).astype(np.float64)


def precision(relevant: Mask, k: int) -> Doubles:
    """Give the share of the first k that is relevant."""
    return np.asarray(relevant[:, :k].sum(axis=1) / k, dtype=np.float64)


def recall(relevant: Mask, counts: Counts, k: int) -> Doubles:
    """Give the share of the relevant items that are among the first k; NaN where nothing is relevant."""
    return _over(relevant[:, :k].sum(axis=1), counts)


def ndcg(relevant: Mask, counts: Counts, k: int) -> Doubles:
    """Give the normalised discounted cumulative gain with binary relevance (Jarvelin and Kekalainen, 2002).

    The ideal ranking has min(count, k) relevant items first, as trec_eval and Cornac define it. NaN where nothing is
    relevant.
    """
    discounts = 1.0 / np.log2(np.arange(2, k + 2))
    gained = relevant[:, :k] @ discounts[: relevant[:, :k].shape[1]]
    ideal = np.concatenate(([0.0], np.cumsum(discounts)))[np.minimum(counts, k)]
    return _over(gained, ideal)


def average_precision(relevant: Mask, counts: Counts, k: int) -> Doubles:
    """Give the mean of the precision at each relevant item among the first k, over all relevant items.

    The divisor is the number of relevant items, however many, as trec_eval's `map_cut` and Microsoft Recommenders have
    it; others divide by min(count, k). NaN where nothing is relevant.
    """
    first = relevant[:, :k].astype(np.float64)
    at = np.cumsum(first, axis=1) / np.arange(1, first.shape[1] + 1)
    return _over((at * first).sum(axis=1), counts)


def area_under_curve(labels: Mask, scores: Doubles) -> float:
    """Give the probability that a positive scores above a negative, ties counting half (Hanley and McNeil, 1982)."""
    positives = int(labels.sum())
    negatives = len(labels) - positives
    if not positives or not negatives:
        return float("nan")
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    mean_rank = np.cumsum(count) - (count - 1) / 2.0
    total = float(mean_rank[place][labels].sum())
    return (total - positives * (positives + 1) / 2.0) / (positives * negatives)


def f1(labels: Mask, predicted: Mask) -> float:
    """Give the harmonic mean of precision and recall of the positive class; 0 where neither has any."""
    common = float((labels & predicted).sum())
    total = float(labels.sum() + predicted.sum())
    return 2.0 * common / total if total else 0.0


def coverage(rankings: npt.NDArray[np.integer], item_count: int) -> float:
    """Give the share of all items that are shown to anybody."""
    return len(np.unique(rankings)) / item_count


def gini(rankings: npt.NDArray[np.integer], item_count: int) -> float:
    """Give the Gini index of how often items are shown: 0 where all are shown alike, near 1 where few are."""
    shown = np.sort(np.bincount(rankings.ravel(), minlength=item_count)).astype(np.float64)
    weights = 2.0 * np.arange(1, item_count + 1) - item_count - 1
    return float(weights @ shown / (item_count * shown.sum()))


def intra_list_distance(rankings: npt.NDArray[np.integer], vectors: npt.NDArray[np.floating]) -> Doubles:
    """Give the mean cosine distance of the pairs in each list (Ziegler et al., 2005); `vectors` are unit rows."""
    chosen = vectors[rankings].astype(np.float64)
    size = rankings.shape[1]
    total = np.square(chosen.sum(axis=1)).sum(axis=1) - np.square(chosen).sum(axis=(1, 2))
    return np.asarray(1.0 - total / (size * (size - 1)))


def _over(part: npt.NDArray[np.number], whole: npt.NDArray[np.number]) -> Doubles:
    found = np.full(len(part), np.nan)
    np.divide(part, whole, out=found, where=whole > 0)
    return found
