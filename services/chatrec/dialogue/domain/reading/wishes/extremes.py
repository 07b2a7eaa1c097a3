"""Extremes of what is on the table: "the cheapest one", "which is lightest", “轻一点的那个”."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from typing import Final

from chatrec.dialogue.domain.catalogues import days_of
from chatrec.dialogue.domain.reading.amounts.measures import facet_by_adjective
from chatrec.dialogue.domain.reading.scene import Scene
from chatrec.dialogue.domain.reading.wishes.critiques import read_degrees, wished_end
from chatrec.dialogue.domain.reading.words.adjectives import Degree, Grade, find_plain
from chatrec.dialogue.domain.reading.words.said import Clause
from chatrec.vocabulary.graph import ItemCard
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM, KIND, Facet
from chatrec.vocabulary.words import FacetType, Operator

__all__ = ["asked_end", "extreme_asked", "extreme_item", "ranked_as_asked"]

_ONE_OF_THEM: Final = re.compile(
    r"\s*(?:(?:one|option|model)(?!s)|of (?:them|these|those|the)|in (?:this|the) list|是(?:哪|什么)|的?(?:那|哪)[个款部本家门件台只种]|的(?:是哪|是))"
)
# "The cheaper one", “轻一点的那个” are on the table; "a cheaper one" is another.
_THE_MORE: Final = re.compile(r"\bthe (?:more |less )?[a-z]+$|(?<![有来])[\u3400-\u9fff]+$")
_BY_NAME: Final = frozenset({Operator.EQUAL, Operator.IN})


def extreme_item(scene: Scene, degree: Degree, facet: Facet) -> str:
    """Give the item on the table that is "the cheapest one" or "the cheaper one"; "" where none is pointed at."""
    if degree.grade not in {Grade.MORE, Grade.MOST} or not scene.state.active.table:
        return ""
    if not _ONE_OF_THEM.match(scene.said.folded, degree.end):
        return ""
    if degree.grade is Grade.MORE and not _THE_MORE.search(scene.said.folded[max(0, degree.start - 10) : degree.end]):
        return ""
    sign = wished_end(degree, facet)
    known = [(measure, card.id) for card in _fitting(scene) if (measure := _measure(card, facet)) is not None]
    if not known:
        return ""
    return (max if sign > 0 else min)(known, key=lambda pair: pair[0])[1]


def extreme_asked(scene: Scene, clause: Clause) -> str:
    """Give the item on the table that a question for "the oldest" means; "" where it asks for no extreme."""
    shown = [card.id for card in _fitting(scene)]
    asked = any(
        degree.grade is Grade.MOST and clause.start <= degree.start < clause.end for degree, _ in read_degrees(scene)
    )
    return ranked_as_asked(scene, clause, shown)[0] if asked and shown else ""


def _fitting(scene: Scene) -> list[ItemCard]:
    """Give the items on the table that have all that was asked for by name; all of them where none has."""
    topic = scene.state.active
    wishes = [wish for wish in topic.preferences if wish.liked and wish.operator in _BY_NAME]
    fitting = [card for card in topic.table if all(_has(card, wish) for wish in wishes)]
    return fitting or list(topic.table)


def _has(card: ItemCard, wish: Preference) -> bool:
    fact = card.fact(wish.facet)
    return wish.facet in {ITEM, KIND} or (fact is not None and bool(set(fact.values) & set(wish.values)))


def ranked_as_asked(scene: Scene, clause: Clause, item_ids: list[str]) -> list[str]:
    """Put items into the order that a question asks for: the lightest first for "which is lightest"."""
    asked = [pair for pair in _asked_degrees(scene, clause) if clause.start <= pair[0].start < clause.end]
    cards = {card.id: card for card in (*scene.state.active.slate, *scene.state.active.compared)}
    if not asked or not all(item in cards for item in item_ids):
        return item_ids
    degree, facet = asked[0]
    sign = wished_end(degree, facet)
    known = {item: measure for item in item_ids if (measure := _measure(cards[item], facet)) is not None}
    return sorted(item_ids, key=lambda item: (item not in known, -sign * known.get(item, 0.0)))


def asked_end(scene: Scene, clause: Clause) -> Preference | None:
    """Give the end that a comparison asks for, as a preference whose bound says nothing: "which is lighter"; None for none."""
    asked = [pair for pair in _asked_degrees(scene, clause) if clause.start <= pair[0].start < clause.end]
    if not asked:
        return None
    degree, facet = asked[0]
    return Preference(facet.name, Operator.AT_LEAST if wished_end(degree, facet) > 0 else Operator.AT_MOST, (0.0,))


def _asked_degrees(scene: Scene, clause: Clause) -> list[tuple[Degree, Facet]]:
    """Give the degrees of a question; after "哪个" a bare adjective will do: "哪个长"."""
    found = read_degrees(scene)
    plain = [degree for degree, _ in find_plain(scene.said.folded) if clause.start <= degree.start]
    facets = [(degree, facet_by_adjective(scene, degree.adjective, degree.start, degree.end)) for degree in plain]
    return found or [(degree, facet) for degree, facet in facets if facet is not None]


def _measure(card: ItemCard, facet: Facet) -> float | None:
    fact = card.fact(facet.name)
    if fact is None or not fact.values:
        return None
    value = fact.values[0]
    if isinstance(value, str):
        return (
            float(facet.values.index(value))
            if value in facet.values
            else (days_of(value) if facet.type is FacetType.DATE else None)
        )
    return float(value)
