"""How opening hours are read."""

import pytest

from chatrec.vocabulary.opening import ALWAYS, opening_week


def test_a_later_rule_replaces_an_earlier_one_on_its_days() -> None:
    week = opening_week("Mo-Su 09:00-17:00; We off; Sa 10:00-12:00,14:00-16:00")
    assert week is not None
    assert week[0] == ((540, 1020),)
    assert week[2] == ()
    assert week[5] == ((600, 720), (840, 960))


def test_days_go_round_the_end_of_the_week() -> None:
    week = opening_week("Sa-Mo 10:00-12:00")
    assert week is not None
    assert [bool(day) for day in week] == [True, False, False, False, False, True, True]


def test_hours_after_midnight_belong_to_the_evening_before() -> None:
    assert opening_week("Fr 18:00-02:00") == ((), (), (), (), ((1080, 1560),), (), ())


def test_always_is_always() -> None:
    assert opening_week("24/7") == ALWAYS


@pytest.mark.parametrize("text", ["by appointment", "Mo-Su sunrise-sunset", "Mo 9-17", "?"])
def test_what_is_written_otherwise_is_not_guessed(text: str) -> None:
    assert opening_week(text) is None
