"""Amounts in two units: however n hours and m minutes are said, they are 60 n + m minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.dialogue.domain.reading.amounts.quantities import Quantity, read_quantities
from chatrec.dialogue.domain.reading.words.said import read_said
from chatrec.dialogue.domain.units import TIME, dimensions_of, unit_pattern
from chatrec.vocabulary.words import Language, Operator
from tests.unit.dialogue.shelf import plays

_ENGLISH = (
    "{n} hours and {m} minutes",
    "{n} hours {m} minutes",
    "{n}h{m}",
    "{n}h {m}m",
    "{n} hrs {m} mins",
    "{n} hr and {m} min",
    "{n} hours {m}",
)
_CHINESE = ("{n}小时{m}分钟", "{n}个小时{m}分", "{n}小时零{m}分钟", "{n} 小时 {m} 分", "{n}个钟头{m}分钟", "{n}小时{m}")
_DIGITS = "零一二三四五六七八九"
_LIMITS = (("at most {}", Language.EN), ("{} or less", Language.EN), ("最多{}", Language.ZH), ("{}以内", Language.ZH))


def _amounts(text: str, language: Language) -> list[Quantity]:
    return read_quantities(read_said(text, language), unit_pattern(("minutes",)))


def _minutes(amount: Quantity) -> list[float]:
    seconds = dict(dimensions_of(amount.unit))[TIME]
    return [round(value * seconds / 60, 4) for _, value in amount.bounds]


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones or not tens else "")


@given(st.integers(1, 12), st.integers(1, 59), st.sampled_from(_ENGLISH))
def test_hours_and_minutes_are_one_amount_in_english(hours: int, minutes: int, wording: str) -> None:
    (amount,) = _amounts(wording.format(n=hours, m=minutes), Language.EN)
    assert _minutes(amount) == [60 * hours + minutes]


@given(st.integers(1, 12), st.integers(10, 59), st.sampled_from(_CHINESE), st.booleans())
def test_hours_and_minutes_are_one_amount_in_chinese(hours: int, minutes: int, wording: str, words: bool) -> None:  # noqa: FBT001
    said = wording.format(n=_han(hours) if words else hours, m=_han(minutes) if words else minutes)
    (amount,) = _amounts(said, Language.ZH)
    assert _minutes(amount) == [60 * hours + minutes]


@given(st.integers(1, 12), st.integers(10, 59), st.sampled_from(_LIMITS))
def test_a_limit_reaches_over_both_units(hours: int, minutes: int, limit: tuple[str, Language]) -> None:
    frame, language = limit
    amount_said = f"{hours} hours and {minutes} minutes" if language is Language.EN else f"{hours}小时{minutes}分钟"
    (amount,) = _amounts(frame.format(amount_said), language)
    assert [operator for operator, _ in amount.bounds] == [Operator.AT_MOST]
    assert _minutes(amount) == [60 * hours + minutes]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("no more than an hour and three quarters", 105),
        ("an hour and a quarter", 75),
        ("an hour and a half", 90),
        ("an hour twenty", 80),
        ("an hour and forty five minutes tops", 105),
        ("two and a quarter hours", 135),
        ("three quarters of an hour", 45),
        ("a quarter of an hour", 15),
        ("half an hour", 30),
        ("一小时三刻", 105),
        ("一个小时一刻钟", 75),
        ("一刻钟", 15),
        ("一个半小时", 90),
        ("两小时半", 150),
        ("两小时零五分", 125),
    ],
)
def test_halves_and_quarters_belong_to_their_hour(text: str, minutes: float) -> None:
    (amount,) = _amounts(text, Language.EN if text.isascii() else Language.ZH)
    assert _minutes(amount) == [minutes]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("between an hour and a half and two hours", [90, 120]), ("两三个小时", [120, 180]), ("一到一个半小时", [60, 90])],
)
def test_ends_of_a_span_may_have_parts(text: str, minutes: list[float]) -> None:
    (amount,) = _amounts(text, Language.EN if text.isascii() else Language.ZH)
    assert _minutes(amount) == minutes


@pytest.mark.parametrize("text", ["2 hours 30 yuan", "2 days and 3 people", "2 hours 3 films", "two hours, 40 guests"])
def test_another_amount_behind_is_no_part(text: str) -> None:
    assert [value for amount in _amounts(text, Language.EN) for _, value in amount.bounds][:1] == [2.0]
    assert len(_amounts(text, Language.EN)) == 2


def test_a_year_in_digits_is_no_pair_of_neighbours() -> None:
    assert [amount.bounds[0][1] for amount in _amounts("八九年的", Language.ZH)] == [89.0]


def test_other_units_have_parts_too() -> None:
    assert [amount.bounds[0][1] for amount in _amounts("5 kg 200 g", Language.EN)] == [5.2]
    assert [amount.bounds[0][1] for amount in _amounts("2 years and 6 months", Language.EN)] == [2.5]


def test_a_length_in_two_units_limits_what_is_found() -> None:
    talk = plays()
    talk.say("at most 1 hour and 45 minutes")
    assert ("minutes", "<=", 105.0, True) in talk.wishes()
