"""Values that are pointed at: "the same author", "that director", “同一个牌子”, "the same budget"."""

import re
from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.reading.draft import Draft
from chatrec.dialogue.domain.reading.roles import Role
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.words.cues import CUES, FOR_SALE, WISHING
from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.polarity import Polarity
from chatrec.dialogue.domain.reading.words.references import focus_of
from chatrec.dialogue.domain.reading.words.said import Clause
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import Act, FacetType, MentionType, Operator

__all__ = ["points_at_a_value", "read_alike"]

_SAME: Final = re.compile(r"(?:\b(?:(?:the|this|that) )?same|(?:同一|同|一样的?|相同的?)[个款家部位]?的?)\s*$")
_THAT: Final = re.compile(r"(?:\b(?:this|that|his|her|their)|[这那该][个款家部位]?|[他她]的?)\s*$")
_OTHER: Final = re.compile(
    r"(?:\b(?:another|different|(?:some |any )?other)"
    r"|别的|其[他它]的?|另外?一?[个家位]?的?|不同的?|换一?[个家位]?(?:别的)?)\s*$"
)
_IS_IT: Final = re.compile(r"\b(?:is|are|do|does|have|has) (?:it|this|that|they|these|those|both)\b|是不是|是同|都是")
_AS_BEFORE: Final = re.compile(r"\s*(?:不变|照旧|还是一样|一样|as before)")
_REACH: Final = 12


def points_at_a_value(scene: Scene, clause: Clause) -> bool:
    """Tell whether a clause wishes for what something spoken of has: "what else has that director made?"."""
    return any(clause.start <= one.start < clause.end for one, _ in _pointed(scene))


def read_alike(scene: Scene, draft: Draft, roles: dict[Clause, Role]) -> None:
    """Read the values of the item spoken of, or the limits of the topic that was left, as what is wished for."""
    for one, facet in _pointed(scene):
        if roles[scene.said.clause_at(one.start)] is not Role.WISH:
            continue
        draft.consumed.append((one.start, one.end))
        taken = {wish.facet for wish in draft.preferences}
        if facet.name in taken:
            continue
        values = _values(scene, one, facet)
        if _OTHER.search(_before(scene, one)):
            values = [
                replace(wish, operator=Operator.NOT_EQUAL, values=(value,), hard=True)
                for wish in values
                for value in wish.values
            ]
        draft.preferences += values or _limits(scene, facet)
        if values:
            draft.acts.add(Act.ASK_MORE)  # others, not the one that has them


def _pointed(scene: Scene) -> list[tuple[Found, Facet]]:
    """Give the facets that a value of which is pointed at, with their places."""
    rows: list[tuple[Found, Facet]] = []
    for one in scene.found:
        facet = scene.catalogue.by_name.get(one.best.target) if one.best.type is MentionType.FACET else None
        if facet is None or scene.polarities.of(one.start, one.end) is not Polarity.WANTED:
            continue
        clause = scene.said.clause_at(one.start)
        words = scene.said.words(clause)
        before = _before(scene, one)
        other = _OTHER.search(before) is not None and facet.type is FacetType.ENTITY
        same = _SAME.search(before) or _AS_BEFORE.match(scene.said.folded, one.end)
        more = CUES[Act.ASK_MORE].search(words) or FOR_SALE.search(words) or WISHING.search(words)
        if ((same or other) and not _IS_IT.search(words)) or (
            _THAT.search(before) and more and facet.type is FacetType.ENTITY
        ):
            rows.append((one, facet))
    return rows


def _before(scene: Scene, one: Found) -> str:
    clause = scene.said.clause_at(one.start)
    return scene.said.folded[max(clause.start, one.start - _REACH) : one.start]


def _values(scene: Scene, one: Found, facet: Facet) -> list[Preference]:
    card = scene.card(scene.references.pronoun or focus_of(scene.state))
    fact = card.fact(facet.name) if card and facet.type in {FacetType.ENTITY, FacetType.ORDINAL} else None
    if fact is None or not fact.values:
        return []
    operator = Operator.IN if len(fact.values) > 1 else Operator.EQUAL
    phrase = scene.phrase(one.start, one.end)
    return [Preference(facet.name, operator, fact.values, turn=scene.state.turn, phrase=phrase)]


def _limits(scene: Scene, facet: Facet) -> list[Preference]:
    """Give what was asked of a facet in the topic that was left last: "the same budget"."""
    left = next(
        (topic for topic in reversed(scene.state.parked) if topic.catalogue == scene.catalogue.schema.name), None
    )
    return [wish for wish in left.preferences if wish.facet == facet.name] if left else []
