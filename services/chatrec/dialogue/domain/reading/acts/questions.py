"""Questions: which clauses ask about items, and for which facets."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from itertools import pairwise
from typing import Final

from chatrec.dialogue.domain.reading.acts.asked import asked_facets
from chatrec.dialogue.domain.reading.acts.proposing import only_sounds_asking, points_within, proposes
from chatrec.dialogue.domain.reading.amounts.numerals import find_numbers
from chatrec.dialogue.domain.reading.leftovers import left_over
from chatrec.dialogue.domain.reading.roles import Role
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.wishes.critiques import read_degrees
from chatrec.dialogue.domain.reading.words.cues import (
    ABOUT,
    CUES,
    FOR_SALE,
    INTERROGATIVE,
    RESEMBLING,
    SIMILAR,
    WHICH,
)
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.polarity import Polarity
from chatrec.dialogue.domain.reading.words.references import SPOKEN_OF, focus_of, points_at_it
from chatrec.dialogue.domain.reading.words.said import Clause, asks_yes_or_no
from chatrec.vocabulary.words import Act, FacetType, MentionType, Value

__all__ = ["clause_roles", "names_in", "those_having"]

# Between two things these words hold one against the other.
_ARE_THERE: Final = re.compile(
    r"(?<!没)有[^,，。?？]{0,12}$|\b(?:are there|is there|do you have|have you got|got) [^,.?]{0,24}$"
)
_IF_ANY: Final = re.compile(r"s?\s*(?:吗|么|没有?|嘛)?\s*[?？]?$")
_HELD_AGAINST: Final = re.compile(
    r"\b(?:compared (?:to|with)|against|versus|vs)\b|(?:跟|和|与|同|对)[^,，。?？]{1,24}比|相比|相较|对比"
)
# With one thing named, the other is the one that was spoken of: “跟喜宴比呢”, "how about against the Ridge?".
_AGAINST_IT: Final = re.compile(
    r"^\s*(?:那|要是)?(?:跟|和|与|同)[^,，。?？]{1,24}(?:比|相比|比起来)(?:呢|怎么样|如何|咋样|一比)|\b(?:compared (?:to|with)|stacked? up (?:to|against)|next to|versus|vs|against)\s"
)
_AGAINST: Final = re.compile(r"\b(?:than|against|compared?|or)\b|比|还是")
_OR: Final = re.compile(
    r"[\s》」\",，]*(?:or|vs\.?|versus|还是|或者?)[\s《「\",，]*(?:the |maybe |should i (?:do|take|read|watch|get) )?"
)
_IS_THERE: Final = re.compile(
    r"(?<![a-z])(?:is there|are there|does it come with|will there be) (?:an? |any |the )?$|有没有\s*$|有无\s*$"
)
_WHAT_THERE_IS: Final = re.compile(r"(?:\b(?:which|what) (?:other |of the |good )?|哪[些几][个家部]?|什么|有啥)$")
_OF_US: Final = re.compile(r"\b(?:you|your|i|we|me)\b|你|您|我")
_ANY_THERE: Final = re.compile(r"\bany [a-z]+ (?:there|on it|in it|at it|with it)\b")
_TWO: Final = 2


def clause_roles(scene: Scene, shown: int) -> dict[Clause, Role]:
    """Tell for each clause whether it states wishes or asks about items; `shown` items are on the table."""
    degrees = read_degrees(scene)
    roles = {
        clause: Role.WISH
        if proposes(scene, clause, degrees) or only_sounds_asking(scene, clause)
        else _role(scene, clause, shown)
        for clause in scene.said.clauses
    }
    # "What can I put on it? Something cold": the wish says what the question wants.
    wishing = [one for one, role in roles.items() if role is Role.WISH and CUES[Act.SEEK].search(scene.said.words(one))]
    for clause, role in roles.items() if wishing else ():
        if role is Role.ATTRIBUTE and not _items_in(scene, clause) and not asked_facets(scene, clause):
            roles[clause] = Role.WISH
    if SIMILAR.search(scene.said.folded) is None:
        return roles
    # "Anything like it, but from France?" speaks of the item to ask for others.
    return {clause: Role.WISH if role is Role.ATTRIBUTE else role for clause, role in roles.items()}


def _role(scene: Scene, clause: Clause, shown: int) -> Role:
    items = [one for one in _items_in(scene, clause) if not _is_refused(scene, one)]
    words = _without_names(scene, clause)
    named = bool(items) or points_within(scene, clause)
    # What was just spoken of is the subject of a question without one.
    spoken = focus_of(scene.state) if scene.state.last_move in SPOKEN_OF else ""
    pointed = named or bool(spoken or scene.references.pointed)
    if CUES[Act.ASK_WHY].search(words) and (shown or items):
        return Role.WHY
    # "What else?" asks for others, whatever was spoken of.
    labels = any(one.best.type is MentionType.FACET for one in scene.found if clause.start <= one.start < clause.end)
    more = CUES[Act.ASK_MORE].search(words) is not None and not items and not (labels and asked_facets(scene, clause))
    many = len(items) + len(scene.references.items)
    for_sale = more or (FOR_SALE.search(words) is not None and not (shown and _asks_for_a_feature(scene, clause)))
    against = _is_held_against(scene, clause, items, for_sale=for_sale)
    if (
        _is_choice(scene, items)
        or against
        or (CUES[Act.COMPARE].search(words) and max(shown, many, len(names_in(scene))) > 1)
    ):
        return Role.COMPARE
    if (
        clause.question
        and not for_sale
        and WHICH.search(words)
        and max(shown, many) > 1
        and many != 1
        and not (scene.references.pronoun and points_at_it(words))  # "who's in it?"
        and not _seeks_kind(scene, clause)
        and asked_facets(scene, clause)
    ):
        return Role.COMPARE
    about = ABOUT.search(scene.said.folded, clause.start, clause.end)
    if pointed and about and not for_sale and (named or not left_over(scene.said, clause, [about.span()], 1)):
        return Role.ATTRIBUTE
    offered = for_sale and not (named and (asked_facets(scene, clause) or not _offers(words)))
    asked = clause.question and bool(pointed or shown) and not offered and not _seeks_kind(scene, clause)
    told_of = (named or scene.references.everything) and INTERROGATIVE.search(words) is not None
    # Of what was just spoken of, yes or no is asked without naming it: “老师帅吗”.
    either = "还是" in words or asks_yes_or_no(scene.said, clause)
    either = either or not (_OF_US.search(words) or CUES[Act.SEEK].search(words) or CUES[Act.SMALL_TALK].search(words))
    told_of = bool(told_of or (spoken and clause.question and either)) and not for_sale
    there = named and _ANY_THERE.search(words) is not None
    asked = asked and bool(asked_facets(scene, clause) or told_of or there)
    return Role.ATTRIBUTE if asked or _is_label(scene, clause, items, spoken) else Role.WISH


def _asks_for_a_feature(scene: Scene, clause: Clause) -> bool:
    """Tell whether "is there a certificate?", “有没有证书” asks it of what is shown: a flag is had by a thing, not sold."""
    here = [one for one in scene.found if clause.start <= one.start < clause.end and one.end > one.start]
    facets = [scene.catalogue.by_name.get(one.best.target) for one in here if one.best.type is MentionType.FACET]
    flags = [facet for facet in facets if facet is not None and facet.type is FacetType.FLAG]
    if not flags or len(flags) < len(here):
        return False
    before, after = scene.said.folded[clause.start : here[0].start], scene.said.folded[here[-1].end : clause.end]
    return _IS_THERE.search(before) is not None and not after.strip(" ?!呢啊呀吗么")


def _without_names(scene: Scene, clause: Clause) -> str:
    """Give the folded words of a clause with blanks for the names of items, which ask nothing: “我们为什么这样做”."""
    words = scene.said.words(clause)
    for one in _items_in(scene, clause):
        start, end = one.start - clause.start, min(one.end, clause.end) - clause.start
        words = words[:start] + " " * (end - start) + words[end:]
    return words


def _is_choice(scene: Scene, items: list[Found]) -> bool:
    """Tell whether a clause puts one item beside another to choose from: "the aquarium or the zoo?", “A 还是 B”."""
    return any(
        one.best.target != other.best.target
        and _OR.fullmatch(scene.said.folded, one.end, other.start)
        and RESEMBLING.search(scene.said.folded[: one.start]) is None
        for one, other in pairwise(items)
    )


def _seeks_kind(scene: Scene, clause: Clause) -> bool:
    """Tell whether a question asks which things of a kind there are: "which museums could I see on a Monday"."""
    kinds = [one for one in scene.found if one.best.type is MentionType.KIND and clause.start <= one.start < clause.end]
    folded = scene.said.folded
    return any(
        (
            _WHAT_THERE_IS.search(folded, clause.start, one.start) is not None
            and (folded[one.start] > "\u3400" or folded[: one.end].endswith("s"))
        )
        or (_ARE_THERE.search(folded, clause.start, one.start) and _IF_ANY.match(folded, one.end, clause.end))
        for one in kinds
    )


def _is_label(scene: Scene, clause: Clause, items: list[Found], spoken: str) -> bool:
    """Tell whether a clause only names a facet of an item: "railway shed opening hours", or "price" after one was told of."""
    here = [one for one in scene.found if clause.start <= one.start < clause.end and one.end > one.start]
    facets = [scene.catalogue.by_name.get(one.best.target) for one in here if one.best.type is MentionType.FACET]
    others = [one for one in here if one.best.type not in {MentionType.FACET, MentionType.ITEM}]
    if not facets or others or scene.asked or not (items or spoken):
        return False
    bare = not items and any(facet is None or facet.type is FacetType.FLAG for facet in facets)
    words = scene.said.words(clause)
    wished = bool(
        read_degrees(scene) or find_numbers(words) or CUES[Act.DONT_CARE].search(words) or _OF_US.search(words)
    )
    wished = wished or scene.polarities.negates(clause)
    spans = [(one.start, one.end) for one in here]
    return not (bare or wished) and not left_over(scene.said, clause, spans, 1)


def _items_in(scene: Scene, clause: Clause) -> list[Found]:
    return [one for one in scene.found if one.best.type is MentionType.ITEM and clause.start <= one.start < clause.end]


def _is_held_against(scene: Scene, clause: Clause, items: list[Found], *, for_sale: bool) -> bool:
    """Tell whether a clause holds two things against each other; "anything cheaper than A or B?" seeks a third."""
    words = scene.said.words(clause)
    if len(_held(scene, clause, items)) < 2:  # noqa: PLR2004
        return False
    asks = (clause.question or "还是" in words) and not for_sale
    return _HELD_AGAINST.search(words) is not None or (asks and _AGAINST.search(words) is not None)


def _held(scene: Scene, clause: Clause, items: list[Found]) -> set[str]:
    """Give the items that a clause names or points at."""
    words = scene.said.words(clause)
    pronoun = {scene.references.pronoun} if points_at_it(words) else set()
    held = {one.best.target for one in items} | {*scene.references.items} | pronoun - {""}
    return held | ({focus_of(scene.state)} - {""} if len(held) == 1 and _AGAINST_IT.search(words) else set())


def names_in(scene: Scene) -> list[str]:
    """Give the items that the whole message names: "A or B, which is better?"."""
    return list(dict.fromkeys(one.best.target for one in scene.found if one.best.type is MentionType.ITEM))


def _is_refused(scene: Scene, one: Found) -> bool:
    """Tell whether a name is said only to leave it out: "anything with him that isn't Titanic"."""
    return (
        scene.polarities.of(one.start, one.end) is Polarity.UNWANTED and FOR_SALE.search(scene.said.folded) is not None
    )


def _offers(words: str) -> bool:
    """Tell whether a question asks for things to be offered rather than about one on the table."""
    return (
        re.search(
            r"推荐|有什么|有哪些|有啥|\bany\b(?! [a-z]+ (?:there|on it|in it|at it|with it))|\banything|\bsomething|recommend|suggest",
            words,
        )
        is not None
    )


def those_having(scene: Scene, clause: Clause) -> list[str]:
    """Give the items on the table that "which one has ..." means; none where all have it or none, or no value is named."""
    pointed = scene.references.items
    table = tuple(card for card in scene.state.active.table if len(pointed) < _TWO or card.id in pointed)
    if WHICH.search(scene.said.words(clause)) is None or len(pointed) == 1 or _items_in(scene, clause):
        return []
    having = [card.id for card in table]
    for one in scene.found:
        if not clause.start <= one.start < clause.end or one.end == one.start:
            continue
        wanted: set[Value] = {one.best.target}
        facets = (one.facet, *one.best.facets)
        facet = scene.catalogue.by_name.get(one.best.target) if one.best.type is MentionType.FACET else None
        if facet is not None and facet.type is FacetType.FLAG:
            wanted, facets = {True}, (facet.name,)
        elif one.best.type not in {MentionType.ENTITY, MentionType.ORDINAL}:
            continue
        facts = {card.id: [fact for name in facets if (fact := card.fact(name))] for card in table}
        having = [item for item in having if any(wanted & set(fact.values) for fact in facts[item])]
    return having if len(having) < len(table) else []
