"""What a question asks for: facets by name, by value, by degree, by unit, and by the words of their own."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Iterator
from typing import Final

from chatrec.dialogue.domain.reading.acts.asked_amounts import amount_checks
from chatrec.dialogue.domain.reading.acts.by_use import facets_by_use, goes_on
from chatrec.dialogue.domain.reading.amounts.measures import facet_by_adjective
from chatrec.dialogue.domain.reading.amounts.numerals import find_numbers
from chatrec.dialogue.domain.reading.leftovers import left_over
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.wishes.critiques import read_degrees
from chatrec.dialogue.domain.reading.words.adjectives import Grade, adjective_of
from chatrec.dialogue.domain.reading.words.cues import (
    CUES,
    PLOT,
)
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.said import Clause
from chatrec.dialogue.domain.units import factor_of
from chatrec.vocabulary.words import Act, MentionType

__all__ = ["asked_facets"]

_HOW: Final = re.compile(r"\bhow (?P<en>[a-z]+)|多(?P<han>大|长|重|高|远|久|贵|厚|薄|新|快)")
_PRICE: Final = re.compile(
    r"\bhow much\b(?! (?:ram|memory|storage|space|battery))|\b(?:price|cost|costs)\b|多少?钱|什么价|几块|贵不贵|价格|(?:贵|便宜)吗"
)
_HOW_MUCH: Final = re.compile(
    r"\bhow much (?:is|are|for|does it cost|would|will)\b(?! (?:ram|memory|storage|space|battery))|多少钱|花多少|什么价|几块钱"
)
_WHEN: Final = re.compile(
    r"\bwhen (?:was|is|did|does)\b|\bwhat year\b|\bhow (?:old|new|recent)\b|哪一?年|什么时候|几几年|何时"
)
_MEASURING: Final = re.compile(
    r"\b(?:does|did|run|runs|last|lasts|weigh|weighs|cost|costs|take|takes|play|film|movie|book|approximately|roughly)\b|大概|大约|多|重|跑|放"
)
_COUNTED: Final = re.compile(r"\bhow many (?P<en>[a-z]+)|(?:多少|几)(?P<han>[\u3400-\u9fff]{1,3})")
_SPOKEN: Final = re.compile(r"[a-z]{3,}")
_ASKED: Final = re.compile(r"哪一?个?(?P<han>[\u3400-\u9fff]{1,2})|\b(?:what|which) (?P<en>[a-z]{4,})")
_WORD: Final = re.compile(r"[a-z]{4,}|w[io]n|sing|sang|led|sold")
_BASE: Final = {
    form: base
    for base, forms in (
        ("win", "won"), ("write", "wrote written"), ("teach", "taught"), ("build", "built"), ("sell", "sold"),
        ("draw", "drew drawn"), ("sing", "sang sung"), ("lead", "leads led"), ("shoot", "shot"), ("give", "gave given"),
        ("speak", "spoke spoken"), ("choose", "chose chosen"), ("grow", "grew grown"), ("wear", "wore worn"),
    )
    for form in forms.split()
}  # fmt: skip
"""Irregular forms of verbs that relations are named by, with their base."""
_COMMON: Final = frozenset(
    {"about", "with", "from", "that", "this", "have", "comes", "what", "made", "runs", "suited", "shaped"}
)


def asked_facets(scene: Scene, clause: Clause) -> list[str]:
    """Find the facets that a clause asks for, in the order in which they are named."""
    folded, words = scene.said.folded, scene.said.words(clause)
    plot = PLOT.search(folded, clause.start, clause.end)
    places = list(
        _by_mentions(scene, Clause(max(clause.start, plot.end() if plot else 0), clause.end, clause.question))
    )
    for match in _HOW.finditer(folded, clause.start, clause.end):
        adjective = adjective_of(match["en"] or match["han"])
        if _asks_of_else(scene, clause, match.span()):
            continue
        facet = facet_by_adjective(scene, adjective, match.start(), match.end()) if adjective else None
        if facet is not None:
            places.append((match.start(), facet.name))
    places += [
        (degree.start, facet.name)
        for degree, facet in read_degrees(scene)
        if not plot
        and clause.start <= degree.start < clause.end
        and (degree.grade is not Grade.PLAIN or scene.references.pointed)
    ]
    places = places or [*_by_unit(scene, clause.start, clause.end), *_by_label(scene, clause.start, clause.end)]
    places += facets_by_use(scene, clause)
    places += [(clause.start, check.facet) for check in amount_checks(scene, clause)]
    known = {name for _, name in places}
    places += [(at, name) for at, name in _by_question(scene, clause, alone=not places) if name not in known]
    named = list(dict.fromkeys(name for _, name in sorted(places)))
    if not named and goes_on(scene, clause):
        return list(scene.state.questioned_facets)
    return named if named or plot else _by_own_words(scene, words) or _by_shared_words(scene, words)


def _by_mentions(scene: Scene, clause: Clause) -> Iterator[tuple[int, str]]:
    compared = [match.span() for match in CUES[Act.COMPARE].finditer(scene.said.folded, clause.start, clause.end)]
    for one in scene.found:
        if not clause.start <= one.start < clause.end:
            continue
        if one.best.type is MentionType.FACET:
            # 在哪 within 差在哪 asks for no place.
            before = find_numbers(scene.said.folded[clause.start : one.start])
            counted = before and before[-1].end >= one.start - clause.start - 1  # "7 years"
            if not counted and not any(_meet(one, span) for span in compared):
                yield one.start, one.best.target
        elif one.best.type in {MentionType.ENTITY, MentionType.ORDINAL} and one.best.facets:
            yield one.start, one.facet or one.best.facets[0]
        elif one.best.type is MentionType.NEED and one.end > one.start:
            yield from ((one.start, name) for name in one.best.facets)  # "which has the best camera"


def _meet(one: Found, span: tuple[int, int]) -> bool:
    return one.start < span[1] and span[0] < one.end and (one.start, one.end) != span


def _asks_of_else(scene: Scene, clause: Clause, how: tuple[int, int]) -> bool:
    """Tell whether "how long" is asked of something that is no item: "how long does delivery take"."""
    known = [(one.start, one.end) for one in scene.found if one.end > one.start]
    verbs = [match.span() for match in _MEASURING.finditer(scene.said.folded, clause.start, clause.end)]
    return left_over(scene.said, clause, [how, *known, *verbs, *scene.references.spans], 2)


def _by_question(scene: Scene, clause: Clause, *, alone: bool) -> Iterator[tuple[int, str]]:
    """Find what "how much" and "when" ask for; beside other facets only "when" asks for one of its own."""
    words, money, calendar = scene.said.words(clause), scene.catalogue.money, scene.catalogue.calendar()
    when = _WHEN.search(words)
    if money is not None and (_HOW_MUCH.search(words) or (alone and _PRICE.search(words))):
        yield clause.start, money.name
    elif calendar is not None and when and (alone or "how" not in when[0]):
        yield clause.start + when.start(), calendar.name


def _by_unit(scene: Scene, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Find "how many km", "多少公里": a facet asked for by its unit."""
    for match in _COUNTED.finditer(scene.said.folded, start, end):
        unit = match["en"] or match["han"]
        for facet in scene.catalogue.measurable():
            if (
                facet.unit
                and not (facet.money or scene.catalogue.is_calendar(facet))
                and any(factor_of(part, facet) for part in _prefixes(unit))
            ):
                yield match.start(), facet.name
                break


