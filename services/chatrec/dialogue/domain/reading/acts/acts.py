"""Acts of an utterance: by the words that show them, in their context, and by the learned head."""

import re
from collections.abc import Mapping
from typing import Final

from chatrec.dialogue.domain.reading.acts.questions import asked_facets, names_in
from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.leftovers import says_something
from chatrec.dialogue.domain.reading.roles import Role
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.wishes.critiques import extreme_asked, ranked_as_asked
from chatrec.dialogue.domain.reading.words.cues import ADDED, CUES, LOVED, UNDO, UNFIT, WEAK_CORRECTION, cue_acts
from chatrec.dialogue.domain.reading.words.references import focus_of
from chatrec.dialogue.domain.reading.words.said import Clause
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import KIND
from chatrec.vocabulary.words import Act, MentionType, Move, Operator, Source

__all__ = [
    "ordered",
    "read_item_acts",
    "read_learned",
    "read_question_acts",
    "read_wish_acts",
    "shown_acts",
]

_ORDER: Final = (
    Act.RESTART,
    Act.ASK_HUMAN,
    Act.ASK_QUESTION,
    Act.CORRECT,
    Act.CHANGE_TOPIC,
    Act.ASK_WHY,
    Act.COMPARE,
    Act.ASK_ATTRIBUTE,
    Act.CRITIQUE,
    Act.REJECT,
    Act.SEEN,
    Act.ACCEPT,
    Act.ASK_MORE,
    Act.SEEK,
    Act.STATE_PREFERENCE,
    Act.DONT_CARE,
    Act.AFFIRM,
    Act.DENY,
    Act.GOODBYE,
    Act.THANK,
    Act.SMALL_TALK,
    Act.OUT_OF_SCOPE,
    Act.GREET,
)
_PLAIN: Final = frozenset({Act.RESTART, Act.ASK_HUMAN, Act.THANK, Act.GOODBYE, Act.GREET})
_LEARNED_ANYWHERE: Final = frozenset({Act.ASK_HUMAN, Act.SEEK, Act.DONT_CARE})
# Talk that stands alone: within a message that says something its own words must show it.
_LEARNED_ALONE: Final = frozenset({Act.GREET, Act.THANK, Act.GOODBYE, Act.SMALL_TALK, Act.OUT_OF_SCOPE})
_COMPARED: Final = 3
_NEEDS_SLATE: Final = frozenset({Act.ACCEPT, Act.REJECT, Act.SEEN, Act.ASK_WHY, Act.ASK_MORE, Act.COMPARE})
_SURE, _CLEAR, _LIKELY, _POSSIBLE = 0.8, 0.65, 0.5, 0.3


def ordered(acts: set[Act]) -> tuple[Act, ...]:
    """Put acts in order, the one to react to first."""
    return tuple(act for act in _ORDER if act in acts)


def read_question_acts(scene: Scene, draft: Draft, roles: dict[Clause, Role]) -> None:
    """Read questions about items: what is asked, and of which."""
    shown = [card.id for card in scene.state.active.table]
    for clause, role in roles.items():
        if role is Role.WISH:
            continue
        draft.acts.add({Role.ATTRIBUTE: Act.ASK_ATTRIBUTE, Role.WHY: Act.ASK_WHY, Role.COMPARE: Act.COMPARE}[role])
        named = [
            one.best.target
            for one in scene.found
            if one.best.type is MentionType.ITEM and clause.start <= one.start < clause.end
        ]
        if role is Role.COMPARE and not named and len(names_in(scene)) > 1:
            named = names_in(scene)
        both = role is Role.COMPARE and scene.references.pronoun and named and not scene.references.items
        draft.point_at(*([scene.references.pronoun] if both else []), *scene.references.items, *named)
        if not draft.item_ids and role is Role.ATTRIBUTE and (extreme := extreme_asked(scene, clause)):
            draft.point_at(extreme)
        if not draft.item_ids and scene.references.everything:
            draft.point_at(*shown)
        if not draft.item_ids:
            draft.point_at(*(shown if role is Role.COMPARE else [scene.references.pronoun or focus_of(scene.state)]))
        if role is Role.COMPARE and len(draft.item_ids) < 2:  # noqa: PLR2004
            draft.point_at(*shown[:2])
        draft.asked_facets += [
            name for name in asked_facets(scene, clause) if name not in draft.asked_facets and role is not Role.WHY
        ]
        if role is Role.COMPARE:
            draft.item_ids = ranked_as_asked(scene, clause, draft.item_ids)
            if not draft.asked_facets:
                draft.item_ids = draft.item_ids[:_COMPARED]


