"""Names: of an item to be like or to tell about, of one of several things, of what no catalogue knows."""

import re
from typing import Final

from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.leftovers import left_over
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.wishes.values import liking
from chatrec.dialogue.domain.reading.words.cues import RESEMBLING, SELLING
from chatrec.dialogue.domain.reading.words.mentions import Found, is_quoted
from chatrec.dialogue.domain.reading.words.polarity import Polarity
from chatrec.dialogue.domain.reading.words.said import Clause
from chatrec.vocabulary.words import MentionType

__all__ = ["asked_ware", "read_name", "the_one", "unknown_name", "unknown_ware"]

_NAMED: Final = frozenset({MentionType.ITEM, MentionType.ENTITY})
_POINTING: Final = re.compile(r"(?:the|that|this)\s+$|[\u3400-\u9fff,，。!？?]\s*$|^$")
_THE_ONE: Final = re.compile(r"\s*(?:one\b|的?(?:那|这)[个款部本家台件]|那[个款部本家台件])")
_LISTED: Final = re.compile(r"[\s》」\",]*(?:,|or|and|&|/|、|，|和|或者?|跟|以及|还有)[\s《「\"]*(?:the )?")
_QUOTED: Final = re.compile(r"《([^《》]{1,80})》|「([^「」]{1,80})」|\"([^\"\n]{1,80})\"")


def read_name(scene: Scene, draft: Draft, one: Found) -> None:
    """Read a name: of an item to be like, or of several things of which one must be chosen."""
    shown = [mention for mention in one.mentions if mention.type is MentionType.ITEM and scene.card(mention.target)]
    if one.is_open and not shown:
        draft.options = draft.options or one.mentions
        return
    item_id = (shown or one.mentions)[0].target
    before = scene.said.folded[max(0, one.start - 20) : one.start]
    draft.point_at(item_id)
    phrase = scene.phrase(one.start, one.end)
    if scene.polarities.of(one.start, one.end) is Polarity.UNWANTED:
        draft.rejected.append(item_id)
        draft.preferences.append(liking(item_id, phrase, scene.state.turn, wanted=False))
    elif (
        RESEMBLING.search(before)
        or _continues_likes(scene, draft, one)
        or re.match(
            r"\s*[》」\"]?\s*(?:那样|这样|一样|这种|那种|之类|类似|差不多|一个(?:路子|风格|类型|调调|味道?)|一类|同类|同款)",
            scene.said.folded[one.end : one.end + 8],
        )
    ):
        draft.liked.append(item_id)
        draft.preferences.append(liking(item_id, phrase, scene.state.turn, wanted=True))


def _continues_likes(scene: Scene, draft: Draft, one: Found) -> bool:
    """Tell whether a name goes on a list of things to be like: "similar to A or B"."""
    before = [other for other in scene.found if other.end <= one.start and other.best.target in draft.liked]
    return bool(before) and _LISTED.fullmatch(scene.said.folded, before[-1].end, one.start) is not None


def the_one(scene: Scene, one: Found) -> str:
    """Give the item on the table that "the red one" means: the only one with that value."""
    before = scene.said.folded[max(0, one.start - 6) : one.start]
    if (
        not _THE_ONE.match(scene.said.folded, one.end)
        or not _POINTING.search(before)
        or scene.polarities.of(one.start, one.end) is Polarity.UNWANTED
    ):
        return ""
    cards = [
        card.id
        for card in scene.state.active.slate
        if any(one.best.target in fact.values for fact in card.facts if fact.facet in one.best.facets)
    ]
    return cards[0] if len(cards) == 1 else ""


def unknown_name(scene: Scene, folded: str) -> str:
    """Give the first quoted name that no catalogue knows; "" where there is none."""
    for match in _QUOTED.finditer(folded):
        start = next(match.start(group) for group in (1, 2, 3) if match[group] is not None)
        end = next(match.end(group) for group in (1, 2, 3) if match[group] is not None)
        known = any(
            (one.start < end and start < one.end and one.best.type in _NAMED) or (one.start <= start and end <= one.end)
            for one in scene.found
        )
        if not known and (match[0][0] != '"' or is_quoted(folded, start, end)):
            return scene.phrase(start, end)
    return ""


def unknown_ware(scene: Scene, draft: Draft) -> str:
    """Give the thing that a message asks to be sold where no catalogue knows a word of it: "do you sell popcorn?"."""
    ware = asked_ware(scene)
    return "" if ware is None or draft.kind or draft.preferences or draft.item_ids else scene.phrase(*ware)


def asked_ware(scene: Scene) -> tuple[int, int] | None:
    """Find the words for a thing asked to be sold of which no catalogue knows one; None where there is none."""
    match = SELLING.search(scene.said.folded)
    if match is None:
        return None
    start, end = match.span("en" if match["en"] else "han")
    known = any(one.end > start and one.start < end for one in scene.found)
    spoken = left_over(scene.said, Clause(start, end, question=True), [], 1)
    return (start, end) if spoken and not known else None
