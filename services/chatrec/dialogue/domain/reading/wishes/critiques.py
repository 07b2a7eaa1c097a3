"""Adjectives in degrees to preferences: a critique of what is on the table, else a wish towards one end."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.own_words import han_stem
from chatrec.dialogue.domain.reading.amounts.bounds import day_value
from chatrec.dialogue.domain.reading.amounts.measures import facet_by_adjective
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.adjectives import (
    ANY,
    QUALITY,
    Adjective,
    Degree,
    Grade,
    find_degrees,
    find_plain,
)
from chatrec.dialogue.domain.reading.words.cues import FOR_SALE, INTERROGATIVE, WISHING
from chatrec.dialogue.domain.reading.words.references import focus_of
from chatrec.dialogue.domain.units import factor_of
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import Better, FacetType, MentionType, Operator, Source, Value

__all__ = [
    "base_value",
    "better_end",
    "degree_preferences",
    "more_or_less",
    "read_degrees",
    "wished_end",
]

_A_BIT_MORE: Final = re.compile(
    r"(?<!or )(?<!and )\b(?P<more>more|bigger|increased|extra)\b|\b(?P<less>less|fewer|reduced)\b|更多|多一?[点些](?P<han_more>)|少一?[点些](?P<han_less>)"
)
_THAN: Final = re.compile(r"\s+than\b")
_NUMBER_NEXT: Final = re.compile(
    r"\s*(?:than|as)\s*(?:about |around )?[¥$€£]?\s*(?:\d|one\b|two\b|three\b|[一二两三四五六七八九十百千万])"
)
_NUMBER_BEFORE: Final = re.compile(r"比\s*[\d一二两三四五六七八九十百千万.,]+\s*\S{0,2}$")
_NUMBER_WITHIN: Final = re.compile(r"比\s*[¥$€£]?\s*(?:\d+(?!\s*号)|[一二两三四五六七八九十]+[百千万])")
_STEMMED: Final = re.compile(
    r"\b(?P<mark>more|less|fewer|lower|higher|most|least|too|not) (?P<en>[a-z]{4,})|(?P<han_mark>不要太|别太|不想太|不太|更|最|再|太|没那么)(?P<han>[\u3400-\u9fff]{1,2})"
)
_STEM: Final = 5
_MOST_WEIGHT: Final = 1.5
_LESS: Final = frozenset(
    {"less", "fewer", "lower", "least", "too", "not", "太", "没那么", "不要太", "别太", "不想太", "不太"}
)
_MARKS: Final = {"most": Grade.MOST, "least": Grade.MOST, "最": Grade.MOST, "too": Grade.TOO, "太": Grade.TOO}
_MODERATE: Final = frozenset({"not", "不要太", "别太", "不想太", "不太"})
_GRADED: Final = frozenset({FacetType.NUMBER, FacetType.DATE, FacetType.ORDINAL})
_CUT: Final = frozenset({MentionType.ENTITY, MentionType.ITEM, MentionType.KIND})
_NAMES: Final = frozenset({MentionType.ENTITY, MentionType.ITEM, MentionType.ORDINAL})
_LAST_LATIN: Final = "\u3400"
_PERCENT: Final = {
    Grade.MORE: (70, 30),
    Grade.TOO: (60, 40),
    Grade.MODERATE: (40, 60),
    Grade.MOST: (100, 0),
    Grade.PLAIN: (80, 20),
}


def read_degrees(scene: Scene) -> list[tuple[Degree, Facet]]:
    """Find the adjectives in a degree that measure a facet of the catalogue and are not bounds of numbers."""
    folded = scene.said.folded
    found: list[tuple[Degree, Facet]] = []
    for degree in find_degrees(folded):
        if (
            _cuts_a_name(scene, degree)
            or _NUMBER_NEXT.match(folded, degree.end)
            or _NUMBER_WITHIN.match(folded, degree.start)
            or _NUMBER_BEFORE.search(folded, max(0, degree.start - 14), degree.start)
        ):
            continue
        facet = facet_by_adjective(scene, degree.adjective, degree.start, degree.end)
        if facet is not None:
            found.append((degree, facet))
    found += [pair for pair in _by_facet_words(scene) if pair[1] not in {facet for _, facet in found}]
    return found + [pair for pair in _plain(scene) if pair[1] not in {facet for _, facet in found}]


def _cuts_a_name(scene: Scene, degree: Degree) -> bool:
    """Tell whether an adjective ends within a name: there is no 小 in 小说."""
    return any(one.start < degree.end < one.end for one in scene.found if one.best.type in _CUT)


def _plain(scene: Scene) -> Iterator[tuple[Degree, Facet]]:
    """Find "a new phone", "low mileage", "大屏幕的", "便宜的": adjectives of measure that stand with what they describe."""
    folded = scene.said.folded
    facets = {one.start: one for one in scene.found if one.best.type is MentionType.FACET}
    ends = {one.end: one for one in facets.values()}
    kinds = {one.start for one in scene.found if one.best.type is MentionType.KIND}
    named = [one for one in scene.found if one.end > one.start and one.best.type in _NAMES]
    for degree, closed in find_plain(folded):
        if _cuts_a_name(scene, degree) or any(one.start < degree.end and degree.start < one.end for one in named):
            continue
        clause = scene.said.clause_at(degree.start)
        words = scene.said.words(clause)
        wished = FOR_SALE.search(words) or WISHING.search(words) or INTERROGATIVE.search(words) is None
        if clause.question and not wished and not scene.references.pointed:
            continue  # "can I pay with an old card" wishes for nothing old
        after = degree.end + len(folded[degree.end :]) - len(folded[degree.end :].lstrip(" -"))
        beside = facets.get(after) or (ends.get(degree.start) if folded[degree.start] > _LAST_LATIN else None)
        if beside is not None:
            facet = scene.catalogue.by_name.get(beside.best.target)
        elif (closed or after in kinds) and not {ANY, QUALITY} & set(degree.adjective.measures[:1]):
            facet = facet_by_adjective(scene, degree.adjective, degree.start, degree.end)
        else:
            continue
        if facet is not None and facet.type in _GRADED:
            yield degree, facet


def _by_facet_words(scene: Scene) -> Iterator[tuple[Degree, Facet]]:
    """Find "more comfortable", "更舒适": an adjective that shares its stem with the words of a graded facet."""
    graded = [facet for facet in scene.catalogue.schema.facets if facet.type in _GRADED]
    for match in _STEMMED.finditer(scene.said.folded):
        mark = match["mark"] or match["han_mark"]
        facet = next((facet for facet in graded if _speaks_of(scene, match, facet)), None)
        if facet is not None:
            sign = -1 if mark in _LESS else 1
            grade = Grade.MODERATE if mark in _MODERATE else _MARKS.get(mark, Grade.MORE)
            yield Degree(match.start(), match.end(), Adjective((ANY,), sign), grade, sign), facet


def _speaks_of(scene: Scene, match: re.Match[str], facet: Facet) -> bool:
    """Tell whether an adjective shares its stem with the words of a facet, or is its unit: "fewer hours"."""
    words = scene.catalogue.facet_words[facet.name]
    if match["han"]:
        stem = han_stem(facet.label.zh)
        return (len(match["han"]) > 1 and any(match["han"] in word for word in words)) or (
            0 < len(stem) <= len(match["han"]) and match["han"].startswith(stem)
        )
    if match["mark"] in {"fewer", "more", "less"} and facet.unit and factor_of(match["en"], facet) == 1.0:
        return True
    stem = match["en"][:_STEM]
    if len(stem) < _STEM or match["mark"] in {"lower", "higher", "fewer"}:
        return False
    return any(part.startswith(stem) for word in words for part in word.split())


def degree_preferences(scene: Scene, degree: Degree, facet: Facet) -> list[Preference]:
    """Give the preference of an adjective: hard against the item on the table for "cheaper", else soft."""
    sign = wished_end(degree, facet)
    base = base_value(scene, facet) if degree.grade in {Grade.MORE, Grade.TOO} else None
    phrase = _whole_phrase(scene, degree, facet)
    if base is not None and not _is_at_the_end(scene, facet, base, sign):
        operator = Operator.GREATER if sign > 0 else Operator.LESS
        return [
            Preference(
                facet.name, operator, (base,), hard=True, source=Source.CRITIQUE, turn=scene.state.turn, phrase=phrase
            )
        ]
    wish = better_end(scene, facet, sign, _PERCENT[degree.grade], phrase, Source.STATED)
    if wish is not None and degree.grade is Grade.MOST:
        wish = replace(wish, weight=_MOST_WEIGHT)
    return [wish] if wish else []


def _whole_phrase(scene: Scene, degree: Degree, facet: Facet) -> str:
    """Give the user's words for an adjective with the facet that stands beside it: "low mileage"."""
    start, end = degree.start, degree.end
    for one in scene.found:
        if one.best.target == facet.name and one.start - end <= 1 and start - one.end <= 1:
            start, end = min(start, one.start), max(end, one.end)
    return scene.phrase(start, end)


