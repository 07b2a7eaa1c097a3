"""Moments of the week: "on Mondays", "at 9 pm", 周末, 明天晚上八点; written as opening hours are, "Mo 21:00"."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from chatrec.dialogue.domain.reading.amounts.numerals import find_numbers
from chatrec.dialogue.domain.reading.words.said import Clause, Said
from chatrec.vocabulary.opening import WEEKDAYS

__all__ = ["Moment", "read_moments"]

_ENGLISH: Final = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_HAN: Final = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_WEEKDAY: Final = re.compile(
    rf"\b(?P<en>{'|'.join(_ENGLISH)})days?\b|(?:周|星期|礼拜)(?P<han>[一二三四五六日天])(?![岁个])"
)
_WEEKEND: Final = re.compile(r"\bweekends?\b|周末")
_NEAR_DAY: Final = re.compile(
    r"\b(?:today|tonight|right now|this (?:morning|afternoon|evening))\b|今[天晚日早]|(?P<next>\btomorrow\b|明[天晚日早])"
)
_CLOCK: Final = re.compile(
    r"\b(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d))? ?(?P<half>am|pm|a\.m\.|p\.m\.|o'?clock)(?![a-z])|\b(?P<h24>[01]?\d|2[0-3]):(?P<m24>[0-5]\d)\b"
)
_HAN_CLOCK: Final = re.compile(
    r"(?P<part>凌晨|早上|早晨|上午|中午|下午|晚上|夜里|傍晚|[明今]晚)?(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})点(?P<half>半)?(?![点些五])"
)
_LATER: Final = ("下午", "晚上", "夜里", "傍晚", "今晚", "明晚")
_NOON: Final = 12
_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class Moment:
    """Moments of the week said at a place; several values where a weekend is meant."""

    start: int
    end: int
    values: tuple[str, ...]


def read_moments(said: Said, clause: Clause, today: date | None) -> list[Moment]:
    """Give the weekdays of a clause, each with the time of day that the clause names; the time alone without one."""
    days = sorted(_days(said.folded, clause, today), key=lambda moment: moment.start)
    clock = next(_clocks(said.folded, clause), None)
    if clock is None:
        return days
    if not days:
        return [clock]
    timed = [tuple(f"{day} {clock.values[0]}" for day in moment.values) for moment in days]
    return [
        Moment(min(moment.start, clock.start), max(moment.end, clock.end), values)
        for moment, values in zip(days, timed, strict=True)
    ]


def _days(folded: str, clause: Clause, today: date | None) -> Iterator[Moment]:
    for match in _WEEKDAY.finditer(folded, clause.start, clause.end):
        place = _ENGLISH.index(match["en"]) if match["en"] else _HAN[match["han"]]
        yield Moment(match.start(), match.end(), (WEEKDAYS[place],))
    for match in _WEEKEND.finditer(folded, clause.start, clause.end):
        yield Moment(match.start(), match.end(), WEEKDAYS[5:])
    for match in _NEAR_DAY.finditer(folded, clause.start, clause.end) if today else ():
        day = today + timedelta(days=1 if match["next"] else 0) if today else date.min
        yield Moment(match.start(), match.end(), (WEEKDAYS[day.weekday()],))


def _clocks(folded: str, clause: Clause) -> Iterator[Moment]:
    for match in _CLOCK.finditer(folded, clause.start, clause.end):
        hour, minute = int(match["hour"] or match["h24"]), int(match["minute"] or match["m24"] or 0)
        half = (match["half"] or "")[:1]
        hour = hour % _NOON + (_NOON if half == "p" else 0) if half in {"a", "p"} else hour
        if hour < _HOURS:
            yield Moment(match.start(), match.end(), (f"{hour:02d}:{minute:02d}",))
    for match in _HAN_CLOCK.finditer(folded, clause.start, clause.end):
        numbers = find_numbers(match["count"])
        hour = int(numbers[0].low) if numbers else _HOURS
        hour += _NOON if match["part"] in _LATER and hour < _NOON else 0
        if hour < _HOURS:
            yield Moment(match.start(), match.end(), (f"{hour:02d}:{30 if match['half'] else 0:02d}",))
