"""Amounts: bounds, ranges, eras and rough figures, with the unit as it was said."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from chatrec.dialogue.domain.reading.amounts.compounds import with_parts
from chatrec.dialogue.domain.reading.amounts.eras import find_eras
from chatrec.dialogue.domain.reading.amounts.numerals import Number, find_numbers
from chatrec.dialogue.domain.reading.words.said import Said
from chatrec.vocabulary.words import Operator

__all__ = ["Bound", "Quantity", "read_quantities"]

Bound = tuple[Operator, float]
"""An operator and its number."""

_LESS, _MOST, _MORE, _LEAST, _SAME = (
    Operator.LESS,
    Operator.AT_MOST,
    Operator.GREATER,
    Operator.AT_LEAST,
    Operator.EQUAL,
)
_OPPOSITE: Final = {_LESS: _LEAST, _MOST: _MORE, _MORE: _MOST, _LEAST: _LESS, _SAME: Operator.NOT_EQUAL}

_FILL: Final = (
    r"(?:\s|about|around|roughly|approximately|the|a|an|of|is|was|be|rmb|hk|us|cny|usd|大概|大约|约|差不多|[:：¥$€£])*$"
)
_BEFORE: Final = re.compile(
    r"(?:(?P<less>(?<![a-z])(?:under|below|beneath|less than|lower than|fewer than|before|earlier than|older than|sub-?)|低于|少于|小于|不足|不到|早于|<(?!=))"
    r"|(?P<most>(?<![a-z])(?:at (?:the )?most|up to|within|max(?:imum)?(?: of)?|maximum|no later than|until|budget(?: of)?|cap(?:ped)? at|limit(?:ed)? to|spend(?: up to)?)|最多|至多|顶多|最高|不高过|控制在|预算(?:只有|就|是|在|为|有)?|以内|上限|<=|≤)"
    r"|(?P<more>(?<![a-z])(?:more than|greater than|higher than|over|above|exceed(?:s|ing)?|beyond|past|upwards of|later than|newer than|after)|高于|超过?|大于|多于|超出|晚于|高过|>(?!=))"
    r"|(?P<least>(?<![a-z])(?:at least|min(?:imum)?(?: of)?|starting (?:at|from)|since|from|as of|no earlier than)|至少|起码|最少|最低|自从?|从|>=|≥)"
    r"|(?P<lasting>(?<![a-z])(?:lasts?(?: me| us)?(?: for)?|good for|holds(?: me)?(?: for)?|runs? for)|能用(?:上|够)?|够用|撑(?:得了|得住|得过|过|个|上)?|顶得住))"
    + _FILL
)
_NEGATOR: Final = re.compile(
    r"(?:(?<![a-z])(?:not?|nothing|never|none|without|cannot|[a-z]+n't|(?:do|does|did|would|could|should|wo|ca|must)nt)(?: (?!(?:and|but|or|with|if|because|so|then|only|i|we|meant)(?![a-z]))[a-z']+){0,3}\s*"
    r"|(?:别|勿|(?<!有)没有?|不(?!错|但|仅|同|管|过|如|止))[^,，。;\s]{0,3}\s*)$"
)
"""Turns a bound round, across its verb: "can't spend more than", "nothing that costs over", "不能花超过"."""
_DENIED: Final = re.compile(r"(?:(?<![a-z])(?:not|no|n'?t be|n'?t want)|不要|不是|不想要?|别)\s*(?:a |an |the |be )?$")
_PER: Final = r"(?:\s*(?:(?:a|per|each|every)\s(?:day|night|week|month|hour|head|person|piece|seat|ticket|lesson|session|go)|apiece|each|in total|total|altogether|all in)(?![a-z])|每?(?:一|个)?(?:人|晚|天|夜|次|位|张|节课?)(?=[以之左上封内])|[\u3400-\u9fff]{1,3}?(?=[以之]内|以[下上]|左右|上下|封顶|及以上|起步|往上|打底|起(?:$|[的吗,，。])))?"
_AFTER: Final = re.compile(
    _PER
    + r"\s*(?:的)?\s*(?:(?P<most>以内|之内|以下|封顶|打住|内(?![存容地置])|or (?:less|under|below|fewer|cheaper|shorter|lower|earlier|smaller|lighter|thinner|older|closer)|(?:and|&) (?:under|below|less)|max(?:imum)?(?![a-z])|tops(?![a-z])|at (?:the )?most|at max|budget|to spend|的?预算)"
    r"|(?P<least>以上|及以上|起步|起(?![来床])|往上|打底|以后|之后|以来|or (?:more|above|over|higher|up|longer|larger|bigger|newer|later|better|heavier|taller|thicker|further)|(?:and|&) (?:up|above|over|more|later|newer)|plus(?![a-z])|\+|at least|min(?:imum)?(?![a-z])|onwards?|(?<=\d )on(?=\s*(?:$|[,.!?;]|please)))"
    r"|(?P<less>以前|之前|不到)|(?P<rough>左右|上下|前后|附近|or so|ish|-ish|give or take|差不多)|(?P<little>出头|多(?=[的块元个分]|$|\s)|来(?=[块元个])|and change|something))"
)
_ROUGH: Final = re.compile(
    r"(?:(?<![a-z])(?:about|around|roughly|approximately|approx|circa|near(?:ly)?|ish|close to|somewhere around|like)|~|大概|大约|约|差不多|将近|接近)\s*[¥$€£]?\s*$"
)
_JOIN: Final = re.compile(r"\s*(?:-|~|to|till|until|至|到)\s*[¥$€£]?\s*")
_AND: Final = re.compile(r"\s*(?:and|和|与|跟|-)\s*[¥$€£]?\s*")
_NEXT: Final = re.compile(r"[、,，]")
"""Between two neighbours: "2、3个小时"."""
_BETWEEN: Final = re.compile(r"(?:between|介于|在|from)\s*[¥$€£]?\s*$")
_MONEY_BEFORE: Final = re.compile(r"(?:[¥$€£]|rmb|hk\$|us\$|cny|usd)\s*$")
_THAN: Final = re.compile(r"((?:(?:not|no) )?(?:(?:more|less) )?[a-z]+) than\s*(?:about |around )?[¥$€£]?\s*$")
_COMPARED: Final = re.compile(r"比\s*$")
_HAN_THAN: Final = re.compile(r"(?P<negated>不)?(?P<adjective>[短长轻重薄厚贵])于\s*(?:大概|大约|约)?$")
_LAST_YEARS: Final = re.compile(r"(?:last|past|recent|latest|近|最近|过去)(?:的)?\s*$")
_YEARS: Final = re.compile(r"\s*(?:years?|年|(?P<decades>decades?))")
_LAST_DECADE: Final = re.compile(r"\b(?:last|past|previous) decade\b")
_TEN: Final = 10.0
_CLOCK: Final = re.compile(
    r"\s*(?:点(?!\d)(?=$|[钟半以之前后整左开关打还,，。\u3400-\u9fff])|:\d\d|[ap]\.?m(?![a-z])|o'?clock|号线|楼|岁|-?years?[ -]?olds?(?![a-z])|y/?o(?![a-z])|th(?![a-z])|st(?![a-z])|[nr]d(?![a-z]))"
)
_CALENDAR: Final = re.compile(r"\s*年(?!代)(?:份)?")
_YEAR_CUE: Final = re.compile(
    r"(?:since|before|after|until|from|in|of|older than|newer than|earlier than|later than|released|made|circa|自从?|从)\s*(?:the )?(?:year )?$"
)
_ROUGH_SHARE: Final = 0.15
_WINDOW: Final = 36
_MAX_NUMBERS: Final = 48


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as it was said: its bounds in the unit as said.

    `adjective` is that of "cheaper than", `negated` where "no smaller than" turns it round; `hard` where it limits;
    `calendar` where it is a year, `recent_years` where it counts back from now; `weak` where it is but a small number
    that may be no amount at all.
    """

    start: int
    end: int
    bounds: tuple[Bound, ...]
    unit: str = ""
    adjective: str = ""
    hard: bool = True
    calendar: bool = False
    recent_years: bool = False
    weak: bool = False
    negated: bool = False


