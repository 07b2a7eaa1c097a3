"""Facets that a question asks for by what one would do with the answer: "can I go on Monday", "what must I know first".

And what a question asks whether it holds: "is it indoors?", “周二开门吗”.
"""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from chatrec.dialogue.domain.reading.acts.asked_amounts import amount_checks
from chatrec.dialogue.domain.reading.amounts.moments import read_moments
from chatrec.dialogue.domain.reading.leftovers import left_over
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.cues import ABOUT
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.references import SPOKEN_OF, References, focus_of
from chatrec.dialogue.domain.reading.words.said import Clause, Said, asks_no_word, asks_yes_or_no
from chatrec.vocabulary.conversation import DialogueState
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import Demand, FacetType, MentionType, Move, Operator

__all__ = ["asks_of_a_value", "asks_of_items", "facets_by_use", "goes_on", "read_checks", "says_open"]

_OPEN: Final = re.compile(
    r"(?<![a-z])(?:(?:re)?open(?:s|ing|ed)?(?!-| air| to | source| the )|clos(?:es?|ed|ing)(?! to | by )|shuts?)(?![a-z-])"
    r"|开门|关门|打烊|营业|[开闭休关]馆|休息(?!室|区)|开放|开不开|(?:几点|多晚|什么时候)[^,，。?？]{0,4}[开关到收]|开到|还开|(?:早上|上午|中午|下午|晚上|夜里|周末|周[一二三四五六日天]|今[天晚]|明[天晚])[^,，。?？]{0,3}[开关](?![心车始发放头会机])"
)
_SHUT: Final = re.compile(r"clos|shut|关|闭|休|打烊")
_BESIDE: Final = re.compile(
    r"\b(?:near|close to|next to|beside|far|away|from|opposite|walk to)(?: (?:from|the|to))*\s*$|[离距到]\s*$"
)
"""Before a place: how far it is is asked, not whether the item is there."""
_NEEDED_FIRST: Final = re.compile(
    r"\b(?:know|learn|study|studied|done|take|taken|have|need|needed|finish|finished|required?|understand|able)\b[^.?!]{0,40}\b(?:before|beforehand|first|to start|in advance|already)\b"
    r"|\bbefore\b[^.?!]{0,40}\b(?:know|learn|need|study|take)\b|\bneed(?:ed)? to know\b|\bprior (?:knowledge|experience)\b"
    r"|先(?:得|要|须|需要|必须|应该)?(?:会|学|懂|修|掌握|了解|读)|要会(?:什么|啥|些)|(?:什么|啥|要)基础|门槛"
)
_PAID: Final = re.compile(
    r"\bpay(?:ing)?\b|\b(?:a|any|the|no|extra|entry|admission) charge\b|\bcharge (?:for|extra|anything)\b|\b(?:they|you|we) charged?\b|\bfees?\b|要钱|收费|花钱|付费|付钱|收不收|要不要(?:门票|买票|票)|贵(?:不贵|吗|么)"
)
_REACH: Final = 20
_FREE: Final = re.compile(
    r"\b(?:is|are|for|it's|completely|totally|really)(?: (?:it|this|that|they|these|those|the [a-z]+))?(?: [a-z]+)? free\b(?! (?:of (?!charge)|to |from |time))|\bfree of charge\b|免费|不要钱|不用钱|不花钱"
)
# "And the second one?", “那第二个呢”: what leads over to it.
_THEN: Final = re.compile(r"\s*(?:and|or|but|so|then|ok|那么?|还有)+")


def says_open(scene: Scene, clause: Clause) -> re.Match[str] | None:
    """Find the words of a clause for being open or closed."""
    return _OPEN.search(scene.said.folded, clause.start, clause.end)


def asks_of_items(said: Said, found: Sequence[Found], references: References, state: DialogueState) -> bool:
    """Tell whether a message asks when an item is open or what it needs first, rather than for a plan."""
    pointed = bool(references.pointed) or any(one.best.type is MentionType.ITEM for one in found)
    spoken = state.last_move in SPOKEN_OF and bool(focus_of(state))
    return any(
        (pointed and _NEEDED_FIRST.search(said.folded, clause.start, clause.end) is not None)
        or (
            (pointed or spoken)
            and asks_yes_or_no(said, clause)
            and _OPEN.search(said.folded, clause.start, clause.end) is not None
        )
        for clause in said.clauses
        if clause.question
    )


def facets_by_use(scene: Scene, clause: Clause) -> Iterator[tuple[int, str]]:
    """Find the facets that tell when a place is open, what is needed first and what it costs, with the places of the words."""
    opening, requires, money = scene.catalogue.opening, _requires(scene), scene.catalogue.money
    said = says_open(scene, clause)
    moments = read_moments(scene.said, clause, scene.today) if opening is not None and clause.question else []
    if opening is not None and (said or moments):
        yield said.start() if said else moments[0].start, opening.name
    for facet, words in ((requires, (_NEEDED_FIRST,)), (money, (_PAID, _FREE))):
        found = [match for cue in words if (match := cue.search(scene.said.folded, clause.start, clause.end))]
        if facet is not None and found:
            yield found[0].start(), facet.name


