"""Trivial readings: each word as it was most often tagged, and the longest phrases known from elsewhere."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from chatrec.offline.dialogue.spans import Span, spans_of
from chatrec.offline.evaluate.slots.reading import Sentence

__all__ = ["Gazetteer", "MostFrequentTag"]

_LONGEST: Final = 8


class MostFrequentTag:
    """Tags each word as most often where it was learned; unknown words as most often are seldom ones."""

    def __init__(self, known: Sequence[Sentence]) -> None:
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for sentence in known:
            for word, tag in zip(sentence.words, sentence.tags, strict=True):
                counts[word][tag] += 1
        seldom = Counter(tag for count in counts.values() if count.total() == 1 for tag in count)
        self._tags = {word: _most(count) for word, count in counts.items()}
        self._unknown = _most(seldom) if seldom else _most(Counter(tag for one in known for tag in one.tags))

    def spans(self, words: Sequence[str]) -> tuple[Span, ...]:
        """Give the spans of a sentence."""
        return spans_of([self._tags.get(word, self._unknown) for word in words])


class Gazetteer:
    """Finds phrases that were more often a span than not where it was learned, the longest first."""

    def __init__(self, known: Sequence[Sentence]) -> None:
        labels: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for sentence in known:
            for span in spans_of(sentence.tags):
                labels[sentence.words[span.start : span.end]][span.label] += 1
        seen = Counter(phrase for one in known for phrase in _phrases(one.words) if phrase in labels)
        self._labels = {
            phrase: _most(count) for phrase, count in labels.items() if 2 * count.total() > seen.get(phrase, 0)
        }

    def spans(self, words: Sequence[str]) -> tuple[Span, ...]:
        """Give the spans of a sentence, from the left."""
        found, at = [], 0
        while at < len(words):
            ends = range(min(at + _LONGEST, len(words)), at, -1)
            end = next((end for end in ends if tuple(words[at:end]) in self._labels), None)
            if end is not None:
                found.append(Span(at, end, self._labels[tuple(words[at:end])]))
            at = end or at + 1
        return tuple(found)


def _phrases(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [
        tuple(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1)
    ]


def _most(counts: Counter[str]) -> str:
    return max(sorted(counts), key=counts.__getitem__)
