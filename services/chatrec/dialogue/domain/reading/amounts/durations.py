"""Amounts of time that are no length of an item: ages, and what passed in the user's own life."""

import re
from typing import Final

from chatrec.dialogue.domain.reading.amounts.quantities import Quantity
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.units import factor_of
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType

__all__ = ["compares_age", "is_age", "is_of_a_life", "says_age"]

_YEARS: Final = frozenset({"year", "years", "yr", "yrs", "年"})
_OLDEST: Final = 100
_REACH: Final = 24
_OLDER: Final = re.compile(r"(?:older|newer|younger|earlier|later) than")
_OLD: Final = re.compile(r"\s*(?:old|of age)\b")
_WAITED: Final = re.compile(
    r"(?<![a-z])(?:(?:it'?s|it has|have|has|had|'ve|i'?m|we'?re) been|been|waited|waiting(?: for)?|since|bought"
    r"|ordered|got it|took|already|for (?:the )?(?:last|past))\s*"
    r"(?:about |around |over |almost |nearly |more than |a |the )*$"
    r"|(?:等了?|过了?|已经|快|都|买了?|用了?|下单)\s*$"
)
_PASSED: Final = re.compile(r"\s*(?:ago|already|now|and (?:still|nothing))\b|了|前(?!面)|还没|没到|过去了")
_CLOCK: Final = Facet("duration", FacetType.NUMBER, unit="minutes")


def is_age(quantity: Quantity) -> bool:
    """Tell whether an amount may be an age in years, as in "not older than 5 years"."""
    return quantity.unit in _YEARS and 0 < quantity.bounds[0][1] < _OLDEST and not quantity.calendar


def compares_age(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether an amount is what something is older or newer than."""
    return _OLDER.search(scene.said.folded, max(0, quantity.start - _REACH), quantity.end) is not None


def says_age(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether an amount is said to be an age: "not older than 15 years", "20 years old"."""
    return compares_age(scene, quantity) or _OLD.match(scene.said.folded, quantity.end) is not None


def is_of_a_life(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether an amount of time is of what happened to the user: "it's been 2 weeks", "都等三天了"."""
    folded = scene.said.folded
    if quantity.hard or not quantity.unit or factor_of(quantity.unit, _CLOCK) is None:
        return False
    waited = _WAITED.search(folded, max(0, quantity.start - _REACH), quantity.start) is not None
    return waited or _PASSED.match(folded, quantity.end) is not None
