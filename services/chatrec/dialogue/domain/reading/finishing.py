"""What is made of a draft: the reading, and the state after it."""

from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.reading.acts.acts import ordered
from chatrec.dialogue.domain.reading.acts.topics import left
from chatrec.dialogue.domain.reading.amounts.numerals import find_numbers
from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.leftovers import MAX_WISH, is_gibberish, says_something, unread_words, wish_text
from chatrec.dialogue.domain.reading.roles import Role
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.updates import restarted, state_after
from chatrec.dialogue.domain.reading.words.said import Clause, Said
from chatrec.vocabulary.conversation import DialogueState, Reading
from chatrec.vocabulary.words import Act, Language

__all__ = ["finished", "unclear"]

_MAX_OPTIONS: Final = 6


def finished(
    before: DialogueState, scene: Scene, draft: Draft, roles: dict[Clause, Role]
) -> tuple[Reading, DialogueState]:
    """Give the reading of a draft and the state after it; `before` is the state that the message met."""
    said = scene.said
    wishing = draft.acts <= {
        Act.SEEK,
        Act.STATE_PREFERENCE,
        Act.CRITIQUE,
        Act.CORRECT,
        Act.CHANGE_TOPIC,
        Act.GREET,
        Act.THANK,
        Act.ASK_MORE,
    }
    if wishing and draft.acts & {Act.SEEK, Act.STATE_PREFERENCE}:
        draft.wish = wish_text(said, draft, roles, scene.polarities)
    elif not draft.acts and not draft.options and not draft.unknown_name:
        if is_gibberish(said.folded) and not scene.found:
            return unclear(before, said.language, emergency=False)
        draft.wish = wish_text(said, draft, roles, scene.polarities, enough_han=1) or _kept_amount(scene)
        if not draft.wish and not says_something(said, draft):
            return unclear(before, said.language, emergency=False)
        draft.acts.add(Act.STATE_PREFERENCE)
    if not draft.acts:
        draft.acts.add(Act.SEEK if draft.unknown_name else Act.STATE_PREFERENCE)
    # Before a catalogue is chosen nobody can tell what it does not record.
    if not draft.unread and Act.ASK_QUESTION not in draft.acts and scene.catalogue.schema.name:
        draft.unread = unread_words(said, draft, roles, scene.polarities)
    entered = scene.state if Act.ASK_QUESTION not in draft.acts else before
    entered = left(entered, said) if draft.leaves else entered
    state = state_after(before, entered, draft, scene.catalogue, said.language)
    if Act.RESTART in draft.acts:
        state = state_after(before, restarted(entered, said.language), draft, scene.catalogue, said.language)
    return _reading(draft, said), state


def _kept_amount(scene: Scene) -> str:
    """Give the words of an amount that no facet can hold yet, for no catalogue is chosen."""
    said = scene.said
    kept = not scene.catalogue.schema.name and find_numbers(said.folded)
    return said.original.strip()[:MAX_WISH] if kept else ""


def _reading(draft: Draft, said: Said) -> Reading:
    return Reading(
        acts=ordered(draft.acts),
        preferences=tuple(draft.preferences),
        item_ids=tuple(draft.item_ids),
        asked_facets=tuple(dict.fromkeys(draft.asked_facets)),
        answer_id=draft.answer_id,
        language=said.language,
        options=draft.options[:_MAX_OPTIONS],
        unknown_name=draft.unknown_name,
        plan_changes=draft.plan_changes,
        unread=draft.unread,
        checks=tuple(draft.checks),
    )


def unclear(state: DialogueState, language: Language, *, emergency: bool) -> tuple[Reading, DialogueState]:
    """Give the reading of what says nothing; the state stays as it is."""
    return Reading(language=language, emergency=emergency, unclear=True), replace(state, language=language)
