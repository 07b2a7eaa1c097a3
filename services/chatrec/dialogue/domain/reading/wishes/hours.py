"""Wishes for when a place is to be open: "museums I can see on a Monday", "open late", “周一开门的”."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.reading.acts.by_use import says_open
from chatrec.dialogue.domain.reading.amounts.moments import Moment, read_moments
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.said import Clause
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator

__all__ = ["hours_preferences"]

_LATE: Final = re.compile(
    r"\bopen (?:till |until )?(?:very |really )?late\b|\blate[- ]night\b|开到(?:很|比较)?晚|深夜|半夜"
)
_LATE_CLOCK: Final = "22:00"


def hours_preferences(scene: Scene) -> Iterator[tuple[int, int, Preference]]:
    """Find the moments at which what is wished for must be open, with the places of their words.

    A weekday alone says so where things are asked for by it; where people sleep it says nothing.
    """
    opening, plans = scene.catalogue.opening, scene.catalogue.schema.plans
    if opening is None or (plans is not None and plans.stay and scene.kind == plans.stay):
        return
    for clause in scene.said.clauses:
        for moment in _moments(scene, clause):
            if says_open(scene, clause) is not None or clause.question:
                operator = Operator.IN if len(moment.values) > 1 else Operator.EQUAL
                phrase = scene.phrase(moment.start, moment.end)
                wish = Preference(
                    opening.name, operator, moment.values, hard=True, turn=scene.state.turn, phrase=phrase
                )
                yield moment.start, moment.end, wish


def _moments(scene: Scene, clause: Clause) -> list[Moment]:
    late = _LATE.search(scene.said.folded, clause.start, clause.end)
    moments = read_moments(scene.said, clause, scene.today)
    if late is None:
        return moments
    by_day = [
        replace(one, values=tuple(value if ":" in value else f"{value} {_LATE_CLOCK}" for value in one.values))
        for one in moments
    ]
    return by_day or [Moment(late.start(), late.end(), (_LATE_CLOCK,))]
