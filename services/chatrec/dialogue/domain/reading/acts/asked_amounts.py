"""Amounts that a question holds an item to: "is it longer than two hours?", “第二个有十小时续航吗”."""

import re
from typing import Final

from chatrec.dialogue.domain.reading.amounts.measures import quantity_preferences
from chatrec.dialogue.domain.reading.amounts.quantities import read_quantities
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.said import Clause, asks_yes_or_no
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator

__all__ = ["amount_checks"]

_OF_IT: Final = re.compile(
    r"^\s*(?:(?:and|so|but|ok|okay)\b\W*)*(?:is|are|was|does|do|did|has|have|will)(?:n't)? "
    r"(?!there\b|you\b|anyone\b|we\b|i\b)"
    r"|[\u3400-\u9fff][^?？]*(?:吗|么|没有?|不)\s*$|([有能是会])[没不]\1"
)


def amount_checks(scene: Scene, clause: Clause) -> list[Preference]:
    """Give the limits that a yes-or-no question about something pointed at asks of it; none where it asks otherwise."""
    if not scene.references.pointed or not asks_yes_or_no(scene.said, clause):
        return []
    if _OF_IT.search(scene.said.words(clause)) is None:
        return []
    return [
        wish
        for quantity in read_quantities(scene.said, scene.catalogue.units, scene.today)
        if clause.start <= quantity.start < clause.end
        for wish in quantity_preferences(scene, quantity)
        if wish.operator is not Operator.EQUAL and (quantity.adjective or quantity.unit or _is_year(scene, wish))
    ]


def _is_year(scene: Scene, wish: Preference) -> bool:
    facet = scene.catalogue.by_name.get(wish.facet)
    return facet is not None and scene.catalogue.is_calendar(facet)
