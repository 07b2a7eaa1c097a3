"""Numbers in digits and words of both languages, with their places."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Number", "find_numbers"]

_DIGITS: Final = {
    char: value
    for value, chars in enumerate(("零〇", "一", "二两俩", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_HAN_UNITS: Final = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_WORDS: Final = (
    {
        word: float(value)
        for value, word in enumerate(
            [
                "zero",
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "thirteen",
                "fourteen",
                "fifteen",
                "sixteen",
                "seventeen",
                "eighteen",
                "nineteen",
            ]
        )
    }
    | {
        word: 10.0 * value
        for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
    }
    | {"fiver": 5.0, "tenner": 10.0}
)
_SCALES: Final = {"hundred": 100.0, "thousand": 1e3, "grand": 1e3, "million": 1e6, "dozen": 12.0, "k": 1e3}
_GLUE: Final = frozenset({"and", "a", "an", "of"})
_QUARTERS: Final = frozenset({"quarter", "quarters"})
_VAGUE: Final = frozenset({"half", "couple", "few"}) | _QUARTERS
_OPENERS: Final = frozenset({"a", "an", "half", "couple"})

_TOKEN: Final = re.compile(
    r"(?P<arabic>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)|(?P<han>[零〇一二两俩三四五六七八九十百千万亿半]+)|(?P<word>[a-z]+)"
)
_HAN_TAIL: Final = re.compile(r"\s?[百千万亿][零〇一二两三四五六七八九十百千万亿\d]*")
_SCALE_TAIL: Final = re.compile(r"\s?(k|w|grand|thousand|hundred|million|mil)(?![a-z])")
_MIDDLE_SCALE: Final = re.compile(r"([kw])(\d)(?![\d.a-z])")
"""“2k5”, “1w2” as chat Chinese writes 2,500 and 12,000."""
_ONE_EACH: Final = re.compile(r"[百千万][零〇一二两三四五六七八九]?一$")
_EACH: Final = re.compile(r"个人|位|晚|夜")
"""The 一 of “三百一晚” is each night's, not the number's."""
_NEIGHBOURS: Final = re.compile(r"([一二两三四五六七八九])([二两三四五六七八九])([十百千万亿]*)")
_NO_NEIGHBOURS: Final = re.compile(r"[年号路线]")
"""Behind two digits that are read one by one: “八九年”."""
_TEENS: Final = re.compile(r"([一二三四五六七八九])?十([一二三四五六七八九])([二三四五六七八九])([百千万亿])?")
_HALF_TAIL: Final = re.compile(r"\s?(?:个|点)半|\s?and a half|(?<=\d)\s?½")
_TIME: Final = r"(?:minute|hour|day|week|month|year|inch|inche|mile|kilo|litre|liter|metre|meter)s?"
_UNIT_AND_PART: Final = re.compile(
    rf"\s{_TIME}(?: and)? (?:\d|(?:(?:a |one )?(?:half|quarter)|three[ -]quarters|{'|'.join(_WORDS)})(?![a-z]))"
)
"""Behind "an": "an hour and a quarter", "an hour and 45 minutes", "an hour twenty": the one hour is a number then."""
_ONE_OF: Final = re.compile(rf"\s(?:{_TIME}|grand|kilo|kg|pound|euro|dollar)(?![a-z])")
_OF_TIME: Final = re.compile(rf"\s(?:of )?{_TIME}\b")
_BOUNDED: Final = re.compile(
    r"(?<![a-z])(?:under|below|less than|more than|longer than|shorter than|over|within|about|around|roughly|at most|at least|up to|nearly|almost|only|lasts?(?: me| us)?(?: for)?|(?:good|runs?|holds) for)\s$"
)
_BESIDE_UNIT: Final = re.compile(rf"\b{_TIME} and\s$")
_PARTS: Final = re.compile(r"\d+(?:\.\d+)?|.")
_NOT_NUMBERS: Final = re.compile(
    r"(?<![时头钟])十分(?!钟)|[零〇](?=\s?\d)|万一|千万(?=别|不|要|记)|一定|一样|一般|一直|一起|一下|一些|一点|百分|四周(?!内|以|左右|的?时间)|三防|八卦|一共|唯一|统一|第"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or two neighbours said in one breath ("两三千"); `scale` is its last multiplier, `plain` means small words or bare digits."""

    start: int
    end: int
    low: float
    high: float
    scale: float = 1.0
    word: bool = False


def find_numbers(folded: str) -> list[Number]:
    """Find the numbers of a folded text, in order; one pass."""
    found: list[Number] = []
    tokens = list(_TOKEN.finditer(folded))
    index = 0
    while index < len(tokens):
        token = tokens[index]
        index += 1
        if found and token.start() < found[-1].end:
            continue
        if token["arabic"]:
            found.append(_arabic(folded, token))
        elif token["han"]:
            found.extend(_han(folded, token))
        elif token["word"] in _WORDS or token["word"] in _OPENERS:
            number, used = _english(folded, tokens, index - 1)
            index += used - 1
            if number is not None:
                found.append(number)
    return found


def _arabic(folded: str, token: re.Match[str]) -> Number:
    text, start, end = token[0].replace(",", ""), token.start(), token.end()
    if tail := _HAN_TAIL.match(folded, end):
        value, scale = _chinese(text + tail[0].strip())
        return Number(start, tail.end(), value, value, scale)
    value, scale = float(text), 1.0
    if middle := _MIDDLE_SCALE.match(folded, end):
        scale = 1e3 if middle[1] == "k" else 1e4
        value = value * scale + int(middle[2]) * scale / 10
        return Number(start, middle.end(), value, value, scale)
    if tail := _SCALE_TAIL.match(folded, end):
        scale = _SCALES.get(tail[1], 1e6)
        if tail[1] == "w":
            # "1w" is 10,000 in chat Chinese, "65w" is a power.
            scale = 1e4 if value <= 20 else 1.0  # noqa: PLR2004
        end = tail.end() if scale > 1 else end
    if half := _HALF_TAIL.match(folded, end):
        return Number(start, half.end(), (value + 0.5) * scale, (value + 0.5) * scale, scale)
    return Number(start, end, value * scale, value * scale, scale)


