"""What items demand of their user: an age that has to be reached, conditions that rule an item out.

Who says "my son is 4" or "I'm pregnant" names no wish but a fact, and everything that it rules out must stay away,
however the message goes on: such preferences are always hard, are read in questions too, and outlive a change of topic.
"""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.catalogues import KnownCatalogue
from chatrec.dialogue.domain.reading.amounts.numerals import Number, find_numbers
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.units import TIME, factor_of
from chatrec.vocabulary.conversation import Topic
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import Demand, MentionType, Operator, Source

__all__ = ["age_of", "demanded", "with_demands_of"]

_AGE_AFTER: Final = re.compile(
    r"\s*-?\s*(?:(?P<year>(?:years?|yrs?)[\s-]*olds?|y/?o(?![a-z])|周?岁(?![月数])|years? of age)"
    r"|(?P<month>months?[\s-]*olds?|个月(?:大|龄)|m/?o(?![a-z])|月龄)"
    r"|(?P<week>weeks?[\s-]*olds?|周大|个?(?:星期|礼拜)大)|(?P<day>days?[\s-]*olds?|天大))"
)
_PEOPLE: Final = (
    r"(?:i|we|he|she|they|who|son|daughter|kid|child|boy|girl|baby|toddler|grand(?:son|daughter|child|ma|pa|mother|father)"
    r"|mum|mom|dad|mother|father|husband|wife|partner|brother|sister|niece|nephew|patient|teenager|teen)"
)
_AGE_BEFORE: Final = re.compile(
    rf"(?:(?<![a-z]){_PEOPLE}(?:'s|'m|\s+(?:is|am|was|has|just|only|turned|turns|will be|now|already|about|almost))+\s+"
    r"|(?<![a-z])(?:aged?|age of|turned|turning)\s+(?:of\s+)?|(?:今年|刚满|才|已经|年龄|年纪)(?:是|为)?\s*|[爸妈爷奶婆公姥哥姐弟妹]|儿子|女儿|孩子|宝宝|老[婆公人])$"
)
_NOT_AN_AGE: Final = re.compile(
    r"\s*(?:-|%|\.\d|(?:of|in|times?|weeks?|months?|days?|hours?|minutes?|kilos?|kg|cm|degrees?|euros?|dollars?|yuan)"
    r"(?![a-z])|[个天次周月年公斤元块度点只条位])"
)
_DENIED: Final = re.compile(
    r"(?:(?<![a-z])(?:not|no(?: longer)?|never|without|isn't|aren't|n't|don't have)\s+"
    r"(?:a |an |any |have |had |been |currently )*"
    r"|(?:没有?|不是|并非|无|未)(?:在|有|对)?)$"
)
_UNIT: Final = {"year": "year", "month": "month", "week": "week", "day": "day"}
_REACH: Final = 40
_OLDEST: Final = 120.0


def demanded(scene: Scene, wishes: Sequence[Preference]) -> list[Preference]:
    """Give the wishes with what items demand to be told: exclusions by condition, limits by age, all of them hard."""
    facets = scene.catalogue.demanding()
    if not facets:
        return list(wishes)
    names = {facet.name for facet in facets}
    ages = [age for facet in facets if facet.demand is Demand.LEAST for age in _ages(scene, facet)]
    aged = {wish.facet for age in ages for wish in age}
    # Who says how many months the baby is has said more than "baby".
    known = [wish for wish in wishes if wish.facet in names and not (wish.source is Source.NEED and wish.facet in aged)]
    found = [_hard(wish, scene.catalogue.by_name[wish.facet]) for wish in known] + ages
    for facet in facets:
        found += _conditions(scene, facet) if facet.demand is Demand.NONE_OF else []
    told = [one for wish in found for one in wish if not _is_denied(scene, one)]
    return [wish for wish in wishes if wish.facet not in names] + _youngest(told)


def with_demands_of(left: Topic, entered: Topic, catalogue: KnownCatalogue) -> Topic:
    """Give a topic with what the one that was left knows of the user: that holds in every topic of the catalogue."""
    if left.catalogue != entered.catalogue:
        return entered
    names = {facet.name for facet in catalogue.demanding()}
    kept = [wish for wish in left.preferences if wish.facet in names and wish not in entered.preferences]
    return replace(entered, preferences=(*entered.preferences, *kept))


def _hard(wish: Preference, facet: Facet) -> list[Preference]:
    """Turn what was read as a wish for a value into what it tells of the user."""
    if facet.demand is Demand.LEAST:
        return [replace(wish, operator=Operator.AT_MOST, values=wish.values[-1:], hard=True)]
    return [replace(wish, operator=Operator.NOT_EQUAL, values=(value,), hard=True) for value in wish.values]


def _conditions(scene: Scene, facet: Facet) -> list[list[Preference]]:
    mentioned = [
        one
        for one in scene.found
        if one.best.type is MentionType.ENTITY and facet.name in one.best.facets and one.end > one.start
    ]
    return [[_told(scene, facet, Operator.NOT_EQUAL, one.best.target, one)] for one in mentioned]


def _ages(scene: Scene, facet: Facet) -> list[list[Preference]]:
    if scene.catalogue.dimensions[facet.name] != TIME:
        return []
    folded, found = scene.said.folded, []
    for number in find_numbers(folded):
        unit, end = age_of(folded, number)
        factor = factor_of(unit, facet) if unit else None
        if factor is not None and 0 <= number.low * factor <= _OLDEST:
            value = round(number.low * factor, 3)
            phrase = scene.phrase(number.start, end)
            found.append(
                [Preference(facet.name, Operator.AT_MOST, (value,), hard=True, turn=scene.state.turn, phrase=phrase)]
            )
    return found


def age_of(folded: str, number: Number) -> tuple[str, int]:
    """Give the unit in which a number is somebody's age and where that ends; "" where it is none."""
    after = _AGE_AFTER.match(folded, number.end)
    if after is not None:
        return _UNIT[str(after.lastgroup)], after.end()
    said = _AGE_BEFORE.search(folded, max(0, number.start - _REACH), number.start) is not None
    is_age = said and _NOT_AN_AGE.match(folded, number.end) is None
    return ("year" if is_age else ""), number.end


def _told(scene: Scene, facet: Facet, operator: Operator, value: str, one: Found) -> Preference:
    phrase = scene.phrase(one.start, one.end)
    return Preference(facet.name, operator, (value,), hard=True, turn=scene.state.turn, phrase=phrase)


def _is_denied(scene: Scene, wish: Preference) -> bool:
    """Tell whether the user says not to have it: "I'm not pregnant", "没有哮喘"."""
    start = scene.said.original.find(wish.phrase) if wish.phrase else -1
    return start > 0 and _DENIED.search(scene.said.folded, max(0, start - _REACH), start) is not None


def _youngest(wishes: list[Preference]) -> list[Preference]:
    """Keep of several ages the youngest, which is the safe one, and each condition once."""
    kept: dict[tuple[str, object], Preference] = {}
    for wish in wishes:
        key = (wish.facet, None if wish.operator is Operator.AT_MOST else wish.values)
        before = kept.get(key)
        if before is None or (wish.operator is Operator.AT_MOST and float(wish.values[0]) < float(before.values[0])):
            kept[key] = wish
    return list(kept.values())
