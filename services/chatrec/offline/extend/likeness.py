"""How like an item is to those that hold a value: by its texts' words or vectors, and by what else it holds.

Words and facets are hashed to a fixed number of signed places (Weinberger et al., ICML 2009), so that memory grows with
the items alone.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Item
from chatrec.knowledge.domain.linking.folding import fold, words_of
from chatrec.knowledge.domain.ports import Role, TextEncoder
from chatrec.vocabulary.words import Language

__all__ = ["Floats", "Likeness", "facet_likeness", "text_likeness", "text_vectors"]

Floats = NDArray[np.float32]

_PLACES = 1024
_MOST_CHARACTERS = 600
_SAMPLE = 256
_MOST_HOLDERS = 128
_NEAREST = 3
_LEAST_DEVIATION = 1e-3
_ENOUGH_HOLDERS = 9


class Likeness:
    """A row an item, whose places are the hashed words that it holds, or a vector of its text."""

    def __init__(self, rows: Floats, weight: Mapping[str, float] | None = None) -> None:
        """Take rows; `weight` tells what each word added to them."""
        self._rows = rows
        self._weight = weight or {}
        self._norms: Floats = np.maximum(np.linalg.norm(rows, axis=1), np.float32(1e-6))
        sample = np.unique(np.linspace(0, max(0, len(rows) - 1), _SAMPLE).astype(np.int64))
        self._sample = rows[sample] / self._norms[sample, None] if len(rows) else rows

    def to_holders(self, row: int, holders: Iterable[int], without: str) -> tuple[float, float]:
        """Tell how like row is to the holders, nearest ones and all, in deviations from its likeness to any item.

        What `without` names is left out, so that a value does not speak for itself.
        """
        others = np.array(sorted(holder for holder in holders if holder != row)[:_MOST_HOLDERS], dtype=np.int64)
        if not len(others):
            return 0.0, 0.0
        own = self._without(row, without)
        sample = self._sample @ own
        mean, deviation = float(sample.mean()), float(sample.std()) + _LEAST_DEVIATION
        found = np.sort(self._rows[others] @ own / self._norms[others])[::-1]
        nearest = (float(found[:_NEAREST].mean()) - mean) / deviation
        whole = (float(found.mean()) - mean) / deviation * float(np.sqrt(min(len(others), _ENOUGH_HOLDERS)))
        return nearest, whole

    def _without(self, row: int, word: str) -> Floats:
        own = self._rows[row].copy()
        if word in self._weight:
            place, sign = _place(word)
            own[place] -= np.float32(sign * self._weight[word])
        return np.asarray(own / max(float(np.linalg.norm(own)), 1e-6), dtype=np.float32)


def text_likeness(catalogue: Catalogue) -> Likeness:
    """Compare items by the words and pairs of Chinese characters of their texts."""
    return _hashed([_words(item) for item in catalogue.items])


def facet_likeness(catalogue: Catalogue) -> Likeness:
    """Compare items by their facets' values."""
    return _hashed(
        [[f"{name}={value}" for name, values in item.facets.items() for value in values] for item in catalogue.items]
    )


def text_vectors(catalogue: Catalogue, encoder: TextEncoder) -> Floats:
    """Encode the texts of items: those of both languages beside each other, each language about its mean."""
    parts = []
    for language in Language:
        texts = [item.text.speak(language)[:_MOST_CHARACTERS] or item.name.speak(language) for item in catalogue.items]
        vectors = np.asarray(encoder.encode(texts, Role.PASSAGE), dtype=np.float32)
        centred = vectors - vectors.mean(axis=0) if len(vectors) > 1 else vectors
        parts.append(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), np.float32(1e-6)))
    return np.asarray(np.hstack(parts), dtype=np.float32)


def _hashed(words: Sequence[Sequence[str]]) -> Likeness:
    counts: Counter[str] = Counter()
    for row in words:
        counts.update(set(row))
    weight = {word: float(np.log((len(words) + 1) / count)) for word, count in counts.items()}
    rows = np.zeros((len(words), _PLACES), dtype=np.float32)
    for number, row in enumerate(words):
        for word in sorted(set(row)):
            place, sign = _place(word)
            rows[number, place] += np.float32(sign * weight[word])
    return Likeness(rows, weight)


def _words(item: Item) -> list[str]:
    words, pairs = words_of(fold(f"{item.text.en}\n{item.text.zh}"))
    return [*words, *sorted(pairs)]


def _place(word: str) -> tuple[int, float]:
    code = zlib.crc32(word.encode())
    return code % _PLACES, 1.0 if code & 0x80000000 else -1.0
