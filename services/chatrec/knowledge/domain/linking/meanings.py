"""Tells which of some meanings an utterance has, by meaning and by spelling at once, learned from phrases of each.

A kernel ridge regression from phrases to their meanings (one column a meaning, Saunders et al. 1998), where phrases of
none of them pull everything to 0. The kernel adds likeness of vectors, which carries meaning over to other words and
the other language, and shared words and letters, which one word of weight in a long message does not lose. Outputs lie
around 0 for other talk and near 1 for a phrase itself; they are small where two meanings compete, so that one threshold
serves catalogues of any size.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypedDict

import numpy as np

from chatrec.knowledge.domain.linking.folding import Folded, fold, is_cjk, words_of
from chatrec.knowledge.domain.snapshot.arrays import Floats
from chatrec.vocabulary.graph import Vector

__all__ = ["SIGNS", "Meanings", "Phrase", "grams"]

_RIDGE = 0.1
_LEAST_RARITY = 0.2
_LETTERS = 4
_MOST_PHRASES = 2400
_MOST_OTHERS = 800
_MOST_PIECES = 400


class Shape(TypedDict):
    """How far a phrase reaches."""

    narrowness: float
    spelling: float


SIGNS: Final[Shape] = {"narrowness": 1.5, "spelling": 0.6}
"""For what must not be missed: phrases reach far, and a single word of weight counts."""


class Phrase(NamedTuple):
    """A phrase, the number of its meaning (-1 for none of them), and its vector."""

    text: str
    meaning: int
    vector: Floats


def grams(folded: Folded) -> frozenset[str]:
    """Give the pieces that texts share: Latin words and four letters in a row, Chinese characters and pairs of them."""
    words, pairs = words_of(folded)
    found = set(pairs)
    for word in words:
        if is_cjk(word):
            found.add(word)
        else:
            marked = f"<{word}>"
            found.add(marked)
            found.update(marked[place : place + _LETTERS] for place in range(len(marked) - _LETTERS + 1))
    return frozenset(found)


class _Spelling:
    """The pieces of the phrases, rare ones weighing more, and how much of them a text shares with each phrase."""

    def __init__(self, texts: Sequence[str]) -> None:
        places: dict[str, list[int]] = {}
        held = [grams(fold(text)) for text in texts]
        for number, pieces in enumerate(held):
            for piece in pieces:
                places.setdefault(piece, []).append(number)
        self._weights = {piece: (math.log(len(texts) / len(at)) + _LEAST_RARITY) ** 2 for piece, at in places.items()}
        self._rows = {piece: np.array(at, dtype=np.int64) for piece, at in places.items()}
        sizes = [math.sqrt(sum(self._weights[piece] for piece in pieces)) for pieces in held]
        self._sizes = np.maximum(np.array(sizes, dtype=np.float32), np.float32(1e-9))

    def among(self) -> Floats:
        """Give the cosine of every two phrases."""
        shared = np.zeros((len(self._sizes), len(self._sizes)), dtype=np.float32)
        for piece, rows in self._rows.items():
            shared[np.ix_(rows, rows)] += np.float32(self._weights[piece])
        return np.asarray(shared / np.outer(self._sizes, self._sizes))

    def of(self, pieces: Iterable[str]) -> Floats:
        """Give the cosine of a text with every phrase, by the pieces that some phrase has, at most the 400 rarest."""
        known = sorted((piece for piece in pieces if piece in self._rows), key=lambda piece: -self._weights[piece])
        weights = [self._weights[piece] for piece in known[:_MOST_PIECES]]
        if not weights:
            return np.zeros_like(self._sizes)
        rows = [self._rows[piece] for piece in known[:_MOST_PIECES]]
        shared = np.bincount(
            np.concatenate(rows), weights=np.repeat(weights, list(map(len, rows))), minlength=len(self._sizes)
        )
        return np.asarray(shared.astype(np.float32) / (self._sizes * np.float32(math.sqrt(sum(weights)))))


class Meanings:
    """Meanings learned from phrases that all have vectors of one model; made once and read by many."""

    def __init__(self, phrases: Sequence[Phrase], *, narrowness: float = 3.0, spelling: float = 0.3) -> None:
        """Learn; the narrower, the closer a vector has to be to count; `spelling` is the weight of shared letters."""
        kept = _bounded(phrases)
        self.count = max((phrase.meaning for phrase in phrases), default=-1) + 1
        self._narrowness, self._weight = np.float32(narrowness), np.float32(spelling)
        self._vectors = np.ascontiguousarray([phrase.vector for phrase in kept], dtype=np.float32)
        self._spelling = _Spelling([phrase.text for phrase in kept])
        meanings = np.array([phrase.meaning for phrase in kept])
        wanted = (meanings[:, None] == np.arange(self.count)).astype(np.float32)
        kernel = self._by_vector(self._vectors @ self._vectors.T) + self._weight * self._spelling.among()
        kernel[np.diag_indices_from(kernel)] += np.float32(_RIDGE)
        self._shares = np.linalg.solve(kernel, wanted)

    def judge(self, folded: Folded, vector: Vector) -> Floats:
        """Tell how much an utterance, by letters and vector, means each: about 0 for not at all, 1 for just so."""
        kernel = self._by_vector(self._vectors @ vector) + self._weight * self._spelling.of(grams(folded))
        return np.asarray(kernel @ self._shares)

    def _by_vector(self, cosines: Floats) -> Floats:
        return np.asarray(np.exp(self._narrowness * (cosines - np.float32(1.0))))


def _bounded(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Keep a bounded number of phrases: of every meaning the first ones, and a sample of those that mean nothing."""
    others = [place for place, phrase in enumerate(phrases) if phrase.meaning < 0]
    seen: Counter[int] = Counter()
    turns: list[tuple[int, int]] = []
    for place, phrase in enumerate(phrases):
        if phrase.meaning >= 0:
            turns.append((seen[phrase.meaning], place))
            seen[phrase.meaning] += 1
    chosen = [place for _, place in sorted(turns)[: _MOST_PHRASES - min(len(others), _MOST_OTHERS)]]
    room = max(_MOST_OTHERS, _MOST_PHRASES - len(chosen))
    step = max(1.0, len(others) / room)
    sample = [others[int(number * step)] for number in range(min(len(others), room))]
    return [phrases[place] for place in (*chosen, *sample)]
