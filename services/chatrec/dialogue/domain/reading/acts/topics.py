"""Which topic an utterance is about: the active one, a parked one or a new one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.reading.words.cues import BACK
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.polarity import Polarities, Polarity
from chatrec.dialogue.domain.reading.words.references import References
from chatrec.dialogue.domain.reading.words.said import Said
from chatrec.vocabulary.conversation import DialogueState, Topic
from chatrec.vocabulary.graph import Mention
from chatrec.vocabulary.schema import Kind
from chatrec.vocabulary.words import MentionType

__all__ = ["PARKED", "asked_kind", "enter_topic", "entered_anew", "is_asked_for", "is_empty", "kinds_within", "left"]

PARKED: Final = 6
_QUOTED: Final = re.compile(r"《[^《》]{1,80}》|「[^「」]{1,80}」")
_SOUGHT: Final = re.compile(
    r"(?:(?:is|are) there|(?:do you|have you) (?:have|got))\s+(?:an?|any|some|other)?\s*$"
    r"|有没有[^,，。]{0,4}$|有[^,，。]{0,4}的$"
)
_ANY_OF: Final = re.compile(
    r"(?:(?<!没)有(?:没有|卖)?(?:什么)?|(?:are there|have you got|(?:do )?you (?:have|sell|got)|got)(?: any| some)?\s)$"
)
_THERE_IS: Final = re.compile(r"\s*(?:的?(?:吗|么|嘛|没有?|卖)?)?[?？。!\s]*")
_BESIDE: Final = re.compile(
    r"\b(?:near|close to|next to|beside|around|by|opposite|from|far from) (?:the|my|our|that|this|his|her|their)\s+$"
    r"|[离距](?:我们?的?|这个?|那个?)?$"
)
_BESIDE_AFTER: Final = re.compile(r"(?:附近|旁边?|周边|周围|对面|门口|楼下)的?[\u3400-\u9fff]")
_POINTED: Final = re.compile(
    r"(?:[这那][个家款部本间条件座所辆台张只双套艘首份处]|[这那此该])\s*$"
    r"|(?<![a-z])(?:this|that|these|those)\s+$"
)
"""Before a kind: "this hotel" is one that was spoken of."""
_MEANT: Final = re.compile(
    r"\b(?:i (?:meant|mean)|typo|mistyped|misspoke|my (?:mistake|bad)|correction)\b"
    r"|打错|说错|写错|口误|搞错|我是说|我的意思|不对[,，]"
)
_EARLIER: Final = re.compile(
    r"\b(?:back|return(?:ing)?|revisit|earlier|before|previous(?:ly)?|first|initial)\b|回|之前|刚才|原来|最开始|先前|接着"
)
_REACH: Final = 24
_HEAD_BEFORE: Final = (" with ", " for ", " to go with ", " that ", " compatible ", " 配 ")


def is_empty(topic: Topic) -> bool:
    """Tell whether nothing was said about a topic yet."""
    return not (topic.kind or topic.preferences or topic.wishes or topic.slate or topic.liked_item_ids)


def asked_kind(said: Said, found: tuple[Found, ...], polarities: Polarities, references: References) -> Mention | None:
    """Find the kind that is asked for; a kind in a question about an item on the table is not."""
    quoted = [match.span() for match in _QUOTED.finditer(said.folded)]
    kinds = [
        one.best
        for one in found
        if one.best.type is MentionType.KIND
        and polarities.of_kind(one.start, one.end) is Polarity.WANTED
        and not (references.pointed and said.clause_at(one.start).question and not _is_sought(said, one))
        and not any(start <= one.start < end + 2 for start, end in references.spans)
        and not any(start < one.start and one.end < end for start, end in quoted)
        and not _is_beside(said, one)
        and not (_POINTED.search(said.folded, max(0, one.start - _REACH), one.start) and not BACK.search(said.folded))
    ]
    if not kinds:
        return None
    head = kinds[0]
    for later in kinds[1:]:
        between = said.folded[head.end : later.start]
        joined = len(between.strip(" 的")) == 0 and later.start - head.end <= 1
        corrected = any(
            mark in said.folded[head.end : later.start + 1]
            for mark in ("instead", "rather", "不", "改", "换", "其实", "no ")
        ) or BACK.search(between)
        if joined or corrected:
            head = later
        elif any(mark in f"{between} " for mark in _HEAD_BEFORE):
            break
    return head


def kinds_within(found: tuple[Found, ...], said: Said, kinds: Sequence[Kind]) -> tuple[Found, ...]:
    """Give the kinds whose word ends the words of a value: a "folding phone", “折叠手机”, is a phone."""
    rows: list[Found] = []
    for one in found:
        if one.best.type not in {MentionType.ENTITY, MentionType.NEED, MentionType.ORDINAL} or one.end == one.start:
            continue
        words = said.folded[one.start : one.end]
        endings = [(_ending(words, word), kind) for kind in kinds for word in kind.words.every()]
        length, kind = max(endings, key=lambda pair: pair[0], default=(0, None))
        if kind is not None and length:
            named = replace(one.best, type=MentionType.KIND, target=kind.id, start=one.end - length)
            rows.append(Found((named,)))
    return tuple(rows)


def refused_kinds(within: Sequence[Found], found: Sequence[Found], polarities: Polarities) -> list[Found]:
    """Give the kinds that the words of a need refuse: who is "without medicine" or “不想吃药” wants no medicine.

    The denial is part of the need: "not a folding phone" denies the folding, and the phone stays.
    """
    needs = [one for one in found if one.best.type is MentionType.NEED]
    meant = {one.end for one in needs if polarities.of(one.start, one.end) is Polarity.WANTED}
    return [one for one in within if one.end in meant and polarities.of(one.start, one.end) is Polarity.UNWANTED]


def _ending(words: str, kind: str) -> int:
    """Give how many characters at the end of words name a kind, 0 where they are no more than that or none."""
    word = kind.lower()
    plural = word.isascii() and words.endswith("s") and not word.endswith("s")
    own = words.removesuffix("s") if plural else words
    ends = len(own) > len(word) and own.endswith(word if not word.isascii() else f" {word}")
    return len(word) + plural if ends else 0


def _is_beside(said: Said, one: Found) -> bool:
    """Tell whether a kind only says where something is to be: "a noodle place near the hotel", "离酒店近的面馆"."""
    before = _BESIDE.search(said.folded, max(0, one.start - _REACH), one.start) is not None
    return before or _BESIDE_AFTER.match(said.folded, one.end) is not None


def _is_sought(said: Said, one: Found) -> bool:
    """Tell whether a question asks if there is anything of a kind: "is there a medicine for it?"."""
    return _SOUGHT.search(said.folded, max(0, one.start - _REACH), one.start) is not None


def left(state: DialogueState, said: Said) -> DialogueState:
    """Give the state after "something else now" that names nothing: the topic left last on a return, else a new one."""
    active = state.active
    returning = state.parked and _EARLIER.search(said.folded) is not None
    return _switch(state, active, state.parked[-1] if returning else Topic(catalogue=active.catalogue))


def is_asked_for(said: Said, kind: Mention) -> bool:
    """Tell whether all that a question asks is whether there is any of a kind: "有耳机吗"."""
    before, after = said.folded[: kind.start], said.folded[kind.end :]
    return _ANY_OF.search(before) is not None and _THERE_IS.fullmatch(after) is not None


def enter_topic(
    state: DialogueState, said: Said, catalogue: str, kind: Mention | None, *, pointed: bool = False
) -> tuple[DialogueState, bool]:
    """Give the state with the topic of an utterance active, and whether that is a change of topic.

    `pointed` tells that it points at an item by its place: "还是要二号" returns to no topic.
    """
    active = state.active
    wanted = kind.target if kind else ""
    if not active.catalogue:
        active = replace(active, catalogue=catalogue)
    same_catalogue = active.catalogue == catalogue
    if (
        BACK.search(said.folded)
        and not wanted
        and not pointed
        and same_catalogue
        and state.parked
        and _is_bare_return(said)
    ):
        return _switch(state, active, state.parked[-1]), True
    if same_catalogue and (not wanted or wanted == active.kind):
        return replace(state, active=active), False
    if is_empty(active) or (same_catalogue and not active.kind):
        return replace(state, active=replace(active, catalogue=catalogue, kind=wanted)), False
    if same_catalogue and _is_corrected(said):
        meant = replace(active, kind=wanted, slate=(), compared=(), focus_item_id="", plan=None)
        return replace(state, active=meant), True
    parked = [topic for topic in state.parked if topic.catalogue == catalogue and (topic.kind == wanted or not wanted)]
    return _switch(state, active, parked[-1] if parked else Topic(catalogue=catalogue, kind=wanted)), True


def _is_corrected(said: Said) -> bool:
    """Tell whether another kind is what was meant all along: what was said of the wrong one holds for the right one."""
    return _MEANT.search(said.folded) is not None


def entered_anew(state: DialogueState, catalogue: str, kind: Mention | None) -> DialogueState:
    """Give the state with a fresh topic, and the one before it among those left."""
    return _switch(state, state.active, Topic(catalogue=catalogue, kind=kind.target if kind else ""))


def _is_bare_return(said: Said) -> bool:
    return len(said.folded) <= 40  # noqa: PLR2004


def _switch(state: DialogueState, left: Topic, entered: Topic) -> DialogueState:
    key = (left.catalogue, left.kind)
    kept = [topic for topic in state.parked if topic != entered and (topic.catalogue, topic.kind) != key]
    parked = [*kept, left] if not is_empty(left) else kept
    return replace(state, active=entered, parked=tuple(parked[-PARKED:]))
