"""The whole ranker: the mixture by the words proposes, a log-linear model scores, trees look at the best again."""

from collections.abc import Container
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from chatrec.offline.evaluate.opendialkg.corpus import Corpus
from chatrec.offline.evaluate.opendialkg.features import Judged, candidates_of, features_of
from chatrec.offline.evaluate.opendialkg.proposals import mixture_of, ways_of
from chatrec.offline.evaluate.opendialkg.signals import Counts, Signal
from chatrec.offline.knowledge.boosted_choice import fit_boosted_choice
from chatrec.offline.knowledge.loglinear import Choices, fit_conditional_logit

__all__ = ["Inputs", "Model", "Scored", "fit_model"]

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
_FITTED = 80
_SHOWN = 200
_SECOND_LOOK = 40
_PENALTY = 2.5


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """What a ranker is made from.

    Attributes:
        corpus: The turns.
        signals: What speaks for items.
        words: Turns x words.
        counts: Counts of items; those of recommended items come first.
        degrees: Edges of each item.
    """

    corpus: Corpus
    signals: dict[str, Signal]
    words: sp.csr_matrix
    counts: tuple[Counts, ...]
    degrees: Floats

    def only(self, kinds: Container[str]) -> "Inputs":
        """Keep signals of some kinds."""
        return replace(self, signals={name: signal for name, signal in self.signals.items() if signal.kind in kinds})

    def without(self, kind: str) -> "Inputs":
        """Leave signals of a kind out."""
        return replace(self, signals={name: signal for name, signal in self.signals.items() if signal.kind != kind})

    def wordless(self) -> "Inputs":
        """Leave the words out: the relation is chosen by what is possible alone."""
        return replace(self, words=sp.csr_matrix(np.ones((self.words.shape[0], 1), dtype=np.float32)))


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Candidates of turns, the most probable by the mixture first.

    Attributes:
        candidates: Turns x candidates.
        features: Turns x candidates x features.
        scores: Turns x candidates, of the log-linear model.
    """

    candidates: Integers
    features: Floats
    scores: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The mixture and the log-linear model after their fits, as they judge the turns.

    Attributes:
        learned: The learned turns, fewer candidates each.
        measured: The measured turns.
    """

    learned: Scored
    measured: Scored

    def rank_by_mixture(self) -> Integers:
        """Rank by P(item | turn) alone: measured turns x items, best first."""
        return self.measured.candidates

    def rank_by_sum(self) -> Integers:
        """Rank by the log-linear model."""
        return _sorted(self.measured.candidates, self.measured.scores)

    def rank_by_trees(self, corpus: Corpus, *, seed: int) -> Integers:
        """Rank by the log-linear model, and the first of it again by trees."""
        best, again = _first(self.learned), _first(self.measured)
        choice = fit_boosted_choice(best.features, _right(corpus, best.candidates), seed=seed)
        first = _sorted(again.candidates, choice.scores(again.features))
        return np.concatenate((first, self.rank_by_sum()[:, first.shape[1] :]), axis=1)


def fit_model(inputs: Inputs, *, seed: int) -> Model:
    """Fit the mixture and the log-linear model on the learned turns."""
    corpus = inputs.corpus
    ways = ways_of(inputs.signals, inputs.counts[0], corpus.named)
    mixture = mixture_of(corpus, ways, inputs.words, seed=seed)
    judged = Judged(inputs.signals, inputs.counts, inputs.degrees, corpus.named, mixture)
    learned, measured = np.split(np.arange(len(corpus.turns)), [corpus.learned])
    likely = mixture.sum(axis=0)
    fitted, shown = candidates_of(likely[learned], _FITTED), candidates_of(likely[measured], _SHOWN)
    features, seen = features_of(judged, learned, fitted), features_of(judged, measured, shown)
    turns, places = np.nonzero(_right(corpus, fitted))
    weights = fit_conditional_logit(_choices(features[turns], places), l2=_PENALTY).astype(np.float32)
    return Model(Scored(fitted, features, features @ weights), Scored(shown, seen, seen @ weights))


def _choices(features: Floats, places: Integers) -> Choices:
    """Put the chosen candidate of each case first; `features` are changed."""
    cases = np.arange(len(features))
    first = features[:, 0].copy()
    features[:, 0] = features[cases, places]
    features[cases, places] = first
    return Choices(features, np.zeros(features.shape[:2], dtype=np.float32))


def _first(scored: Scored) -> Scored:
    """Keep the best by score, with the score, its distance to the best's and to all, and the rank as features."""
    order = np.argsort(-scored.scores, axis=1, kind="stable")[:, :_SECOND_LOOK]
    scores = np.take_along_axis(scored.scores, order, axis=1)
    behind = scores - scores[:, :1]
    total = np.log(np.exp(behind).sum(axis=1, keepdims=True))
    ranks = np.broadcast_to(np.arange(order.shape[1]), order.shape)
    further = np.stack((behind, behind - total, ranks, np.broadcast_to(total, order.shape)), axis=2)
    features = np.take_along_axis(scored.features, order[:, :, None], axis=1)
    joined = np.concatenate((features, further), axis=2).astype(np.float32)
    return Scored(np.take_along_axis(scored.candidates, order, axis=1), joined, scores)


def _right(corpus: Corpus, candidates: Integers) -> npt.NDArray[np.bool_]:
    return np.stack([np.isin(row, corpus.targets[turn]) for turn, row in enumerate(candidates)])


def _sorted(candidates: Integers, scores: Floats) -> Integers:
    order = np.argsort(-scores, axis=1, kind="stable")
    return np.asarray(np.take_along_axis(candidates, order, axis=1), dtype=np.int64)
