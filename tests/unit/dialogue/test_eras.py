"""Decades and centuries are spans of years, open to the side that is said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.dialogue.domain.reading.amounts.eras import find_eras
from chatrec.vocabulary.words import Operator
from tests.unit.dialogue.harbour import Talk

_TODAY = date(2026, 5, 20)
_TENS = "二三四五六七八九"
_NAMES = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")


def _limits(text: str, today: date | None = _TODAY) -> list[tuple[str, float]]:
    return [(operator.value, year) for _, _, limits in find_eras(text, today) for operator, year in limits]


@given(
    st.integers(0, 7),
    st.sampled_from(("the {name}", "the 19{ten}s", "19{ten}年代", "{han}十年代", "上世纪{han}十年代")),
)
def test_a_decade_is_ten_years_however_it_is_named(place: int, wording: str) -> None:
    first = 1920 + 10 * place
    said = wording.format(name=_NAMES[place], ten=f"{first % 100:02d}", han=_TENS[place])
    assert _limits(said) == [(">=", first), ("<=", first + 9)]


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("this century", [(">=", 2000)]),
        ("本世纪的", [(">=", 2000)]),
        ("新世纪以来的", [(">=", 2000)]),
        ("this decade", [(">=", 2020)]),
        ("the end of the last century", [(">=", 1990), ("<=", 1999)]),
        ("上世纪末", [(">=", 1990), ("<=", 1999)]),
        ("the nineteenth century", [(">=", 1800), ("<=", 1899)]),
        ("19世纪", [(">=", 1800), ("<=", 1899)]),
        ("十九世纪八十年代", [(">=", 1880), ("<=", 1889)]),
        ("the late nineties", [(">=", 1995), ("<=", 1999)]),
        ("九十年代初", [(">=", 1990), ("<=", 1994)]),
        ("the seventies or eighties", [(">=", 1970), ("<=", 1989)]),
        ("八十年代到九十年代", [(">=", 1980), ("<=", 1999)]),
        ("the 1800s", [(">=", 1800), ("<=", 1899)]),
        ("from the 1890s", [(">=", 1890), ("<=", 1899)]),
    ],
)
def test_centuries_and_parts_are_spans(text: str, limits: list[tuple[str, float]]) -> None:
    assert _limits(text) == limits


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("the nineties or later", [(">=", 1990)]),
        ("since the 80s", [(">=", 1980)]),
        ("the seventies onwards", [(">=", 1970)]),
        ("nothing older than the eighties", [(">=", 1980)]),
        ("nothing made before the 90s", [(">=", 1990)]),
        ("after the sixties", [(">", 1969)]),
        ("before the sixties", [("<", 1960)]),
        ("the 70s or earlier", [("<=", 1979)]),
        ("90年代以后", [(">=", 1990)]),
        ("80年代以前", [("<", 1980)]),
    ],
)
def test_an_era_may_be_open_to_one_side(text: str, limits: list[tuple[str, float]]) -> None:
    assert _limits(text) == limits


@pytest.mark.parametrize("text", ["this century", "上世纪"])
def test_without_a_day_nothing_is_told_from_today(text: str) -> None:
    assert _limits(text, None) == []


@given(st.text(max_size=60))
def test_every_era_lies_in_its_text_and_its_limits_are_in_order(text: str) -> None:
    for start, end, limits in find_eras(text, _TODAY):
        assert 0 <= start < end <= len(text)
        assert len(limits) == 1 or (limits[0][0], limits[1][0]) == (Operator.AT_LEAST, Operator.AT_MOST)
        assert [year for _, year in limits] == sorted(year for _, year in limits)


@pytest.mark.parametrize(
    ("text", "year"), [("built this century", 2000.0), ("本世纪造的", 2000.0), ("the nineties or later", 1990.0)]
)
def test_an_era_limits_what_is_found(text: str, year: float) -> None:
    talk = Talk()
    talk.say(text)
    assert {wish for wish in talk.wishes if wish[0] == "built"} == {("built", ">=", year, True)}


def test_a_refused_era_is_not_wanted() -> None:
    talk = Talk()
    talk.say("nothing from the nineties")
    assert not talk.wishes
