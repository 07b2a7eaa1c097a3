"""Reasons: short, one per item, worded from its paths alone; what one wish led to is said together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from chatrec.dialogue.domain.wording.voice import Voice, meets
from chatrec.vocabulary.conversation import PhrasedItem
from chatrec.vocabulary.graph import Path, Triple
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, Operator, Source, Value

__all__ = ["path_clauses", "reason"]

_MAX_CLAUSES: Final = 3
_MAX_POINTS: Final = 3
_UNDER: Final = {
    Operator.LESS: ("under your {}", "低于你的 {}"), Operator.AT_MOST: ("within your {}", "在你的 {}以内"),
    Operator.GREATER: ("over your {}", "高于你的 {}"), Operator.AT_LEAST: ("meeting your {}", "达到你的 {}"),
}  # fmt: skip
_FACT, _ASKED, _ALONE, _NEED, _LIKE = "fact", "asked", "alone", "need", "like"


@dataclass(frozen=True, slots=True)
class _Point:
    """What one path tells: a fact of the item, on a facet where it has one, and what it is said to."""

    to: str
    about: str
    words: str
    facet: Facet | None = None
    value: Value = ""
    share: float = 0.0

    @property
    def group(self) -> tuple[str, str]:
        """What is said together: a clause that stands alone is its own group."""
        return (self.to, self.words if self.to == _ALONE else self.about)


def reason(voice: Voice, item: PhrasedItem) -> str:
    """Give the reason of an item, "" where it has no path."""
    groups: dict[tuple[str, str], list[_Point]] = {}
    for point in _points(voice, item):
        groups.setdefault(point.group, []).append(point)
    clauses = [_clause(voice, points[:_MAX_POINTS]) for points in list(groups.values())[:_MAX_CLAUSES]]
    return voice.pick("; ", "；").join(clauses)


def path_clauses(voice: Voice, item: PhrasedItem) -> list[tuple[str, float]]:
    """Give one clause with its share for each thing that the paths of an item tell, the strongest first."""
    shares: dict[str, float] = {}
    for point in _points(voice, item):
        clause = _clause(voice, [point])
        shares[clause] = shares.get(clause, 0.0) + point.share
    return sorted(shares.items(), key=lambda pair: -pair[1])


def _points(voice: Voice, item: PhrasedItem) -> list[_Point]:
    """Give what the paths tell, the strongest first; the same thing once, said to a wish rather than to an item."""
    walks = sorted(item.paths, key=lambda path: (-path.contribution, len(path.triples)))
    points = [point for path in walks if (point := _point(voice, item, path)) is not None]
    told: dict[tuple[str, Value], _Point] = {}
    for point in sorted(points, key=lambda point: point.to == _LIKE):
        told.setdefault((point.facet.name, point.value) if point.facet else ("", point.words), point)
    return [point for point in points if point in told.values()]


def _clause(voice: Voice, points: list[_Point]) -> str:
    words = voice.pick(", ", "，").join(_merged(voice, points))
    first = points[0]
    if first.to == _ASKED:
        return words + voice.pick(", as you asked", "，符合你的要求")
    if first.to == _NEED:
        return voice.pick(f"{words} (you wanted “{first.about}”)", f"{words}（你想要“{first.about}”）")
    if first.to == _LIKE:
        return voice.pick(f"like {first.about}: {words}", f"和“{first.about}”一样：{words}")
    return words


def _merged(voice: Voice, points: Iterable[_Point]) -> Iterator[str]:
    """Say the values of one facet together: "theme: memory and dreams"."""
    rows = list({point.words: point for point in points}.values())
    for place, point in enumerate(rows):
        twins = [one for one in rows if one.facet == point.facet] if point.facet and point.facet.many else [point]
        if len(twins) == 1:
            yield point.words
        elif rows.index(twins[0]) == place and point.facet is not None:
            yield voice.entities(point.facet, list(dict.fromkeys(one.value for one in twins)))


def _point(voice: Voice, item: PhrasedItem, path: Path) -> _Point | None:
    if not path.triples:
        return None
    last = path.triples[-1]
    shared: Value = last.tail if last.head == item.card.id else last.head
    facet = voice.catalogue.by_relation.get(last.relation)
    if facet is None:
        return _Point(_ALONE, "", _linked(voice, last, str(shared), item), share=path.contribution)
    if last.head != item.card.id:
        name = voice.name(str(shared))
        words = voice.pick(f"linked to {name}", f"与“{name}”相关")
        return _Point(_ALONE, "", words, share=path.contribution)
    if len(path.triples) > 1 and isinstance(shared, str):
        before = path.triples[-2]
        other = before.head if before.tail == shared else before.tail
        words = voice.fact_words(facet, shared)
        return _Point(_LIKE, voice.name(str(other)), words, facet, shared, path.contribution)
    return _wished(voice, facet, shared, path.contribution)


def _wished(voice: Voice, facet: Facet, value: Value, share: float) -> _Point:
    wish = _wish_for(voice, facet, value)
    words = voice.fact_words(facet, value)
    if wish is None:
        return _Point(_FACT, "", words, facet, value, share)
    if wish.source is Source.NEED and wish.phrase and voice.fits(wish.phrase):
        return _Point(_NEED, wish.phrase, words, facet, value, share)
    limits = wish.operator in _UNDER and wish.hard and facet.type is FacetType.NUMBER
    if limits and not voice.catalogue.is_calendar(facet):
        pattern = _UNDER[wish.operator][0 if voice.english else 1]
        bound = pattern.format(voice.value(facet, wish.values[0]))
        return _Point(_ALONE, "", f"{words}{voice.pick(', ', '，')}{bound}", facet, value, share)
    return _Point(_ASKED, "", words, facet, value, share)


def _wish_for(voice: Voice, facet: Facet, value: Value) -> Preference | None:
    """Find the preference that a value meets, the latest first; one end of a range is not enough."""
    spoken = (*voice.speech.state.active.preferences, *voice.speech.reading.preferences)
    wishes = [wish for wish in reversed(spoken) if wish.facet == facet.name and wish.liked]
    if facet.type in {FacetType.NUMBER, FacetType.DATE} and not all(meets(facet, value, wish) for wish in wishes):
        return None
    return next((wish for wish in wishes if meets(facet, value, wish)), None)


def _linked(voice: Voice, edge: Triple, other: str, item: PhrasedItem) -> str:
    """Word an edge of the graph that is no facet: "sequel of X"; its direction as it is stored."""
    name, label = voice.name(other), voice.catalogue.schema.relation_label(edge.relation)
    own = label.en if voice.english else label.zh
    forward = edge.head == item.card.id
    if voice.english:
        own = own or edge.relation.replace("_", " ")
        return f"{own} {name}" if forward else f"{name} is {own} it"
    if not own or not voice.fits(own):
        return f"与“{name}”有直接关联"
    return f"{own}“{name}”" if forward else f"“{name}”{'的' if own.endswith('是') else ''}{own}它"
