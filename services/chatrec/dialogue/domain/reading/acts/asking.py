"""What a message asks of items: the acts of its questions, the items meant, the facets and checks."""

from typing import Final

from chatrec.dialogue.domain.reading.acts.asked import asked_facets
from chatrec.dialogue.domain.reading.acts.by_use import asks_of_a_value, read_checks
from chatrec.dialogue.domain.reading.acts.questions import names_in, those_having
from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.roles import Role
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.wishes.extremes import asked_end, extreme_asked, ranked_as_asked
from chatrec.dialogue.domain.reading.words.references import focus_of
from chatrec.dialogue.domain.reading.words.said import Clause
from chatrec.vocabulary.words import Act, MentionType

__all__ = ["read_question_acts"]

_COMPARED: Final = 3


def read_question_acts(scene: Scene, draft: Draft, roles: dict[Clause, Role]) -> None:
    """Read questions about items: what is asked, and of which."""
    for clause, role in roles.items():
        if role is Role.COMPARE and (having := those_having(scene, clause)):
            draft.acts.add(Act.COMPARE if len(having) > 1 else Act.ASK_ATTRIBUTE)
            draft.point_at(*having)
            draft.asked_facets += asked_facets(scene, clause)
        elif role is not Role.WISH:
            _read_question(scene, draft, clause, role)


def _read_question(scene: Scene, draft: Draft, clause: Clause, role: Role) -> None:
    shown = [card.id for card in scene.state.active.table]
    draft.acts.add({Role.ATTRIBUTE: Act.ASK_ATTRIBUTE, Role.WHY: Act.ASK_WHY, Role.COMPARE: Act.COMPARE}[role])
    named = [
        one.best.target
        for one in scene.found
        if one.best.type is MentionType.ITEM and clause.start <= one.start < clause.end
    ]
    if role is Role.COMPARE and not named and len(names_in(scene)) > 1:
        named = names_in(scene)
    both = role is Role.COMPARE and scene.references.pronoun and len({*named, *scene.references.items}) == 1
    held = {*named, *scene.references.items}
    spoken = focus_of(scene.state) if role is Role.COMPARE and len(held) == 1 else ""
    first = [scene.references.pronoun] if both else [spoken]
    draft.point_at(*first, *scene.references.items, *named)
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
    if role is Role.ATTRIBUTE:
        draft.checks += read_checks(scene, clause)
        if asks_of_a_value(scene, clause) and not draft.checks:
            draft.asked_facets = []  # "is the author handsome": no facet holds what is asked of its value
    if role is Role.COMPARE:
        draft.item_ids = ranked_as_asked(scene, clause, draft.item_ids)
        end = asked_end(scene, clause)
        draft.checks += [end] if end is not None else []
        if not draft.asked_facets:
            draft.item_ids = draft.item_ids[:_COMPARED]
