"""Scores: "4 分以上", "rated 4.5", "4 stars" are of a scale, not of minutes."""

import re
from typing import Final

from chatrec.dialogue.domain.catalogues import KnownCatalogue
from chatrec.dialogue.domain.reading.amounts.quantities import Quantity
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import Better, FacetType

__all__ = ["scale_of"]

_UNITS: Final = frozenset({"分", "星", "颗星", "star", "stars", "point", "points"})
_RATING: Final = re.compile(r"评分|评价|打分|得分|分数|口碑|星级|rat(?:ing|ed)|scores?|stars?|reviews?")
_HOURS_BEFORE: Final = re.compile(r"(?:小时|钟头|点钟?)零?\s*$")
_TOP: Final = 100.0
_STARS: Final = 5.0


def scale_of(scene: Scene, quantity: Quantity) -> Facet | None:
    """Find the facet that an amount of points or stars is on: one spoken of nearby, else one whose values reach it.

    None where the unit is no unit of scores or a length of time is spoken of: 分 are minutes as well.
    """
    if quantity.unit not in _UNITS or _HOURS_BEFORE.search(scene.said.folded, 0, quantity.start):
        return None
    catalogue = scene.catalogue
    scales = [facet for facet in catalogue.measurable() if _is_scale(catalogue, facet, scene.kind)]
    near = scene.nearest_facet(quantity.start, quantity.end, catalogue.measurable())
    if near is not None and not near.money:
        return near if near in scales else None
    value = quantity.bounds[0][1]
    return next((facet for facet in scales if _reaches(catalogue, facet, scene.kind, value)), None)


def _is_scale(catalogue: KnownCatalogue, facet: Facet, kind: str) -> bool:
    """Tell whether a facet grades items: a number of no other unit, called a rating or with a best of at most 100."""
    if facet.type is not FacetType.NUMBER or facet.money or (facet.unit and facet.unit not in _UNITS):
        return False
    words = (facet.name, facet.label.en.lower(), *catalogue.facet_words[facet.name])
    if any(_RATING.search(word) for word in words):
        return True
    deciles = catalogue.deciles(facet, kind)
    return facet.better is Better.HIGH and bool(deciles) and deciles[-1] <= _TOP


def _reaches(catalogue: KnownCatalogue, facet: Facet, kind: str, value: float) -> bool:
    deciles = catalogue.deciles(facet, kind)
    return not deciles or value <= max(deciles[-1], _STARS)
