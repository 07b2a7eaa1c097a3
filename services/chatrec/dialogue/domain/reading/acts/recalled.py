"""Things that a user cannot name and tells of: "what was the one with the boy on a lifeboat", “讲拉黄包车的那本叫啥”."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Iterable
from typing import Final

from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.said import Said
from chatrec.vocabulary.words import Act, MentionType

__all__ = ["as_recalled", "recalled_from"]

_RECALL: Final = re.compile(
    r"\b(?:what(?:'s|s| is| was)|which (?:is|was)|who (?:is|was)|(?:remember|recall|forgot(?:ten)?|know|think of)(?: what)?) (?:the name of )?(?:the|that|a|this) (?!first|second|third|last|other)[a-z]+(?: [a-z]+)? (?:with|about|where|that|who|in which|set|on)\b"
    r"|\b(?:one|book|film|movie|place|thing) (?:with|about|where|that|who|in which) [^?]{12,}\bcalled\b"
    r"|[讲写说][^?？]{3,}的[^,，。?？]{0,8}(?:叫(?:什么|啥)|是哪|哪[本部个]|来着)"
    r"|那[本部个门家]?[^,，。?？]{0,3}(?:讲|写|说|关于)[^?？]{3,}(?:叫(?:什么|啥)|是哪|来着)"
)
_CONTENT: Final = re.compile(r"[a-z]{3,}|[\u3400-\u9fff]")
_FRAME: Final = re.compile(
    r"\b(?:what|which|was|the|one|with|about|where|that|who|and|called|book|film|movie)\b|[叫什么啥是哪本部个来着的那讲写说关于]"
)
_ENOUGH: Final = 3
"""More words of content, or Chinese characters, that a description has beside what the catalogue has names for."""


def recalled_from(said: Said, found: Iterable[Found]) -> int | None:
    """Give where a description begins by which something is to be recalled; None where there is none.

    Who names an item recalls nothing, and "the one with a pool" chooses by what the catalogue knows.
    """
    match = _RECALL.search(said.folded)
    known = [one for one in found if one.end > one.start]
    if match is None or any(one.best.type is MentionType.ITEM for one in known):
        return None
    words = said.folded[match.start() :]
    for one in known:
        start, end = max(0, one.start - match.start()), max(0, one.end - match.start())
        words = words[:start] + " " * (end - start) + words[end:]
    return match.start() if len(_CONTENT.findall(words)) >= _ENOUGH + len(_FRAME.findall(words)) else None


def as_recalled(draft: Draft) -> None:
    """Seek what was told of by its description alone."""
    draft.acts = {Act.SEEK, Act.CHANGE_TOPIC}
    draft.preferences, draft.item_ids, draft.asked_facets, draft.checks = [], [], [], []
    draft.consumed, draft.unknown_name, draft.options = [], "", ()
