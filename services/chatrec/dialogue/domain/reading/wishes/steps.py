"""Steps from what is on the table: "another 200 cheaper", "再便宜两百", "two inches bigger"."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from typing import Final

from chatrec.dialogue.domain.reading.amounts.measures import facet_by_adjective
from chatrec.dialogue.domain.reading.amounts.quantities import Quantity
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.wishes.critiques import base_value
from chatrec.dialogue.domain.reading.words.adjectives import ANY, Adjective, adjective_of
from chatrec.dialogue.domain.units import factor_of
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, Operator, Source

__all__ = ["is_step", "step_preference"]

_BEFORE: Final = re.compile(
    r"(?P<word>便宜|[贵少多低高轻重大小长短近远薄厚]|cheaper|less|more|lighter|heavier|longer|shorter|bigger|smaller)(?: by|个|上|了)? ?[¥$€£]?$"
)
_AFTER: Final = re.compile(
    r"\s?(?P<word>cheaper|less|more|lighter|heavier|longer|shorter|bigger|smaller|closer|higher|lower)(?![a-z])(?! than)"
)
_BARE: Final = {"more": Adjective((ANY,), 1), "less": Adjective((ANY,), -1)}
_FROM_MONEY: Final = frozenset({"少", "低", "less", "lower"})
_UPPER: Final = frozenset({Operator.LESS, Operator.AT_MOST})


def is_step(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether an amount is how much more or less is wanted, not how much."""
    plain = quantity.bounds[0][0] is Operator.EQUAL and not quantity.adjective and not quantity.calendar
    return plain and (bool(quantity.unit) or not quantity.weak) and _word(scene, quantity) is not None


def step_preference(scene: Scene, quantity: Quantity) -> Preference | None:
    """Give the limit that a step leads to from the item on the table, else from the limit held; None from nowhere."""
    word = _word(scene, quantity)
    adjective = (adjective_of(word) or _BARE.get(word)) if word else None
    facet = _facet(scene, quantity, adjective, word or "") if adjective else None
    if adjective is None or facet is None or facet.type is not FacetType.NUMBER:
        return None
    base = _start(scene, facet)
    step = quantity.bounds[0][1] * (factor_of(quantity.unit, facet) or 1.0)
    if base is None:
        return None
    value = base + adjective.sign * step
    deciles = scene.catalogue.deciles(facet, scene.kind)
    if value <= 0 or (deciles and not deciles[0] <= value <= deciles[-1]):
        return None  # nothing is there: the wish for less, or more, stays as it was said
    operator = Operator.AT_MOST if adjective.sign < 0 else Operator.AT_LEAST
    phrase = scene.phrase(quantity.start, quantity.end)
    return Preference(
        facet.name, operator, (value,), hard=True, source=Source.CRITIQUE, turn=scene.state.turn, phrase=phrase
    )


def _word(scene: Scene, quantity: Quantity) -> str | None:
    folded = scene.said.folded
    found = _AFTER.match(folded, quantity.end) or _BEFORE.search(folded, max(0, quantity.start - 12), quantity.start)
    return found["word"] if found else None


def _facet(scene: Scene, quantity: Quantity, adjective: Adjective, word: str) -> Facet | None:
    if quantity.unit:
        graded = [facet for facet in scene.catalogue.measurable() if factor_of(quantity.unit, facet) is not None]
        return next(iter(graded), None)
    facet = facet_by_adjective(scene, adjective, quantity.start, quantity.end)
    return facet or (scene.catalogue.money if word in _FROM_MONEY else None)


def _start(scene: Scene, facet: Facet) -> float | None:
    base = base_value(scene, facet)
    if base is None:
        held = (wish for wish in reversed(scene.state.active.preferences) if wish.facet == facet.name)
        base = next((wish.values[0] for wish in held if wish.operator in _UPPER), None)
    return float(base) if isinstance(base, (int, float)) else None
