"""Amounts in two units, or in a unit and its quarters: "an hour and three quarters", "1h45", “一小时三刻”."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.reading.amounts.numerals import Number
from chatrec.dialogue.domain.units import TIME, dimensions_of

__all__ = ["with_parts"]

_PART: Final = re.compile(
    r"\s+and\s+(?:(?P<half>a half|half)|(?P<quarter>(?:a |one )?quarter)|(?P<three>three[ -]quarters))(?![a-z])"
    r"|(?P<han_half>半)(?![价天年月])|[零又]?(?P<quarters>[一两二三])刻钟?"
)
_QUARTERS: Final = {"一": 1, "两": 2, "二": 2, "三": 3}
_GAP: Final = re.compile(r"\s*(?:and\b|&|零|又)?\s*")
_BARE_END: Final = re.compile(r"(?=\s*(?:$|[,.!?;，。！？]|以内|之内|以下|以上|左右|or |at |max|tops|long))")
_HOUR_S: Final = 3600.0
_MINUTES: Final = 60


def with_parts(
    folded: str, number: Number, measured: tuple[str, int], rest: Sequence[Number], units: re.Pattern[str]
) -> tuple[Number, int]:
    """Add to a number of a unit what is said of it in a smaller one, and give where all of it ends.

    `measured` is the unit and where it ends, `rest` the numbers behind it. Without a smaller part nothing changes.
    """
    unit, end = measured
    if not unit:
        return number, end
    if part := _PART.match(folded, end):
        share = _share(part, unit)
        return _plus(number, share), part.end() if share else end
    second = rest[0] if rest else None
    if second is None or second.low != second.high or not _GAP.fullmatch(folded, end, second.start):
        return number, end
    smaller = units.match(folded, second.end)
    share = _minutes(folded, unit, second, smaller) or (_in_unit(second.low, smaller[1], unit) if smaller else 0.0)
    return _plus(number, share), (smaller.end() if smaller else second.end) if share else end


def _share(part: re.Match[str], unit: str) -> float:
    """Give the halves and quarters that are said behind a unit; a 刻 is a quarter of an hour alone."""
    if part["quarters"]:
        return _QUARTERS[part["quarters"]] / 4 if _is_hour(unit) else 0.0
    return {"half": 0.5, "han_half": 0.5, "quarter": 0.25, "three": 0.75}[part.lastgroup or "half"]


def _minutes(folded: str, unit: str, second: Number, smaller: re.Match[str] | None) -> float:
    """Give the minutes behind hours, which need no unit: "1h45", "two hours ten", "1h 45m"."""
    if not _is_hour(unit) or not 0 < second.low < _MINUTES:
        return 0.0
    bare = smaller is None and _BARE_END.match(folded, second.end) is not None
    return second.low / _MINUTES if bare or (smaller is not None and smaller[1] == "m") else 0.0


def _in_unit(value: float, smaller: str, unit: str) -> float:
    """Give an amount in a larger unit of the same dimension; 0 where it is no part of one of those."""
    sizes = dict(dimensions_of(unit))
    for dimension, size in dimensions_of(smaller):
        if dimension in sizes and 0 < value * size < sizes[dimension]:
            return value * size / sizes[dimension]
    return 0.0


def _is_hour(unit: str) -> bool:
    return (TIME, _HOUR_S) in dimensions_of(unit)


def _plus(number: Number, share: float) -> Number:
    return replace(number, low=number.low + share, high=number.high + share)
