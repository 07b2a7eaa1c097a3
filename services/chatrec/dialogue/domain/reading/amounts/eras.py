"""Decades and centuries as spans of years: "the late nineties", "since the 80s", "this century", “上世纪末”, “十九世纪八十年代”."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from chatrec.vocabulary.words import Operator

__all__ = ["Era", "find_eras"]

_Limits = tuple[tuple[Operator, float], ...]
Era = tuple[int, int, _Limits]
"""Where an era is told, and its limits in years."""

_HAN_DIGITS: Final = "一二三四五六七八九"
_TENS: Final = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_ORDINALS: Final = {
    word: place
    for place, word in enumerate(
        (
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twenty-first",
        ),
        15,
    )
} | {"twenty first": 21}
_HAN_CENTURY: Final = (
    r"(?:(?P<{0}last>上个?)|(?P<{0}this>本|这个?|新)|(?P<{0}number>1\d|2[01]|十[五六七八九]|二十一?))世纪"
)
_DECADE: Final = re.compile(
    rf"(?<!\d)(?:(?P<century>1[5-9]|20)?(?P<decade>\d0)'?s(?![a-z])|(?:{_HAN_CENTURY.format('of_')}的?)?(?P<han>(?:19|20)?\d0|[一二三四五六七八九]十|零零)年代"
    rf"|(?P<several>[一二三四五六七八九\d])几年(?!前))|\b(?P<word>{'|'.join(_TENS)})\b"
)
_CENTURY: Final = re.compile(
    rf"(?<![a-z0-9])(?:the )?(?:(?P<last>(?:last|previous) century)|(?P<this>(?:this|current|present) century)"
    rf"|(?P<number>1[5-9]th|20th|21st|{'|'.join(_ORDINALS)})[ -](?:century|c\.))(?![a-z])|(?<!\d)(?P<hundreds>1[5-9])00'?s(?![a-z])|{_HAN_CENTURY.format('han_')}(?![的]?(?:\d0|[一二三四五六七八九]十|零零)年代)"
)
_THIS_DECADE: Final = re.compile(r"\b(?:this|the current) decade\b|这十年|本年代")
_PART_BEFORE: Final = re.compile(
    r"(?<![a-z])(?:(?P<start>(?:start|beginning|turn) of)|(?P<early>early|first half of)|(?P<middle>mid(?:dle of)?)|(?P<late>late|second half of)|(?P<end>end of))[ -]?(?:the )?$"
)
_PART_AFTER: Final = re.compile(
    r"的?(?:(?P<start>初(?!期)|之初|开头)|(?P<early>初期|早期|前期|上半叶|前半)|(?P<middle>中期?|中叶)|(?P<late>后期|晚期|下半叶|后半)|(?P<end>末期?|之?末|尾声))"
)
# From and to which tenth of an era its parts reach; of ten years, so that the middle has a width of its own.
_OF_TEN: Final = {
    "": (0, 9),
    "start": (0, 4),
    "early": (0, 4),
    "middle": (3, 7),
    "late": (5, 9),
    "end": (5, 9),
}
_OF_HUNDRED: Final = {
    "": (0, 99),
    "start": (0, 9),
    "early": (0, 39),
    "middle": (30, 69),
    "late": (60, 99),
    "end": (90, 99),
}
_BOUND_BEFORE: Final = re.compile(
    r"(?P<since>(?<![a-z])(?:since|starting (?:from|in)|(?:no|not|nothing|none) (?:earlier|older) than|(?:not|nothing|none|never) (?:[a-z]+ )?before)|不早于|自从?)"
    r"|(?P<until>(?<![a-z])(?:until|up to|(?:no|not|nothing|none) (?:later|newer) than|(?:not|nothing|none|never) (?:[a-z]+ )?(?:after|since))|不晚于)"
    r"|(?P<before>(?<![a-z])(?:before|earlier than|older than|prior to|pre)|早于)|(?P<after>(?<![a-z])(?:after|later than|newer than|past|post)|晚于)"
)
_FILLED: Final = re.compile(r"[ -]*(?:the |about |around )*$")
_BOUND_AFTER: Final = re.compile(
    r"(?P<since>\s*(?:or|and) (?:later|newer|after(?:wards)?|on(?:wards?)?|more recent|beyond|since|up)(?![a-z])|\s+on(?:wards?)?(?=\s*(?:$|[,.!?;]|please))|的?(?:及|或|或者)?(?:以后|之后|以来|往后|起(?![来点])|开始))"
    r"|(?P<until>\s*(?:or|and) (?:earlier|older|before)(?![a-z])|(?:及|或|或者)(?:以前|之前|更早))|(?P<before>的?(?:以前|之前))"
)
_JOIN: Final = re.compile(r"\s*(?:or|and|to|till|until|through|-|~|/|&|,|、|和|或者?|到|至|跟|与)\s*(?:the )?")
_REACH: Final = 32
_CENTURY_YEARS: Final = 100
_THIS, _LAST, _OLDEST = 2000, 1900, 30
"""A decade from 30 on, said without its century, is of the last one."""


def find_eras(folded: str, today: date | None) -> list[Era]:
    """Find the decades and centuries of a folded text; without a day, "this century" says nothing."""
    found = [_era(folded, start, end, first, _OF_TEN) for start, end, first in _decades(folded, today)]
    found += [
        _era(folded, start, end, first, _OF_HUNDRED)
        for start, end, first in _centuries(folded, today)
        if not any(start < other_end and other_start < end for other_start, other_end, _ in found)
    ]
    return [(start, end, _until_today(limits, today)) for start, end, limits in _joined(folded, sorted(found))]


def _joined(folded: str, found: list[Era]) -> Iterator[Era]:
    """Take neighbours as one span: "the seventies or eighties", “七八十年代到九十年代”."""
    before: Era | None = None
    for era in found:
        if before is None:
            before = era
        elif _JOIN.fullmatch(folded, before[1], era[0]) and (len(before[2]), len(era[2])) == (2, 2):
            before = (
                before[0],
                era[1],
                (min(before[2][0], era[2][0], key=_year), max(before[2][1], era[2][1], key=_year)),
            )
        else:
            yield before
            before = era
    if before is not None:
        yield before


def _year(limit: tuple[Operator, float]) -> float:
    return limit[1]


def _until_today(limits: _Limits, today: date | None) -> _Limits:
    """Leave out an end that is yet to come: "this century" is since 2000."""
    ends = today is not None and len(limits) > 1 and limits[1][1] >= today.year
    return limits[:1] if ends else limits


def _decades(folded: str, today: date | None) -> Iterator[tuple[int, int, int]]:
    for match in _DECADE.finditer(folded):
        if match["word"]:
            yield match.start(), match.end(), 1920 + 10 * _TENS.index(match["word"])
            continue
        said = (match["several"] and f"{match['several']}0") or match["decade"] or match["han"]
        ten = _tens(said)
        century = _century(match, "of_", today)
        if century is not None:
            yield match.start(), match.end(), century + ten % 100
        elif match["century"] and not (ten == 0 and match["century"].startswith("1")):  # "the 1800s" are a century
            yield match.start(), match.end(), int(match["century"]) * 100 + ten
        elif match["century"]:
            continue
        else:
            yield match.start(), match.end(), ten if ten >= _CENTURY_YEARS else ten + _recent(said, ten)
    for match in _THIS_DECADE.finditer(folded) if today else ():
        yield match.start(), match.end(), today.year // 10 * 10 if today else 0


def _recent(said: str, ten: int) -> int:
    """Give the century that a bare decade is of: "the 80s" are of the last, "the 20s" of this, “二十年代” of the last."""
    return _LAST if ten >= _OLDEST or _is_old(said) else _THIS


def _is_old(said: str) -> bool:
    """Tell whether the tens are said in words, as of the last century: “二十年代”."""
    return said[0] in _HAN_DIGITS and said.endswith("十")


def _tens(said: str) -> int:
    if said == "零零":
        return 0
    return 10 * (_HAN_DIGITS.index(said[0]) + 1) if said[0] in _HAN_DIGITS else int(said)


def _centuries(folded: str, today: date | None) -> Iterator[tuple[int, int, int]]:
    for match in _CENTURY.finditer(folded):
        if match["hundreds"]:
            first: int | None = int(match["hundreds"]) * 100
        elif match["number"]:
            digits = re.match(r"\d+", match["number"])
            number = int(digits[0]) if digits else _ORDINALS[match["number"]]
            first = (number - 1) * 100
        elif match["last"] or match["this"]:
            first = _from_today(today, last=match["last"] is not None)
        else:
            first = _century(match, "han_", today)
        if first is not None:
            yield match.start(), match.end(), first


def _century(match: re.Match[str], prefix: str, today: date | None) -> int | None:
    """Give the first year of the century that Chinese words name; None where there are none, or no day to tell from."""
    number = match[f"{prefix}number"]
    if number:
        value = int(number) if number.isdigit() else _han(number)
        return (value - 1) * 100
    if match[f"{prefix}last"] or match[f"{prefix}this"]:
        return _from_today(today, last=match[f"{prefix}last"] is not None)
    return None


def _han(number: str) -> int:
    tens, _, ones = number.partition("十")
    return 10 * (_HAN_DIGITS.index(tens) + 1 if tens else 1) + (_HAN_DIGITS.index(ones) + 1 if ones else 0)


def _from_today(today: date | None, *, last: bool) -> int | None:
    return None if today is None else today.year // 100 * 100 - (100 if last else 0)


def _era(folded: str, start: int, end: int, first: int, parts: dict[str, tuple[int, int]]) -> Era:
    """Give the years of an era or of its part, open to the side that the words beside it leave open."""
    before, after = _PART_BEFORE.search(folded, max(0, start - _REACH), start), _PART_AFTER.match(folded, end)
    part = next((match.lastgroup or "" for match in (before, after) if match), "")
    start, end = (before.start() if before else start), (after.end() if after else end)
    low, high = (float(first + place) for place in parts[part])
    bound = _bound_before(folded, start)
    open_end = _BOUND_AFTER.match(folded, end)
    side = (bound.lastgroup if bound else None) or (open_end.lastgroup if open_end else None)
    start, end = (bound.start() if bound else start), (open_end.end() if open_end else end)
    limits: dict[str | None, _Limits] = {
        None: ((Operator.AT_LEAST, low), (Operator.AT_MOST, high)),
        "since": ((Operator.AT_LEAST, low),),
        "after": ((Operator.GREATER, high),),
        "before": ((Operator.LESS, low),),
        "until": ((Operator.AT_MOST, high),),
    }
    return start, end, limits[side]


def _bound_before(folded: str, start: int) -> re.Match[str] | None:
    for match in _BOUND_BEFORE.finditer(folded, max(0, start - _REACH), start):
        if _FILLED.fullmatch(folded, match.end(), start):
            return match
    return None