def _han(folded: str, token: re.Match[str]) -> Iterator[Number]:
    start, end, text = token.start(), token.end(), token[0]
    if text[1:2] == "十" and text[0] in "零〇":
        start, text = start + 1, text[1:]
    if len(text) > 1 and _ONE_EACH.search(text) and _EACH.match(folded, end):
        text, end = text[:-1], end - 1
    if folded[start - 1 : start] == "第" or _NOT_NUMBERS.match(folded, start):
        return
    if teens := _TEENS.fullmatch(text):
        scale = float(_HAN_UNITS.get(teens[4] or "", 1))
        tens = 10.0 * (_DIGITS[teens[1]] if teens[1] else 1)
        low, high = tens + _DIGITS[teens[2]], tens + _DIGITS[teens[3]]
        if low < high:
            yield Number(start, end, low * scale, high * scale, scale, word=True)
            return
    pair = _NEIGHBOURS.fullmatch(text)
    if pair and (pair[3] or pair[1] == "两" or not _NO_NEIGHBOURS.match(folded, end)):
        low, scale = _chinese(pair[1] + pair[3])
        high, _ = _chinese(pair[2] + pair[3])
        if low < high:
            yield Number(start, end, low, high, scale, word=True)
            return
    if text[0] in "百千万亿" and not re.match(r"[元块]", folded[end : end + 1]):
        return
    value, scale = _chinese(text)
    if half := _HALF_TAIL.match(folded, end):
        value, end = value + 0.5, half.end()
    yield Number(start, end, value, value, scale, word=True)


def _chinese(text: str) -> tuple[float, float]:
    """Read a Chinese numeral, digits mixed in: its value and last multiplier."""
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return float("".join(str(_DIGITS[char]) for char in text)), 1.0
    total = section = 0.0
    number: float | None = None
    unit, zero = 1.0, False
    for part in _PARTS.findall(text):
        if part == "半":
            number = (number or 0.0) + 0.5
        elif part in _HAN_UNITS:
            scale = float(_HAN_UNITS[part])
            if scale >= _HAN_UNITS["万"]:
                total, section = total + ((section + (number or 0.0)) or 1.0) * scale, 0.0
            else:
                section += (1.0 if number is None else number) * scale
            number, unit, zero = None, scale, False
        else:
            number = float(part) if part[0].isdigit() and part not in _DIGITS else float(_DIGITS.get(part, 0))
            zero = zero or number == 0
    if number is not None and unit >= 100 and not zero and number < 10:  # noqa: PLR2004
        number *= unit / 10  # "三千五" is 3,500, "一万二" 12,000
    return total + section + (number or 0.0), unit


def _english(folded: str, tokens: list[re.Match[str]], first: int) -> tuple[Number | None, int]:
    """Read number words from token `first` on; None where they make no number."""
    words: list[str] = []
    last = first
    for place in range(first, min(first + 12, len(tokens))):
        token = tokens[place]
        word = token[0]
        if place > first and folded[tokens[place - 1].end() : token.start()] not in {" ", "-"}:
            break
        if word not in _WORDS and word not in _SCALES and word not in _GLUE and word not in _VAGUE:
            break
        words.append(word)
        last = place
    if words[:1] == ["a"] and {"half", "quarter"} & {*words} and _BESIDE_UNIT.search(folded, 0, tokens[first].start()):
        return None, 2  # of "an hour and a half", read with the hour
    if _QUARTERS & {*words} and not _OF_TIME.match(folded, tokens[last].end()):
        return None, len(words)  # "the last quarter"
    while len(words) > 1 and words[-1] in _GLUE and words[:-1] != ["half"] and not _QUARTERS & {*words}:
        words.pop()
        last -= 1
    alone = words in (["a"], ["an"])
    value, scale = (1.0, 1.0) if alone else _english_value(words)
    unit_at = tokens[last].end()
    one_of = alone and _ONE_OF.match(folded, unit_at) and _BOUNDED.search(folded, 0, tokens[first].start())
    if value <= 0 or (alone and not one_of and not _UNIT_AND_PART.match(folded, unit_at)):
        return None, 1  # "less than an hour" and "an hour and a half" are numbers, "a film" is none
    return Number(tokens[first].start(), tokens[last].end(), value, value, scale, word=True), len(words)


def _english_value(words: list[str]) -> tuple[float, float]:
    place = next((place for place, word in enumerate(words) if word in _QUARTERS), None)
    if place is not None:
        counted = words[max(0, place - 1) : place]
        whole, scale = _english_value(words[: place - 1])
        return whole + (_WORDS.get(counted[0], 1.0) if counted else 1.0) / 4, scale
    total = current = 0.0
    last_scale = 1.0
    for word in words:
        if word in _WORDS:
            current += _WORDS[word]
        elif word == "half":
            current += 0.5
        elif word in {"couple", "few"}:
            current += 2.0 if word == "couple" else 3.0
        elif word in {"hundred", "dozen"}:
            last_scale = _SCALES[word]
            current = (current or 1.0) * last_scale
        elif word in _SCALES:
            last_scale = _SCALES[word]
            total, current = total + (current or 1.0) * last_scale, 0.0
    return total + current, last_scale
