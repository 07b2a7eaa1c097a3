"""The state after a reading: everything that follows from the words alone."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, TypeVar

from chatrec.dialogue.domain.catalogues import KnownCatalogue
from chatrec.dialogue.domain.reading.acts.acts import ordered
from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.plans.state import planned
from chatrec.dialogue.domain.reading.wishes.demands import with_demands_of
from chatrec.dialogue.domain.reading.wishes.merging import merged
from chatrec.vocabulary.conversation import DialogueState, Topic
from chatrec.vocabulary.graph import ItemRef, SupportAnswer
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import KIND
from chatrec.vocabulary.words import Act, Language, Operator

__all__ = ["MAX_PREVIOUS", "MAX_REFS", "MAX_WISHES", "restarted", "state_after", "undone"]

MAX_PREVIOUS: Final = 8
MAX_WISHES: Final = 5
MAX_REFS: Final = 200
_MAX_NAMES: Final = 32
_MAX_LIKED: Final = 20
_NEW_SLATE: Final = frozenset(
    {Act.SEEK, Act.CRITIQUE, Act.STATE_PREFERENCE, Act.ASK_MORE, Act.CORRECT, Act.REJECT, Act.SEEN}
)
_OF_NO_ITEM: Final = frozenset(
    {Act.ASK_QUESTION, Act.GREET, Act.THANK, Act.AFFIRM, Act.DENY, Act.SMALL_TALK, Act.OUT_OF_SCOPE, Act.ASK_HUMAN}
)
"""Acts that leave the talk where it is."""

T = TypeVar("T")


def undone(state: DialogueState, language: Language) -> DialogueState:
    """Restore the topic before the last change; the items on the table stay there if it is the same topic."""
    state = replace(state, language=language, options=(), relaxed_facets=(), last_acts=())
    if not state.previous:
        return state
    before, left = state.previous[-1], state.active
    same = (before.catalogue, before.kind) == (left.catalogue, left.kind)
    parked = [topic for topic in state.parked if (topic.catalogue, topic.kind) != (before.catalogue, before.kind)]
    active = replace(
        before,
        slate=left.slate if same else (),
        compared=left.compared if same else (),
        asked_facets=left.asked_facets if same else before.asked_facets,
    )
    return replace(state, active=active, previous=state.previous[:-1], parked=tuple(parked))


def restarted(state: DialogueState, language: Language) -> DialogueState:
    """Forget what was wanted; what was turned down or seen stays so, and "undo" brings the topic back."""
    return replace(
        state,
        language=language,
        active=Topic(catalogue=state.active.catalogue),
        parked=(),
        previous=_pushed(state),
        options=(),
        relaxed_facets=(),
        answered=None,
        last_acts=(),
    )


def state_after(
    before: DialogueState, entered: DialogueState, draft: Draft, catalogue: KnownCatalogue, language: Language
) -> DialogueState:
    """Apply a draft to the state in which its topic is active; `before` is the state that "undo" returns to."""
    topic = _topic_after(with_demands_of(before.active, entered.active, catalogue), draft, catalogue)
    name = catalogue.schema.name
    changed = _plain(topic) != _plain(before.active) or bool(draft.plan_changes)
    return replace(
        entered,
        language=language,
        active=topic,
        previous=_pushed(before) if changed else before.previous,
        rejected=_refs(entered.rejected, name, draft.rejected),
        seen=_refs(entered.seen, name, draft.seen),
        options=draft.options,
        relaxed_facets=(),
        offered_answers=draft.offered or draft.near,
        answered=_answered(before, draft),
        questioned_facets=tuple(dict.fromkeys(draft.asked_facets)),
        checks=tuple(draft.checks),
        last_acts=ordered(draft.acts),
    )


def _answered(before: DialogueState, draft: Draft) -> SupportAnswer | None:
    """Give the answer that the talk is about: the one given now, or that before until something else is spoken of."""
    if draft.answer_id:
        known = (*draft.answers, *before.offered_answers)
        return next((answer for answer in known if answer.id == draft.answer_id), None)
    return before.answered if draft.acts <= _OF_NO_ITEM else None


def _topic_after(topic: Topic, draft: Draft, catalogue: KnownCatalogue) -> Topic:
    wishes = [wish for wish in draft.preferences if not (wish.facet == KIND and wish.operator is Operator.EQUAL)]
    spoken = frozenset(wish.facet for wish in wishes)
    replaced = spoken if Act.CORRECT in draft.acts else frozenset[str]()
    declined = [name for name in dict.fromkeys(draft.declined) if name not in spoken]
    kept = [wish for wish in topic.preferences if wish.facet not in declined and not _refuses_kind(wish, draft)]
    kept = [
        replace(wish, hard=False, weight=wish.weight / 2) if wish.facet in draft.given_up and wish.hard else wish
        for wish in kept
    ]
    liked = [item for item in draft.liked if item not in draft.rejected]
    unliked = {*draft.rejected}
    return replace(
        topic,
        preferences=merged(kept, wishes, catalogue, replaced),
        declined_facets=_latest([name for name in topic.declined_facets if name not in spoken], declined, _MAX_NAMES),
        liked_item_ids=_latest([item for item in topic.liked_item_ids if item not in unliked], liked, _MAX_LIKED),
        wishes=_latest(topic.wishes, [draft.wish] if draft.wish else [], MAX_WISHES),
        focus_item_id=_focus(topic, draft),
        plan=planned(topic.plan, draft.plan_changes, catalogue.schema.plans),
    )


def _refuses_kind(wish: Preference, draft: Draft) -> bool:
    """Tell whether a kind was refused before that is asked for now."""
    asked = draft.kind.target if draft.kind else None
    return wish.facet == KIND and wish.operator is Operator.NOT_EQUAL and asked in wish.values


def _focus(topic: Topic, draft: Draft) -> str:
    pointed = [item for item in draft.item_ids if item not in draft.rejected and item not in draft.seen]
    if pointed:
        return pointed[0]
    return "" if draft.acts & _NEW_SLATE else topic.focus_item_id


def _pushed(state: DialogueState) -> tuple[Topic, ...]:
    # Without the slate: what lies on the table does not change by undoing, and sessions stay small.
    return (*state.previous, replace(state.active, slate=(), compared=()))[-MAX_PREVIOUS:]


def _plain(topic: Topic) -> Topic:
    return replace(topic, slate=(), compared=(), focus_item_id="")


def _latest(before: Iterable[T], new: Iterable[T], limit: int) -> tuple[T, ...]:
    fresh = list(dict.fromkeys(new))
    return tuple([one for one in before if one not in fresh] + fresh)[-limit:]


def _refs(before: tuple[ItemRef, ...], catalogue: str, items: Iterable[str]) -> tuple[ItemRef, ...]:
    return _latest(before, [ItemRef(catalogue, item) for item in items], MAX_REFS)
