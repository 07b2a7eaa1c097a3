"""Moments of the week, as people say them and as opening hours write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.dialogue.domain.reading.amounts.moments import read_moments
from chatrec.dialogue.domain.reading.words.said import read_said
from chatrec.dialogue.domain.wording.hours import hours_text
from chatrec.vocabulary.opening import WEEKDAYS, is_open, moment_of
from chatrec.vocabulary.words import Language

WEDNESDAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("is it open on Mondays", ("Mo",)),
        ("礼拜天开吗", ("Su",)),
        ("open at 9pm on sunday?", ("Su 21:00",)),
        ("周五晚上八点半还开吗", ("Fr 20:30",)),
        ("open at the weekend?", ("Sa", "Su")),
        ("明天开门吗", ("Th",)),
        ("开到12点吗", ("12:00",)),
    ],
)
def test_moments_are_read(text: str, values: tuple[str, ...]) -> None:
    said = read_said(text, Language.EN)
    (moment,) = read_moments(said, said.clauses[0], WEDNESDAY)
    assert moment.values == values


@pytest.mark.parametrize("text", ["周一个人去", "一点点贵", "what is good today"])
def test_other_words_are_no_moments(text: str) -> None:
    said = read_said(text, Language.EN)
    assert not read_moments(said, said.clauses[0], None)


@pytest.mark.parametrize(
    ("hours", "moment", "told"),
    [
        ("Tu-Su 09:00-17:00", "Mo", False),
        ("Tu-Su 09:00-17:00", "Tu", True),
        ("Fr 18:00-02:00", "Sa 01:00", True),
        ("Fr 18:00-02:00", "03:00", False),
        ("24/7", "Mo 03:00", True),
        ("when the tide is in", "Mo", None),
        ("24/7", "some day", None),
    ],
)
def test_hours_tell_whether_they_hold_a_moment(hours: str, moment: str, told: bool | None) -> None:  # noqa: FBT001
    assert is_open(hours, moment) is told


@given(st.integers(0, 6), st.integers(0, 23), st.integers(0, 59))
def test_a_moment_is_read_as_it_is_written(day: int, hour: int, minute: int) -> None:
    text = f"{WEEKDAYS[day]} {hour:02d}:{minute:02d}"
    assert moment_of(text) == (day, hour * 60 + minute)
    assert is_open("24/7", text)


@given(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True))
def test_every_day_is_spoken_of_as_open_or_closed(days: list[str]) -> None:
    hours = "; ".join(f"{day} 09:00-17:00" for day in days)
    text = hours_text(hours, Language.EN)
    assert "09:00–17:00" in text
    if len(days) == len(WEEKDAYS) - 1:
        assert "closed on" in text


def test_hours_written_otherwise_are_spoken_as_they_are() -> None:
    assert hours_text("sunrise to sunset", Language.ZH) == "sunrise to sunset"
    assert hours_text("24/7", Language.ZH) == "全天开放"
    assert hours_text("Tu-Su 10:00-18:00", Language.ZH) == "周二至周日 10:00–18:00，周一休息"
