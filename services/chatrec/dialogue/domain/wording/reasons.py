"""Reasons: one per item, worded from its paths alone."""

from typing import Final

from chatrec.dialogue.domain.wording.voice import Voice, meets
from chatrec.vocabulary.conversation import PhrasedItem
from chatrec.vocabulary.graph import Path, Triple
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, Operator, Source, Value

__all__ = ["path_clauses", "reason"]

_MAX_CLAUSES: Final = 3
_UNDER: Final = {
    Operator.LESS: ("under your {}", "低于你的 {}"), Operator.AT_MOST: ("within your {}", "在你的 {}以内"),
    Operator.GREATER: ("over your {}", "高于你的 {}"), Operator.AT_LEAST: ("meeting your {}", "达到你的 {}"),
}  # fmt: skip


def reason(voice: Voice, item: PhrasedItem) -> str:
    """Give the reason of an item, "" where it has no path."""
    clauses = path_clauses(voice, item)
    return voice.pick("; ", "；").join(clauses[:_MAX_CLAUSES])


def path_clauses(voice: Voice, item: PhrasedItem) -> list[str]:
    """Give one clause for each path of an item, the strongest first, equal ones once."""
    walks = sorted(item.paths, key=lambda path: -path.contribution)
    return list(dict.fromkeys(clause for path in walks if (clause := _clause(voice, item, path))))


def _clause(voice: Voice, item: PhrasedItem, path: Path) -> str:
    if not path.triples:
        return ""
    last = path.triples[-1]
    other = last.tail if last.head == item.card.id else last.head
    if len(path.triples) == 1:
        return _direct(voice, last, other, item)
    return _through(voice, path, item)


def _direct(voice: Voice, edge: Triple, other: Value, item: PhrasedItem) -> str:
    facet = voice.catalogue.by_relation.get(edge.relation)
    if facet is None:
        return _linked(voice, edge, other, item)
    if edge.head != item.card.id:
        return voice.pick(f"linked to {voice.name(str(other))}", f"与“{voice.name(str(other))}”相关")
    wish = _wish_for(voice, facet, edge.tail)
    if facet.type in {FacetType.ENTITY, FacetType.FLAG}:
        return _named(voice, facet, edge.tail, wish)
    return _graded(voice, facet, edge.tail, wish)


def _wish_for(voice: Voice, facet: Facet, value: Value) -> Preference | None:
    """Find the preference that a value meets, the latest first."""
    spoken = (*voice.speech.state.active.preferences, *voice.speech.reading.preferences)
    return next(
        (wish for wish in reversed(spoken) if wish.facet == facet.name and wish.liked and meets(facet, value, wish)),
        None,
    )


def _said(voice: Voice, wish: Preference | None) -> str:
    """Open with the user's own words for a need: "you wanted “long range”: "."""
    if wish is None or wish.source is not Source.NEED or not wish.phrase or not voice.fits(wish.phrase):
        return ""
    return voice.pick(f"you wanted “{wish.phrase}”: ", f"你想要“{wish.phrase}”：")


def _named(voice: Voice, facet: Facet, value: Value, wish: Preference | None) -> str:
    if facet.type is FacetType.FLAG:
        words = f"{voice.label(facet)}{voice.pick(': ', '：')}{voice.value(facet, value)}"
    else:
        words = f"{_relation(voice, facet)}{voice.pick(' ', '')}{voice.value(facet, value)}"
    opening = _said(voice, wish)
    return (
        f"{opening}{words}" if opening or wish is None else f"{words}{voice.pick(', as you asked', '，符合你的要求')}"
    )


def _relation(voice: Voice, facet: Facet) -> str:
    if facet.relation_label:
        own = facet.relation_label.en if voice.english else facet.relation_label.zh
        if own:
            return own
    return voice.pick(f"{voice.label(facet)}:", f"{voice.label(facet)}：")


def _graded(voice: Voice, facet: Facet, value: Value, wish: Preference | None) -> str:
    words = voice.value(facet, value)
    if not facet.money or not voice.english:
        joint = "为" if facet.type is FacetType.ORDINAL and not voice.english else " "
        words = f"{voice.label(facet)}{joint}{words}"
    opening = _said(voice, wish)
    if opening or wish is None:
        return f"{opening}{words}"
    if (
        wish.operator in _UNDER
        and not voice.catalogue.is_calendar(facet)
        and facet.type is FacetType.NUMBER
        and wish.hard
    ):
        pattern = _UNDER[wish.operator][0 if voice.english else 1]
        return f"{words}{voice.pick(', ', '，')}{pattern.format(voice.value(facet, wish.values[0]))}"
    return f"{words}{voice.pick(', as you asked', '，符合你的要求')}"


def _linked(voice: Voice, edge: Triple, other: Value, item: PhrasedItem) -> str:
    """Word an edge of the graph that is no facet: "sequel of X"; its direction as it is stored."""
    name = voice.name(str(other))
    relation = edge.relation.replace("_", " ")
    if not voice.english:
        return f"与“{name}”有直接关联"
    return f"{relation} {name}" if edge.head == item.card.id else f"{name} is {relation} it"


def _through(voice: Voice, path: Path, item: PhrasedItem) -> str:
    """Word a longer walk by its last two edges: what the item shares with the one before it."""
    before, last = path.triples[-2], path.triples[-1]
    shared = last.tail if last.head == item.card.id else last.head
    other = before.head if before.tail == shared else before.tail
    facet = voice.catalogue.by_relation.get(last.relation)
    if last.head != item.card.id or facet is None or not isinstance(shared, str):
        return _direct(voice, last, shared, item)
    words = f"{_relation(voice, facet)}{voice.pick(' ', '')}{voice.value(facet, shared)}"
    name = voice.name(str(other))
    return voice.pick(f"like {name}, {words}", f"和“{name}”一样，{words}")
