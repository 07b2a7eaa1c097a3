"""Questions: which clauses ask about items, and for which facets."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from enum import Enum
from typing import Final

from chatrec.dialogue.domain.reading.adjectives import adjective_of
from chatrec.dialogue.domain.reading.critiques import read_degrees
from chatrec.dialogue.domain.reading.cues import ABOUT, CUES, FOR_SALE, PLOT, WHICH
from chatrec.dialogue.domain.reading.measures import facet_by_adjective
from chatrec.dialogue.domain.reading.said import Clause
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.vocabulary.words import Act, MentionType

__all__ = ["Role", "asked_facets", "clause_roles"]

_HOW: Final = re.compile(r"\bhow (?P<en>[a-z]+)|多(?P<han>大|长|重|高|远|久|贵|厚|薄|新|快)")
_PRICE: Final = re.compile(
    r"\bhow much\b(?! (?:ram|memory|storage|space|battery))|\b(?:price|cost|costs)\b|多少钱|什么价|几块|贵不贵|价格|[贵便宜]吗"
)
_WHEN: Final = re.compile(
    r"\bwhen (?:was|is|did|does)\b|\bwhat year\b|\bhow (?:old|new|recent)\b|哪一?年|什么时候|几几年|何时"
)
_ITEM_FORM: Final = re.compile(
    r"\b(?:is|are|does|do|has|have|can|will|did|was|were) (?:it|this|that|the|they|these|those|he|she)\b|吗$|吗\s*[?]?$|[有是能支带].{1,10}[吗不没]|是不是|有没有|能不能|支不支持"
)
_WORD: Final = re.compile(r"[a-z]{4,}")
_COMMON: Final = frozenset(
    {"with", "from", "that", "this", "have", "comes", "what", "made", "runs", "suited", "shaped"}
)


class Role(Enum):
    """What a clause is for."""

    WISH = "wish"
    ATTRIBUTE = "attribute"
    WHY = "why"
    COMPARE = "compare"


def clause_roles(scene: Scene, shown: int) -> dict[Clause, Role]:
    """Tell for each clause whether it states wishes or asks about items; `shown` items are on the table."""
    return {clause: _role(scene, clause, shown) for clause in scene.said.clauses}


def _role(scene: Scene, clause: Clause, shown: int) -> Role:
    words = scene.said.words(clause)
    items = [one for one in scene.found if one.best.type is MentionType.ITEM and clause.start <= one.start < clause.end]
    pointed = bool(items or scene.references.pointed)
    if CUES[Act.ASK_WHY].search(words) and (shown or items):
        return Role.WHY
    many = len(items) + len(scene.references.items)
    if CUES[Act.COMPARE].search(words) and (shown > 1 or many > 1):
        return Role.COMPARE
    for_sale = FOR_SALE.search(words) is not None
    if clause.question and not for_sale and WHICH.search(words) and shown > 1 and asked_facets(scene, clause):
        return Role.COMPARE
    if pointed and ABOUT.search(words) and not for_sale:
        return Role.ATTRIBUTE
    offered = for_sale and not (pointed and not _offers(words))
    asked = clause.question and (pointed or shown) and not offered
    if asked and (asked_facets(scene, clause) or (items and not for_sale)):
        return Role.ATTRIBUTE
    return Role.WISH


def _offers(words: str) -> bool:
    """Tell whether a question asks for things to be offered rather than about one on the table."""
    return re.search(r"推荐|有什么|有哪些|有啥|\bany|\bsomething|recommend|suggest", words) is not None


def asked_facets(scene: Scene, clause: Clause) -> list[str]:
    """Find the facets that a clause asks for, in the order in which they are named."""
    folded, words = scene.said.folded, scene.said.words(clause)
    places: list[tuple[int, str]] = []
    plot = PLOT.search(folded, clause.start, clause.end)
    for one in scene.found:
        if not clause.start <= one.start < clause.end:
            continue
        if plot and one.start < plot.end():
            continue
        if one.best.type is MentionType.FACET:
            places.append((one.start, one.best.target))
        elif one.best.type in {MentionType.ENTITY, MentionType.ORDINAL} and one.best.facets:
            places.append((one.start, one.facet or one.best.facets[0]))
    for match in _HOW.finditer(folded, clause.start, clause.end):
        adjective = adjective_of(match["en"] or match["han"])
        facet = facet_by_adjective(scene, adjective, match.start(), match.end()) if adjective else None
        if facet is not None:
            places.append((match.start(), facet.name))
    places += [
        (degree.start, facet.name) for degree, facet in read_degrees(scene) if clause.start <= degree.start < clause.end
    ]
    money, calendar = scene.catalogue.money, scene.catalogue.calendar()
    if not places and money is not None and _PRICE.search(words):
        places.append((clause.start, money.name))
    if not places and calendar is not None and _WHEN.search(words):
        places.append((clause.start, calendar.name))
    named = list(dict.fromkeys(name for _, name in sorted(places)))
    return named if named or plot else _by_own_words(scene, words)


def _by_own_words(scene: Scene, words: str) -> list[str]:
    """Find facets by the words of their relation: "who directed it" asks for what "directed by" holds."""
    spoken = set(_WORD.findall(words)) - _COMMON
    found: list[str] = []
    for facet in scene.catalogue.schema.facets:
        stems = set(_WORD.findall(facet.relation_label.en.lower())) - _COMMON
        han = facet.relation_label.zh.strip("是有的")
        if any(word.startswith(stem[:5]) for stem in stems for word in spoken) or (len(han) > 1 and han in words):
            found.append(facet.name)
    return found