def _prefixes(unit: str) -> tuple[str, ...]:
    return (unit,) if unit.isascii() else (unit, unit[:2], unit[:1])


def _by_label(scene: Scene, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Find "哪个区", "几点打烊", "what level": the word asked for begins the label of a facet."""
    for match in _ASKED.finditer(scene.said.folded, start, end):
        word = match["han"] or match["en"]
        for facet in scene.catalogue.schema.facets:
            label = facet.label.zh if match["han"] else facet.label.en.lower()
            if label and (label.startswith(word[:2]) or (len(word) == 1 and label.startswith(word))):
                yield match.start(), facet.name
                break


def _by_shared_words(scene: Scene, words: str) -> list[str]:
    """Find the flags that a word asks for which their phrases share: "are dogs allowed in"."""
    often = scene.catalogue.own_words.often
    spoken = [word if word in often else word.removesuffix("s") for word in _SPOKEN.findall(words)]
    return list(dict.fromkeys(often[word] for word in spoken if word in often))


def _by_own_words(scene: Scene, words: str) -> list[str]:
    """Find facets by the words of their relation: "who directed it" asks for what "directed by" holds."""
    spoken = {_BASE.get(word, word) for word in _WORD.findall(words)} - _COMMON
    found: list[str] = []
    for facet in scene.catalogue.schema.facets:
        stems = {_BASE.get(word, word) for word in _WORD.findall(facet.relation_label.en.lower())} - _COMMON
        han = facet.relation_label.zh.strip("是有的")
        if any(word.startswith(stem[:5]) for stem in stems for word in spoken) or (len(han) > 1 and han[-2:] in words):
            found.append(facet.name)
    return found
