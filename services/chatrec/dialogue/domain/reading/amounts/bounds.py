"""What an amount bounds: its numbers in the unit of a facet, as years or days, and whether they limit."""

from typing import Final

from chatrec.dialogue.domain.catalogues import iso_day
from chatrec.dialogue.domain.reading.amounts.durations import compares_age, is_age
from chatrec.dialogue.domain.reading.amounts.quantities import Quantity
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.adjectives import Adjective, adjective_of, find_degrees
from chatrec.dialogue.domain.units import factor_of
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import Better, FacetType, Operator, Value

__all__ = ["converted", "day_value", "said_adjective"]

_THAN_OPERATOR: Final = {
    (True, False): Operator.LESS,
    (False, False): Operator.GREATER,
    (True, True): Operator.AT_LEAST,
    (False, True): Operator.AT_MOST,
}
_YEAR_SPREAD: Final = 3.0
_WHOLE_FROM: Final = 20.0


def converted(  # noqa: PLR0911
    scene: Scene, quantity: Quantity, facet: Facet
) -> list[tuple[Operator, Value, bool]]:
    """Give the bounds of an amount as a facet holds them, each with whether it limits."""
    catalogue = scene.catalogue
    if quantity.recent_years:
        latest = catalogue.latest_year(facet)
        count = quantity.bounds[0][1]
        return [] if latest is None else _dated(facet, Operator.AT_LEAST, latest - count + 1, hard=True)
    bounds = [*quantity.bounds]
    if catalogue.is_calendar(facet) and is_age(quantity):
        return _aged(scene, quantity, facet)
    if catalogue.is_calendar(facet):
        if not quantity.hard and len(bounds) == 2 and not quantity.calendar:  # noqa: PLR2004
            centre = (bounds[0][1] + bounds[1][1]) / 2
            bounds = [(Operator.AT_LEAST, centre - _YEAR_SPREAD), (Operator.AT_MOST, centre + _YEAR_SPREAD)]
        return [row for operator, value in bounds for row in _dated(facet, operator, value, hard=quantity.hard)]
    factor = factor_of(quantity.unit, facet) if quantity.unit else 1.0
    rough = not quantity.hard and len(bounds) == 2  # noqa: PLR2004
    bounds = [(operator, _rounded(value * (factor or 1.0), rough=rough)) for operator, value in bounds]
    if quantity.adjective:
        adjective = said_adjective(scene, quantity)
        less = adjective is not None and adjective.sign < 0
        operator = _THAN_OPERATOR[less, quantity.negated]
        return [(operator, bounds[0][1], True)]
    if facet.money and facet.better is not Better.HIGH and bounds[0][0] is Operator.EQUAL:
        return [(Operator.AT_MOST, bounds[0][1], True)]  # a bare sum is what people can spend
    if facet.better and scene.polarities.is_allowed(quantity.start, quantity.end):
        low = facet.better is Better.LOW  # "16 is fine, too": that far, if it must be
        return [(Operator.AT_MOST, bounds[-1][1], False) if low else (Operator.AT_LEAST, bounds[0][1], False)]
    required = scene.polarities.is_hard(quantity.start, quantity.end)
    limits = quantity.hard and not scene.polarities.is_ideal(quantity.start)
    return [(operator, value, limits or required) for operator, value in bounds]


def _rounded(value: float, *, rough: bool) -> float:
    """Round what was converted; the ends of "about an hour and a half" are whole minutes."""
    return float(round(value)) if rough and abs(value) >= _WHOLE_FROM else round(value, 6)


def _aged(scene: Scene, quantity: Quantity, facet: Facet) -> list[tuple[Operator, Value, bool]]:
    """Turn an age into years: "older than 5" is before, "within 5 years" is since."""
    latest = scene.today.year if scene.today else scene.catalogue.latest_year(facet)
    operator, age = quantity.bounds[-1]
    if latest is None:
        return []
    compared = compares_age(scene, quantity)
    turned = {Operator.LESS: Operator.GREATER, Operator.GREATER: Operator.LESS, Operator.AT_LEAST: Operator.AT_MOST}
    operator = operator if compared else turned.get(operator, Operator.AT_LEAST)
    return _dated(facet, operator, latest - age, hard=quantity.hard)


def _dated(facet: Facet, operator: Operator, year: float, *, hard: bool) -> list[tuple[Operator, Value, bool]]:
    """Write a bound on a year for a facet of years or of days: "after 2010" begins with 2011."""
    if facet.type is FacetType.NUMBER:
        return [(operator, float(int(year)), hard)]
    first, last = f"{int(year):04d}-01-01", f"{int(year):04d}-12-31"
    if operator is Operator.EQUAL:
        return [(Operator.AT_LEAST, first, hard), (Operator.AT_MOST, last, hard)]
    return [(operator, last if operator in {Operator.GREATER, Operator.AT_MOST} else first, hard)]


def said_adjective(scene: Scene, quantity: Quantity) -> Adjective | None:
    """Give the adjective that an amount is compared by: "cheaper than", “比三千便宜”; None for none."""
    if quantity.adjective != "比":
        return adjective_of(quantity.adjective)
    tail = scene.said.folded[quantity.end : quantity.end + 6].lstrip("还更要块元的 ")
    return adjective_of(tail[:2]) or adjective_of(tail[:1]) or next((d.adjective for d in find_degrees(tail)), None)


def day_value(facet: Facet, number: float) -> Value:
    """Write a number of days as the value of a date facet, other numbers as they are."""
    return iso_day(number) if facet.type is FacetType.DATE else number