def read_item_acts(scene: Scene, draft: Draft, cues: set[Act], roles: dict[Clause, Role]) -> None:
    """Read what the user does with items on the table or named: take, turn down, know already."""
    state = scene.state
    asking = any(role is not Role.WISH for role in roles.values())
    shown = [card.id for card in scene.state.active.slate]
    named = [item for item in draft.item_ids if item not in draft.liked]
    pointed = list(dict.fromkeys([*scene.references.items, *named])) or (
        [scene.references.pronoun] if scene.references.pronoun else []
    )
    many = shown if scene.references.everything else []
    wishes = bool(draft.preferences) and not draft.rejected
    unfit = not draft.preferences and UNFIT.search(scene.said.folded) is not None and bool(shown) and not asking
    turned_down = (Act.REJECT in cues and not draft.declined and _stated(scene, CUES[Act.REJECT])) or unfit
    question = any(clause.question for clause in scene.said.clauses)
    if Act.SEEN in cues and (pointed or many or (shown and not wishes)) and not (question and not pointed):
        draft.acts.add(Act.SEEN)
        draft.seen += many or pointed or [focus_of(state)]
        draft.point_at(*draft.seen)
        if LOVED.search(scene.said.folded):
            draft.liked += [item for item in draft.seen if item not in draft.liked]
    elif draft.rejected or (turned_down and (pointed or many or (shown and not wishes))):
        draft.acts.add(Act.REJECT)
        focus = (
            [scene.state.active.focus_item_id]
            if scene.state.last_move in {Move.DESCRIBE, Move.ANSWER} and scene.state.active.focus_item_id
            else []
        )
        draft.rejected += [
            item for item in (draft.rejected or pointed or many or focus or shown) if item not in draft.rejected
        ]
        draft.point_at(*draft.rejected)
    elif (
        Act.ACCEPT in cues
        and not asking
        and (pointed or shown)
        and (scene.state.last_move is not Move.RELAX or scene.references.items)
        and not question
    ):
        draft.acts.add(Act.ACCEPT)
        taken = pointed or many or [focus_of(state)]
        draft.liked += [item for item in taken if item not in draft.liked]
        draft.point_at(*taken)
    if Act.ASK_MORE in cues and not asking and shown:
        draft.acts.add(Act.ASK_MORE)
    if scene.references.items and not asking:
        draft.point_at(*scene.references.items)


def _stated(scene: Scene, cue: re.Pattern[str]) -> bool:
    """Tell whether a cue stands in a clause that asks nothing: "can I return it if I don't like it" rejects nothing."""
    return any(not scene.said.clause_at(match.start()).question for match in cue.finditer(scene.said.folded))


def read_wish_acts(scene: Scene, draft: Draft, cues: set[Act], *, changed: bool) -> None:
    """Read how wishes are put: sought, stated, criticised or corrected; and the acts that stand alone."""
    draft.acts |= cues & _PLAIN
    said = [wish for wish in draft.preferences if wish.facet != KIND or wish.operator is Operator.NOT_EQUAL]
    if any(wish.source is Source.CRITIQUE for wish in said):
        draft.acts.add(Act.CRITIQUE)
        draft.acts.discard(Act.ACCEPT)
    if any(wish.source is not Source.CRITIQUE for wish in said):
        draft.acts.add(Act.STATE_PREFERENCE)
    _read_correction(scene, draft, cues, said, changed=changed)
    asking = draft.acts & {Act.ASK_ATTRIBUTE, Act.ASK_WHY, Act.COMPARE, Act.REJECT, Act.SEEN}
    if changed:
        draft.acts.add(Act.CHANGE_TOPIC)
    idle = not said and draft.acts & {Act.ASK_MORE, Act.ASK_HUMAN, Act.RESTART}
    if draft.kind is not None or (Act.SEEK in cues and not asking and not draft.options and not idle):
        draft.acts.add(Act.SEEK)
    _read_indifference(scene, draft, cues, said)
    if Act.SMALL_TALK in cues and not draft.preferences and not asking:
        draft.acts.add(Act.SMALL_TALK)