def read_quantities(said: Said, units: re.Pattern[str], today: date | None = None) -> list[Quantity]:
    """Find the amounts of an utterance, in order; `today` tells which century is "this century"."""
    eras = list(_eras(said.folded, today))
    found: list[Quantity] = list(eras)
    numbers = [number for number in find_numbers(said.folded) if not any(_overlap(number, span) for span in eras)]
    numbers = [number for number in numbers if not _is_no_amount(said.folded, number)][:_MAX_NUMBERS]
    index = 0
    while index < len(numbers):
        quantity, used = _quantity(said, numbers, index, units)
        found.append(quantity)
        index += used
        while index < len(numbers) and numbers[index].start < quantity.end:
            index += 1  # the "a" of "80 a head at most"
    return sorted(found, key=lambda quantity: quantity.start)


def _is_no_amount(folded: str, number: Number) -> bool:
    """Tell whether a number is a time of day, a place in a row or the age of a person; "less than 10 years old" is a limit."""
    match = _CLOCK.match(folded, number.end)
    bounded = _BEFORE.search(folded, max(0, number.start - _WINDOW), number.start)
    return match is not None and not (bounded and match[0].endswith("old"))


def _overlap(number: Number, span: Quantity) -> bool:
    return number.start < span.end and span.start < number.end


