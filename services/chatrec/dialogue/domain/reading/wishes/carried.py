"""Amounts said before anybody knew what is sought: "under 2 hours" counts once "a thriller" has told the catalogue.

Until a catalogue is chosen no facet can hold an amount; the words are kept as wishes and are read again when one is.
"""

from dataclasses import replace

from chatrec.dialogue.domain.reading.amounts.dates import date_preferences
from chatrec.dialogue.domain.reading.amounts.measures import quantity_preferences
from chatrec.dialogue.domain.reading.amounts.quantities import read_quantities
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.mentions import find_mentions
from chatrec.dialogue.domain.reading.words.polarity import read_polarities
from chatrec.dialogue.domain.reading.words.said import read_said
from chatrec.vocabulary.preferences import Preference

__all__ = ["carried_over"]


def carried_over(scene: Scene) -> list[Preference]:
    """Give the preferences of the amounts and dates in the wishes kept so far, as the catalogue of a scene has them."""
    return [wish for text in scene.state.active.wishes for wish in _amounts(scene, text)]


def _amounts(scene: Scene, text: str) -> list[Preference]:
    said = read_said(text, scene.said.language)
    spoken = tuple(find_mentions(said, (), scene.catalogue, ""))
    then = replace(scene, said=said, found=spoken, polarities=read_polarities(said))
    dated = list(date_preferences(then))
    wishes = [wish for _, _, found in dated for wish in found]
    for quantity in read_quantities(said, scene.catalogue.units, scene.today):
        if not any(start < quantity.end and quantity.start < end for start, end, _ in dated):
            wishes += quantity_preferences(then, quantity)
    return wishes
