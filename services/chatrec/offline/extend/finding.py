"""Finds what a sentence may say of an item: values that the catalogue knows, numbers with their units, flags."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from chatrec.dialogue.domain.units import dimension_of, factor_of, unit_pattern
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.linking.folding import fold, fold_name
from chatrec.knowledge.domain.linking.mentions import Linker
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.extend.passages import NAME, Passage
from chatrec.offline.extend.scope import denied
from chatrec.vocabulary.graph import Mention
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, MentionType, Value

__all__ = ["Finder", "Finding"]

_NUMBER = re.compile(r"(?<![A-Za-z0-9_.])\d{1,9}(?:\.\d{1,4})?(?![\d.]*\d)")
_YEAR = (1850, 2100)
_MOST_NUMBERS = 32
_MOST_PARTS = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """That a passage says a value of a facet: characters `start` to `end`; `score` rates the surface, 0 to 1."""

    item: str
    facet: str
    value: Value
    passage: Passage
    start: int
    end: int
    score: float
    meanings: int = 1
    method: str = ""

    @property
    def surface(self) -> str:
        """What is written."""
        return self.passage.text[self.start : self.end]


class Finder:
    """The values of a catalogue, ready to be found; the words are those of the linking lexicon."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Build the lexicon."""
        self._facets = {facet.name: facet for facet in catalogue.schema.facets}
        self._linker = Linker(Graph.of(build_snapshot(catalogue)))
        self._values = _facets_of_values(catalogue, self._facets)
        self._kinds = {entity.id: entity.kind for entity in catalogue.entities}
        self._numbers = [facet for facet in catalogue.schema.facets if facet.type is FacetType.NUMBER]
        self._unit = unit_pattern(tuple(facet.unit for facet in self._numbers))
        shared = Counter(map(dimension_of, self._numbers))
        self._alone = {facet.name for facet in self._numbers if shared[dimension_of(facet)] == 1}

    def subjects(self, passages: Iterable[Passage]) -> list[tuple[str, Passage]]:
        """Give the passages that speak of one item, with it."""
        pairs = ((passage.item or self._subject(passage), passage) for passage in passages)
        return [(item, passage) for item, passage in pairs if item]

    def find(self, subjects: Iterable[tuple[str, Passage]]) -> Iterator[Finding]:
        """Give what passages say of their items; denied, compared and supposed things are left out."""
        for item, passage in subjects:
            yield from self._of_item(item, passage, self._mentions(passage))

    def _mentions(self, passage: Passage) -> tuple[Mention, ...]:
        """Give the mentions in a passage; in a name also those that its beginning or its end makes."""
        folded = fold(passage.text)
        found = list(self._linker.mentions(folded))
        if passage.source.endswith(NAME):
            breaks = [place for place in range(1, len(folded.letters)) if folded.breaks[place]]
            for place in breaks[:_MOST_PARTS]:
                found += self._linker.mentions(fold(passage.text[: folded.span(0, place)[1]]))
            for place in breaks[-_MOST_PARTS:]:
                start = folded.origin[place]
                rest = self._linker.mentions(fold(passage.text[start:]))
                found += [replace(row, start=row.start + start, end=row.end + start) for row in rest]
        return tuple(dict.fromkeys(found))

    def _of_item(self, item: str, passage: Passage, mentions: tuple[Mention, ...]) -> Iterator[Finding]:
        places = Counter((mention.start, mention.end) for mention in mentions)
        for mention in mentions:
            if mention.target == item or denied(passage.text, mention.start, mention.end):
                continue
            count = places[mention.start, mention.end]
            for facet, value in self._meant(mention):
                yield Finding(item, facet, value, passage, mention.start, mention.end, mention.score, count)
        if not passage.source.endswith(NAME):
            yield from self._amounts(item, passage, mentions)

    def _meant(self, mention: Mention) -> Iterator[tuple[str, Value]]:
        if mention.type is MentionType.ORDINAL:
            yield from ((facet, mention.target) for facet in mention.facets)
        elif mention.type is MentionType.FACET and self._facets[mention.target].type is FacetType.FLAG:
            yield mention.target, True
        elif mention.type in (MentionType.ENTITY, MentionType.ITEM):
            facets = self._values.get(mention.target) or (self._kinds.get(mention.target, ""),)
            yield from ((facet, mention.target) for facet in facets if facet in self._facets)

    def _subject(self, passage: Passage) -> str:
        """Give the item that a sentence of a document speaks of: the one it names, or the one of its heading."""
        mentions = self._linker.mentions(fold(passage.text))
        named = _items(row for row in mentions if not denied(passage.text, row.start, row.end))
        if len(named) == 1:
            return named[0]
        title = [row.target for row in self._linker.mentions(fold(passage.heading)) if _is_whole(row, passage.heading)]
        return title[0] if len(title) == 1 and (not named or title[0] in named) else ""

    def _amounts(self, item: str, passage: Passage, mentions: tuple[Mention, ...]) -> Iterator[Finding]:
        spoken = {row.target: (row.start, row.end) for row in mentions if row.type is MentionType.FACET}
        taken: set[str] = set()
        for index, number in enumerate(_NUMBER.finditer(passage.text)):
            if index >= _MOST_NUMBERS:
                return
            unit = self._unit.match(passage.text.lower(), number.end())
            for facet in self._numbers:
                value = _amount(facet, float(number[0]), unit[1] if unit else "")
                if value is None or facet.name in taken or not (facet.name in self._alone or facet.name in spoken):
                    continue
                end = unit.end() if unit else number.end()
                if not denied(passage.text, number.start(), end):
                    taken.add(facet.name)
                    score = 1.0 if facet.name in spoken else 0.8
                    yield Finding(item, facet.name, value, passage, number.start(), end, score)


def _amount(facet: Facet, number: float, unit: str) -> float | None:
    if facet.unit == "year":
        return number if unit in ("", "年") and number.is_integer() and _YEAR[0] < number < _YEAR[1] else None
    factor = factor_of(unit, facet) if unit else None
    return None if factor is None else round(number * factor, 6)


def _facets_of_values(catalogue: Catalogue, facets: Mapping[str, Facet]) -> dict[Value, tuple[str, ...]]:
    entities = {name for name, facet in facets.items() if facet.type is FacetType.ENTITY}
    counts: dict[Value, Counter[str]] = {}
    for item in catalogue.items:
        for name in entities & item.facets.keys():
            for value in item.facets[name]:
                counts.setdefault(value, Counter())[name] += 1
    return {value: tuple(name for name, _ in count.most_common()) for value, count in counts.items()}


def _items(mentions: Iterable[Mention]) -> list[str]:
    return list(dict.fromkeys(row.target for row in mentions if row.type is MentionType.ITEM))


def _is_whole(mention: Mention, text: str) -> bool:
    return mention.type is MentionType.ITEM and fold_name(text[mention.start : mention.end]) == fold_name(text)
