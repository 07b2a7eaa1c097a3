"""Nodes that may be one and the same: equal names, or nearly equal names with the same facts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations, islice

from rapidfuzz.distance import OSA

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.linking.folding import fold_name
from chatrec.offline.graph.facts import Finding, FindingType, nodes_of

__all__ = ["duplicates"]

Facts = frozenset[tuple[str, str]]

_ALIKE = 0.5
_LEAST_SHARED = 2
_SHORTEST = 5
_LONGEST = 64
_MOST_IN_BUCKET = 50
"""A form of a name that more nodes share than this tells nothing."""


def duplicates(catalogue: Catalogue, facts: Mapping[str, Facts]) -> Iterator[Finding]:
    """Find nodes of one kind with the same name or alias, folded, and those one letter apart with the same facts.

    Two items, or two nodes that share only an alias, are of the same name by right where most of their facts differ:
    a film and its remake, two people called Lee.
    """
    items = frozenset(item.id for item in catalogue.items)
    told: set[frozenset[str]] = set()
    for kind, rows in _by_kind(catalogue).items():
        for name, first, second in _same_names(rows):
            pair = frozenset((first.id, second.id))
            named = name in _folded_names(first) and name in _folded_names(second)
            sure = named and first.id not in items and second.id not in items
            if pair not in told and (sure or _alike(facts[first.id], facts[second.id])):
                told.add(pair)
                yield _finding(first, second, f"the same name, kind {kind or 'none'}", facts)
        for first, second in _near_names(rows):
            pair = frozenset((first.id, second.id))
            shared = len(facts[first.id] & facts[second.id])
            if pair not in told and shared >= _LEAST_SHARED and _share(facts[first.id], facts[second.id]) >= _ALIKE:
                told.add(pair)
                yield _finding(first, second, f"names one letter apart, kind {kind or 'none'}", facts)


def _finding(first: Item | Entity, second: Item | Entity, what: str, facts: Mapping[str, Facts]) -> Finding:
    one, other = facts[first.id], facts[second.id]
    return Finding(
        FindingType.DUPLICATE,
        (first.id, second.id),
        f"{what}; {len(one & other)} of {len(one | other)} facts are shared",
    )


def _by_kind(catalogue: Catalogue) -> Mapping[str, list[Item | Entity]]:
    found: dict[str, list[Item | Entity]] = defaultdict(list)
    for row in nodes_of(catalogue):
        found[row.kind].append(row)
    return found


def _folded_names(row: Item | Entity) -> frozenset[str]:
    return frozenset(filter(None, map(fold_name, (row.name.en, row.name.zh))))


def _all_names(row: Item | Entity) -> frozenset[str]:
    return _folded_names(row) | frozenset(filter(None, map(fold_name, row.aliases)))


def _same_names(rows: list[Item | Entity]) -> Iterator[tuple[str, Item | Entity, Item | Entity]]:
    holders: dict[str, list[Item | Entity]] = defaultdict(list)
    for row in rows:
        for name in _all_names(row):
            holders[name].append(row)
    for name in sorted(holders):
        for first, second in islice(combinations(holders[name], 2), _MOST_IN_BUCKET):
            yield name, first, second


def _near_names(rows: list[Item | Entity]) -> Iterator[tuple[Item | Entity, Item | Entity]]:
    """Give pairs within one edit, found by forms with one letter left out (Garbe's symmetric deletes)."""
    names = [(row, name) for row in rows for name in sorted(_folded_names(row)) if _SHORTEST <= len(name) <= _LONGEST]
    buckets: dict[int, list[int]] = defaultdict(list)
    for number, (_, name) in enumerate(names):
        for form in {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}:
            buckets[hash(form)].append(number)
    pairs = {
        pair
        for bucket in buckets.values()
        if 1 < len(bucket) <= _MOST_IN_BUCKET
        for pair in combinations(sorted(bucket), 2)
    }
    for one, other in sorted(pairs):
        (first, name), (second, near) = names[one], names[other]
        if first is not second and _digits(name) == _digits(near) and OSA.distance(name, near, score_cutoff=1) == 1:
            yield first, second


def _digits(name: str) -> str:
    """Give the digits: the second part is not a misspelling of the third."""
    return "".join(filter(str.isdigit, name))


def _share(one: Facts, other: Facts) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def _alike(one: Facts, other: Facts) -> bool:
    return not one or not other or _share(one, other) >= _ALIKE
