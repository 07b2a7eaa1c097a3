"""Classes told by stars: "at least a 4 star hotel" is of the facet whose values are so many stars, not of a rating."""

import re
from typing import Final

from chatrec.dialogue.domain.reading.amounts.quantities import Quantity
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, Operator, Source

__all__ = ["star_preference"]

_UNITS: Final = frozenset({"star", "stars", "星", "颗星"})
_STARS: Final = re.compile(r"(?<![a-z])stars?(?![a-z])|星")
_RATED: Final = re.compile(
    r"(?<![a-z])(?:rat(?:ed|ings?)|scor(?:e[ds]?|ing)|reviews?)(?![a-z])|评分|评价|打分|口碑|好评"
)


def star_preference(scene: Scene, quantity: Quantity) -> Preference | None:
    """Give the preference for a class of stars; None where the amount is of no such class, or is said of a rating."""
    clause = scene.said.clause_at(quantity.start)
    if quantity.unit not in _UNITS or _RATED.search(scene.said.words(clause)):
        return None
    operator, number = quantity.bounds[0]
    facet = next((facet for facet in scene.catalogue.schema.facets if _is_of_stars(facet)), None)
    value = f"{number:g}"
    if facet is None or value not in facet.values:
        return None
    source = Source.ANSWER if scene.asked == facet.name else Source.STATED
    hard = quantity.hard or scene.polarities.is_hard(quantity.start, quantity.end)
    if not quantity.hard:
        operator = Operator.EQUAL
    phrase = scene.phrase(quantity.start, quantity.end)
    return Preference(facet.name, operator, (value,), hard=hard, source=source, turn=scene.state.turn, phrase=phrase)


def _is_of_stars(facet: Facet) -> bool:
    return facet.type is FacetType.ORDINAL and any(
        _STARS.search(name.en.lower()) or _STARS.search(name.zh) for name in facet.value_names
    )
