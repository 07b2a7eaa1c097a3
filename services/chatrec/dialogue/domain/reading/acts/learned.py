"""What the learned head adds: acts that a message's words do not show, and better guesses than the defaults."""

from collections.abc import Mapping
from typing import Final

from chatrec.dialogue.domain.reading.acts.choices import read_yes_or_no
from chatrec.dialogue.domain.reading.acts.topics import is_empty
from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.cues import FOR_SALE
from chatrec.vocabulary.words import Act, MentionType, Operator

__all__ = ["read_learned"]

_ANYWHERE: Final = frozenset({Act.ASK_HUMAN, Act.SEEK, Act.DONT_CARE})
# Talk that stands alone: within a message that says something its own words must show it.
_ALONE: Final = frozenset({Act.GREET, Act.THANK, Act.GOODBYE, Act.SMALL_TALK, Act.OUT_OF_SCOPE})
_OF_ITEMS: Final = frozenset({Act.ACCEPT, Act.REJECT, Act.SEEN, Act.ASK_WHY, Act.ASK_MORE, Act.COMPARE})
# What is done with an item stays done: it needs more than a guess.
_OF_CONSEQUENCE: Final = frozenset({Act.ACCEPT, Act.REJECT, Act.SEEN})
_YES_OR_NO: Final = frozenset({Act.AFFIRM, Act.DENY})
# What is read where nothing better is.
_DEFAULTS: Final = frozenset({Act.ASK_ATTRIBUTE, Act.SEEK, Act.STATE_PREFERENCE, Act.ASK_MORE, Act.THANK, Act.GREET})
_PARTING: Final = frozenset({Act.THANK, Act.GOODBYE})
_WISHING: Final = (Act.SEEK, Act.STATE_PREFERENCE, Act.CRITIQUE, Act.ASK_QUESTION, Act.ASK_MORE)
_NAMING: Final = frozenset({MentionType.ITEM, MentionType.KIND, MentionType.ENTITY, MentionType.FACET})
_SURE: Final = 0.8
_HARDLY: Final = 0.2
_CLEAR: Final = 0.65
_LIKELY: Final = 0.5


def read_learned(scene: Scene, draft: Draft, likely: Mapping[Act, float]) -> None:
    """Add the acts that the learned head is sure of where the words show none of their kind."""
    if not likely:
        return
    likeliest = max(likely, key=lambda act: likely[act])
    if _only_talks(scene, draft, likely, likeliest):
        draft.acts, draft.preferences = {likeliest}, []
    certain = _SURE if draft.acts or draft.preferences else _LIKELY
    if _is_guessed(scene, draft) and likely[likeliest] >= (_CLEAR if draft.acts else _LIKELY):
        _take(scene, draft, likeliest, sure=likely[likeliest] >= _CLEAR)
    for act, chance in likely.items():
        if chance < certain or act in draft.acts:
            continue
        if act is Act.ASK_HUMAN and (draft.answer_id or draft.preferences):  # "new to managing people" seeks a course
            continue
        if act in _ALONE:
            alone = draft.says_nothing and not scene.found and not scene.references.pointed
            alone = alone and FOR_SALE.search(scene.said.folded) is None  # "is there anything in the evenings?"
            draft.acts |= {act} if alone and act is likeliest else set()
        elif act in _ANYWHERE and (act is not Act.DONT_CARE or (scene.asked and not draft.preferences)):
            draft.acts.add(act)
            draft.declined += [scene.asked] if act is Act.DONT_CARE and not draft.declined else []


def _only_talks(scene: Scene, draft: Draft, likely: Mapping[Act, float], likeliest: Act) -> bool:
    """Tell whether a message is surely thanks or a leave-taking, and what else was read of it touches it in passing.

    "Good day" wishes for nothing good.
    """
    wishing = max(likely.get(act, 0.0) for act in _WISHING)
    named = any(one.best.type in _NAMING and one.end > one.start for one in scene.found)
    other = draft.acts - _DEFAULTS or draft.answer_id or draft.plan_changes or draft.item_ids or draft.declined
    soft = all(not wish.hard and wish.operator is not Operator.NOT_EQUAL for wish in draft.preferences)
    takes_leave = likeliest in _PARTING and likely[likeliest] >= _SURE > _HARDLY > wishing
    return takes_leave and soft and not (named or other)


def _is_guessed(scene: Scene, draft: Draft) -> bool:
    """Tell whether all that was read of a message is what is read where nothing better is."""
    said = (
        draft.preferences or draft.asked_facets or draft.declined or draft.kind or draft.options or draft.unknown_name
    )
    done = draft.answer_id or draft.plan_changes or draft.liked or draft.rejected or draft.seen
    named = any(one.best.type is MentionType.ITEM and one.end > one.start for one in scene.found)
    # "What made you pick it" leaves nothing to us.
    left_open = {Act.DONT_CARE} if any(clause.question for clause in scene.said.clauses) else set()
    return not (said or done or named) and draft.acts <= _DEFAULTS | left_open


def _take(scene: Scene, draft: Draft, act: Act, *, sure: bool) -> None:
    """Take the likeliest act in the place of a default."""
    if act in draft.acts:
        return
    shown = [card.id for card in scene.state.active.slate]
    if act in _OF_ITEMS and shown and (sure or act not in _OF_CONSEQUENCE):
        draft.acts, draft.item_ids = set(), []
        _add_about_items(scene, draft, act, shown)
    elif act in _YES_OR_NO and not draft.acts:
        read_yes_or_no(scene, draft, {act})
    elif scene.references.items:
        return
    elif sure and (act is Act.RESTART or (act is Act.CORRECT and scene.state.previous)):
        draft.acts, draft.item_ids = {act}, []
    elif sure and act is Act.CHANGE_TOPIC and not is_empty(scene.state.active) and not scene.references.pointed:
        draft.acts, draft.item_ids, draft.leaves = {act}, [], True
    elif act is Act.DONT_CARE and not draft.acts:
        draft.declined += [scene.asked] if scene.asked else []
        draft.acts.add(act)


def _add_about_items(scene: Scene, draft: Draft, act: Act, shown: list[str]) -> None:
    pointed = list(scene.references.pointed) or (
        shown if scene.references.everything or act in {Act.REJECT, Act.COMPARE} else shown[:1]
    )
    draft.acts.add(act)
    if act is Act.ASK_MORE:
        return
    draft.point_at(*pointed)
    if act is Act.REJECT:
        draft.rejected += pointed
    elif act is Act.SEEN:
        draft.seen += pointed
    elif act is Act.ACCEPT:
        draft.liked += pointed
