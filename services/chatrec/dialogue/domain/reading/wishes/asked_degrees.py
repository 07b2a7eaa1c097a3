"""Adjectives that ask: "价格贵么", "贵不贵", "is it expensive?" wish for nothing."""

import re
from typing import Final

from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.adjectives import Degree, Grade
from chatrec.vocabulary.words import MentionType

__all__ = ["asks_by_degree"]

_YES_OR_NO: Final = re.compile(r"(?:不|[吗么嘛][啊呀]?)\s*(?:$|[?,，。])")
_EITHER_WAY: Final = re.compile(r"([\u3400-\u9fff]{1,2})不\1")
_COPULA: Final = re.compile(r"(?:是|算|会)(?:不|很|太|挺|真|非常|特别)*")
_IS_IT: Final = re.compile(
    r"(?<![a-z])(?:is|are|was|were) (?:it|this|that|they|these|those|(?:the|its) [a-z]{2,20})"
    r"(?: (?:very|too|that|so|really))*\s+$"
)
_HOW_MUCH: Final = re.compile(r"多少|多钱|几[元块]|how much")
_OPEN: Final = frozenset({Grade.MORE, Grade.MOST})
_REACH: Final = 40


def asks_by_degree(scene: Scene, degree: Degree) -> bool:
    """Tell whether a clause asks how an item is, or names a price as in “最低价格是多少”, by an adjective."""
    folded, clause = scene.said.folded, scene.said.clause_at(degree.start)
    facets = [one for one in scene.found if one.best.type is MentionType.FACET and clause.start <= one.start]
    if degree.grade is Grade.MOST:
        names = any(one.start == degree.end for one in facets)
        return names and _HOW_MUCH.search(folded, degree.end, clause.end) is not None
    if degree.grade in _OPEN:
        return False  # "能便宜点吗" asks for cheaper ones
    if _YES_OR_NO.match(folded, degree.end):
        return True
    if any(
        match.start() < degree.end and degree.start < match.end()
        for match in _EITHER_WAY.finditer(folded, clause.start, clause.end)
    ):
        return True
    if not clause.question or folded[degree.end : clause.end].strip(" ?"):
        return False
    said_of = any(one.end <= degree.start and _COPULA.fullmatch(folded, one.end, degree.start) for one in facets)
    return said_of or _IS_IT.search(folded, max(clause.start, degree.start - _REACH), degree.start) is not None
