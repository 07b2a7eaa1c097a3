"""Questions: which clauses ask about items, and for which facets."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Iterator
from typing import Final

from chatrec.dialogue.domain.reading.amounts.measures import facet_by_adjective
from chatrec.dialogue.domain.reading.leftovers import left_over
from chatrec.dialogue.domain.reading.roles import Role
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.wishes.critiques import read_degrees
from chatrec.dialogue.domain.reading.words.adjectives import Degree, Grade, adjective_of
from chatrec.dialogue.domain.reading.words.cues import (
    ABOUT,
    CUES,
    FOR_SALE,
    INTERROGATIVE,
    PLOT,
    PROPOSED,
    SIMILAR,
    WHICH,
)
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.polarity import Polarity
from chatrec.dialogue.domain.reading.words.references import SPOKEN_OF, focus_of, points_at_it
from chatrec.dialogue.domain.reading.words.said import Clause
from chatrec.dialogue.domain.units import factor_of
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import Act, MentionType

__all__ = ["asked_facets", "clause_roles", "names_in"]

_HOW: Final = re.compile(r"\bhow (?P<en>[a-z]+)|多(?P<han>大|长|重|高|远|久|贵|厚|薄|新|快)")
_PRICE: Final = re.compile(
    r"\bhow much\b(?! (?:ram|memory|storage|space|battery))|\b(?:price|cost|costs)\b|多少?钱|什么价|几块|贵不贵|价格|[贵便宜]吗"
)
_WHEN: Final = re.compile(
    r"\bwhen (?:was|is|did|does)\b|\bwhat year\b|\bhow (?:old|new|recent)\b|哪一?年|什么时候|几几年|何时"
)
_ITEM_FORM: Final = re.compile(
    r"\b(?:is|are|does|do|has|have|can|will|did|was|were) (?:it|this|that|the|they|these|those|he|she)\b|吗$|吗\s*[?]?$|[有是能支带].{1,10}[吗不没]|是不是|有没有|能不能|支不支持"
)
_MEASURING: Final = re.compile(
    r"\b(?:does|did|run|runs|last|lasts|weigh|weighs|cost|costs|take|takes|play|film|movie|book|approximately|roughly)\b|大概|大约|多|重|跑|放"
)
_COUNTED: Final = re.compile(r"\bhow many (?P<en>[a-z]+)|(?:多少|几)(?P<han>[\u3400-\u9fff]{1,3})")
_ASKED: Final = re.compile(r"哪一?个?(?P<han>[\u3400-\u9fff]{1,2})|\b(?:what|which) (?P<en>[a-z]{4,})")
_WORD: Final = re.compile(r"[a-z]{4,}")
_COMMON: Final = frozenset(
    {"with", "from", "that", "this", "have", "comes", "what", "made", "runs", "suited", "shaped"}
)


def clause_roles(scene: Scene, shown: int) -> dict[Clause, Role]:
    """Tell for each clause whether it states wishes or asks about items; `shown` items are on the table."""
    degrees = read_degrees(scene)
    roles = {
        clause: Role.WISH if _proposes(scene, clause, degrees) else _role(scene, clause, shown)
        for clause in scene.said.clauses
    }
    if SIMILAR.search(scene.said.folded) is None:
        return roles
    # "Anything like it, but from France?" speaks of the item to ask for others.
    return {clause: Role.WISH if role is Role.ATTRIBUTE else role for clause, role in roles.items()}


def _role(scene: Scene, clause: Clause, shown: int) -> Role:
    words = scene.said.words(clause)
    items = [one for one in _items_in(scene, clause) if not _is_refused(scene, one)]
    named = bool(items) or _points(scene, clause)
    # What was just spoken of is the subject of a question without one.
    spoken = focus_of(scene.state) if scene.state.last_move in SPOKEN_OF else ""
    pointed = named or bool(spoken or scene.references.pointed)
    if CUES[Act.ASK_WHY].search(words) and (shown or items):
        return Role.WHY
    # "What else?" asks for others, whatever was spoken of.
    more = CUES[Act.ASK_MORE].search(words) is not None and not items and not asked_facets(scene, clause)
    many = len(items) + len(scene.references.items)
    if CUES[Act.COMPARE].search(words) and max(shown, many, len(names_in(scene))) > 1:
        return Role.COMPARE
    for_sale = more or FOR_SALE.search(words) is not None
    if (
        clause.question
        and not for_sale
        and WHICH.search(words)
        and shown > 1
        and many != 1
        and asked_facets(scene, clause)
    ):
        return Role.COMPARE
    about = ABOUT.search(scene.said.folded, clause.start, clause.end)
    if pointed and about and not for_sale and (named or not left_over(scene.said, clause, [about.span()], 1)):
        return Role.ATTRIBUTE
    offered = for_sale and not (named and (asked_facets(scene, clause) or not _offers(words)))
    asked = clause.question and (pointed or shown) and not offered
    if asked and (asked_facets(scene, clause) or (named and not for_sale and INTERROGATIVE.search(words))):
        return Role.ATTRIBUTE
    return Role.WISH


def _items_in(scene: Scene, clause: Clause) -> list[Found]:
    return [one for one in scene.found if one.best.type is MentionType.ITEM and clause.start <= one.start < clause.end]


def names_in(scene: Scene) -> list[str]:
    """Give the items that the whole message names: "A or B, which is better?"."""
    return list(dict.fromkeys(one.best.target for one in scene.found if one.best.type is MentionType.ITEM))


def _is_refused(scene: Scene, one: Found) -> bool:
    """Tell whether a name is said only to leave it out: "anything with him that isn't Titanic"."""
    return (
        scene.polarities.of(one.start, one.end) is Polarity.UNWANTED and FOR_SALE.search(scene.said.folded) is not None
    )


def _points(scene: Scene, clause: Clause) -> bool:
    """Tell whether a clause itself points at an item: what another clause points at is not its subject."""
    places = scene.references.spans
    here = any(clause.start <= start < clause.end for start, _ in places)
    return bool(scene.references.pointed) and (here or not places)


def _proposes(scene: Scene, clause: Clause, degrees: list[tuple[Degree, Facet]]) -> bool:
    """Tell whether a clause puts a wish as a question: "cheaper?", "便宜点的呢", "what about diesel"."""
    words = scene.said.words(clause)
    items = any(clause.start <= one.start < clause.end and one.best.type is MentionType.ITEM for one in scene.found)
    if not clause.question or items or (_points(scene, clause) and (points_at_it(words) or scene.references.items)):
        return False
    if PROPOSED.search(words) is None and INTERROGATIVE.search(words) is not None:
        return False
    if WHICH.search(words) and len(scene.state.active.table) > 1:
        return False  # "哪个更轻呢" chooses among those on the table
    values = any(
        one.best.type in {MentionType.ENTITY, MentionType.ORDINAL, MentionType.NEED} and one.end > one.start
        for one in scene.found
        if clause.start <= one.start < clause.end
    )
    graded = any(clause.start <= degree.start < clause.end and degree.grade is not Grade.MOST for degree, _ in degrees)
    return values or graded


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
        if _asks_of_else(scene, clause, match.span()):
            continue
        facet = facet_by_adjective(scene, adjective, match.start(), match.end()) if adjective else None
        if facet is not None:
            places.append((match.start(), facet.name))
    places += [
        (degree.start, facet.name)
        for degree, facet in read_degrees(scene)
        if clause.start <= degree.start < clause.end and (degree.grade is not Grade.PLAIN or scene.references.pointed)
    ]
    places = places or [*_by_unit(scene, clause.start, clause.end), *_by_label(scene, clause.start, clause.end)]
    known = {name for _, name in places}
    places += [(at, name) for at, name in _by_question(scene, clause, alone=not places) if name not in known]
    named = list(dict.fromkeys(name for _, name in sorted(places)))
    return named if named or plot else _by_own_words(scene, words)


def _asks_of_else(scene: Scene, clause: Clause, how: tuple[int, int]) -> bool:
    """Tell whether "how long" is asked of something that is no item: "how long does delivery take"."""
    known = [(one.start, one.end) for one in scene.found if one.end > one.start]
    verbs = [match.span() for match in _MEASURING.finditer(scene.said.folded, clause.start, clause.end)]
    return left_over(scene.said, clause, [how, *known, *verbs, *scene.references.spans], 2)


def _by_question(scene: Scene, clause: Clause, *, alone: bool) -> Iterator[tuple[int, str]]:
    """Find what "how much" and "when" ask for; beside other facets only "when" asks for one of its own."""
    words, money, calendar = scene.said.words(clause), scene.catalogue.money, scene.catalogue.calendar()
    when = _WHEN.search(words)
    if alone and money is not None and _PRICE.search(words):
        yield clause.start, money.name
    elif calendar is not None and when:
        yield clause.start + when.start(), calendar.name


def _by_unit(scene: Scene, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Find "how many km", "多少公里": a facet asked for by its unit."""
    for match in _COUNTED.finditer(scene.said.folded, start, end):
        unit = match["en"] or match["han"]
        for facet in scene.catalogue.measurable():
            if facet.unit and not facet.money and any(factor_of(part, facet) for part in _prefixes(unit)):
                yield match.start(), facet.name
                break


def _prefixes(unit: str) -> tuple[str, ...]:
    return (unit,) if unit.isascii() else (unit, unit[:2], unit[:1])


def _by_label(scene: Scene, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Find "哪个区", "几点打烊", "what level": the word asked for begins the label of a facet."""
    for match in _ASKED.finditer(scene.said.folded, start, end):
        word = match["han"] or match["en"]
        for facet in scene.catalogue.schema.facets:
            label = facet.label.zh if match["han"] else facet.label.en.lower()
            if label and (label.startswith(word[:2]) or (len(word) == 1 and label.startswith(word))):
                yield match.start(), facet.name
                break


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