def goes_on(scene: Scene, clause: Clause) -> bool:
    """Tell whether a clause asks again what was asked last, of another item or moment: "and the second one?", “周日呢”."""
    if not scene.state.questioned_facets or scene.state.last_move is not Move.ANSWER:
        return False
    here = [(one.start, one.end) for one in scene.found if clause.start <= one.start < clause.end]
    items = [one for one in scene.found if one.best.type is MentionType.ITEM and clause.start <= one.start < clause.end]
    others = [one for one in scene.found if clause.start <= one.start < clause.end and one not in items]
    moments = read_moments(scene.said, clause, scene.today)
    about = [match.span() for match in ABOUT.finditer(scene.said.folded, clause.start, clause.end)]
    begun = _THEN.match(scene.said.folded, clause.start, clause.end)
    spans = [
        *here,
        *about,
        *([begun.span()] if begun else []),
        *scene.references.spans,
        *((moment.start, moment.end) for moment in moments),
    ]
    spoken = items or scene.references.items or (moments and _asked_when(scene))
    return bool(spoken) and not others and not left_over(scene.said, clause, spans, 1)


def _asked_when(scene: Scene) -> bool:
    opening = scene.catalogue.opening
    return opening is not None and opening.name in scene.state.questioned_facets


def asks_of_a_value(scene: Scene, clause: Clause) -> bool:
    """Tell whether a question is about what a facet holds rather than for it: "is the author famous"."""
    here = [one for one in scene.found if clause.start <= one.start < clause.end and one.end > one.start]
    labels = [one for one in here if one.best.type is MentionType.FACET]
    facets = [scene.catalogue.by_name.get(one.best.target) for one in labels]
    if not labels or any(facet is None or facet.type is not FacetType.ENTITY for facet in facets):
        return False
    spans = [*((one.start, one.end) for one in here), *scene.references.spans]
    used = any(name in {one.best.target for one in labels} for _, name in facets_by_use(scene, clause))
    return not used and asks_yes_or_no(scene.said, clause) and left_over(scene.said, clause, spans, 2)


def read_checks(scene: Scene, clause: Clause) -> list[Preference]:
    """Read what a clause asks whether it holds of the items: flags, values and moments; none where it asks otherwise."""
    on = goes_on(scene, clause)
    moments = read_moments(scene.said, clause, scene.today) if scene.catalogue.opening is not None else []
    if on and not moments:
        return list(scene.state.checks)
    if not on and not asks_yes_or_no(scene.said, clause) and not (moments and asks_no_word(scene.said, clause)):
        return []
    checks = [wish for one in scene.found if clause.start <= one.start < clause.end for wish in _check(scene, one)]
    opening, money = scene.catalogue.opening, scene.catalogue.money
    said = says_open(scene, clause)
    shut = said is not None and _SHUT.search(said[0]) is not None
    for moment in moments:
        operator = Operator.NOT_EQUAL if shut else Operator.IN if len(moment.values) > 1 else Operator.EQUAL
        phrase = scene.phrase(moment.start, moment.end)
        checks.append(Preference(opening.name if opening else "", operator, moment.values, phrase=phrase))
    checks += amount_checks(scene, clause)
    if money is not None and _FREE.search(scene.said.folded, clause.start, clause.end):
        checks.append(Preference(money.name, Operator.AT_MOST, (0.0,)))
    # "Is it a syrup or a tablet" asks which of two.
    counts = Counter(check.facet for check in checks)
    return [check for check in checks if counts[check.facet] == 1]


def _check(scene: Scene, one: Found) -> Iterator[Preference]:
    mention = one.best
    facet = scene.catalogue.by_name.get(mention.target)
    if mention.type is MentionType.FACET and facet is not None and facet.type is FacetType.FLAG:
        yield Preference(facet.name, Operator.EQUAL, (True,), phrase=scene.phrase(one.start, one.end))
    elif mention.type in {MentionType.ENTITY, MentionType.ORDINAL} and mention.facets and one.end > one.start:
        if _BESIDE.search(scene.said.folded, max(0, one.start - _REACH), one.start):
            return
        held = scene.catalogue.by_name.get(one.facet or mention.facets[0])
        # What an item is not for holds where the user is none of it: “孕妇能吃吗”.
        operator = Operator.NOT_EQUAL if held is not None and held.demand is Demand.NONE_OF else Operator.EQUAL
        yield Preference(
            one.facet or mention.facets[0], operator, (mention.target,), phrase=scene.phrase(one.start, one.end)
        )


def _requires(scene: Scene) -> Facet | None:
    plans = scene.catalogue.schema.plans
    return scene.catalogue.by_name.get(plans.requires) if plans is not None else None
