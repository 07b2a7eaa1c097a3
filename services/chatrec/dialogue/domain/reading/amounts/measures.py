"""Amounts to preferences: which facet an amount speaks of, and in which unit."""

import re
from typing import Final

from chatrec.dialogue.domain.catalogues import KnownCatalogue, iso_day
from chatrec.dialogue.domain.reading.amounts.bounds import converted, said_adjective
from chatrec.dialogue.domain.reading.amounts.durations import is_age, is_of_a_life, says_age
from chatrec.dialogue.domain.reading.amounts.quantities import Quantity
from chatrec.dialogue.domain.reading.amounts.scores import scale_of
from chatrec.dialogue.domain.reading.amounts.stars import star_preference
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.adjectives import ANY, QUALITY, Adjective
from chatrec.dialogue.domain.reading.words.polarity import Polarity
from chatrec.dialogue.domain.units import factor_of
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import Better, FacetType, MentionType, Operator, Source

__all__ = ["facet_by_adjective", "quantity_preferences"]

_SPAN_WINS: Final = frozenset(
    {MentionType.FACET, MentionType.ENTITY, MentionType.ITEM, MentionType.NEED, MentionType.ORDINAL}
)

_FAR_UNITS: Final = frozenset({"km", "kms", "mile", "miles", "公里", "千米", "英里"})
_LATIN: Final = re.compile(r"[a-z]")
_NAME_GOES_ON: Final = re.compile(
    r"(?![的元块圆左右以上下内到至和与或跟及买找有能够可就行吧吗呢啊呀哦哈了也都最多少来出头])"
    r"(?![之间前后不没太别要我你他这那想给请帮看算是为在会还再吃住玩用去起档级价])"
    r"[\u3400-\u9fff]"
)
_MEASURE_WORD: Final = re.compile(r"[个家部本款间件条张台只双辆套种座道处]")
_NO_AMOUNT: Final = re.compile(
    r"(?<![a-z])(?:at|aged?|turn(?:ed|ing)?|i'?m|is|was|room|top|first|next|season|part)\s+$"
    r"|(?:[爸妈爷奶婆公姥哥姐弟妹]|儿子|女儿|孩子|宝宝|老[婆公人])(?:今年|都|快|刚|已经)*$"
)


def quantity_preferences(scene: Scene, quantity: Quantity) -> list[Preference]:
    """Give the preferences of an amount; none where it speaks of no facet."""
    if (
        _belongs_to_a_name(scene, quantity)
        or _is_glued(scene, quantity)
        or any(start < quantity.end and quantity.start < end for start, end in scene.references.spans)
    ):
        return []
    if starred := star_preference(scene, quantity):
        return [starred]
    facet = _facet_of(scene, quantity)
    if facet is None:
        return []
    bounds = converted(scene, quantity, facet)
    if quantity.calendar and len(bounds) > 1 and _is_unwanted(scene, quantity):
        return []  # what is left of all years without some is no span
    if bounds[:1] and bounds[0][0] is Operator.EQUAL and _is_unwanted(scene, quantity):
        bounds = [(Operator.NOT_EQUAL, bounds[0][1], True)]
    source = Source.ANSWER if scene.asked == facet.name else Source.STATED
    phrase = scene.phrase(quantity.start, quantity.end)
    return [
        Preference(facet.name, operator, (value,), hard=hard, source=source, turn=scene.state.turn, phrase=phrase)
        for operator, value, hard in bounds
    ]


def _is_unwanted(scene: Scene, quantity: Quantity) -> bool:
    beside = [one.end for one in scene.found if one.best.type is MentionType.FACET and one.start == quantity.end]
    return scene.polarities.of(quantity.start, max([quantity.end, *beside])) is Polarity.UNWANTED


