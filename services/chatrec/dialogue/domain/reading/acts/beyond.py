"""What a user asks of us that we are not for, "translate my certificate", and questions on items that nothing records."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Mapping
from typing import Final

from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.references import focus_of
from chatrec.vocabulary.words import Act, MentionType, Operator

__all__ = ["read_beyond"]

# What we do when asked to "help": all else that follows these words is a deed of another trade.
_OUR_TRADE: Final = re.compile(
    r"推荐|找|选|挑|看|查|比|列|安排|规划|计划|攻略|行程|路线|排|换|加|去掉|删|改|介绍|说|讲|想|筛|搜|配|解释|算|留|推|定|转|问|买|来[一点个]|参考|出个?主意"
)
_CAN_YOU: Final = re.compile(
    r"\b(?:can|could|would|will) (?:you|u) (?:please |also |just |maybe )*(?!(?:recommend|suggest|sell|find|show|give|list|tell|help|plan|make|compare|explain|describe|pick|choose|put|add|remove|drop|swap|change|switch|look|search|check|see|do|get|take|narrow|sort|filter|keep|try|say|repeat|exclude|include|offer|have|be|speak|talk|start|reset|undo|forget|leave|skip|move|arrange|organi[sz]e|build|think|name|propose|rank|come|go|let|point|bring|advise|guide|introduce|share|provide|mention)\b)[a-z]+ [^.?!]{0,40}\b(?:me|us|my|our)\b"
)
_HELP_US: Final = re.compile(r"[帮替]我们?(?=[\u3400-\u9fff])")
_SURE: Final = 0.95
_ASKED_SURELY: Final = 0.9
_UNFIT: Final = (Act.ASK_ATTRIBUTE, Act.COMPARE, Act.ASK_WHY, Act.REJECT, Act.SEEN, Act.ASK_QUESTION, Act.ASK_HUMAN)
_WISHING: Final = frozenset({Act.SEEK, Act.STATE_PREFERENCE, Act.CHANGE_TOPIC})
_LONGEST: Final = 40


def read_beyond(scene: Scene, draft: Draft, likely: Mapping[Act, float]) -> bool:
    """Read what is out of our trade, which wishes for nothing, and what is surely asked of the item spoken of.

    Gives whether the message is one of these.
    """
    if draft.plan_changes or draft.answer_id or draft.options or draft.acts & set(_UNFIT):
        return False
    if _is_for_others(scene, draft, likely):
        draft.acts = {Act.OUT_OF_SCOPE}
        draft.preferences, draft.declined, draft.asked_facets = [], [], []
        draft.kind, draft.unknown_name, draft.offered = None, "", ()
        return True
    if _asks_of_one(scene, draft, likely):
        draft.acts = {Act.ASK_ATTRIBUTE}
        draft.point_at(*scene.references.pointed or (focus_of(scene.state),))
        draft.unread = scene.said.original.strip(" ?？!。")[:_LONGEST]
        return True
    return False


def _is_for_others(scene: Scene, draft: Draft, likely: Mapping[Act, float]) -> bool:
    """Tell whether a deed of another trade is asked for: the words hold none of ours, and speak of no kind and no limit."""
    named = any(one.best.type in {MentionType.ITEM, MentionType.KIND} for one in scene.found if one.end > one.start)
    limits = any(wish.hard or wish.operator is not Operator.EQUAL for wish in draft.preferences)
    if named or limits or draft.kind is not None or draft.item_ids:
        return False
    if likely.get(Act.OUT_OF_SCOPE, 0.0) >= _SURE or _CAN_YOU.search(scene.said.folded):
        return True
    helped = _HELP_US.search(scene.said.folded)
    clause = scene.said.clause_at(helped.start()) if helped else None
    values = any(one.end > one.start and one.best.type is not MentionType.FACET for one in scene.found)
    return (
        helped is not None and not values and not _OUR_TRADE.search(scene.said.words(clause or scene.said.clauses[0]))
    )


def _asks_of_one(scene: Scene, draft: Draft, likely: Mapping[Act, float]) -> bool:
    wishes = draft.preferences or draft.kind is not None or draft.unknown_name or draft.acts - _WISHING
    asks = any(clause.question for clause in scene.said.clauses)
    sure = likely.get(Act.ASK_ATTRIBUTE, 0.0) >= _ASKED_SURELY
    return bool(sure and asks and focus_of(scene.state) and not wishes)
