"""Acts of an utterance: by the words that show them, in their context, and by the learned head."""

import re
from typing import Final

from chatrec.dialogue.domain.reading.acts.known import known_items
from chatrec.dialogue.domain.reading.acts.taking import takes_by_name
from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.leftovers import left_over, says_something
from chatrec.dialogue.domain.reading.roles import Role
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.cues import (
    ADDED,
    CUES,
    INDIFFERENT_TO,
    LIFTED,
    LOVED,
    REPAIR,
    UNDO,
    UNFIT,
    WEAK_CORRECTION,
    cue_acts,
    social_spans,
)
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.references import focus_of
from chatrec.dialogue.domain.reading.words.said import Clause
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM, KIND
from chatrec.vocabulary.words import Act, MentionType, Move, Operator, Source

__all__ = [
    "ordered",
    "read_item_acts",
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
_PLEASE: Final = re.compile(r"\bplease\s*[.!]?\s*$|吧\s*[。!]?\s*$")
_ANOTHER: Final = re.compile(r"(?:\b(?:another|other|different)|别的|其[他它]的?|另外?一?[个家部间]?)\s*$")


def ordered(acts: set[Act]) -> tuple[Act, ...]:
    """Put acts in order, the one to react to first."""
    return tuple(act for act in _ORDER if act in acts)


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
    owned = known_items(scene.said, scene.found)
    known = Act.SEEN in cues and not _only_asked(scene, roles)
    if owned or (known and (pointed or many or (shown and not wishes)) and not (question and not pointed)):
        _note_known(scene, draft, owned or many or pointed)
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
        (Act.ACCEPT in cues or _agrees(scene, cues) or takes_by_name(scene))
        and not asking
        and (pointed or shown)
        and (scene.state.last_move is not Move.RELAX or scene.references.items)
        and not question
    ):
        draft.acts.add(Act.ACCEPT)
        # A plan is taken as a whole.
        taken = pointed or many or ([focus_of(state)] if scene.state.last_move is not Move.PLAN else [])
        draft.liked += [item for item in taken if item not in draft.liked]
        draft.point_at(*taken)
    if (Act.ASK_MORE in cues or _another_of_its_kind(scene)) and not asking and shown:
        draft.acts.add(Act.ASK_MORE)
    if scene.references.items and not asking:
        draft.point_at(*scene.references.items)


def _agrees(scene: Scene, cues: set[Act]) -> bool:
    """Tell whether a message does nothing but say yes to one by its place: "ok, the first please"."""
    if not scene.references.items or not (cues & {Act.AFFIRM, Act.THANK} or _PLEASE.search(scene.said.folded)):
        return False
    spans = [*scene.references.spans, *social_spans(scene.said.folded)]
    return not any(left_over(scene.said, clause, spans, 1) for clause in scene.said.clauses)


def _another_of_its_kind(scene: Scene) -> bool:
    """Tell whether "another" stands before a kind: "another restaurant nearby?"."""
    return any(
        one.best.type is MentionType.KIND and _ANOTHER.search(scene.said.folded[max(0, one.start - 12) : one.start])
        for one in scene.found
    )


def _note_known(scene: Scene, draft: Draft, items: list[str]) -> None:
    """Note what the user knows or has: the items pointed at, or what is spoken of where nothing else is named."""
    if not items and draft.plan_changes:
        return  # what is known was named: "I've done calculus"
    draft.acts.add(Act.SEEN)
    cues = [match.span() for match in CUES[Act.SEEN].finditer(scene.said.folded)]
    if not items and not any(left_over(scene.said, clause, cues, 1) for clause in scene.said.clauses):
        items = [focus_of(scene.state)]
    draft.seen += items
    draft.rejected = [item for item in draft.rejected if item not in items]
    draft.preferences = [wish for wish in draft.preferences if not (_turns_down(wish) and wish.values[0] in items)]
    draft.point_at(*draft.seen)
    if LOVED.search(scene.said.folded):
        draft.liked += [item for item in draft.seen if item not in draft.liked]


def _only_asked(scene: Scene, roles: dict[Clause, Role]) -> bool:
    """Tell whether the words of knowing stand in questions alone: "what do I have to know before the first one"."""
    places = [match.start() for match in CUES[Act.SEEN].finditer(scene.said.folded)]
    return all(roles[scene.said.clause_at(place)] is not Role.WISH for place in places)


def _turns_down(wish: Preference) -> bool:
    return wish.facet == ITEM and wish.operator is Operator.NOT_EQUAL


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
    if any(REPAIR.finditer(scene.said.folded)):
        _drop_taken_back(scene, draft, REPAIR)
    if said and (Act.CORRECT in cues or _replaces(scene.said.folded, spoken & before)):
        draft.acts.add(Act.CORRECT)
        draft.acts.discard(Act.STATE_PREFERENCE)
        _drop_taken_back(scene, draft, CUES[Act.CORRECT])
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
    for match in INDIFFERENT_TO.finditer(scene.said.folded):
        clause = scene.said.clause_at(match.start())
        objects = [one for one in scene.found if match.end() <= one.start < clause.end]
        about = {_facet_of(one) for one in objects[:1]} - {""}
        draft.declined += [name for name in about if name not in draft.declined]
        draft.preferences = [wish for wish in draft.preferences if wish.facet not in about | _values_of(objects[:1])]
        said = [wish for wish in said if wish in draft.preferences]
    lifted = [one.target for one in scene.facet_mentions() if LIFTED.match(scene.said.folded, one.end)]
    draft.declined += [name for name in lifted if name not in draft.declined]
    if Act.DONT_CARE in cues and not said:
        draft.declined += [one.target for one in scene.facet_mentions() if one.target not in draft.declined]
        if not draft.declined and scene.asked:
            draft.declined.append(scene.asked)
        draft.acts.add(Act.DONT_CARE)
    elif draft.declined:
        draft.acts.add(Act.DONT_CARE)


def _facet_of(one: Found) -> str:
    """Give the facet that a place speaks of: by name, else the one whose value it is."""
    named = next((mention.target for mention in one.mentions if mention.type is MentionType.FACET), "")
    return named or one.facet or next(iter(one.best.facets), "")


def _values_of(found: list[Found]) -> set[str]:
    return {name for one in found for name in one.best.facets}


def _drop_taken_back(scene: Scene, draft: Draft, marks_of: re.Pattern[str]) -> None:
    """Take A back where "not A, B" or "A, I mean B" corrects: it does not say that A is disliked."""
    wanted = {wish.facet for wish in draft.preferences if wish.operator is not Operator.NOT_EQUAL}
    draft.preferences = [
        wish for wish in draft.preferences if wish.operator is not Operator.NOT_EQUAL or wish.facet not in wanted
    ]
    marks = [match.end() for match in marks_of.finditer(scene.said.folded)]
    turn = marks[-1] if marks else 0
    behind = {wish.facet for wish in draft.preferences if _place(scene, wish) >= turn}
    draft.preferences = [wish for wish in draft.preferences if _place(scene, wish) >= turn or wish.facet not in behind]


def _place(scene: Scene, wish: Preference) -> int:
    """Give the last place of a preference's words, the start where they are not the user's own."""
    return scene.said.original.rfind(wish.phrase) if wish.phrase else 0


def shown_acts(folded: str) -> set[Act]:
    """Give the acts whose words appear, with "undo" among the corrections."""
    acts = cue_acts(folded)
    return acts | {Act.CORRECT} if UNDO.search(folded) else acts
