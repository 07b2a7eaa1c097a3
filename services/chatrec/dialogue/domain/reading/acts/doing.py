"""What a user asks to be done that no words of ours can do: book, order, call, pay."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from typing import Final

from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.vocabulary.words import Act

__all__ = ["read_deeds"]

_DEED: Final = re.compile(
    r"\b(?:can|could|would|will) (?:you|u) (?:please |also |just |maybe |go ahead and )*(?:book|reserve|order|buy|purchase|pay|call|ring|phone|email|message|cancel|ship|deliver|schedule|(?:check|sign|book) (?:me|us) (?:in|up))\b"
    r"|(?:^|[,.!?] ?|\b(?:please|then|ok|okay|and|now|great|just) )(?:(?:book|reserve|order|call|ring|phone) (?:me|us|them|my|our)|(?:sign|enrol|enroll|register|check) (?:me|us))\b"
    r"|\b(?:book|reserve|order)\b[^.,?!]{1,24}\bfor (?:me|us)\b|^\s*(?:please )?(?:book|reserve) (?:an?|two|three|some)\b"
    r"|\b(?:make|do|get|arrange|place) (?:me |us )?(?:a|an|the|my|our) (?:reservation|booking|appointment|order|payment|purchase)\b"
    r"|(?:帮|给|替|为)(?:我们?|忙)?(?:先|再|直接|把[^,，。]{1,8})?(?:预订|预定|订|预约|约|下单|挂|付款|支付|打(?:个)?电话|退订|取消)"
    r"|(?:能|可以|可不可以|能不能)(?:帮我们?|直接|在这里?|现在|马上)*(?:预订|预定|订[位座房票桌]|预约|下单|挂号|付款|支付)"
)


def read_deeds(scene: Scene, draft: Draft) -> bool:
    """Read what is to be done: it is out of scope, and what it is to be done with is spoken of, not wished for.

    A deed that the support staff have an answer to is a question to them. Gives whether there is one.
    """
    deed = _DEED.search(scene.said.folded)
    if deed is None or draft.answer_id or draft.plan_changes:
        return False
    clause = scene.said.clause_at(deed.start())
    draft.acts = {Act.OUT_OF_SCOPE}
    draft.preferences, draft.declined, draft.asked_facets, draft.options = [], [], [], ()
    draft.kind, draft.unknown_name, draft.offered = None, "", ()
    draft.point_at(*scene.references.pointed)
    draft.unread = scene.phrase(max(clause.start, deed.start()), clause.end)
    return True
