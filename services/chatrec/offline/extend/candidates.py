"""Gathers findings to candidates, each a possible new triple, and describes them by numbers to learn from."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Item
from chatrec.knowledge.domain.linking.folding import fold, fold_name
from chatrec.offline.extend.finding import Finding
from chatrec.offline.extend.likeness import Floats, Likeness, facet_likeness, text_likeness
from chatrec.offline.extend.passages import NAME
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import Value

__all__ = ["Candidate", "Doubles", "Fact", "Facts", "gather"]

Doubles = NDArray[np.float64]

_MOST_OTHERS = 64
_PRIOR_HOLDERS = 3.0


class Fact(NamedTuple):
    """A facet's value of an item."""

    item: str
    facet: str
    value: Value


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that texts may say, with all places that say it, the surest first."""

    fact: Fact
    findings: tuple[Finding, ...]

    def keys(self) -> tuple[str, ...]:
        """Give what the catalogue's own statements teach about: the facet, the value, and the words around it."""
        facet, value = self.fact.facet, self.fact.value
        finding = self.findings[0]
        left, right = _around(finding)
        named = "name" if finding.passage.source.endswith(NAME) else finding.passage.language
        return (
            f"{facet}|{named}",
            f"{facet}={value}",
            f"{facet}~{fold_name(finding.surface)}",
            f"{facet}<{left}",
            f"{facet}>{right}",
        )


def gather(findings: Iterable[Finding]) -> tuple[Candidate, ...]:
    """Join the findings of the same fact; so every duplicate is resolved."""
    found: dict[Fact, list[Finding]] = {}
    for row in findings:
        found.setdefault(Fact(row.item, row.facet, row.value), []).append(row)
    return tuple(
        Candidate(fact, tuple(sorted(rows, key=lambda row: (row.passage.source.endswith(NAME), -row.score))))
        for fact, rows in found.items()
    )


class Facts:
    """What a catalogue holds, and how its values go together."""

    def __init__(self, catalogue: Catalogue, vectors: Floats | None = None) -> None:
        """Count who holds what; `vectors` are those of the items' texts, where an encoder is at hand."""
        self.facets: Mapping[str, Facet] = {facet.name: facet for facet in catalogue.schema.facets}
        self._rows = {item.id: row for row, item in enumerate(catalogue.items)}
        self._alike = [text_likeness(catalogue), facet_likeness(catalogue)]
        if vectors is not None:
            self._alike.append(Likeness(vectors))
        self._held = {item.id: _pairs(item) for item in catalogue.items}
        self._holders: dict[tuple[str, Value], set[str]] = defaultdict(set)
        for item in catalogue.items:
            for pair in self._held[item.id]:
                self._holders[pair].add(item.id)
        self._names = {entity.id: entity.name for entity in catalogue.entities}

    def knows(self, item: str) -> bool:
        """Tell whether there is such an item."""
        return item in self._held

    def holds(self, fact: Fact) -> bool:
        """Tell whether the catalogue states a fact."""
        return (fact.facet, fact.value) in self._held.get(fact.item, ())

    def contradicts(self, fact: Fact) -> bool:
        """Tell whether the item holds another value where one is allowed."""
        facet = self.facets[fact.facet]
        return not facet.many and any(
            name == fact.facet and value != fact.value for name, value in self._held.get(fact.item, ())
        )

    def teaches(self, fact: Fact) -> bool:
        """Tell whether a fact can be learned from: not where one value is allowed and none is known."""
        return self.facets[fact.facet].many or self.holds(fact) or self.contradicts(fact)

    def features(self, candidate: Candidate) -> Doubles:
        """Describe a candidate as though the catalogue did not hold it, so that known and new ones compare."""
        fact, first = candidate.fact, candidate.findings[0]
        many = self.facets[fact.facet].many
        others = sum(name == fact.facet for name, value in self._held[fact.item] if value != fact.value)
        holders = len(self._holders[fact.facet, fact.value] - {fact.item})
        lifts = self._lifts(fact)
        rows = [self._rows[item] for item in self._holders[fact.facet, fact.value]]
        word = f"{fact.facet}={fact.value}" if self.holds(fact) else ""
        likeness = [alike.to_holders(self._rows[fact.item], rows, word) for alike in self._alike]
        name = self._names.get(str(fact.value))
        exact = name is not None and fold_name(first.surface) in (fold_name(name.en), fold_name(name.zh))
        return np.array(
            [
                first.score,
                float(exact),
                float(first.passage.source.endswith(NAME)),
                float(len({row.passage.language for row in candidate.findings}) > 1),
                math.log(len(candidate.findings)),
                math.log1p(first.passage.position),
                float(first.meanings > 1),
                math.log(len(fold_name(first.surface)) + 1),
                float(many and not others),
                math.log1p(others) if many else 0.0,
                math.log1p(holders),
                max(lifts, default=0.0),
                sum(sorted(lifts)[-3:]) / 3,
                sum(lifts) / math.sqrt(len(lifts) or 1),
                *(number for pair in likeness for number in pair),
            ]
        )

    def _lifts(self, fact: Fact) -> list[float]:
        """Give how much each other value of the item speaks for this one: ln(P(value | other) / P(value))."""
        own = self._holders[fact.facet, fact.value] - {fact.item}
        base = (len(own) + 0.5) / (len(self._held) + 1.0)
        others = [pair for pair in self._held[fact.item] if pair != (fact.facet, fact.value)]
        others = sorted(others, key=lambda pair: (len(self._holders[pair]), str(pair)))[:_MOST_OTHERS]
        found = []
        for pair in others:
            holders = self._holders[pair]
            both, count = len(own & holders), len(holders) - 1
            if count:
                share = (both + _PRIOR_HOLDERS * base) / (count + _PRIOR_HOLDERS)
                found.append(math.log(share / base))
        return found


def _pairs(item: Item) -> frozenset[tuple[str, Value]]:
    return frozenset((name, value) for name, values in item.facets.items() for value in values)


def _around(finding: Finding) -> tuple[str, str]:
    """Give the folded words, or Chinese characters, right before and right after a finding."""
    before, after = fold(finding.passage.text[: finding.start]), fold(finding.passage.text[finding.end :])
    ends = [place for place in range(len(before.letters)) if before.breaks[place]]
    left = before.letters[ends[-1] :] if ends else "^"
    return left, after.letters[: after.word_end(1)] if after.letters else "$"
