"""Whom a wish is for: "for my 7 year old" is for a child, and what the catalogue knows of children is meant.

The words for people of an age are a closed class in both languages; which needs speak of them is told by the phrases of
the catalogue alone. Where items demand an age, an age says more than a need and is left to `demands`.
"""
# ruff: noqa: E501 - lists of words are read by the row

import re
from dataclasses import dataclass
from typing import Final

from chatrec.dialogue.domain.reading.amounts.numerals import find_numbers
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.wishes.demands import age_of
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.vocabulary.graph import Mention
from chatrec.vocabulary.schema import Need
from chatrec.vocabulary.words import Demand, MentionType, Text

__all__ = ["company_found"]


@dataclass(frozen=True, slots=True)
class _Age:
    """People of an age: their words, and up to which age in years, exclusive, somebody is one of them."""

    words: re.Pattern[str]
    until: float


_CHILD: Final = _Age(
    re.compile(
        r"(?<![a-z])(?:kids?|child(?:ren)?|toddlers?|sons?|daughters?|niece|nephew|grand(?:son|daughter|child|children|kids?)"
        r"|little (?:ones?|boy|girl)|bab(?:y|ies))(?![a-z])|孩子?|儿童|小朋友|娃|宝宝|儿子|女儿|侄[子女]|孙[子女]|外甥女?|小学生"
    ),
    13.0,
)
_TEEN: Final = _Age(re.compile(r"(?<![a-z])(?:teen(?:ager)?s?|teenage)(?![a-z])|青少年|[初高]中生|中学生"), 18.0)
_OLD: Final = _Age(
    re.compile(
        r"(?<![a-z])(?:grand(?:ma|pa|mother|father|parents)|gran|nana|elderly|seniors?|old (?:people|lady|man|folks))(?![a-z])"
        r"|老人|老年人|长辈|爷爷|奶奶|外[婆公]|姥[姥爷]"
    ),
    120.0,
)
_ADULT_FROM, _OLD_FROM = 18.0, 60.0
_WITH_HAN: Final = re.compile(r"(?:给|带着?|陪|送|和|跟|我家|家里|适合|让)[^,，。;!?]{0,8}$")
_WITH: Final = re.compile(
    r"(?<![a-z])(?:for|with|bring(?:ing)?|tak(?:e|ing)|suits?|entertain|keep) (?:my|our|his|her|their|a|an|the|some|two|three|small|young|little| )*$"
)
_UNLIKE: Final = re.compile(r"(?<![a-z])(?:not|no|never|without)(?![a-z])|不|没|only|别")
_REACH: Final = 24


def company_found(scene: Scene) -> Found | None:
    """Give the need of the people that a message says it is for; None where it says none or the catalogue knows none."""
    if any(one.best.type is MentionType.NEED and one.end > one.start for one in scene.found):
        return None  # the catalogue's own words say it
    by_age = not any(facet.demand is Demand.LEAST for facet in scene.catalogue.demanding())
    if not by_age and any(age_of(scene.said.folded, number)[0] for number in find_numbers(scene.said.folded)):
        return None
    place = (_said_age(scene) if by_age else None) or _said_people(scene)
    if place is None:
        return None
    start, end, people = place
    needs = scene.catalogue.schema.needs
    demanded = {facet.name for facet in scene.catalogue.demanding()}
    ranked = sorted(
        (
            (_fits(need, people), -index)
            for index, need in enumerate(needs)
            if not demanded & {part.facet for part in need.facets}  # what is demanded is told, not guessed
        ),
        reverse=True,
    )
    if not ranked or ranked[0][0] <= 0:
        return None
    index = -ranked[0][1]
    names = Text(next(iter(needs[index].phrases.en), ""), next(iter(needs[index].phrases.zh), ""))
    facets = tuple(part.facet for part in needs[index].facets)
    mention = Mention(start, end, MentionType.NEED, scene.catalogue.schema.name, str(index), facets, 1.0, names)
    return Found((mention,))


def _fits(need: Need, people: _Age) -> float:
    """Tell how much of a need's phrases speak of people of an age; those that deny them do not count."""
    phrases = need.phrases.every()
    speaking = [phrase for phrase in phrases if people.words.search(phrase) and not _UNLIKE.search(phrase)]
    return len(speaking) / len(phrases) if phrases else 0.0


def _said_age(scene: Scene) -> tuple[int, int, _Age] | None:
    for number in find_numbers(scene.said.folded):
        unit, end = age_of(scene.said.folded, number)
        years = {"year": 1.0, "month": 1 / 12, "week": 1 / 52, "day": 1 / 365}.get(unit, 0.0) * number.low
        if unit and not _ADULT_FROM <= years < _OLD_FROM and years < _OLD.until:
            return number.start, end, next(people for people in (_CHILD, _TEEN, _OLD) if years < people.until)
    return None


def _said_people(scene: Scene) -> tuple[int, int, _Age] | None:
    folded = scene.said.folded
    for people in (_CHILD, _TEEN, _OLD):
        for match in people.words.finditer(folded):
            window = max(scene.said.clause_at(match.start()).start, match.start() - _REACH)
            cue = _WITH if folded[match.start()].isascii() else _WITH_HAN
            if cue.search(folded, window, match.start()):
                return match.start(), match.end(), people
    return None
