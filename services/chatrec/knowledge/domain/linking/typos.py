"""Words within one edit of a known word, by a table of hashes of words with one letter left out."""

from collections.abc import Mapping

import numpy as np
from rapidfuzz.distance import OSA

from chatrec.knowledge.domain.reasoning.graph import Longs

__all__ = ["SHORTEST", "Typos"]

SHORTEST = 5
"""Shorter words are never meant by a misspelling: too many others are one edit away."""

_SURE_OF_FIRST = 7
_MOST_CANDIDATES = 3


class Typos:
    """The words of a catalogue, found by a word with one letter more, fewer, other, or two swapped (OSA distance 1).

    Two words are one edit apart only if they share a form with at most one letter left out (Garbe's symmetric
    deletes); the hashes find candidates, the true distance decides.
    """

    def __init__(self, words: Mapping[str, int]) -> None:
        self._words = sorted(word for word in words if len(word) >= SHORTEST)
        self._counts = words
        pairs = [(hash(form), number) for number, word in enumerate(self._words) for form in _forms(word)]
        hashes = np.array([pair[0] for pair in pairs], dtype=np.int64)
        order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[order]
        self._numbers: Longs = np.array([pair[1] for pair in pairs], dtype=np.int64)[order]

    def __contains__(self, word: str) -> bool:
        """Tell whether a word is known as it is."""
        return word in self._counts

    def near(self, word: str) -> tuple[str, ...]:
        """Give up to three known words within one edit, the most frequent first."""
        if len(word) < SHORTEST - 1 or not self._words:
            return ()
        hashes = np.array([hash(form) for form in _forms(word)], dtype=np.int64)
        low = np.searchsorted(self._hashes, hashes, side="left").tolist()
        high = np.searchsorted(self._hashes, hashes, side="right").tolist()
        numbers = {number for a, b in zip(low, high, strict=True) for number in self._numbers[a:b].tolist()}
        found = [known for known in (self._words[number] for number in numbers) if _may_mean(word, known)]
        return tuple(sorted(found, key=lambda known: (-self._counts[known], known))[:_MOST_CANDIDATES])


def _forms(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _may_mean(word: str, known: str) -> bool:
    # People rarely get the first letter wrong, and in a short word it is most of what tells it from others.
    if word[0] != known[0] and min(len(word), len(known)) < _SURE_OF_FIRST:
        return False
    return OSA.distance(word, known, score_cutoff=1) <= 1 and {word, known} != {known, known + "s"}