def _eras(folded: str, today: date | None) -> Iterator[Quantity]:
    for match in _LAST_DECADE.finditer(folded):
        yield Quantity(match.start(), match.end(), ((_LEAST, _TEN),), recent_years=True, calendar=True)
    for start, end, bounds in find_eras(folded, today):
        yield Quantity(start, end, bounds, calendar=True)


def _quantity(said: Said, numbers: list[Number], index: int, units: re.Pattern[str]) -> tuple[Quantity, int]:
    folded = said.folded
    first, first_unit, first_end = _amount(folded, numbers[index:], units)
    behind = [number for number in numbers[index + 1 :] if number.start >= first_end]
    if behind:
        second, unit, end = _amount(folded, behind, units)
        join = _JOIN.fullmatch(folded, first_end, second.start) or (
            _AND.fullmatch(folded, first_end, second.start)
            and _BETWEEN.search(folded, max(0, first.start - 12), first.start)
        )
        if second.low == first.low + 1:
            join = join or _NEXT.fullmatch(folded, first.end, second.start)
        if join and (first_end > first.end or folded[first.end : second.start].strip()):
            low = _raise(first, second)
            if low < second.high:
                return _range(first.start, end, low, second.high, unit or first_unit), 2
    if first.low < first.high:
        return _range(first.start, first_end, first.low, first.high, first_unit), 1
    return _single(said, first, first_unit, first_end), 1


def _amount(folded: str, numbers: list[Number], units: re.Pattern[str]) -> tuple[Number, str, int]:
    """Give the first number with what is said of it in a smaller unit, its unit, and where all of it ends."""
    unit, end = _unit(folded, numbers[0], units)
    number, end = with_parts(folded, numbers[0], (unit, end), numbers[1:], units)
    return number, unit, end


def _raise(first: Number, second: Number) -> float:
    """Let the first end of a range share the multiplier of the second: "2-3k", "两到三千"."""
    if first.scale == 1.0 and second.scale > 1.0 and first.low < second.low / second.scale:
        return first.low * second.scale
    return first.low


def _unit(folded: str, number: Number, units: re.Pattern[str]) -> tuple[str, int]:
    if match := units.match(folded, number.end):
        return match[1], match.end()
    if _MONEY_BEFORE.search(folded, max(0, number.start - 4), number.start):
        return "元", number.end
    return "", number.end


def _range(start: int, end: int, low: float, high: float, unit: str) -> Quantity:
    calendar = (unit == "年" and low > 1850) or (not unit and _is_year(low) and _is_year(high))  # noqa: PLR2004
    return Quantity(start, end, ((_LEAST, low), (_MOST, high)), unit, calendar=calendar)


def _is_year(value: float) -> bool:
    return 1880 <= value <= 2100 and value == int(value)  # noqa: PLR2004


