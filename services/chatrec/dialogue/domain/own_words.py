"""Words by which a facet may be spoken of though the catalogue lists none: those of its own name and label.

Only words that one facet alone has count. "Fuel consumption" is also "consumption", "rating" also "rated",
打烊时间 also 打烊, and the stem of 辣度 is 辣.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from chatrec.vocabulary.schema import CatalogueSchema, Facet
from chatrec.vocabulary.words import FacetType

__all__ = ["OwnWords", "han_stem"]

_WORD: Final = re.compile(r"[a-z]{4,}")
_VAGUE: Final = frozenset(
    {
        *(
            "with",
            "from",
            "last",
            "first",
            "type",
            "date",
            "time",
            "number",
            "size",
            "year",
            "month",
            "week",
            "good",
            "best",
            "free",
            "kind",
        ),
        *(
            "level",
            "life",
            "main",
            "name",
            "made",
            "item",
            "items",
            "total",
            "more",
            "less",
            "most",
            "least",
            "this",
            "them",
            "then",
            "than",
            "there",
            "been",
            "come",
            "some",
            "need",
            "needs",
            "needed",
        ),
    }
)
# Said of anything that may be had or done.
_PERMITTED: Final = frozenset({"friendly", "welcome", "allowed", "included", "available", "possible", "safe", "free"})
_SHORT_WORD: Final = re.compile(r"[a-z]{3,}")
_ENDING: Final = re.compile(r"(?:ing|ed|es|s|e)$")
_HAN_ENDING: Final = re.compile(
    r"(?:时间|时长|日期|数量|大小|程度|水平|情况|能力|尺寸|类型|类别|范围|度|性|率|量|数|值)$"
)
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_SHORTEST_STEM: Final = 3
_LONG_ENOUGH: Final = 6
_FOUR: Final = 4
_PAIR: Final = 2


class OwnWords:
    """The own words of a catalogue's facets, as one pattern."""

    def __init__(self, schema: CatalogueSchema) -> None:
        """Collect the words that belong to one facet alone and that no kind is called by."""
        kinds = {word.lower() for kind in schema.kinds for word in kind.words.every()}
        rows = {facet.name: set(_words_of(facet)) - kinds for facet in schema.facets}
        counts = Counter(word for words in rows.values() for word in words)
        self._facets = {word: name for name, words in rows.items() for word in words if counts[word] == 1}
        ranked = sorted(self._facets, key=len, reverse=True)
        parts = [rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word) for word in ranked]
        self._pattern = re.compile("|".join(parts)) if parts else None

        self.often = _said_often(schema)

    def find(self, folded: str) -> Iterator[tuple[int, int, str]]:
        """Give the places of own words with the name of the facet, in order."""
        if self._pattern is not None:
            for match in self._pattern.finditer(folded):
                yield match.start(), match.end(), self._facets[match[0]]


def _said_often(schema: CatalogueSchema) -> dict[str, str]:
    """Give the words that several phrases of one flag share and no other facet has: "dog" of "my dog", "with a dog"."""
    rows = {
        facet.name: Counter(
            word for phrase in facet.phrases.en for word in dict.fromkeys(_SHORT_WORD.findall(phrase.lower()))
        )
        for facet in schema.facets
    }
    owners = Counter(word for words in rows.values() for word in words)
    flags = {facet.name for facet in schema.facets if facet.type is FacetType.FLAG}
    return {
        word: name
        for name, words in rows.items()
        for word, count in words.items()
        if name in flags and count > 1 and owners[word] == 1 and word not in _VAGUE | _PERMITTED
    }


def han_stem(label: str) -> str:
    """Give a Chinese label without the ending that makes it a measure, 辣 of 辣度; "" where it has none."""
    match = _HAN.fullmatch(label)
    stem = _HAN_ENDING.sub("", label) if match else ""
    return stem if stem != label else ""


def _words_of(facet: Facet) -> Iterator[str]:
    plain = facet.name.replace("_", " ").lower()
    yield plain
    for name in (plain, facet.label.en.lower()):
        yield from _turned(name)
    spoken = _WORD.findall(f"{plain} {facet.label.en.lower()}")
    for word in dict.fromkeys(spoken):
        if word in _VAGUE or (facet.type is FacetType.FLAG and len(word) < _LONG_ENOUGH):
            continue
        yield from (form for form in _forms(word) if form not in _VAGUE)
    stem = han_stem(facet.label.zh)
    if len(stem) > 1:
        yield stem
    elif facet.type is not FacetType.FLAG and len(facet.label.zh) == _FOUR and _HAN.fullmatch(facet.label.zh):
        yield facet.label.zh[2:]


def _turned(name: str) -> Iterator[str]:
    """Give "safe for pets" and "safe for pet" for "pet safe", "date of release" for "release date"."""
    words = name.split(" ")
    if len(words) == _PAIR and all(word.isalpha() and word.isascii() for word in words):
        first, second = words
        yield from (f"{second} {joint} {first}{ending}" for joint in ("for", "of", "with") for ending in ("", "s"))


def _forms(word: str) -> Iterator[str]:
    yield word
    base = _ENDING.sub("", word)
    if len(base) >= _SHORTEST_STEM:
        yield from (base + ending for ending in ("e", "es", "ed", "ing", "s"))
        if len(base) > _SHORTEST_STEM:
            yield base
