"""Dates told from today or by the month: "released this year", "after June", "6月以后"."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from chatrec.dialogue.domain.reading.amounts.numerals import find_numbers
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, Operator, Source, Value

__all__ = ["date_preferences", "turned_round"]

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HAN_MONTHS: Final = {
    word: place
    for place, word in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1)
}
_LONG: Final = "january|february|march|april|may|june|july|august|september|october|november|december"
_ENGLISH: Final = re.compile(
    rf"(?<![a-z])(?P<cue>after|since|from|before|until|by|in|during|starting)\s+(?:the )?(?:(?:start|beginning|end) of )?(?P<month>{_LONG}|{'|'.join(_MONTHS)})(?![a-z])\.?(?:\s*,?\s*(?P<year>(?:19|20)\d\d))?(?P<on>\s+(?:on|onwards?|or later))?"
)
_CHINESE: Final = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?(?:(?P<after>以后|之后|后|起|开始)|(?P<before>以前|之前|前))?(?!\d)"
)
_YEAR: Final = re.compile(
    r"(?P<this>(?<![a-z])this year(?:'s)?(?![a-z])|今年|本年)|(?P<last>(?<![a-z])last year(?:'s)?(?![a-z])|去年)|(?P<next>(?<![a-z])next year(?![a-z])|明年)"
    r"|(?P<this_month>(?<![a-z])this month(?![a-z])|这个月|本月)|(?P<next_month>(?<![a-z])next month(?![a-z])|下个?月)|(?P<last_month>(?<![a-z])last month(?![a-z])|上个?月)"
)
_HALF: Final = re.compile(
    r"(?P<said>(?:19|20)\d\d年?|[今去明]年)?的?(?P<half>上半年|下半年)"
    r"|(?<![a-z])(?P<en>first|second) half of (?P<en_said>(?:19|20)\d\d|(?:this|last|next) year)(?![a-z])"
)
_BACK: Final = re.compile(
    r"(?<![a-z])(?:in|within|over|during|from|of) the (?:last|past|previous) (?P<en>[a-z0-9]+ )?(?P<en_unit>days?|weeks?|months?)(?![a-z])"
    r"|(?:最近|近|过去)(?:的)?(?P<han>[一二两三四五六七八九十半\d]+)个?(?P<han_unit>天|周|星期|月)(?:以?[内里来])?"
)
_DAYS_OF: Final = {"day": 1, "week": 7, "month": 30, "天": 1, "周": 7, "星期": 7, "月": 30}
_TURNED: Final = {Operator.LESS: Operator.AT_LEAST, Operator.AT_LEAST: Operator.LESS}
_OPEN_ENDED: Final = re.compile(r"(?P<since>以后|之后|以来|起|后(?=[的出]))|以前|之前|前(?=[的出])")
_SINCE_OR_UNTIL: Final = re.compile(r"(?<![a-z])(?:(?P<since>since|after|from)|before|until)\s+(?:the )?$")
_YEARS_AWAY: Final = {"去年": -1, "last year": -1, "明年": 1, "next year": 1}
_HALF_YEAR: Final = 6
_EARLIER: Final = frozenset({"before", "until", "by"})
_LATER: Final = frozenset({"after", "since", "from", "starting"})
_DECEMBER: Final = 12
_Bounds = list[tuple[Operator, date]]


def date_preferences(scene: Scene) -> Iterator[tuple[int, int, list[Preference]]]:
    """Give the places where dates are told, with the limits that they stand for."""
    for start, end, bounds, by_month in _told(scene.said.folded, scene.today):
        facet = _facet(scene, start, end, by_month=by_month)
        if facet is not None:
            phrase = scene.phrase(start, end)
            yield (
                start,
                end,
                [
                    Preference(
                        facet.name,
                        operator,
                        (_value(facet, day),),
                        hard=True,
                        source=Source.ANSWER if scene.asked == facet.name else Source.STATED,
                        turn=scene.state.turn,
                        phrase=phrase,
                    )
                    for operator, day in bounds
                ],
            )


def turned_round(wishes: list[Preference]) -> list[Preference]:
    """Give what is left of refused dates: "not before June" is since June; of a span nothing is left."""
    if len(wishes) != 1 or wishes[0].operator not in _TURNED:
        return []
    return [replace(wishes[0], operator=_TURNED[wishes[0].operator])]


def _told(folded: str, today: date | None) -> Iterator[tuple[int, int, _Bounds, bool]]:
    yield from _by_month(folded, today)
    if today is not None:
        yield from _from_today(folded, today)


def _by_month(folded: str, today: date | None) -> Iterator[tuple[int, int, _Bounds, bool]]:
    for match in _ENGLISH.finditer(folded):
        year = _year(match["year"], today)
        if year is not None:
            month = _MONTHS.index(match["month"][:3]) + 1
            later = match["cue"] in _LATER or match["on"] is not None
            if match["cue"] == "after":
                year, month = (year + 1, 1) if month == _DECEMBER else (year, month + 1)
            yield match.start(), match.end(), _month(year, month, later=later, earlier=match["cue"] in _EARLIER), True
    for match in _CHINESE.finditer(folded):
        year = _year(match["year"], today)
        month = int(match["month"]) if match["month"].isdigit() else _HAN_MONTHS[match["month"]]
        if year is not None:
            later, earlier = match["after"] is not None, match["before"] is not None
            yield match.start(), match.end(), _month(year, month, later=later, earlier=earlier), True


def _from_today(folded: str, today: date) -> Iterator[tuple[int, int, _Bounds, bool]]:
    for match in _BACK.finditer(folded):
        if days := _days_back(match):
            yield match.start(), match.end(), [(Operator.AT_LEAST, today - timedelta(days=days))], True
    for match in _HALF.finditer(folded):
        yield match.start(), match.end(), _half(match, today), True
    for match in _YEAR.finditer(folded):
        yield _relative_limits(folded, match, today)


def _year(said: str | None, today: date | None) -> int | None:
    return int(said) if said else (today.year if today else None)


def _month(year: int, month: int, *, later: bool, earlier: bool) -> _Bounds:
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    if later:
        return [(Operator.AT_LEAST, first)]
    return [(Operator.LESS, first)] if earlier else [(Operator.AT_LEAST, first), (Operator.AT_MOST, last)]


def _days_back(match: re.Match[str]) -> int:
    """Give how many days back "in the last six months" reaches; 0 where the count cannot be read."""
    unit = (match["en_unit"] or match["han_unit"]).rstrip("s")
    said = (match["en"] or match["han"] or "one").strip()
    count = next((number.low for number in find_numbers(said)), 0.0)
    return round(count * _DAYS_OF[unit])


def _relative_limits(folded: str, match: re.Match[str], today: date) -> tuple[int, int, _Bounds, bool]:
    """Give the limits of "last year", “去年以后”, "since last month"."""
    said = match.lastgroup or ""
    (_, first), (_, last) = _relative(said, today)
    bounds: _Bounds = [(Operator.AT_LEAST, first), (Operator.AT_MOST, last)]
    before = _SINCE_OR_UNTIL.search(folded, max(0, match.start() - 12), match.start())
    after = _OPEN_ENDED.match(folded, match.end())
    if (before and before["since"]) or (after and after["since"]):
        bounds = bounds[:1]
    elif before or after:
        bounds = [(Operator.LESS, first)]
    end = after.end() if after else match.end()
    return match.start(), end, bounds, "month" in said


def _half(match: re.Match[str], today: date) -> _Bounds:
    """Give the months of "今年下半年", "the first half of 2025"."""
    said = (match["said"] or match["en_said"] or "").rstrip("年")
    year = int(said) if said.isdigit() else today.year + _YEARS_AWAY.get(match["said"] or match["en_said"] or "", 0)
    later = match["half"] == "下半年" or match["en"] == "second"
    first, last = (_HALF_YEAR + 1, _DECEMBER) if later else (1, _HALF_YEAR)
    return [(Operator.AT_LEAST, date(year, first, 1)), (Operator.AT_MOST, date(year, last, monthrange(year, last)[1]))]


def _relative(said: str, today: date) -> _Bounds:
    step = {"last": -1, "next": 1}.get(said.removesuffix("_month"), 0)
    if said.endswith("month"):
        place = today.year * _DECEMBER + today.month - 1 + step
        return _month(place // _DECEMBER, place % _DECEMBER + 1, later=False, earlier=False)
    year = today.year + step
    return [(Operator.AT_LEAST, date(year, 1, 1)), (Operator.AT_MOST, date(year, _DECEMBER, 31))]


def _facet(scene: Scene, start: int, end: int, *, by_month: bool) -> Facet | None:
    dated = [facet for facet in scene.catalogue.measurable() if scene.catalogue.is_calendar(facet)]
    if by_month:
        dated = [facet for facet in dated if facet.type is FacetType.DATE]
    return scene.nearest_facet(start, end, dated) or next(iter(dated), None)


def _value(facet: Facet, day: date) -> Value:
    return day.isoformat() if facet.type is FacetType.DATE else float(day.year)
