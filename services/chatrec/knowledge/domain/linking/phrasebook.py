"""Phrases that mean something, found by their words: all there is where the encoder is lost."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.linking.folding import Folded, fold, is_cjk, words_of

__all__ = ["Phrasebook", "terms"]

Doubles = npt.NDArray[np.float64]

_CONTAINED = 0.85
_FEWEST_TERMS = 3


def terms(folded: Folded) -> frozenset[str]:
    """Give the terms of a text: Latin words without their plural, and pairs of Chinese characters."""
    words, pairs = words_of(folded)
    found = {word.removesuffix("s") or word for word in words if not is_cjk(word)} | pairs
    return frozenset(found or words)


class Phrasebook:
    """Phrases by what they mean: `owners` tells the meaning of each phrase."""

    def __init__(self, phrases: Sequence[str], owners: Sequence[int]) -> None:
        folded = [fold(phrase) for phrase in phrases]
        self._owners = np.array(owners, dtype=np.int64)
        self._count = int(max([*owners, -1])) + 1
        self._letters = [one.letters for one in folded]
        self._terms = [terms(one) for one in folded]
        self._rarity = _rarity(self._terms, owners)
        self._sizes = [self._size(found) for found in self._terms]
        self._phrases_with: dict[str, list[int]] = {}
        for number, found in enumerate(self._terms):
            for term in found:
                self._phrases_with.setdefault(term, []).append(number)

    def _size(self, found: frozenset[str]) -> float:
        unknown = math.log(2.0 + self._count)
        return sum(self._rarity.get(term, unknown) for term in found)

    def overlap(self, folded: Folded) -> Doubles:
        """Give the share of rare words that a text shares with the best phrase of each meaning, 0 to 1."""
        best = np.zeros(self._count)
        if not self._terms:
            return best
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
