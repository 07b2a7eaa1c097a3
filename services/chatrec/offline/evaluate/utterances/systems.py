"""What tells the class of an utterance: ours, its parts alone, and the trivial ones beside it.

Each learns from known utterances and scores the classes of others; the highest score is its answer.
"""

from collections.abc import Mapping
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from chatrec.offline.dialogue.classifier import Classifier, ClassifierOptions
from chatrec.offline.dialogue.least_squares import Floats
from chatrec.offline.dialogue.views import Shares, Utterances

__all__ = ["ABLATION", "BASELINES", "System", "indicators", "ours"]

Numbers = npt.NDArray[np.int64]
_CLOSEST_OF: Final = 512


class System(Protocol):
    """Learns from known utterances, the class of each in 0..count-1, and gives scores (asked, count)."""

    def __call__(self, known: Utterances, classes: Numbers, count: int, asked: Utterances) -> Floats:
        """Score the classes of the asked."""


def indicators(classes: Numbers, count: int) -> Floats:
    """Give (utterances, count): 1 at the class of each, else 0."""
    return np.eye(count, dtype=np.float32)[classes]


def _classifier(shares: Shares) -> System:
    def scores(known: Utterances, classes: Numbers, count: int, asked: Utterances) -> Floats:
        return Classifier(known, indicators(classes, count), ClassifierOptions(shares)).scores(asked)

    return scores


def _majority(known: Utterances, classes: Numbers, count: int, asked: Utterances) -> Floats:
    usual = np.bincount(classes, minlength=count) / len(known)
    return np.tile(usual.astype(np.float32), (len(asked), 1))


def _closest(known: Utterances, classes: Numbers, count: int, asked: Utterances) -> Floats:
    """Score a class by the cosine of its utterance that is closest in meaning."""
    found = np.full((len(asked), count), -1.0, dtype=np.float32)
    order = np.argsort(classes, kind="stable")
    present, starts = np.unique(classes[order], return_index=True)
    for start in range(0, len(asked), _CLOSEST_OF):
        rows = slice(start, start + _CLOSEST_OF)
        found[rows, present] = np.maximum.reduceat(asked.meaning[rows] @ known.meaning[order].T, starts, axis=1)
    return found


def _support_vectors(known: Utterances, classes: Numbers, count: int, asked: Utterances) -> Floats:
    """Score by a linear support vector machine over TF-IDF of words and pairs of words."""
    terms = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    machine = LinearSVC(C=1.0, random_state=0).fit(terms.fit_transform(known.texts), classes)
    margins = machine.decision_function(terms.transform(asked.texts))
    found = np.full((len(asked), count), -np.inf, dtype=np.float32)
    # Of two classes there is one margin, of the second.
    found[:, machine.classes_] = margins if margins.ndim > 1 else np.column_stack([-margins, margins])
    return found


ours: Final = _classifier(Shares())
ABLATION: Final[Mapping[str, System]] = {
    "meaning alone": _classifier(Shares(wording=0.0)),
    "wording alone": _classifier(Shares(meaning=0.0)),
}
BASELINES: Final[Mapping[str, System]] = {
    "majority": _majority,
    "TF-IDF + SVM": _support_vectors,
    "closest in meaning": _closest,
}
