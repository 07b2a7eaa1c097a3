"""Free of charge: "免费的", "for free", "no charge" are a price of nothing, "收费的" and "not free" one of more."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Iterator
from typing import Final

from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.polarity import Polarity
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import MentionType, Operator, Source

__all__ = ["free_preferences"]

_COST: Final = re.compile(
    r"(?P<paid>(?:不是?|非)免费|(?<![不免])收费|付费|(?<![a-z])(?:non-free|paid)(?![a-z]))"
    r"|(?P<plain>免费|免票|(?<![a-z-])free(?! of (?!charge))(?! of charge)(?![a-z-]))"
    r"|不要(?:钱|门票)|(?:不用|不需要?|无需)(?:买)?门?票|不收(?:费|钱|门票)|不(?:用|需要?)花?钱|不花钱|免门票|(?<![a-z-])(?:free of charge|for free|at no (?:cost|charge)|no (?:(?:entry|entrance|admission) )?(?:charge|fees?)|without (?:charge|paying)|complimentary|(?:costs?|costing|pay|paying|charges?|charging) nothing)(?![a-z-])|不花一分钱|零元"
)
_BARE: Final = re.compile(
    r"\s*(?:的?(?:$|[,，。;!?、]|就|最好|吧|也|呗|那种)|(?:ones?|only|please|pls|and|or|if|entry|admission|entrance)(?![a-z]))"
)
_SAID_OF: Final = re.compile(
    r"(?<![a-z])(?:be|is|are|it's|that's|they're|not|isn't|aren't|something|anything|somewhere|things?|totally|completely|ideally|preferably|only|a|any|the|some|something's|must|want|prefer|and|or|for)\s+$|^\s*$|[,，。;!?:]\s*$|[\u3400-\u9fff]\s*$"
)
_ASKED: Final = re.compile(r"\s*(?:吗|么|嘛|不(?:$|[?？]))")
_IS_ASKED: Final = re.compile(r"(?:是|算)(?:不是)?$")
_OF_IT: Final = re.compile(r"的(?:吗|么|嘛)")
_IS_IT: Final = re.compile(
    r"(?<![a-z])(?:is|are|was) (?:it|this|that|they|these|those|the [a-z ]{1,24}|entry|admission|parking)\s+$"
)
_SUBJECT: Final = 6


def free_preferences(scene: Scene) -> Iterator[tuple[int, int, Preference]]:
    """Give the wishes for what costs nothing, or something, with their places; none where a name or a need says so.

    "Free" said of something else, as in "免费早餐" and "sugar free", is none, nor is a question whether this is free.
    """
    money, folded = scene.catalogue.money, scene.said.folded
    if money is None:
        return
    for match in _COST.finditer(folded):
        start, end = match.span()
        polarity = scene.polarities.of(start, end)
        if polarity is Polarity.NEEDLESS or _is_named(scene, start, end) or _is_asked(scene, start, end):
            continue
        if (match["plain"] or match["paid"]) and not _is_of_the_item(scene, money.name, start, end):
            continue
        paid = (match["paid"] is not None) != (polarity is Polarity.UNWANTED)
        operator = Operator.GREATER if paid else Operator.EQUAL
        source = Source.ANSWER if scene.asked == money.name else Source.STATED
        phrase = scene.phrase(start, end)
        yield (
            start,
            end,
            Preference(
                money.name,
                operator,
                (0.0,),
                hard=not scene.polarities.is_soft(start),
                source=source,
                turn=scene.state.turn,
                phrase=phrase,
            ),
        )


def _is_named(scene: Scene, start: int, end: int) -> bool:
    """Tell whether the catalogue has a word of its own for it."""
    return any(
        one.start < end and start < one.end and one.best.type not in {MentionType.FACET, MentionType.KIND}
        for one in scene.found
    )


def _is_asked(scene: Scene, start: int, end: int) -> bool:
    folded, clause = scene.said.folded, scene.said.clause_at(start)
    before = _IS_ASKED.search(folded, max(clause.start, start - 3), start)
    english = clause.question and _IS_IT.search(folded, clause.start, start)
    return bool(_ASKED.match(folded, end) or (before and _OF_IT.match(folded, end)) or english)


def _is_of_the_item(scene: Scene, money: str, start: int, end: int) -> bool:
    """Tell whether it is said of what is sought: beside the price's name or the word of the kind, or standing alone."""
    folded, clause = scene.said.folded, scene.said.clause_at(start)
    for one in scene.found:
        if one.best.target == money and clause.start <= one.start and 0 <= start - one.end <= _SUBJECT:
            return True
        if (
            one.best.type is MentionType.KIND
            and not folded[end : max(end, one.start)].strip(" 的")
            and one.start >= end
        ):
            return True
    before = _SAID_OF.search(folded, max(clause.start, start - 16), start) or start == clause.start
    return bool(before) and _BARE.match(folded, end) is not None
