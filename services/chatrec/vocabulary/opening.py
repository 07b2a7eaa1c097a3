"""Opening hours as OpenStreetMap writes them: "Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-16:00; Su off"."""

import re
from functools import lru_cache
from typing import Final

__all__ = ["ALWAYS", "WEEKDAYS", "Week", "is_open", "moment_of", "opening_week"]

Week = tuple[tuple[tuple[int, int], ...], ...]
"""For each weekday from Monday the open spans in minutes from midnight; what ends after midnight ends above 1,440."""

_DAY: Final = 1_440
WEEKDAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
"""The days of the week as opening hours write them."""

_WEEKDAYS: Final = tuple(day.lower() for day in WEEKDAYS)
ALWAYS: Final[Week] = (((0, 2 * _DAY),),) * len(_WEEKDAYS)
_NAMES: Final = "|".join(_WEEKDAYS)
_RULE: Final = re.compile(
    rf"(?:(?P<days>(?:{_NAMES})(?:\s*[-,]\s*(?:{_NAMES}))*)\s*)?(?P<spans>off|closed|[\d:\s,-]+)", re.IGNORECASE
)
_MOMENT: Final = re.compile(rf"(?P<day>{_NAMES})?(?:(?:^| )(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}}))?", re.IGNORECASE)
_SPAN: Final = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


@lru_cache(maxsize=4_096)
def opening_week(text: str) -> Week | None:
    """Read the common part of the `opening_hours` syntax; None where it is written otherwise.

    Later rules replace earlier ones on their weekdays; "24/7" is always.
    Source: OpenStreetMap wiki, Key:opening_hours/specification.
    """
    if text.strip() == "24/7":
        return ALWAYS
    week: list[tuple[tuple[int, int], ...]] = [()] * len(_WEEKDAYS)
    for part in filter(None, (part.strip() for part in text.split(";"))):
        rule = _RULE.fullmatch(part)
        spans = _spans(rule["spans"]) if rule else None
        if rule is None or spans is None:
            return None
        for day in _days(rule["days"]):
            week[day] = spans
    return tuple(week)


def moment_of(text: str) -> tuple[int | None, int | None] | None:
    """Read a moment of the week, "Mo", "Mo 21:00" or "21:00", as weekday from Monday and minute; None for none."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None or not match[0]:
        return None
    day = None if match["day"] is None else _WEEKDAYS.index(match["day"].lower())
    return day, None if match["hour"] is None else int(match["hour"]) * 60 + int(match["minute"])


def is_open(opening: str, moment: str) -> bool | None:
    """Tell whether opening hours hold a moment, at any hour or on any day where it names none.

    None where either is written otherwise.
    """
    week, at = opening_week(opening), moment_of(moment)
    if week is None or at is None:
        return None
    day, minute = at
    days = range(len(_WEEKDAYS)) if day is None else (day,)
    if minute is None:
        return any(week[one] for one in days)
    return any(
        start <= one < end
        for number in days
        for spans, one in ((week[number], minute), (week[number - 1], minute + _DAY))
        for start, end in spans
    )


def _days(text: str | None) -> list[int]:
    if not text:
        return list(range(len(_WEEKDAYS)))
    found: list[int] = []
    for part in text.lower().split(","):
        ends = [_WEEKDAYS.index(name.strip()) for name in part.split("-")]
        count = (ends[-1] - ends[0]) % len(_WEEKDAYS) + 1
        found += [(ends[0] + step) % len(_WEEKDAYS) for step in range(count)]
    return found


def _spans(text: str) -> tuple[tuple[int, int], ...] | None:
    if text.strip().lower() in {"off", "closed"}:
        return ()
    parts = [_SPAN.fullmatch(part.strip()) for part in text.split(",")]
    found = []
    for part in parts:
        if part is None:
            return None
        start, end = int(part[1]) * 60 + int(part[2]), int(part[3]) * 60 + int(part[4])
        found.append((start, end if end > start else end + _DAY))
    return tuple(sorted(found))
