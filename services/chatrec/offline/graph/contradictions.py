"""Facts that cannot all be true: two values where one is allowed, and what comes before itself."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.offline.graph.facts import Edge, Finding, FindingType
from chatrec.vocabulary.words import FacetType

__all__ = ["contradictions", "is_acyclic"]

_ACYCLIC = frozenset(
    {
        "based_on",
        "contains",
        "follows",
        "depends_on",
        "part_of",
        "precedes",
        "prerequisite",
        "prerequisite_of",
        "replaces",
        "requires",
        "sequel_of",
        "prequel_of",
        "subclass_of",
        "successor_of",
        "predecessor_of",
        "accessory_for",
    }
)


def is_acyclic(relation: str, named: Collection[str] = ()) -> bool:
    """Tell whether a relation must never lead back to where it began, as "successor of" must not."""
    return relation in _ACYCLIC or relation in named


def contradictions(catalogue: Catalogue, edges: Iterable[Edge], acyclic: Collection[str] = ()) -> Iterator[Finding]:
    """Find several values of a facet that takes one, nodes tied to themselves, and circles in an acyclic relation."""
    edges = tuple(edges)
    yield from _crowded_literals(catalogue)
    yield from _crowded(catalogue, edges)
    followed: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for head, relation, tail in edges:
        if head == tail:
            yield Finding(FindingType.CONTRADICTION, (head,), f"{relation}: it is tied to itself")
        elif is_acyclic(relation, acyclic):
            followed[relation][head].append(tail)
    for relation, ahead in followed.items():
        for circle in _circles(ahead):
            yield Finding(FindingType.CONTRADICTION, circle, _said(relation, circle))


def _said(relation: str, circle: tuple[str, ...]) -> str:
    if len(circle) == 2:  # noqa: PLR2004  the two that name each other
        return f"{relation}: each is said of the other"
    return f"{relation}: {len(circle)} nodes lead around in a circle"


def _crowded_literals(catalogue: Catalogue) -> Iterator[Finding]:
    single = [facet for facet in catalogue.schema.facets if not facet.many and facet.type is not FacetType.ENTITY]
    for item in catalogue.items:
        for facet in single:
            values = item.facets.get(facet.name, ())
            if len(values) > 1:
                said = " and ".join(map(str, values))
                yield Finding(FindingType.CONTRADICTION, (item.id,), f"{facet.name} takes one value and has {said}")


def _crowded(catalogue: Catalogue, edges: Iterable[Edge]) -> Iterator[Finding]:
    """Find the single-valued facets that facets and triples together give several values."""
    single = {
        facet.relation: facet.name
        for facet in catalogue.schema.facets
        if not facet.many and facet.type is FacetType.ENTITY
    }
    held: dict[tuple[str, str], list[str]] = {}
    for head, relation, tail in edges:
        if relation in single:
            held.setdefault((head, relation), []).append(tail)
    for (head, relation), tails in held.items():
        if len(tails) > 1:
            said = " and ".join(tails)
            what = f"{single[relation]} takes one value and has {said}"
            yield Finding(FindingType.CONTRADICTION, (head, *tails), what)


def _circles(ahead: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Give circles that share no node until none is left; of nodes that only lead to a circle or away none is in it."""
    left = {head: set(tails) for head, tails in ahead.items()}
    while True:
        left = _trimmed(left)
        if not left:
            return
        circle = _circle(left, min(left))
        yield circle
        for node in circle:
            left.pop(node)


def _trimmed(ahead: dict[str, set[str]]) -> dict[str, set[str]]:
    """Leave only nodes from which a walk may go on for ever."""
    behind: dict[str, set[str]] = defaultdict(set)
    for head, tails in ahead.items():
        for tail in tails:
            behind[tail].add(head)
    left = {head: set(tails) for head, tails in ahead.items()}
    ended = deque(node for node in behind if not left.get(node))
    while ended:
        node = ended.popleft()
        left.pop(node, None)
        for head in behind[node]:
            if head in left:
                left[head].discard(node)
                if not left[head]:
                    ended.append(head)
    return {head: tails for head, tails in left.items() if tails}


def _circle(ahead: Mapping[str, set[str]], start: str) -> tuple[str, ...]:
    walked: dict[str, int] = {}
    node = start
    while node not in walked:
        walked[node] = len(walked)
        node = min(ahead[node])
    return tuple(walked)[walked[node] :]
