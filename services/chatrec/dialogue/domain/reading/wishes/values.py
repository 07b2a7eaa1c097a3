"""Mentions to preferences: values, flags and needs, wanted or not, wished or required."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.wishes.critiques import better_end, more_or_less
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.polarity import Polarity
from chatrec.dialogue.domain.reading.words.references import focus_of
from chatrec.vocabulary.graph import Mention
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM, Facet, Need, NeedFacet
from chatrec.vocabulary.words import Better, FacetType, MentionType, Operator, Source, Value

__all__ = [
    "liking",
    "mention_preferences",
    "need_preferences",
    "refuses_unlike",
    "spared_preferences",
    "value_preference",
]

_GRADED: Final = frozenset({FacetType.NUMBER, FacetType.ORDINAL, FacetType.DATE})
_MATTERS: Final = re.compile(
    r"\b(?:good|great|excellent|decent|nice|best|better|strong|superb|outstanding|stellar|fantastic|terrific|brilliant|insane|killer|awesome|impressive|important|matters?|top|amazing|likes?|loves?|solid|focus|priority)\b|(?<!最)好(?![吗么嘛])|最好(?=的)|强|不错|优秀|喜欢|经常|重要|看重|注重|在意|出色|厉害|给力|棒|顶级"
)
_AT_LEAST: Final = re.compile(r"(?:at least|or (?:better|above|higher|up)|以上|至少|起码|及以上|不低于)")
_AT_MOST: Final = re.compile(r"(?:at most|or (?:below|lower|under)|以下|至多|最多|不高于|不超过)")
_POINTED: Final = re.compile(r"(?:this|that|the same|这个?|那个?|这种|同样的?)\s*$")
_LESS_OF: Final = re.compile(
    r"(?<![a-z])(?:less|(?:not|n't|never|nothing|without)(?: [a-z]+){0,4} (?:so|too|as|that|very|overly|terribly|super))\s+$"
    r"|(?:没那么|别那么|不那么|不要那么|不要太|别太|不太|不很|不怎么|不(?:想要?|能|用|希望)(?:太|那么|过于)|(?:别|不要)(?:过于|特别|这么)|少点|少一点)\s*$"
)
_CRITICISED: Final = re.compile(
    r"(?:[级的款型类片]|这种|那种)*(?:都|就|也|还是|真的?|实在)*(?:太|过于)(?!好|棒|赞)[^,，。;!?]{1,4}"
    r"|\s+(?:ones? |stuff )?(?:is|are|was|were|would be|seems?|feels?|looks?) (?:way |a bit |just |far |much )*too "
)
_BEYOND: Final = re.compile(
    r"(?:(?P<below>(?<![a-z])(?:easier|simpler|lower|less|smaller|gentler|softer|cheaper|weaker|below|under|beneath))|(?P<above>(?<![a-z])(?:[a-z]+er(?: [a-z]+)?|more(?: [a-z]+)?|above|beyond|over)))(?: than)? (?:the |a |an )?$"
)
_BEYOND_HAN: Final = re.compile(
    r"[级的]*(?:还|再|更|要)*(?:(?P<below>[简易低容少小弱轻])|(?P<above>[难高深好强多大重]))"
)
_NOT_BEYOND: Final = re.compile(
    r"(?:(?<![a-z])(?:no|not|nothing|never|n't)(?: be| go| get| any| want)*|不要|别|不能|不想要?|不)\s*$"
)
_BOUND_BY: Final = {
    (False, False): Operator.GREATER,
    (True, False): Operator.LESS,
    (False, True): Operator.AT_MOST,
    (True, True): Operator.AT_LEAST,
}
_REFUSING: Final = re.compile(r"(?<![a-z])(?:not?|never|without|nothing|don't|doesn't|can't|isn't)(?![a-z])|[不没别无]")
_LESS_REACH: Final = 30
_PLAIN: Final = (80, 20)


def mention_preferences(scene: Scene, found: Found) -> list[Preference]:
    """Give the preferences that the thing spoken of at a place stands for."""
    mention = found.best
    polarity = scene.polarities.of(found.start, found.end)
    if polarity is not Polarity.UNWANTED and _CRITICISED.match(scene.said.folded, found.end):
        return []  # "five stars is too dear" wishes for no five stars
    if mention.type is MentionType.NEED:
        return need_preferences(scene, found)
    if polarity is Polarity.NEEDLESS:
        return []
    if mention.type in {MentionType.ENTITY, MentionType.ORDINAL}:
        wish = value_preference(scene, found, mention, polarity)
        return [wish] if wish else []
    if mention.type is MentionType.FACET:
        facet = scene.catalogue.by_name.get(mention.target)
        return _facet_preference(scene, found, facet, polarity) if facet else []
    return []


def value_preference(scene: Scene, found: Found, mention: Mention, polarity: Polarity) -> Preference | None:
    """Give the preference for or against a value; None where it is the value of no facet."""
    name = found.facet if found.facet in mention.facets else next(iter(mention.facets), "")
    facet = scene.catalogue.by_name.get(name) or scene.catalogue.by_relation.get(name)
    if facet is None:
        return None
    operator, hard = Operator.EQUAL, scene.polarities.is_hard(found.start, found.end)
    clause = scene.said.clause_at(found.start)
    around = scene.said.folded[max(clause.start, found.start - 12) : min(clause.end, found.end + 12)]
    if mention.type is MentionType.ORDINAL and _AT_LEAST.search(around):
        operator, hard = Operator.AT_LEAST, True
    elif mention.type is MentionType.ORDINAL and _AT_MOST.search(around):
        operator, hard = Operator.AT_MOST, True
    elif mention.type is MentionType.ORDINAL and (beyond := _beyond(scene, found)):
        operator, hard = beyond, True
    elif _is_less_of(scene, found):
        operator, hard = Operator.NOT_EQUAL, False
    elif polarity is Polarity.UNWANTED:
        operator, hard = Operator.NOT_EQUAL, True
    source = Source.ANSWER if scene.asked == facet.name else Source.STATED
    phrase = scene.phrase(found.start, found.end)
    return Preference(
        facet.name, operator, (mention.target,), hard=hard, source=source, turn=scene.state.turn, phrase=phrase
    )


def _beyond(scene: Scene, found: Found) -> Operator | None:
    """Give the operator of "harder than beginner", “比入门难”; None where nothing is compared."""
    folded, clause = scene.said.folded, scene.said.clause_at(found.start)
    compared = folded[max(clause.start, found.start - 1) : found.start] == "比"
    match = (
        _BEYOND_HAN.match(folded, found.end, clause.end)
        if compared
        else _BEYOND.search(folded, max(clause.start, found.start - _LESS_REACH), found.start)
    )
    if match is None:
        return None
    turned = _NOT_BEYOND.search(folded, clause.start, found.start - 1 if compared else match.start()) is not None
    below = match["below"] is not None
    return _BOUND_BY[below, turned]


def _is_less_of(scene: Scene, found: Found) -> bool:
    """Tell whether less of something is asked for: "not too violent", “别太吵”."""
    start = max(scene.said.clause_at(found.start).start, found.start - _LESS_REACH)
    return found.end > found.start and _LESS_OF.search(scene.said.folded, start, found.start) is not None


def _facet_preference(scene: Scene, found: Found, facet: Facet, polarity: Polarity) -> list[Preference]:
    """Give what the bare name of a facet asks for: a flag to be set, or the better end of what is said to matter."""
    phrase, hard = scene.phrase(found.start, found.end), scene.polarities.is_hard(found.start, found.end)
    if facet.type is FacetType.FLAG:
        operator = Operator.NOT_EQUAL if polarity is Polarity.UNWANTED else Operator.EQUAL
        source = Source.ANSWER if scene.asked == facet.name else Source.STATED
        hard = hard or operator is Operator.NOT_EQUAL
        return [
            Preference(facet.name, operator, (True,), hard=hard, source=source, turn=scene.state.turn, phrase=phrase)
        ]
    if facet.type is FacetType.ENTITY and polarity is Polarity.UNWANTED:
        return _not_like_this(scene, found, facet)
    if facet.type not in _GRADED or polarity is Polarity.UNWANTED:
        return []
    clause = scene.said.clause_at(found.start)
    folded = scene.said.folded
    around = (
        folded[max(clause.start, found.start - 14) : found.start]
        + "|"
        + folded[found.end : min(clause.end, found.end + 16)]
    )
    direction = more_or_less(scene, found.start, found.end)
    if direction or (_MATTERS.search(around) and facet.better is not None):
        sign = direction or (1 if facet.better is Better.HIGH else -1)
        wish = better_end(scene, facet, sign, _PLAIN, phrase, Source.STATED)
        return [wish] if wish else []
    return []


def spared_preferences(scene: Scene, found: Found) -> list[Preference]:
    """Give the wish to be spared what is a burden: “不用预约的” is without booking, “不需要证书” cares for none."""
    facet = scene.catalogue.by_name.get(found.best.target)
    if facet is None or facet.type is not FacetType.FLAG or facet.better is Better.HIGH:
        return []
    return _facet_preference(scene, found, facet, Polarity.UNWANTED)


def _not_like_this(scene: Scene, found: Found, facet: Facet) -> list[Preference]:
    """Give the dislike of "not that brand", "不要这个牌子": of what the item spoken of has."""
    if not _POINTED.search(scene.said.folded, max(0, found.start - 8), found.start):
        return []
    card = scene.card(scene.references.pronoun or focus_of(scene.state))
    fact = card.fact(facet.name) if card else None
    phrase = scene.phrase(found.start, found.end)
    return [
        Preference(facet.name, Operator.NOT_EQUAL, (value,), hard=True, turn=scene.state.turn, phrase=phrase)
        for value in (fact.values if fact else ())
    ]


def need_preferences(scene: Scene, found: Found) -> list[Preference]:
    """Give the preferences that a need stands for, turned round where it is what the user does not want.

    They are soft; a need that means one value is a limit where the user insists on it.
    """
    need = _need_of(scene, found)
    if need is None:
        return []
    polarity = Polarity.WANTED if found.start == found.end else scene.polarities.of(found.start, found.end)
    if polarity is Polarity.NEEDLESS:
        return []
    phrase = scene.phrase(found.start, found.end) or _own_words(scene, found, need)
    less = _is_less_of(scene, found)
    wanted = polarity is Polarity.WANTED and not less
    wishes: list[Preference] = []
    # Who wants nothing for children refuses what they are shown first of all, not each thing that they like.
    for part in need.facets if wanted else need.facets[:1]:
        facet = scene.catalogue.by_name.get(part.facet)
        if facet is not None:
            wishes += _need_part(scene, facet, part, phrase, wanted=wanted)
    if less:
        return [replace(wish, hard=False) for wish in wishes]
    strict = found.end > found.start and (
        scene.polarities.is_hard(found.start, found.end) or _is_gratis(scene, need.facets, found)
    )
    if strict and len(wishes) == 1 and need.facets[0].values:
        wishes = [replace(wishes[0], hard=True)]  # "only free ones" leaves nothing to weigh
    return wishes


def _is_gratis(scene: Scene, parts: tuple[NeedFacet, ...], found: Found) -> bool:
    """Tell whether a need is a price of nothing: said plainly it limits, as any other sum does."""
    money = scene.catalogue.money
    gratis = money is not None and [(part.facet, tuple(part.values)) for part in parts] == [(money.name, (0,))]
    return gratis and not scene.polarities.is_soft(found.start)


def refuses_unlike(scene: Scene, found: Found) -> bool:
    """Tell whether a message refuses something though no phrase of a need does: likeness cannot tell the two apart."""
    need = _need_of(scene, found)
    if need is None or not any(map(scene.polarities.negates, scene.said.clauses)):
        return False
    # “无辣不欢” is but one of the words for what is hot: a need that refuses does so in most of its phrases.
    phrases = [*need.phrases.every()]
    return 2 * sum(_REFUSING.search(phrase) is not None for phrase in phrases) < len(phrases)


def _need_of(scene: Scene, found: Found) -> Need | None:
    index, needs = found.best.target, scene.catalogue.schema.needs
    return needs[int(index)] if index.isdigit() and int(index) < len(needs) else None


def _own_words(scene: Scene, found: Found, need: Need) -> str:
    """Give the catalogue's own words for a need met by likeness: the user's are the whole message."""
    return found.best.name.speak(scene.said.language) or next(iter(need.phrases.speak(scene.said.language)), "")


def _need_part(scene: Scene, facet: Facet, part: NeedFacet, phrase: str, *, wanted: bool) -> list[Preference]:
    turn = scene.state.turn
    if not part.values:
        sign = 1 if facet.better is not Better.LOW else -1
        wish = better_end(scene, facet, sign if wanted else -sign, _PLAIN if wanted else (50, 50), phrase, Source.NEED)
        return [wish] if wish else []
    values: tuple[Value, ...] = part.values
    if facet.type is FacetType.ORDINAL:
        if facet.better is None and wanted:
            return [Preference(facet.name, Operator.EQUAL, values[:1], source=Source.NEED, turn=turn, phrase=phrase)]
        operator = Operator.AT_LEAST if wanted else Operator.LESS
        return [Preference(facet.name, operator, values[:1], source=Source.NEED, turn=turn, phrase=phrase)]
    if facet.type in {FacetType.NUMBER, FacetType.DATE} and facet.better is not None:
        at_least = (facet.better is Better.HIGH) == wanted
        operator = Operator.AT_LEAST if at_least else Operator.AT_MOST
        return [Preference(facet.name, operator, values[:1], source=Source.NEED, turn=turn, phrase=phrase)]
    if wanted:
        operator = Operator.EQUAL if len(values) == 1 else Operator.IN
        return [Preference(facet.name, operator, values, source=Source.NEED, turn=turn, phrase=phrase)]
    return [
        Preference(facet.name, Operator.NOT_EQUAL, (value,), hard=True, source=Source.NEED, turn=turn, phrase=phrase)
        for value in values
    ]


def liking(item_id: str, phrase: str, turn: int, *, wanted: bool) -> Preference:
    """Give the preference for, or against, items like one."""
    operator = Operator.EQUAL if wanted else Operator.NOT_EQUAL
    return Preference(ITEM, operator, (item_id,), hard=not wanted, turn=turn, phrase=phrase)
