"""Which topic an utterance is about: the active one, a parked one or a new one."""

import re
from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.reading.words.cues import BACK
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.polarity import Polarities, Polarity
from chatrec.dialogue.domain.reading.words.references import References
from chatrec.dialogue.domain.reading.words.said import Said
from chatrec.vocabulary.conversation import DialogueState, Topic
from chatrec.vocabulary.graph import Mention
from chatrec.vocabulary.words import MentionType

__all__ = ["PARKED", "asked_kind", "enter_topic", "is_empty"]

PARKED: Final = 6
_QUOTED: Final = re.compile(r"《[^《》]{1,80}》|「[^「」]{1,80}」")
_SOUGHT: Final = re.compile(
    r"(?:(?:is|are) there|(?:do you|have you) (?:have|got))\s+(?:an?|any|some|other)?\s*$"
    r"|有没有[^,，。]{0,4}$|有[^,，。]{0,4}的$"
)
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
        and polarities.of(one.start, one.end) is Polarity.WANTED
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
        )
        if joined or corrected:
            head = later
        elif any(mark in f"{between} " for mark in _HEAD_BEFORE):
            break
    return head


def _is_beside(said: Said, one: Found) -> bool:
    """Tell whether a kind only says where something is to be: "a noodle place near the hotel", "离酒店近的面馆"."""
    before = _BESIDE.search(said.folded, max(0, one.start - _REACH), one.start) is not None
    return before or _BESIDE_AFTER.match(said.folded, one.end) is not None


def _is_sought(said: Said, one: Found) -> bool:
    """Tell whether a question asks if there is anything of a kind: "is there a medicine for it?"."""
    return _SOUGHT.search(said.folded, max(0, one.start - _REACH), one.start) is not None


def enter_topic(state: DialogueState, said: Said, catalogue: str, kind: Mention | None) -> tuple[DialogueState, bool]:
    """Give the state with the topic of an utterance active, and whether that is a change of topic."""
    active = state.active
    wanted = kind.target if kind else ""
    if not active.catalogue:
        active = replace(active, catalogue=catalogue)
    same_catalogue = active.catalogue == catalogue
    if BACK.search(said.folded) and not wanted and same_catalogue and state.parked and _is_bare_return(said):
        return _switch(state, active, state.parked[-1]), True
    if same_catalogue and (not wanted or wanted == active.kind):
        return replace(state, active=active), False
    if is_empty(active) or (same_catalogue and not active.kind):
        return replace(state, active=replace(active, catalogue=catalogue, kind=wanted)), False
    parked = [topic for topic in state.parked if topic.catalogue == catalogue and (topic.kind == wanted or not wanted)]
    return _switch(state, active, parked[-1] if parked else Topic(catalogue=catalogue, kind=wanted)), True


def _is_bare_return(said: Said) -> bool:
    return len(said.folded) <= 40  # noqa: PLR2004


def _switch(state: DialogueState, left: Topic, entered: Topic) -> DialogueState:
    key = (left.catalogue, left.kind)
    kept = [topic for topic in state.parked if topic != entered and (topic.catalogue, topic.kind) != key]
    parked = [*kept, left] if not is_empty(left) else kept
    return replace(state, active=entered, parked=tuple(parked[-PARKED:]))
