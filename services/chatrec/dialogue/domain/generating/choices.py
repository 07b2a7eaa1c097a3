"""The values that a second reading may choose from: those that schema, needs, mentions and shown items bring."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chatrec.dialogue.domain.catalogues import KnownCatalogue
from chatrec.vocabulary.conversation import Utterance
from chatrec.vocabulary.words import FacetType, Text, Value

__all__ = ["Choice", "choices_of", "key_of", "listed"]

_MOST_CHOICES: Final = 120
_MOST_NAMES: Final = 4
_LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet with words for it."""

    facet: str
    value: Value
    names: tuple[str, ...]


def choices_of(catalogue: KnownCatalogue, utterance: Utterance) -> tuple[Choice, ...]:
    """Give each value once, the utterance's own mentions first. Numbers and days are for the rules to read."""
    found: dict[tuple[str, Value], tuple[str, ...]] = {}
    for choice in (*_mentioned(catalogue, utterance), *_declared(catalogue), *_shown(catalogue, utterance)):
        key = (choice.facet, choice.value)
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), *choice.names)))[:_MOST_NAMES]
    return tuple(Choice(facet, value, names) for (facet, value), names in list(found.items())[:_MOST_CHOICES])


def listed(choices: Sequence[Choice]) -> list[dict[str, object]]:
    """Give choices as JSON takes them."""
    return [
        {"facet": one.facet, "value": one.value, "names": [name[:_LONGEST_NAME] for name in one.names]}
        for one in choices
    ]


def key_of(facet: object, value: object) -> str:
    """Give one text for a facet and a value as JSON has them, so that `true` is neither 1 nor "true"."""
    return json.dumps([facet, value], ensure_ascii=False)


def _declared(catalogue: KnownCatalogue) -> Iterator[Choice]:
    for facet in catalogue.schema.facets:
        if facet.type is FacetType.ORDINAL:
            names = facet.value_names or tuple(Text(value) for value in facet.values)
            yield from (
                Choice(facet.name, value, _both(name)) for value, name in zip(facet.values, names, strict=False)
            )
        elif facet.type is FacetType.FLAG:
            yield Choice(facet.name, value=True, names=(*_both(facet.label), *facet.phrases.every()))
    for need in catalogue.schema.needs:
        for wanted in need.facets:
            facet_ = catalogue.by_name.get(wanted.facet)
            if facet_ is not None and facet_.type is FacetType.ENTITY:
                yield from (Choice(facet_.name, value, (str(value), *need.phrases.every())) for value in wanted.values)


def _mentioned(catalogue: KnownCatalogue, utterance: Utterance) -> Iterator[Choice]:
    for mention in utterance.grounding.mentions:
        if mention.catalogue == catalogue.schema.name:
            yield from _entities(catalogue, mention.facets[:1], mention.target, mention.name)


def _shown(catalogue: KnownCatalogue, utterance: Utterance) -> Iterator[Choice]:
    if utterance.state.active.catalogue != catalogue.schema.name:
        return
    for card in utterance.state.active.table:
        for fact in card.facts:
            for value, name in zip(fact.values, fact.names, strict=False):
                yield from _entities(catalogue, (fact.facet,), value, name)


def _entities(catalogue: KnownCatalogue, facets: Iterable[str], value: Value, name: Text) -> Iterator[Choice]:
    for one in facets:
        facet = catalogue.by_name.get(one)
        if facet is not None and facet.type is FacetType.ENTITY and facet.demand is None:
            yield Choice(facet.name, value, _both(name))


def _both(name: Text) -> tuple[str, ...]:
    return tuple(filter(None, (name.en, name.zh)))