def _read_correction(scene: Scene, draft: Draft, cues: set[Act], said: list[Preference], *, changed: bool) -> None:
    spoken = {wish.facet for wish in said}
    before = {wish.facet for wish in scene.state.active.preferences}
    if changed:
        return
    if said and (Act.CORRECT in cues or _replaces(scene.said.folded, spoken & before)):
        draft.acts.add(Act.CORRECT)
        draft.acts.discard(Act.STATE_PREFERENCE)
        _drop_taken_back(scene, draft)
    elif (
        Act.CORRECT in cues
        and draft.says_nothing
        and scene.state.previous
        and not says_something(scene.said, draft)  # "the name on the invoice is wrong" corrects nothing said here
    ):
        draft.acts.add(Act.CORRECT)


def _replaces(folded: str, again: set[str]) -> bool:
    """Tell whether new words on facets spoken of before replace the old: "actually ...", but not "... too"."""
    return bool(again) and WEAK_CORRECTION.search(folded) is not None and ADDED.search(folded) is None


def _read_indifference(scene: Scene, draft: Draft, cues: set[Act], said: list[Preference]) -> None:
    if Act.DONT_CARE in cues and not said:
        draft.declined += [one.target for one in scene.facet_mentions() if one.target not in draft.declined]
        if not draft.declined and scene.asked:
            draft.declined.append(scene.asked)
        draft.acts.add(Act.DONT_CARE)
    elif draft.declined:
        draft.acts.add(Act.DONT_CARE)


def _drop_taken_back(scene: Scene, draft: Draft) -> None:
    """Take A back where "not A, B" corrects: it does not say that A is disliked."""
    wanted = {wish.facet for wish in draft.preferences if wish.operator is not Operator.NOT_EQUAL}
    draft.preferences = [
        wish for wish in draft.preferences if wish.operator is not Operator.NOT_EQUAL or wish.facet not in wanted
    ]
    marks = [match.end() for match in CUES[Act.CORRECT].finditer(scene.said.folded)]
    turn = marks[-1] if marks else 0
    behind = {wish.facet for wish in draft.preferences if _place(scene, wish) >= turn}
    draft.preferences = [wish for wish in draft.preferences if _place(scene, wish) >= turn or wish.facet not in behind]


def _place(scene: Scene, wish: Preference) -> int:
    """Give the last place of a preference's words, the start where they are not the user's own."""
    return scene.said.original.rfind(wish.phrase) if wish.phrase else 0


def read_learned(scene: Scene, draft: Draft, likely: Mapping[Act, float]) -> None:
    """Add the acts that the learned head is sure of where the words show none of their kind."""
    if not likely:
        return
    likeliest = max(likely, key=lambda act: likely[act])
    certain = _SURE if draft.acts or draft.preferences else _LIKELY
    shown = [card.id for card in scene.state.active.slate]
    for act, chance in likely.items():
        if chance < certain or act in draft.acts or (act is Act.ASK_HUMAN and draft.answer_id):
            continue
        if act in _LEARNED_ALONE:
            alone = draft.says_nothing and not scene.found and not scene.references.pointed
            draft.acts |= {act} if alone and act is likeliest else set()
        elif act in _LEARNED_ANYWHERE:
            if act is not Act.DONT_CARE or (scene.asked and not draft.preferences):
                draft.acts.add(act)
                draft.declined += [scene.asked] if act is Act.DONT_CARE and not draft.declined else []
        elif act in _NEEDS_SLATE and chance >= _CLEAR and shown and not draft.acts and not draft.preferences:
            _add_about_items(scene, draft, act, shown)
        elif act is Act.RESTART and draft.says_nothing and chance >= _SURE and not scene.found:
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


def shown_acts(folded: str) -> set[Act]:
    """Give the acts whose words appear, with "undo" among the corrections."""
    acts = cue_acts(folded)
    return acts | {Act.CORRECT} if UNDO.search(folded) else acts
