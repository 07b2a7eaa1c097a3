"""A plan as files: an iCalendar for the diary and a picture of its stops and ways."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from math import cos, radians
from typing import Final

from chatrec.vocabulary.plans import Plan, Stop
from chatrec.vocabulary.turn import Turn

__all__ = ["calendar", "first_day", "picture"]

_SATURDAY: Final = 5
_MOST_OCTETS: Final = 75
_WIDTH, _HEIGHT, _MARGIN, _ROW = 960.0, 640.0, 48.0, 20.0
_LEGEND: Final = 320.0
_INKS: Final = ("#2563eb", "#c2410c", "#15803d", "#a21caf", "#0e7490", "#be123c", "#6d28d9", "#4d7c0f")
_DEGREE_KM: Final = 111.2
_LEAST_SPAN_KM: Final = 1.0


def first_day(plan: Plan, today: date) -> date:
    """Give the next day after today on which a plan begins: its weekday, a Saturday where none was said."""
    weekday = _SATURDAY if plan.first_weekday is None else plan.first_weekday
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def calendar(turn: Turn, first: date, now: datetime) -> str:
    """Write the plan of a turn as an iCalendar, one event a stop, in the floating time of the place.

    A stop without a time, such as where one stays, is an event of all days. A plan without days has an event a day.
    Source: RFC 5545, sections 3.1 (folding), 3.3.11 (escaping) and 3.6.1 (events).

    Raises:
        ValueError: the turn has no plan.
    """
    plan = _plan_of(turn)
    names = {item.id: item.name for item in turn.items}
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Chat-REC//plan//EN", "CALSCALE:GREGORIAN"]
    for number, stop in enumerate(plan.stops):
        if stop.item_id not in names:
            continue
        lines += ["BEGIN:VEVENT", f"UID:{turn.session_id}-{turn.turn}-{number}@chat-rec", f"DTSTAMP:{stamp}"]
        lines += _when(stop, plan, first, number)
        lines.append(f"SUMMARY:{_escaped(names[stop.item_id])}")
        if stop.latitude or stop.longitude:
            lines.append(f"GEO:{stop.latitude:.6f};{stop.longitude:.6f}")
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _plan_of(turn: Turn) -> Plan:
    if turn.plan is None or not turn.plan.stops:
        raise ValueError("the turn has no plan")
    return turn.plan


def _when(stop: Stop, plan: Plan, first: date, number: int) -> tuple[str, str]:
    if plan.days and stop.day:
        midnight = datetime.combine(first + timedelta(days=stop.day - 1), datetime.min.time())
        times = (midnight + timedelta(minutes=minute) for minute in (stop.start_minute, stop.end_minute))
        start, end = (f"{time:%Y%m%dT%H%M%S}" for time in times)
        return f"DTSTART:{start}", f"DTEND:{end}"
    begin = first if plan.days else first + timedelta(days=number)
    after = first + timedelta(days=plan.days) if plan.days else begin + timedelta(days=1)
    return f"DTSTART;VALUE=DATE:{begin:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """Fold a line into parts of at most 75 octets, never within a character."""
    parts: list[str] = []
    part = ""
    for char in line:
        if len(f"{part}{char}".encode()) > _MOST_OCTETS - bool(parts):
            parts.append(part)
            part = ""
        part += char
    return "\r\n ".join([*parts, part])


@dataclass(frozen=True, slots=True)
class _Map:
    """Degrees to pixels: as wide in kilometres as high, with all stops inside."""

    west: float
    north: float
    pixels_a_km: float
    narrowing: float

    def at(self, stop: Stop) -> tuple[float, float]:
        east_km = (stop.longitude - self.west) * _DEGREE_KM * self.narrowing
        south_km = (self.north - stop.latitude) * _DEGREE_KM
        return _MARGIN + east_km * self.pixels_a_km, _MARGIN + south_km * self.pixels_a_km


def _map_of(stops: list[Stop]) -> _Map:
    north, south = max(stop.latitude for stop in stops), min(stop.latitude for stop in stops)
    west, east = min(stop.longitude for stop in stops), max(stop.longitude for stop in stops)
    narrowing = cos(radians((north + south) / 2))
    wide = max((east - west) * _DEGREE_KM * narrowing, _LEAST_SPAN_KM)
    high = max((north - south) * _DEGREE_KM, _LEAST_SPAN_KM)
    scale = min((_WIDTH - _LEGEND - 2 * _MARGIN) / wide, (_HEIGHT - 2 * _MARGIN) / high)
    return _Map(west, north, scale, narrowing)


def picture(turn: Turn) -> str:
    """Draw the plan of a turn as one SVG: north is up, a colour a day, numbers in order, names and times beside.

    Raises:
        ValueError: the turn has no plan, or its stops have no places.
    """
    plan = _plan_of(turn)
    names = {item.id: item.name for item in turn.items}
    stops = [stop for stop in plan.stops if stop.item_id in names and (stop.latitude or stop.longitude)]
    if not stops:
        raise ValueError("the stops have no places")
    on_map = _map_of(stops)
    height = max(_HEIGHT, 2 * _MARGIN + _ROW * (len(stops) + plan.days))
    box = f'viewBox="0 0 {_WIDTH:.0f} {height:.0f}" font-family="sans-serif" font-size="12"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {box}><rect width="100%" height="100%" fill="#ffffff"/>']
    parts += _ways(stops, plan, on_map)
    parts += _points(stops, names, on_map)
    parts += _legend(stops, names, plan)
    return "".join([*parts, _scale_bar(on_map, height), "</svg>\n"])


def _ink(day: int) -> str:
    return _INKS[(day - 1) % len(_INKS)] if day else "#1e293b"


def _ways(stops: list[Stop], plan: Plan, on_map: _Map) -> Iterator[str]:
    stay = [stop for stop in stops if stop.day == 0]
    for day in range(1, plan.days + 1):
        rows = [*stay[:1], *(stop for stop in stops if stop.day == day), *stay[:1]]
        corners = " ".join("{:.1f},{:.1f}".format(*on_map.at(stop)) for stop in rows)
        yield f'<polyline points="{corners}" fill="none" stroke="{_ink(day)}" stroke-width="2" stroke-opacity="0.6"/>'


def _points(stops: list[Stop], names: Mapping[str, str], on_map: _Map) -> Iterator[str]:
    for number, stop in enumerate(stops, 1):
        x, y = on_map.at(stop)
        yield f'<g><title>{escape(names[stop.item_id])}</title><circle cx="{x:.1f}" cy="{y:.1f}" r="9"'
        yield f' fill="{_ink(stop.day)}"/><text x="{x:.1f}" y="{y + 4:.1f}" fill="#ffffff" text-anchor="middle">'
        yield f"{number}</text></g>"


def _legend(stops: list[Stop], names: Mapping[str, str], plan: Plan) -> Iterator[str]:
    x, y = _WIDTH - _LEGEND, _MARGIN
    numbers = {stop.item_id: number for number, stop in enumerate(stops, 1)}
    for day in range(plan.days + 1):
        for stop in (stop for stop in stops if stop.day == day):
            clock = f"{day}. {stop.start_minute // 60 % 24:02}:{stop.start_minute % 60:02} " if day else ""
            yield f'<text x="{x:.0f}" y="{y:.0f}" fill="{_ink(day)}">'
            yield f"{numbers[stop.item_id]} · {escape(clock + names[stop.item_id])}</text>"
            y += _ROW
        y += _ROW / 2


def _scale_bar(on_map: _Map, height: float) -> str:
    y = height - _MARGIN / 2
    end = _MARGIN + on_map.pixels_a_km
    return (
        f'<path d="M{_MARGIN:.0f} {y:.0f}H{end:.1f}" stroke="#64748b" stroke-width="2"/>'
        f'<text x="{_MARGIN:.0f}" y="{y - 6:.0f}" fill="#64748b">1 km</text>'
    )
