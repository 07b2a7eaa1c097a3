"""Phrases that mean something, found by words and by vectors, with scores that are comparable between models.

The likeness of an utterance is calibrated on the phrases themselves: 0.5 lies between how close a phrase comes to the
others of its own meaning and how close to those of other meanings, nearer to the former. So no threshold belongs to one
encoder.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.folding import Folded, fold, is_cjk
from chatrec.knowledge.domain.snapshot import Floats, Ints
from chatrec.vocabulary.graph import Vector

__all__ = ["Phrasebook", "terms"]

Doubles = npt.NDArray[np.float64]

_LEAST_GAP = 0.03
_MIDDLE = 0.6
_STEEPNESS = 4.0
_MOST_CALIBRATED = 1500
_CONTAINED = 0.85
_FEWEST_TERMS = 3


def terms(folded: Folded) -> frozenset[str]:
    """Give the terms of a text: Latin words without their plural, and pairs of Chinese characters."""
    ends = [place for place in range(1, len(folded.breaks)) if folded.breaks[place]]
    words = [folded.letters[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    found = {word.removesuffix("s") or word for word in words if not is_cjk(word[0])}
    found.update(a + b for a, b in pairwise(words) if is_cjk(a[0]) and is_cjk(b[0]))
    return frozenset(found or words)


@dataclass(frozen=True, slots=True)
class _Scale:
    """A logistic of the cosine."""

    middle: float
    width: float

    def __call__(self, cosines: Floats) -> Doubles:
        steps = np.clip((cosines.astype(np.float64) - self.middle) / self.width, -30.0, 30.0)
        return np.asarray(1.0 / (1.0 + np.exp(-steps)))


def _scale(vectors: Floats, owners: Ints, others: Floats) -> _Scale:
    """Fit the logistic; `others` are vectors of texts that mean none of it."""
    step = max(1, len(vectors) // _MOST_CALIBRATED)
    sample, own = vectors[::step], owners[::step]
    cosines = sample @ sample.T
    np.fill_diagonal(cosines, -np.inf)
    same = own[:, None] == own[None, :]
    near = np.where(same, cosines, -np.inf).max(axis=1, initial=-np.inf)
    far = np.where(same, -np.inf, cosines).max(axis=1, initial=-np.inf)
    if len(others) and others.shape[1] == sample.shape[1]:
        far = np.concatenate((far, (others[:: max(1, len(others) // _MOST_CALIBRATED)] @ sample.T).max(axis=1)))
    low = _mean(far, 0.5)
    high = max(_mean(near, low + 2 * _LEAST_GAP), low + _LEAST_GAP)
    return _Scale(low + _MIDDLE * (high - low), max(high - low, _LEAST_GAP) / _STEEPNESS)


def _mean(values: Floats, otherwise: float) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if len(finite) else otherwise


class Phrasebook:
    """Phrases by what they mean: `owners` tells the meaning of each phrase, `vector_owners` that of each vector."""

    def __init__(
        self, phrases: Sequence[str], owners: Sequence[int], vectors: Floats, vector_owners: Ints, others: Floats
    ) -> None:
        folded = [fold(phrase) for phrase in phrases]
        self._owners = np.array(owners, dtype=np.int64)
        self._count = int(max([*owners, -1])) + 1
        self._letters = [one.letters for one in folded]
        self._terms = [terms(one) for one in folded]
        self._vectors, self._vector_owners = vectors, vector_owners
        self._scale = _scale(vectors, vector_owners, others) if len(vectors) else None
        self._rarity = _rarity(self._terms, owners)
        self._sizes = [self._size(found) for found in self._terms]
        self._phrases_with: dict[str, list[int]] = {}
        for number, found in enumerate(self._terms):
            for term in found:
                self._phrases_with.setdefault(term, []).append(number)

    def _size(self, found: frozenset[str]) -> float:
        unknown = math.log(2.0 + self._count)
        return sum(self._rarity.get(term, unknown) for term in found)

    def cosines(self, vector: Vector | None) -> Floats:
        """Give the best cosine of each meaning; empty where there are no vectors."""
        if vector is None or not len(self._vectors):
            return np.zeros(0, dtype=np.float32)
        best = np.full(self._count, -1.0, dtype=np.float32)
        np.maximum.at(best, self._vector_owners, self._vectors @ vector)
        return best

    def likeness(self, cosines: Floats) -> Doubles:
        """Turn cosines into likeness, 0 to 1."""
        return self._scale(cosines) if self._scale is not None and len(cosines) else np.zeros(self._count)

    def overlap(self, folded: Folded) -> Doubles:
        """Give the share of rare words that a text shares with the best phrase of each meaning, 0 to 1."""
        best = np.zeros(self._count)
        own = terms(folded)
        size = self._size(own)
        shared: dict[int, float] = {}
        for term in own:
            for number in self._phrases_with.get(term, ()):
                shared[number] = shared.get(number, 0.0) + self._rarity[term]
        for number, weight in shared.items():
            owner = self._owners[number]
            best[owner] = max(best[owner], self._dice(number, weight, size))
        return best

    def _dice(self, number: int, shared: float, size: float) -> float:
        both = 2.0 * shared / max(size + self._sizes[number], 1e-9)
        contained = shared / max(self._sizes[number], 1e-9)
        return max(both, _CONTAINED * contained**2 if len(self._terms[number]) >= _FEWEST_TERMS else 0.0)

    def holds(self, folded: Folded) -> bool:
        """Tell whether a text has one of the phrases in it, word for word."""
        return any(_has(folded, letters) for letters in self._letters if letters)


def _has(folded: Folded, letters: str) -> bool:
    start = folded.letters.find(letters)
    while start >= 0:
        if folded.breaks[start] and folded.breaks[start + len(letters)]:
            return True
        start = folded.letters.find(letters, start + 1)
    return False


def _rarity(phrases: Sequence[frozenset[str]], owners: Sequence[int]) -> Mapping[str, float]:
    """Weigh terms by how few meanings use them: what every question begins with says little."""
    pairs = {(term, owner) for found, owner in zip(phrases, owners, strict=True) for term in found}
    counts = Counter(term for term, _ in pairs)
    meanings = len(set(owners))
    return {term: math.log((1.0 + meanings) / count) + 0.1 for term, count in counts.items()}