def _belongs_to_a_name(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether the amount is but part of a name, as in "5G"; a limit or a unit outweighs a name."""
    limit = quantity.hard and not quantity.weak
    return any(
        one.start < quantity.end
        and quantity.start < one.end
        and one.best.type in _SPAN_WINS
        and not (limit and one.best.type in {MentionType.ITEM, MentionType.ENTITY} and quantity.start < one.start)
        and not (one.best.type is MentionType.FACET and (one.start > quantity.start or one.end < quantity.end))
        for one in scene.found
    )


def _is_glued(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a bare number is the beginning or the end of a name: "798艺术区", "八达岭", "win11"."""
    folded = scene.said.folded
    if quantity.unit or quantity.hard or quantity.bounds[0][0] is not Operator.EQUAL:
        return False
    if _LATIN.match(folded[quantity.start - 1 : quantity.start]):
        return True
    beside = any(
        quantity.end <= one.start <= quantity.end + 1 or 0 <= quantity.start - one.end <= 1
        for one in scene.found
        if one.best.type in {MentionType.FACET, MentionType.KIND}
    )
    return not beside and not scene.asked and _NAME_GOES_ON.match(folded, quantity.end) is not None


def facet_by_adjective(scene: Scene, adjective: Adjective, start: int, end: int) -> Facet | None:
    """Find the facet that an adjective measures here: one spoken of nearby, else by what it measures."""
    catalogue = scene.catalogue
    types = {FacetType.NUMBER, FacetType.DATE, FacetType.ORDINAL}
    # What items demand of their user is no measure of theirs: a short book is not one for the young.
    graded = [facet for facet in catalogue.schema.facets if facet.type in types and facet.demand is None]
    near = scene.nearest_facet(start, end, graded, reach=12)
    if near is not None:
        return near
    for measure in adjective.measures:
        if measure in {ANY, QUALITY}:
            return next((facet for facet in graded if facet.name == scene.asked), None)
        fitting = [facet for facet in graded if _measures(catalogue, facet, measure)]
        fitting = [facet for facet in fitting if catalogue.deciles(facet, scene.kind)] or fitting
        if fitting:
            return max(fitting, key=lambda facet: _people_count(catalogue, facet, scene.kind))
    return None


def _measures(catalogue: KnownCatalogue, facet: Facet, measure: str) -> bool:
    if measure == "calendar":
        return catalogue.is_calendar(facet)
    if measure in {"volume", "area"} and facet.better is Better.LOW:
        return False  # litres that people want few of are used up, not offered
    if measure in {"size", "distance"}:
        far = facet.unit.lower() in _FAR_UNITS
        return catalogue.dimensions[facet.name] == "length" and far == (measure == "distance")
    return catalogue.dimensions[facet.name] == measure and not catalogue.is_calendar(facet)


def _people_count(catalogue: KnownCatalogue, facet: Facet, kind: str) -> int:
    row = catalogue.schema.spread(kind, facet.name)
    return row.item_count if row else 0


def _facet_of(scene: Scene, quantity: Quantity) -> Facet | None:  # noqa: PLR0911
    catalogue = scene.catalogue
    if quantity.calendar and (quantity.unit in {"", "年"} or quantity.recent_years):
        return catalogue.calendar()
    allowed = catalogue.measurable()
    if quantity.adjective and (facet := _by_said_adjective(scene, quantity)):
        return facet
    if scale := scale_of(scene, quantity):
        return scale
    if quantity.unit:
        return _by_unit(scene, quantity, allowed)
    near = scene.nearest_facet(quantity.start, quantity.end, allowed)
    if near is not None and not (quantity.weak and (near.money or _counts_items(scene, quantity))):
        return near
    asked = next((facet for facet in allowed if facet.name == scene.asked), None)
    if asked is not None:
        return asked
    value = sum(bound for _, bound in quantity.bounds) / len(quantity.bounds)
    if quantity.weak:
        return None
    recent = next(
        (
            wish.facet
            for wish in reversed(scene.state.active.preferences)
            if catalogue.by_name.get(wish.facet) in allowed
        ),
        "",
    )
    if not quantity.hard and _NO_AMOUNT.search(scene.said.folded, max(0, quantity.start - 12), quantity.start):
        return None  # "at 40" is an age, "top 3" a place
    # A bare limit of 2,000 is a price before it is a year, unless nothing costs that; a bare 2010 may well be a year.
    year = catalogue.calendar()
    dated = year is not None and _is_year_alone(catalogue, year, scene.kind, value)
    priced = catalogue.money is not None and recent == catalogue.money.name
    other = _only_one_of_that_size(scene, value) if quantity.hard and not priced else None
    late = None if quantity.hard else year
    order = [year if dated else None, other, catalogue.money, catalogue.by_name.get(recent), late]
    likely = (facet for facet in order if facet is not None and catalogue.plausible(facet, scene.kind, value))
    # A limit of no plausible size is a limit all the same: better no item than one that breaks it.
    return next(likely, catalogue.money if quantity.hard else None)


def _counts_items(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a small number only counts what is sought: "one rated 4", “推荐三家”."""
    return (
        quantity.bounds[0] == (Operator.EQUAL, 1.0) or _MEASURE_WORD.match(scene.said.folded, quantity.end) is not None
    )


def _by_unit(scene: Scene, quantity: Quantity, allowed: list[Facet]) -> Facet | None:
    """Find the facet of an amount with a unit; an age is of the calendar, and time that merely passed of none."""
    catalogue = scene.catalogue
    if is_age(quantity) and says_age(scene, quantity) and catalogue.calendar() is not None:
        return catalogue.calendar()
    if is_of_a_life(scene, quantity):
        return None
    fitting = [
        facet
        for facet in allowed
        if factor_of(quantity.unit, facet) is not None
        and not catalogue.is_calendar(facet)
        and (facet.demand is None or _is_spoken_of(scene, quantity, facet))  # "7 months pregnant" is no age
    ]
    if not fitting and is_age(quantity):
        return catalogue.calendar()
    chosen = _choose(scene, quantity, fitting)
    return chosen if chosen is None or _may_hold(scene, quantity, chosen) else None


def _may_hold(scene: Scene, quantity: Quantity, facet: Facet) -> bool:
    """Tell whether an amount may be of a facet: "7 months" are no minutes of exercise; a wish for more may be."""
    value = quantity.bounds[-1][1] * (factor_of(quantity.unit, facet) or 1.0)
    least = quantity.hard and quantity.bounds[0][0] in {Operator.AT_LEAST, Operator.GREATER}
    plausible = scene.catalogue.plausible(facet, scene.kind, value)
    return facet.money or least or plausible or _is_spoken_of(scene, quantity, facet)


def _is_spoken_of(scene: Scene, quantity: Quantity, facet: Facet) -> bool:
    return scene.asked == facet.name or scene.nearest_facet(quantity.start, quantity.end, [facet]) is not None


def _only_one_of_that_size(scene: Scene, value: float) -> Facet | None:
    """Find the one facet whose values reach a number that is far beyond what things cost; None where there is none."""
    catalogue, money = scene.catalogue, scene.catalogue.money
    prices = catalogue.deciles(money, scene.kind) if money else ()
    if not prices or prices[0] / 2 <= value <= prices[-1] * 2:
        return None
    found = [
        facet
        for facet in catalogue.measurable()
        if not facet.money and not catalogue.is_calendar(facet) and (row := catalogue.deciles(facet, scene.kind))
        if row[0] <= value <= row[-1]
    ]
    return found[0] if len(found) == 1 else None


def _is_year_alone(catalogue: KnownCatalogue, year: Facet, kind: str, value: float) -> bool:
    """Tell whether a bare number is of the catalogue's years and of none of its prices."""
    first, latest = catalogue.deciles(year, kind), catalogue.latest_year(year)
    if not first or latest is None or not catalogue.plausible(year, kind, value) or value != int(value):
        return False
    start = int(iso_day(first[0])[:4]) if year.type is FacetType.DATE else int(first[0])
    prices = catalogue.deciles(catalogue.money, kind) if catalogue.money else ()
    return start <= value <= latest + 1 and not (prices and prices[0] <= value <= prices[-1])


def _by_said_adjective(scene: Scene, quantity: Quantity) -> Facet | None:
    adjective = said_adjective(scene, quantity)
    return facet_by_adjective(scene, adjective, quantity.start, quantity.end) if adjective else None


def _choose(scene: Scene, quantity: Quantity, fitting: list[Facet]) -> Facet | None:
    """Choose among facets of the same unit: spoken of nearby, asked for, else the one whose values are of that size."""
    if len(fitting) < 2:  # noqa: PLR2004
        return fitting[0] if fitting else None
    near = scene.nearest_facet(quantity.start, quantity.end, fitting)
    if near is not None:
        return near
    asked = next((facet for facet in fitting if facet.name == scene.asked), None)
    if asked is not None:
        return asked

    def distance(facet: Facet) -> float:
        deciles = scene.catalogue.deciles(facet, scene.kind)
        value = abs(quantity.bounds[0][1] * (factor_of(quantity.unit, facet) or 1.0)) or 1e-9
        middle = abs(deciles[5]) if deciles else 0.0
        return max(value / middle, middle / value) if middle else 1e9

    return min(fitting, key=distance)