def _is_at_the_end(scene: Scene, facet: Facet, base: Value, sign: int) -> bool:
    """Tell whether nothing lies beyond a value."""
    if facet.type is FacetType.ORDINAL:
        return facet.values[-1 if sign > 0 else 0] == base
    deciles = scene.catalogue.deciles(facet, scene.kind)
    if not deciles or isinstance(base, str):
        return False
    return base >= deciles[-1] if sign > 0 else base <= deciles[0]


def better_end(  # noqa: PLR0917
    scene: Scene, facet: Facet, sign: int, percents: tuple[int, int], phrase: str, source: Source
) -> Preference | None:
    """Give a soft preference for one end of a facet: beyond a percentile of what there is; None where that is unknown."""
    operator = Operator.AT_LEAST if sign > 0 else Operator.AT_MOST
    value: Value
    if facet.type is FacetType.ORDINAL:
        if not facet.values:
            return None
        last = len(facet.values) - 1
        share = percents[0] / 100 if sign > 0 else percents[1] / 100
        value = facet.values[min(last, max(0, round(share * last)))]
    elif facet.type is FacetType.FLAG:
        return Preference(facet.name, Operator.EQUAL, (True,), source=source, turn=scene.state.turn, phrase=phrase)
    else:
        number = scene.catalogue.percentile(facet, scene.kind, percents[0] if sign > 0 else percents[1])
        if number is None:
            return None
        value = day_value(facet, float(round(number)) if scene.catalogue.is_calendar(facet) else round(number, 2))
    return Preference(facet.name, operator, (value,), source=source, turn=scene.state.turn, phrase=phrase)


