"""Items that a user says to have, to have had, or to know: "my Iris 6 broke", "I've watched both A and B", “以前用的是…”."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from chatrec.dialogue.domain.reading.plans.cues import LISTED
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.said import Said
from chatrec.vocabulary.graph import Mention
from chatrec.vocabulary.words import MentionType

__all__ = ["kind_of_known", "knowing_spans", "known_items", "known_values"]

_REACH: Final = 48
_HAVING: Final = re.compile(
    r"\b(?:i|we|i've|ive|we've)\b(?: (?:have|had|did))?(?: (?:already|just|actually|once|both|currently|still|recently|also|used to|been))*"
    r" (?:seen|saw|watched|read|played|tried|visited|been to|went to|owned?|use|used|using|bought|finished|got|have|had|did|done|took|taken|eaten|ate|completed|stayed (?:at|in))(?: (?:the|an?|my|both|all|of|at|in|to))*\s*[《「\"]?$"
    r"|^\s*(?:(?:oh|yes|yeah|no|nah|and|also|but)\W+)*(?:(?:already|just|both)\s+)*(?:seen|saw|watched|read|played|tried|visited|finished|owned|used|bought|had|done|been to|went to)(?: (?:the|an?|my))*\s*[《「\"]?$"
    r"|\b(?:my|our)(?: (?:old|own|current|previous|last|existing|broken|trusty))*\s+$"
    r"|\b(?:replac(?:e|es|ing|ement for)|(?:upgrad(?:e|ing)|switch(?:ing)?|coming|moving) from)(?: (?:my|our|the|an?|old|current))*\s+$"
)
_HAVING_HAN: Final = re.compile(
    r"(?:我|我们|家里|手里|手上|手头)(?:的|之前|以前|原来|原先|本来|现在|目前|已经|早就|最近|刚|刚刚|一直|都|在|还|家|家里|手上|手里)*(?:用|有|买|看|读|玩|去|住|学|上|开|吃|听|喝|试)?(?:的是|着的?|过|完|了|的)*(?:那|这)?(?:[台部个款本条只])?[《「\"]?$"
    r"|(?:之前|以前|原来|原先|目前|现在)(?:我)?(?:一直)?(?:在)?(?:用|看|读|玩|住|学|开|吃|喝)(?:的是|着|过|的)[《「\"]?$"
)
# 我 alone before a name says nothing: “我喜欢…” has its verb between, “我虹膜6坏了” has none.
_LOST_HAN: Final = re.compile(
    r"[》」\"]?[^,，。?？]{0,4}(?:坏|丢|摔|碎|掉|卡|旧|过时|不行|不好用|用不了|没电)[^,，。?？]{0,3}了"
)
# Said behind a name: “龙猫看了八百遍了”, "Heat we've seen", "know Amélie by heart", "done Amélie to death".
_KNOWN_AFTER: Final = re.compile(
    r"[》」\"]?(?:我|我们|俺|咱们?)?(?:们?(?:都|也|已经|早就?|之前|以前|刚刚?|其实)){0,3}(?:[看读玩听刷追用去吃学喝逛](?:了?(?:[一二两三四五六七八九十百千万几好多无数\d]+)(?:来|多)?[遍次回]|过(?:了|[一二两三四五六七八九十百几好多无数\d]+[遍次回])?|完了?|[腻烂吐够熟]了?)|都?[能会]?背(?:下来|得出来?)了?|倒背如流|烂熟于心|了如指掌|会背了?)(?!吗|没|之后|以后)"
    r"|[\"]?,? (?:i|we)(?:'ve| have)? (?:already |both |all |just )*(?:seen|saw|watched|read|played|done|been to|know|tried|finished)\b(?! (?:if|what|why|how|whether|about))"
)
_BY_HEART: Final = re.compile(
    r"[\"]?(?: (?:too|already|very|all))* (?:by heart|inside out|backwards|to death|like the back of|(?:too |quite |pretty |very )?well\b|word for word|front to back|already\b)"
)
_KNOWING: Final = re.compile(r"\b(?:know|knows|knew|done|did|played|watched|seen|read)(?: (?:the|that))?\s*[《「\"]?$")
_BARE_HAN: Final = re.compile(r"(?:我|我们|我的|我们的)(?:家)?(?:那|这)?(?:[台部个款本条只])?[《「\"]?$")


_TRIED: Final = re.compile(
    r"\b(?:i|we|i've|ive|we've)\b(?: (?:have|had|did))?(?: (?:already|just|once|both|also|been))*"
    r" (?:seen|saw|watched|tried|visited|been to|used|bought|taken|took|drunk|eaten|ate|done|did|finished|completed)(?: (?:the|an?|some|my|all|of|to))*\s+$"
    r"|(?:我|我们)?(?:都|已经|早就|之前|以前)?(?:试|用|吃|喝|买|看|去|玩|学|听|上)过了?$"
)
_TRIED_AFTER: Final = re.compile(
    r"(?:我|我们)?(?:都|已经|早就?|之前)*(?:(?:试|用|吃|喝|买|看|去|玩|听|读|学)过|[看读玩听追学](?:完|烂)了)"
)
_HAND_BEFORE: Final = re.compile(r"\b(?:have|got|i've|already)\b|(?:家里|已经|手头)")
_HAND_AFTER: Final = re.compile(r"[^.?!,]{0,12}\b(?:already|at home)\b|[^,，。]{0,4}(?:已经|早就)有|了$")


def known_items(said: Said, found: Iterable[Found]) -> list[str]:
    """Give the named items that a message says are had or known; what is said of one of a list is said of all."""
    return list(dict.fromkeys(one.best.target for one in _known(said, found)))


def known_values(said: Said, found: Iterable[Found]) -> list[Found]:
    """Give the named values that a message says were tried or are at hand: "I've tried ibuprofen" wishes for none."""
    values = [one for one in found if one.best.type is MentionType.ENTITY and one.end > one.start]
    return [one for one in values if _is_tried(said, one)]


def _is_tried(said: Said, one: Found) -> bool:
    clause = said.clause_at(one.start)
    if clause.question:
        return False
    before, after = said.folded[clause.start : one.start], said.folded[one.end : clause.end]
    at_hand = _HAND_BEFORE.search(before) is not None and _HAND_AFTER.match(after) is not None
    return at_hand or _TRIED.search(before) is not None or _TRIED_AFTER.match(after) is not None


def knowing_spans(said: Said, found: Iterable[Found]) -> list[tuple[int, int]]:
    """Give the places of the words behind a name that say how well it is known: "by heart", "to death", “看了八百遍”."""
    known = [one for one in found if one.best.type is MentionType.ITEM and one.end > one.start]
    marks = (
        cue.match(said.folded, one.end) for one in known if _is_had(said, one) for cue in (_BY_HEART, _KNOWN_AFTER)
    )
    return [mark.span() for mark in marks if mark is not None]


def kind_of_known(said: Said, found: Iterable[Found]) -> Mention | None:
    """Give the kind of what is had or known: who tells of a thing and no kind looks for one like it."""
    known = [one.best for one in _known(said, found) if one.best.kind]
    return replace(known[0], type=MentionType.KIND, target=known[0].kind) if known else None


def _known(said: Said, found: Iterable[Found]) -> Iterator[Found]:
    named = [one for one in found if one.best.type is MentionType.ITEM and one.end > one.start and not one.is_open]
    joined = [LISTED.fullmatch(said.folded, one.end, after.start) is not None for one, after in pairwise(named)]
    had = [_is_had(said, one) for one in named]
    for place, goes_on in enumerate(joined):
        had[place + 1] = had[place + 1] or (had[place] and goes_on)
    for place, goes_on in reversed([*enumerate(joined)]):
        had[place] = had[place] or (had[place + 1] and goes_on)
    yield from (one for one, known in zip(named, had, strict=True) if known)


def _is_had(said: Said, one: Found) -> bool:
    clause = said.clause_at(one.start)
    if clause.question:
        return False
    before = said.folded[max(clause.start, one.start - _REACH) : one.start]
    if _KNOWN_AFTER.match(said.folded, one.end, clause.end):
        return True
    if _KNOWING.search(before) and _BY_HEART.match(said.folded, one.end, clause.end):
        return True
    if _BARE_HAN.search(before):
        return _LOST_HAN.match(said.folded, one.end) is not None
    return _HAVING.search(before) is not None or _HAVING_HAN.search(before) is not None
