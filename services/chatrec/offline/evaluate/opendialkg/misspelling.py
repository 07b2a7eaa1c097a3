"""Names that are nearly written: a run of capitalised words beside the most similar name by letters."""

import re
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from chatrec.offline.evaluate.opendialkg.linking import fold

__all__ = ["name_guesser"]

_RUN = re.compile(r"[A-Z][\w.'’-]*(?:\s+(?:(?:of|the|and|in|a)\s+)*[A-Z0-9][\w.'’-]*)+")
_LEAST = 0.6
"""Cosine of letter trigrams from which on a name is taken as meant."""


def name_guesser(names: Sequence[str]) -> Callable[[str], tuple[int, ...]]:
    """Make the function that guesses which names a text means but misspells."""
    reader = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3))
    by_letters = reader.fit_transform([fold(name) for name in names]).T.tocsr()

    @cache
    def nearest(spoken: str) -> tuple[int, ...]:
        likeness = (reader.transform([spoken]) @ by_letters).toarray()[0]
        best = int(np.argmax(likeness))
        return (best,) if likeness[best] >= _LEAST else ()

    def guess(text: str) -> tuple[int, ...]:
        return tuple(entity for run in _RUN.findall(text) for entity in nearest(fold(run)))

    return guess