def wished_end(degree: Degree, facet: Facet) -> int:
    """Give the end of a facet that an adjective wishes for: +1 high, -1 low; "better" is the facet's better end."""
    if QUALITY in degree.adjective.measures and facet.better is Better.LOW:
        return -degree.sign
    return degree.sign


def base_value(scene: Scene, facet: Facet) -> Value | None:
    """Give the value to be bettered: of the item pointed at, else of the focus, else of the first shown that has one."""
    named = [found.best.target for found in scene.found if found.best.type is MentionType.ITEM]
    wanted = [*scene.references.items, *named, scene.references.pronoun, focus_of(scene.state)]
    cards = [card for item_id in wanted if (card := scene.card(item_id))] + list(scene.state.active.slate)
    for card in cards:
        fact = card.fact(facet.name)
        if fact and fact.values:
            return fact.values[0]
    return None


def more_or_less(scene: Scene, start: int, end: int) -> int:
    """Tell whether more (+1) or less (-1) of what stands at a place is asked for, 0 for neither: "more battery", "内存多一点"."""
    clause = scene.said.clause_at(start)
    for match in _A_BIT_MORE.finditer(scene.said.folded, max(clause.start, start - 14), min(clause.end, end + 8)):
        if _THAN.match(scene.said.folded, match.end()):
            continue
        if match.end() <= start + 1 or match.start() >= end:
            less = match["less"] is not None or match["han_less"] is not None
            return -1 if less else 1
    return 0
