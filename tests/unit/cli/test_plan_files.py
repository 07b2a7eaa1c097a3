"""A plan as a calendar and as a picture."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import icalendar
import pytest

from chatrec.cli.plan_files import calendar, first_day, picture
from chatrec.vocabulary.plans import Pace, Plan, Stop
from chatrec.vocabulary.turn import Shares, Turn, TurnItem
from chatrec.vocabulary.words import Language, Move

_NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
_MONDAY = date(2026, 5, 11)
_LONG = "很长的名字，带逗号；和分号\\" * 8


def _turn(*stops: Stop, days: int = 2, names: dict[str, str] | None = None) -> Turn:
    items = tuple(
        TurnItem(stop.item_id, (names or {}).get(stop.item_id, stop.item_id), 1.0, Shares()) for stop in stops
    )
    plan = Plan(days, 0, (Pace.NORMAL,) * days, stops)
    return Turn("s1", 3, "r", Language.EN, "Here.", Move.PLAN, items=items, plan=plan)


_STAY = Stop("inn", latitude=30.2, longitude=122.6)
_FIRST = Stop("fort", 1, 540, 660, 15, 30.21, 122.61)
_SECOND = Stop("<b>&", 2, 1_380, 1_500, 20, 30.19, 122.58)


def _unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_each_stop_is_an_event_at_its_time() -> None:
    lines = _unfolded(calendar(_turn(_STAY, _FIRST, _SECOND), _MONDAY, _NOW))
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 3
    assert "DTSTART:20260511T090000" in lines
    assert "DTEND:20260511T110000" in lines
    assert "DTSTART:20260512T230000" in lines
    assert "DTEND:20260513T010000" in lines  # past midnight
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_another_reader_of_calendars_finds_the_same_stops() -> None:
    text = calendar(_turn(_STAY, _FIRST, _SECOND, names={"fort": _LONG}), _MONDAY, _NOW)
    read = icalendar.Calendar.from_ical(text)
    assert not read.errors
    events = {str(event["SUMMARY"]): event for event in read.walk("VEVENT")}
    assert set(events) == {"inn", _LONG, "<b>&"}
    assert len({str(event["UID"]) for event in events.values()}) == 3
    at_the_place = datetime(2026, 5, 11, 9, 0, tzinfo=UTC).replace(tzinfo=None)  # of no zone
    assert events[_LONG].start == at_the_place
    assert events[_LONG].end - events[_LONG].start == timedelta(hours=2)
    assert (events["inn"].start, events["inn"].end) == (_MONDAY, date(2026, 5, 13))
    assert not any(event.errors for event in events.values())


def test_where_one_stays_is_an_event_of_all_days() -> None:
    lines = _unfolded(calendar(_turn(_STAY), _MONDAY, _NOW))
    assert {"DTSTART;VALUE=DATE:20260511", "DTEND;VALUE=DATE:20260513"} <= set(lines)


def test_a_path_has_an_event_a_step() -> None:
    lines = _unfolded(calendar(_turn(Stop("py"), Stop("ml"), days=0), _MONDAY, _NOW))
    assert {"DTSTART;VALUE=DATE:20260511", "DTSTART;VALUE=DATE:20260512"} <= set(lines)


def test_lines_are_short_and_their_marks_are_escaped() -> None:
    text = calendar(_turn(_FIRST, names={"fort": f"{_LONG};,\nnext"}), _MONDAY, _NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    summary = next(line for line in _unfolded(text) if line.startswith("SUMMARY:"))
    assert summary.endswith("\\;\\,\\nnext")
    assert len({line for line in _unfolded(text) if line.startswith("UID:")}) == 1


@pytest.mark.parametrize(("weekday", "expected"), [(0, 11), (2, 13), (None, 9)])
def test_a_plan_begins_on_the_next_of_its_weekdays(weekday: int | None, expected: int) -> None:
    assert first_day(Plan(2, weekday), _NOW.date()) == date(2026, 5, expected)


def test_the_picture_shows_every_stop_in_its_place() -> None:
    root = ET.fromstring(picture(_turn(_STAY, _FIRST, _SECOND)))
    space = "{http://www.w3.org/2000/svg}"
    circles = root.findall(f".//{space}circle")
    middles = [(float(one.attrib["cx"]), float(one.attrib["cy"])) for one in circles]
    assert len(middles) == 3
    _, east_north, west_south = middles
    assert east_north[0] > west_south[0]
    assert east_north[1] < west_south[1]
    assert len(root.findall(f"{space}polyline")) == 2
    assert [title.text for title in root.iter(f"{space}title")][2] == "<b>&"


def test_a_turn_without_a_plan_makes_no_file() -> None:
    turn = Turn("s1", 1, "r", Language.EN, "Hello.", Move.GREET)
    with pytest.raises(ValueError, match="no plan"):
        calendar(turn, _MONDAY, _NOW)
    with pytest.raises(ValueError, match="no places"):
        picture(_turn(Stop("py"), days=0))