def _single(said: Said, number: Number, unit: str, end: int) -> Quantity:
    folded, value = said.folded, number.low
    clause = said.clause_at(number.start)
    window = max(clause.start, number.start - _WINDOW)
    back = _LAST_YEARS.search(folded, window, number.start)
    years = _YEARS.match(folded, number.end)
    if back and years and value < 100:  # noqa: PLR2004
        value, end = (value * _TEN, years.end()) if years["decades"] else (value, end)
        return Quantity(back.start(), end, ((_LEAST, value),), recent_years=True, calendar=True)
    before, after = _BEFORE.search(folded, window, number.start), _AFTER.match(folded, end, clause.end)
    than, compared = _THAN.search(folded, window, number.start), _COMPARED.search(folded, window, number.start)
    year = (
        _is_year(value)
        and number.scale == 1.0
        and ((unit == "年") or (not unit and (_YEAR_CUE.search(folded, window, number.start) is not None)))
    )
    plain = Quantity(number.start, end, ((_SAME, value),), unit, calendar=year, hard=False)
    plain = replace(plain, weak=not unit and number.scale == 1.0 and (number.word or value < 10))  # noqa: PLR2004
    if than and than[1].startswith(("no ", "not ")) and not (before and before.start() >= than.start()):
        return replace(plain, adjective=than[1].split(" ", 1)[1], negated=True, hard=True, weak=False)
    if than and than[1] not in {"more", "less", "greater", "fewer"} and not (before and before.start() >= than.start()):
        negated = _NEGATOR.search(folded, window, than.start()) is not None
        return replace(plain, adjective=than[1], negated=negated, hard=True, weak=False)
    if compared:
        return replace(plain, adjective="比", hard=True, weak=False)
    if han := _HAN_THAN.search(folded, window, number.start):
        return replace(plain, adjective=han["adjective"], negated=han["negated"] is not None, hard=True, weak=False)
    return _bounded(said, plain, value, before, after, window)


def _bounded(  # noqa: PLR0917
    said: Said, plain: Quantity, value: float, before: re.Match[str] | None, after: re.Match[str] | None, window: int
) -> Quantity:
    folded = said.folded
    before = (
        None if before and plain.calendar and before.lastgroup == "least" and _plain_from(before[0], after) else before
    )
    if after and after.lastgroup in {"rough", "little"}:
        return _roughly(plain, value, little=after.lastgroup == "little", end=after.end())
    if _ROUGH.search(folded, window, plain.start) and not before and not (after and after.lastgroup):
        return _roughly(plain, value, little=False, end=plain.end)
    group = (before.lastgroup if before else None) or (after.lastgroup if after else None)
    if group is None:
        negated = _DENIED.search(folded, window, plain.start)
        return replace(plain, bounds=((Operator.NOT_EQUAL, value),), hard=True) if negated else plain
    operator = {"less": _LESS, "most": _MOST, "more": _MORE, "least": _LEAST, "lasting": _LEAST}[group]
    start = before.start() if before else plain.start
    if before and _NEGATOR.search(folded, window, before.start()):
        operator = _OPPOSITE[operator]
    end = after.end() if after and not before else plain.end
    limits = group != "lasting"  # "lasts two days" says what it is for, not what it must not fall short of
    return replace(plain, start=start, end=end, bounds=((operator, value),), hard=limits, weak=False)


def _plain_from(cue: str, after: re.Match[str] | None) -> bool:
    """Tell whether "from 1994" means that year: so it does unless "on" or the like follows."""
    return cue.strip().startswith(("from", "从", "自")) and not (after and after.lastgroup == "least")


def _roughly(plain: Quantity, value: float, *, little: bool, end: int) -> Quantity:
    spread = 3.0 if plain.calendar else abs(value) * _ROUGH_SHARE
    low, high = (value, value + (4 / 3) * spread) if little else (value - spread, value + spread)
    bounds = ((_LEAST, round(low, 4)), (_MOST, round(high, 4)))
    return replace(plain, end=end, bounds=bounds, hard=False, weak=False)
