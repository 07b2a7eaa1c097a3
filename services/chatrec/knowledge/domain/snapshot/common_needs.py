"""What people say for values that many catalogues have: "folds in half" for what is foldable, “翻盖那种”.

The ways to say a thing are data (`ways_to_say.jsonl`, written for this project): a row a meaning, the dry labels of a
catalogue first, then what people say instead. Where a catalogue has a value of such a name, the other words of the row
become a need that asks for the value, so that they are found by letters, and by likeness what is said like them.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.linking.folding import fold_name
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Need, NeedFacet
from chatrec.vocabulary.words import FacetType, Phrases, Text, Value

__all__ = ["WAYS_TO_SAY", "ways_to_say", "with_common_needs"]

WAYS_TO_SAY = Path(__file__).with_name("ways_to_say.jsonl")

_LABELS = 2
"""So many texts of a row, in each language, are labels."""

_TAILS = "的款式片机类型版"
_SHORTEST = 2
_FEWEST, _SHARE = 3, 0.25
_MOST_PHRASES = 8
"""Of one need in one language; each is encoded when a catalogue is built."""


@dataclass(frozen=True, slots=True)
class WayToSay:
    """A meaning, the domain that its row was written in, and its texts by language, labels first."""

    domain: str
    texts: Phrases


@cache
def ways_to_say() -> tuple[WayToSay, ...]:
    """Give all meanings."""
    rows = map(json.loads, WAYS_TO_SAY.read_text(encoding="utf-8").splitlines())
    return tuple(WayToSay(row["domain"], Phrases(tuple(row["en"]), tuple(row["zh"]))) for row in rows)


def with_common_needs(catalogue: Catalogue, names: Mapping[str, Text]) -> CatalogueSchema:
    """Give a catalogue's schema with the needs that its values bring; `names` are those of its nodes by id."""
    known = {fold_name(text) for text in _own_words(catalogue)}
    kinds = [fold_name(word) for kind in catalogue.schema.kinds for word in kind.words.every()]
    needs = []
    for facet in catalogue.schema.facets:
        labelled = [(part, _labelled(name, kinds)) for part, name in _values(catalogue, facet, names)]
        for part, row in _meant([pair for pair in labelled if pair[1]]):
            phrases = _phrases(ways_to_say()[row].texts, known)
            needs += [Need(phrases, (part,), common=True)] if phrases.every() else []
    return replace(catalogue.schema, needs=(*catalogue.schema.needs, *needs))


def _own_words(catalogue: Catalogue) -> Iterator[str]:
    """Give what the catalogue calls things itself."""
    schema = catalogue.schema
    for phrases in (*(need.phrases for need in schema.needs), *(kind.words for kind in schema.kinds)):
        yield from phrases.every()
    for entity in catalogue.entities:
        yield from (entity.name.en, entity.name.zh, *entity.aliases)
    for facet in schema.facets:
        names = (facet.label, *facet.value_names)
        yield from chain(facet.phrases.every(), (text for name in names for text in (name.en, name.zh)))


def _meant(labelled: list[tuple[NeedFacet, dict[int, bool]]]) -> Iterator[tuple[NeedFacet, int]]:
    """Choose the row of each value that one labels; a word may label two things.

    Sure is a row that both names of a value label, or all names that it has. Else those count that come from a domain
    which many values of the facet are of: beside Thai and Indian, "western" is no film.
    """
    domains = Counter(domain for _, rows in labelled for domain in {ways_to_say()[row].domain for row in rows})
    for part, rows in labelled:
        best = max(rows, key=lambda row: (rows[row], domains[ways_to_say()[row].domain], -row))
        of_its_kind = domains[ways_to_say()[best].domain]
        if rows[best] or of_its_kind >= max(_FEWEST, _SHARE * len(labelled)):
            yield part, best


def _labelled(name: Text, kinds: list[str]) -> dict[int, bool]:
    """Find the rows that a value's name labels, and of each whether all its names do."""
    found = [_rows_of(text, kinds) for text in (name.en, name.zh) if text]
    rows = dict.fromkeys(row for places in found for row in places)
    return {row: all(row in places for places in found) for row in rows}


@cache
def _by_label() -> dict[str, tuple[int, ...]]:
    """Give the rows of each label, folded; a Chinese one is also known without the word that it ends in."""
    found: dict[str, dict[int, None]] = {}
    for number, way in enumerate(ways_to_say()):
        for label in (*way.texts.en[:_LABELS], *way.texts.zh[:_LABELS]):
            for form in _forms(fold_name(label)):
                found.setdefault(form, {})[number] = None
    return {form: tuple(rows) for form, rows in found.items()}


def _forms(folded: str) -> Iterator[str]:
    yield folded
    if folded[-1:] in _TAILS and len(folded) > _SHORTEST:
        yield folded[:-1]
    if folded[-1:] == "s" and len(folded) > _SHORTEST:
        yield folded[:-1]


def _rows_of(name: str, kinds: list[str]) -> tuple[int, ...]:
    """Find the rows that a name labels, alone or before the word of a kind: "in-ear" labels in-ear headphones."""
    rows = _by_label()
    plain = [*_forms(fold_name(name))]
    forms = chain(plain, (f"{form}{kind}" for form in plain for kind in kinds))
    return next((rows[form] for form in forms if form in rows), ())


def _values(catalogue: Catalogue, facet: Facet, names: Mapping[str, Text]) -> Iterator[tuple[NeedFacet, Text]]:
    """Give the values of a facet that an item may have, each with its name; a flag is called by its facet."""
    if facet.type is FacetType.FLAG:
        yield NeedFacet(facet.name, (True,)), facet.label
    elif facet.type is FacetType.ORDINAL:
        for value, name in zip(facet.values, facet.value_names, strict=False):
            yield NeedFacet(facet.name, (value,)), name
    elif facet.type is FacetType.ENTITY:
        held: dict[Value, None] = {}
        for item in catalogue.items:
            held.update(dict.fromkeys(item.facets.get(facet.name, ())))
        for entity in held:
            yield NeedFacet(facet.name, (entity,)), names.get(str(entity), Text())


def _phrases(texts: Phrases, known: set[str]) -> Phrases:
    """Leave out the labels, which are the value's own name, and what the catalogue says itself; the shortest first."""
    parts = []
    for every in (texts.en, texts.zh):
        said = [text for text in every[1:] if fold_name(text) not in known]
        parts.append(tuple(sorted(said, key=len)[:_MOST_PHRASES]))
    return Phrases(*parts)
