"""How alike utterances are: in what they mean, in how they are worded, and in what was said before them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from chatrec.offline.dialogue.least_squares import Floats

__all__ = ["Likeness", "Shares", "Utterances"]

_BLOCK_ROWS: Final = 512
_WORDS: Final = r"(?u)\b\w+\b|[?!]"


@dataclass(frozen=True, slots=True, eq=False)
class Utterances:
    """Texts with their vectors.

    Attributes:
        texts: In order; what the wording is read from.
        meaning: (texts, dimensions), unit rows.
        before: (texts, dimensions), unit rows of what the other side said just before; zero where nothing was.
    """

    texts: Sequence[str]
    meaning: Floats
    before: Floats | None = None

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, rows: npt.NDArray[np.integer]) -> "Utterances":
        """Give some of them, in the order asked for."""
        before = None if self.before is None else self.before[rows]
        return Utterances([self.texts[row] for row in rows], self.meaning[rows], before)


@dataclass(frozen=True, slots=True)
class Shares:
    """What each view adds to the likeness of an utterance with itself; a share of 0 leaves the view out.

    Attributes:
        meaning: Of the vectors, by a Gaussian of their distance.
        wording: Of words and pairs of words, by the cosine of their TF-IDF weights; pieces of words added nothing.
        before: Of the vectors of what was said before, by the same Gaussian.
        sharpness: Of the Gaussian exp(-sharpness d²/m), where m is the median squared distance among the known.
    """

    meaning: float = 1.0
    wording: float = 0.25
    before: float = 0.0
    sharpness: float = 2.0


class Likeness:
    """Likenesses to known utterances: a sum of kernels, hence itself one (positive semi-definite)."""

    def __init__(self, known: Utterances, shares: Shares) -> None:
        """Learn the weights of words and the typical distance from the known utterances alone."""
        self._known = known
        self._shares = shares
        self._typical = float(np.median(_squared_distances(known.meaning[:_BLOCK_ROWS], known.meaning))) or 1.0
        self._wording = (
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORDS) if shares.wording else None
        )
        self._terms = self._wording.fit_transform(known.texts).astype(np.float32) if self._wording else None

    @property
    def sharpness(self) -> float:
        """The s in exp(-s d²), the likeness in meaning at distance d."""
        return self._shares.sharpness / self._typical

    def among_known(self) -> Floats:
        """Give (known, known)."""
        return self._filled(self._known, self._terms)

    def to_known(self, asked: Utterances) -> Floats:
        """Give (asked, known)."""
        return self._filled(asked, self._wording.transform(asked.texts).astype(np.float32) if self._wording else None)

    def _filled(self, asked: Utterances, terms: csr_matrix | None) -> Floats:
        result = np.zeros((len(asked), len(self._known)), dtype=np.float32)
        for start in range(0, len(asked), _BLOCK_ROWS):
            rows = slice(start, start + _BLOCK_ROWS)
            if self._shares.meaning:
                result[rows] += self._shares.meaning * self._gaussian(asked.meaning[rows], self._known.meaning)
            if asked.before is not None and self._known.before is not None and self._shares.before:
                result[rows] += self._shares.before * self._gaussian(asked.before[rows], self._known.before)
            if terms is not None and self._terms is not None:
                result[rows] += self._shares.wording * (terms[rows] @ self._terms.T).toarray()
        return result

    def _gaussian(self, rows: Floats, columns: Floats) -> Floats:
        nearness: Floats = np.exp(-self.sharpness * _squared_distances(rows, columns))
        return nearness


def _squared_distances(rows: Floats, columns: Floats) -> Floats:
    lengths = np.square(rows).sum(1)[:, None] + np.square(columns).sum(1)
    distances: Floats = np.maximum(lengths - 2 * rows @ columns.T, 0)
    return distances
