"""Finds values that the catalogue does not know yet, by the words that stand before values it knows."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.linking.folding import fold_name
from chatrec.offline.extend.candidates import Fact, Facts
from chatrec.offline.extend.extension import Extension, extension_id
from chatrec.offline.extend.finding import Finding
from chatrec.offline.extend.passages import NAME, Passage
from chatrec.offline.extend.scope import denied
from chatrec.vocabulary.words import FacetType, Language

__all__ = ["METHOD", "new_values"]

METHOD = "pattern"

_SURE: Final = 0.65
"""Below the usual threshold: a value that nobody has declared waits for a person."""
_TAUGHT: Final = 0.6
_LEAST_CASES: Final = 2
_MOST_NEW: Final = 5_000
_ENGLISH: Final = re.compile(
    r"\s+((?:[A-Z][\w'’.-]*)(?:\s+(?:(?:of|the|de|van|von|da|del|la)\s+)?[A-Z][\w'’.-]*){0,4})"
)
_CHINESE: Final = re.compile(r"[是为:：\s]?[《“「]?([\w·]{2,12}?)(?=[》”」，。；、,;!！?？（(]|的|和|与|$)")
_CONTEXT: Final = {
    Language.EN: re.compile(r"(\w+ \w+) $"),
    Language.ZH: re.compile(r"([\u4e00-\u9fff]{2,4})[是为:：]?$"),
}


def new_values(
    catalogue: Catalogue, facts: Facts, findings: Sequence[Finding], subjects: Iterable[tuple[str, Passage]]
) -> Iterator[Extension]:
    """Give new entities as values of facets; all of them are for review at the usual threshold.

    `subjects` are passages with the item that each speaks of. A pattern is the declared wording of a relation, or two
    words that stood before stated values at least twice.
    """
    known = _known_names(catalogue)
    patterns = _patterns(catalogue, facts, findings)
    taken = {(row.passage.text, place) for row in findings for place in range(row.start, row.end)}
    found: dict[Fact, Extension] = {}
    for item, passage in subjects:
        if passage.source.endswith(NAME):
            continue
        for facet, pattern, confidence in patterns[passage.language]:
            for cue in pattern.finditer(passage.text):
                row = _after(item, facet, passage, cue.end(), confidence=confidence, taken=taken)
                if row and fold_name(row.name) not in known and len(found) < _MOST_NEW:
                    found.setdefault(Fact(item, facet, row.value), row)
    yield from found.values()


def _known_names(catalogue: Catalogue) -> frozenset[str]:
    items = ((row.id, row.name.en, row.name.zh, *row.aliases) for row in catalogue.items)
    entities = ((row.id, row.name.en, row.name.zh, *row.aliases) for row in catalogue.entities)
    return frozenset(fold_name(name) for names in (*items, *entities) for name in names if name)


def _after(
    item: str, facet: str, passage: Passage, place: int, *, confidence: float, taken: set[tuple[str, int]]
) -> Extension | None:
    """Read a name at a place; None where there is none, where it is denied, or where a known value stands."""
    shape = _ENGLISH if passage.language is Language.EN else _CHINESE
    name = shape.match(passage.text, place)
    if name is None or any((passage.text, spot) in taken for spot in range(*name.span(1))):
        return None
    if denied(passage.text, name.start(1), name.end(1)):
        return None
    written = name[1].rstrip(".’'-")
    value = re.sub(r"\W+", "_", written.casefold()).strip("_")
    if not value:
        return None
    return Extension(
        id=extension_id(item, facet, value),
        item=item,
        facet=facet,
        value=value,
        name=written,
        language=passage.language,
        sentence=passage.text,
        source=passage.source,
        confidence=confidence,
        method=METHOD,
    )


def _patterns(
    catalogue: Catalogue, facts: Facts, findings: Sequence[Finding]
) -> dict[Language, list[tuple[str, re.Pattern[str], float]]]:
    """Give the cues of each facet: how its relation is said, and what stood before its values."""
    found: dict[Language, list[tuple[str, re.Pattern[str], float]]] = {language: [] for language in Language}
    for facet in catalogue.schema.facets:
        if facet.type is FacetType.ENTITY:
            for language in Language:
                label = getattr(facet.relation_label, language)
                if len(label) > 1 and label not in ("is", "has", "near", "in", "feels"):
                    found[language].append((facet.name, _cue(label, language), _SURE))
    said, stated = Counter[tuple[Language, str, str]](), Counter[tuple[Language, str, str]]()
    for row in findings:
        context = _CONTEXT[row.passage.language].search(row.passage.text[: row.start])
        if context:
            key = (row.passage.language, row.facet, context[1].casefold())
            said[key] += 1
            stated[key] += facts.holds(Fact(row.item, row.facet, row.value))
    for key, count in said.items():
        language, name, words = key
        share = stated[key] / (count + 1)
        if stated[key] >= _LEAST_CASES and share >= _TAUGHT and facts.facets[name].type is FacetType.ENTITY:
            found[language].append((name, _cue(words, language), round(share * _SURE, 4)))
    return found


def _cue(words: str, language: Language) -> re.Pattern[str]:
    escaped = re.escape(words)
    return re.compile(rf"\b{escaped}(?=\s)" if language is Language.EN else escaped, re.IGNORECASE)
