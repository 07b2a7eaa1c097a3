"""Finds what of a catalogue an utterance names: the longest match at every place, all meanings of each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import ahocorasick
import numpy as np

from chatrec.knowledge.domain.linking.certainty import certainty
from chatrec.knowledge.domain.linking.chinese_words import is_across_words
from chatrec.knowledge.domain.linking.common_words import COMMON_WORDS
from chatrec.knowledge.domain.linking.folding import Folded, fold, is_cjk
from chatrec.knowledge.domain.linking.lexicon import Meaning, Pattern, latin_words, lexicon_of
from chatrec.knowledge.domain.linking.typos import SHORTEST, Typos
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.vocabulary.graph import Mention
from chatrec.vocabulary.words import MentionType

__all__ = ["Linker"]

_WEAK = 0.6
_PLURALS = ("s", "es")
_MOST_MEANINGS = 20
_MOST_MENTIONS = 200
_MOST_CORRECTED = 48
_MOST_EDGES = 2000
_SAMPLED_TEXTS = 2000
_MOST_CORRECTIONS = 3
_ENCLOSING = (MentionType.NEED, MentionType.ENTITY, MentionType.ORDINAL, MentionType.FACET)


@dataclass(frozen=True, slots=True)
class _Match:
    """A pattern at letters `start` to `end`; `mended` counts the corrected words in it."""

    pattern: Pattern
    start: int
    end: int
    folded: Folded
    mended: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """A match with the meanings that it may have and how likely each is; characters of the original text."""

    start: int
    end: int
    meanings: tuple[tuple[float, Meaning], ...]

    @property
    def score(self) -> float:
        return self.meanings[0][0]


class Linker:
    """The words of one catalogue in an automaton, made once and read by many."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        lexicon = lexicon_of(graph.snapshot)
        self._patterns = lexicon.patterns
        self._automaton = ahocorasick.Automaton()
        for number, pattern in enumerate(lexicon.patterns):
            self._automaton.add_word(pattern.letters, number)
        self._automaton.make_automaton()
        self._typos = Typos(lexicon.words)
        self._everyday, self._spelled = self._read_texts(graph)

    def _read_texts(self, graph: Graph) -> tuple[frozenset[str], frozenset[str]]:
        """Learn from the catalogue's own texts which names are everyday words, and which words are spelled right.

        A name that is used in the descriptions of other items is a word like any other.
        """
        texts = graph.snapshot.texts
        used: Counter[str] = Counter()
        spelled: set[str] = set()
        for number in range(0, len(texts), max(1, len(texts) // _SAMPLED_TEXTS)):
            for text in filter(None, (texts[number].en, texts[number].zh)):
                spelled.update(word for word in latin_words(text) if len(word) >= SHORTEST - 1)
                used.update({match.pattern.letters for match in self._matches(fold(text)) if _other(match, number)})
        for need in graph.snapshot.schema.needs:
            for text in need.phrases.every():
                used.update({match.pattern.letters for match in self._matches(fold(text))})
        return frozenset(letters for letters, count in used.items() if count > (not is_cjk(letters[0]))), frozenset(
            spelled
        )

    def mentions(self, folded: Folded) -> tuple[Mention, ...]:
        """Give the mentions in a folded text, in order of place."""
        if not folded.letters:
            return ()
        found = _resolved([row for match in self._matches(folded) if (row := self._found(match)).score])
        mended = [row for match in self._mended_matches(folded, found) if (row := self._found(match)).score]
        found = _resolved([*found, *(row for row in mended if not _overlaps(row, found))])
        rows = [mention for row in found for mention in self._mentions_of(row)]
        return tuple(sorted(rows, key=lambda row: (row.start, -row.end, -row.score))[:_MOST_MENTIONS])

    def _matches(self, folded: Folded) -> Iterator[_Match]:
        for last, number in self._automaton.iter(folded.letters):
            pattern = self._patterns[number]
            start, end = last + 1 - len(pattern.letters), last + 1
            if not folded.breaks[start]:
                continue
            if not folded.breaks[end] and not _is_plural(pattern, folded, end):
                continue
            if is_across_words(folded.letters, start, end):
                continue
            if pattern.crosses or folded.marks[start] == folded.marks[end - 1]:
                yield _Match(pattern, start, folded.word_end(end), folded)

    def _found(self, match: _Match) -> _Found:
        start, end = match.folded.span(match.start, match.end)
        rated = [
            (certainty(meaning, match.pattern, match.folded, (match.start, match.end), self._everyday), meaning)
            for meaning in self._best_known(match.pattern)
        ]
        lowered = [(score * _mended_share(match), meaning) for score, meaning in rated]
        return _Found(start, end, tuple(sorted(lowered, key=lambda pair: -pair[0])))

    def _best_known(self, pattern: Pattern) -> Sequence[Meaning]:
        meanings = list(pattern.meanings.values())
        if len(meanings) <= _MOST_MEANINGS:
            return meanings
        rarity = self._graph.rarity
        return sorted(meanings, key=lambda row: float(rarity[row.node]) if row.node >= 0 else 0.0)[:_MOST_MEANINGS]

    def _mended_matches(self, folded: Folded, found: Iterable[_Found]) -> Iterator[_Match]:
        """Give the matches that appear when unknown words are taken for known ones, one edit away."""
        unknown = self._unknown_words(folded, found)
        near = {word: self._typos.near(word) for word in dict.fromkeys(word for word, _, _ in unknown)}
        for turn in range(_MOST_CORRECTIONS):
            places = [(near[word][turn], a, b) for word, a, b in unknown if len(near[word]) > turn]
            if not places:
                return
            text, mended = _mend(folded, places)
            for match in self._matches(text):
                count = sum(start < match.end and match.start < end for start, end in mended)
                if count:
                    yield _Match(match.pattern, match.start, match.end, text, count)

    def _unknown_words(self, folded: Folded, found: Iterable[_Found]) -> list[tuple[str, int, int]]:
        taken = np.zeros(len(folded.text) + 1, dtype=np.bool_)
        for row in found:
            taken[row.start : row.end] = True
        words: list[tuple[str, int, int]] = []
        start = 0
        for end in range(1, len(folded.breaks)):
            if not folded.breaks[end]:
                continue
            if end - start >= SHORTEST - 1 and not taken[folded.origin[start]]:
                word = folded.letters[start:end]
                if word.isalpha() and not is_cjk(word[0]) and not self._is_spelled(word):
                    words.append((word, start, end))
            start = end
        return words[:_MOST_CORRECTED]

    def _is_spelled(self, word: str) -> bool:
        stem = word.removesuffix("s")
        return any(form in COMMON_WORDS or form in self._typos or form in self._spelled for form in (word, stem))

    def _mentions_of(self, row: _Found) -> Iterator[Mention]:
        for score, meaning in row.meanings:
            facets, kind = self._about(meaning)
            yield Mention(
                start=row.start,
                end=row.end,
                type=meaning.type,
                catalogue=self._graph.snapshot.schema.name,
                target=meaning.target,
                facets=facets,
                score=round(score, 4),
                name=meaning.name,
                kind=kind,
            )

    def _about(self, meaning: Meaning) -> tuple[tuple[str, ...], str]:
        """Give the facets whose value an entity is, most frequent first, and the kind of its items."""
        if meaning.type is MentionType.ITEM:
            return (), self._graph.snapshot.nodes.kinds[meaning.node]
        if meaning.type is not MentionType.ENTITY:
            return meaning.facets, ""
        snapshot = self._graph.snapshot
        edges = snapshot.incoming
        start, end = int(edges.offsets[meaning.node]), int(edges.offsets[meaning.node + 1])
        end = min(end, start + _MOST_EDGES)
        places = Counter(snapshot.facet_of_relation[edges.relations[start:end]].tolist())
        facets = tuple(snapshot.schema.facets[place].name for place, _ in places.most_common() if place >= 0)
        heads = edges.neighbours[start:end]
        kinds = Counter(snapshot.kind_of_item[heads[heads < snapshot.item_count]].tolist())
        best = next((kind for kind, _ in kinds.most_common() if kind >= 0), None)
        return facets, snapshot.schema.kinds[best].id if best is not None else ""


def _other(match: _Match, item: int) -> bool:
    return all(meaning.node != item for meaning in match.pattern.meanings.values())


def _is_plural(pattern: Pattern, folded: Folded, end: int) -> bool:
    """Tell whether the word that a match ends in only adds the ending of an English plural."""
    if not "a" <= pattern.letters[-1] <= "z" or all(key[0] is MentionType.ITEM for key in pattern.meanings):
        return False
    return len(pattern.letters) > len(_PLURALS) and folded.letters[end : folded.word_end(end)] in _PLURALS


def _mended_share(match: _Match) -> float:
    if not match.mended:
        return 1.0
    return 0.9 if match.mended < match.pattern.words else 0.8


def _mend(folded: Folded, places: Sequence[tuple[str, int, int]]) -> tuple[Folded, list[tuple[int, int]]]:
    """Put words in place of others, each letter keeping a place within the word it stands for."""
    letters: list[str] = []
    origin: list[int] = []
    breaks: list[bool] = []
    marks: list[int] = []
    mended: list[tuple[int, int]] = []
    done = 0
    for word, start, end in [*places, ("", len(folded.letters), len(folded.letters))]:
        letters.append(folded.letters[done:start])
        origin.extend(folded.origin[done:start])
        breaks.extend(folded.breaks[done:start])
        marks.extend(folded.marks[done:start])
        if word:
            mended.append((len(origin), len(origin) + len(word)))
            letters.append(word)
            inner = [folded.origin[min(start + place, end - 1)] for place in range(len(word) - 1)]
            origin.extend([*inner, folded.origin[end - 1]])
            breaks.extend([True, *[False] * (len(word) - 1)])
            marks.extend([folded.marks[start]] * len(word))
        done = end
    ends = (*breaks, True), (*marks, folded.marks[-1])
    return Folded(folded.text, "".join(letters), tuple(origin), *ends), mended


def _overlaps(row: _Found, others: Iterable[_Found]) -> bool:
    """Tell whether a mended match would take the place of words that were found as they are, unless it holds more."""
    return any(
        row.start < other.end and other.start < row.end and not (row.start <= other.start and other.end <= row.end)
        for other in others
        if other.score > _WEAK
    )


def _resolved(found: Sequence[_Found]) -> list[_Found]:
    """Keep the longest match at each place; what is unlikely never hides what is likely.

    A kind that ends a longer phrase is said as well: "folding phone" asks for a phone.
    """
    kept: list[_Found] = []
    covered: dict[int, _Found] = {}
    strong = (row for row in found if row.score > _WEAK)
    for row in sorted(strong, key=lambda one: (one.start - one.end, one.start, -one.score)):
        over = {id(covered[place]): covered[place] for place in range(row.start, row.end) if place in covered}
        if not over:
            kept.append(row)
            covered.update(dict.fromkeys(range(row.start, row.end), row))
        elif all(_ends_with_kind(outer, row) for outer in over.values()):
            kept.append(_Found(row.start, row.end, _kinds(row)))
    weak = (row for row in found if row.score <= _WEAK)
    for row in sorted(weak, key=lambda one: (one.start - one.end, one.start)):
        over = {id(covered[place]): covered[place] for place in range(row.start, row.end) if place in covered}
        if all(
            row.start <= one.start and one.end <= row.end and row.end - row.start > one.end - one.start
            for one in over.values()
        ):
            kept.append(row)
    return kept


def _kinds(row: _Found) -> tuple[tuple[float, Meaning], ...]:
    return tuple(pair for pair in row.meanings if pair[1].type is MentionType.KIND)


def _ends_with_kind(outer: _Found, inner: _Found) -> bool:
    enclosing = all(meaning.type in _ENCLOSING for _, meaning in outer.meanings)
    return enclosing and outer.end == inner.end and outer.start < inner.start and bool(_kinds(inner))
