"""Opening hours in words: "daily 09:00–17:00", "Tue–Sun 10:00–18:00, closed on Mondays", “周一休息”."""

from itertools import groupby
from typing import Final

from chatrec.vocabulary.opening import ALWAYS, opening_week
from chatrec.vocabulary.words import Language

__all__ = ["hours_text"]

_SHORT: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_CLOSED: Final = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_HAN: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAY: Final = 1_440
_MOST_CLOSED: Final = 2


def hours_text(hours: str, language: Language) -> str:
    """Write opening hours as people say them; as they are where they are written in another way."""
    week = opening_week(hours)
    if week is None:
        return hours
    english = language is Language.EN
    if week == ALWAYS:
        return "open day and night" if english else "全天开放"
    names, joint = (_SHORT, "–") if english else (_HAN, "至")
    parts: list[str] = []
    for spans, days in groupby(range(len(week)), key=lambda day: week[day]):
        run = list(days)
        if not spans:
            continue
        whole = len(run) == len(week)
        first_to_last = joint.join(dict.fromkeys((names[run[0]], names[run[-1]])))
        when = ("daily" if english else "每天") if whole else first_to_last
        parts.append(f"{when} {', '.join(f'{_clock(start)}–{_clock(end)}' for start, end in spans)}")
    closed = [day for day, spans in enumerate(week) if not spans]
    if 0 < len(closed) <= _MOST_CLOSED:
        parts.append(f"closed on {' and '.join(_CLOSED[day] for day in closed)}" if english else _rest(closed))
    return (", " if english else "，").join(parts)


def _rest(closed: list[int]) -> str:
    return f"{'、'.join(_HAN[day] for day in closed)}休息"


def _clock(minute: int) -> str:
    hour, rest = divmod(minute if minute <= _DAY else minute - _DAY, 60)
    return f"{hour:02d}:{rest:02d}"
