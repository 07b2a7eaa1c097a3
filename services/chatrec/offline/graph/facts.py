"""What the checks of a graph find, and the facts that they look at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.vocabulary.schema import CatalogueSchema
from chatrec.vocabulary.words import FacetType

__all__ = ["Edge", "Finding", "FindingType", "edges_of", "facts_by_node", "nodes_of", "owners"]

Edge = tuple[str, str, str]
"""Head, relation and tail of a stored edge, be it a facet's value or a triple."""


class FindingType(StrEnum):
    """What is wrong."""

    ORPHAN = "orphan"
    CONTRADICTION = "contradiction"
    DUPLICATE = "duplicate"
    DEAD_LINK = "dead_link"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the ids that it is about, and what it is in one line of plain English."""

    type: FindingType
    ids: tuple[str, ...]
    what: str


def nodes_of(catalogue: Catalogue) -> tuple[Item | Entity, ...]:
    """Give the items, then the entities."""
    return (*catalogue.items, *catalogue.entities)


def owners(schema: CatalogueSchema) -> dict[str, str]:
    """Give the relation of each entity facet, by that relation and by the facet's name: triples may use either."""
    facets = [facet for facet in schema.facets if facet.type is FacetType.ENTITY]
    return {facet.name: facet.relation for facet in facets} | {facet.relation: facet.relation for facet in facets}


def edges_of(catalogue: Catalogue) -> Iterator[Edge]:
    """Give every edge, each once, under its facet's relation where it has one; triples come last."""
    relations = owners(catalogue.schema)
    seen: set[Edge] = set()
    facets = [facet for facet in catalogue.schema.facets if facet.type is FacetType.ENTITY]
    for item in catalogue.items:
        for facet in facets:
            for value in item.facets.get(facet.name, ()):
                seen.add((item.id, facet.relation, str(value)))
                yield item.id, facet.relation, str(value)
    for triple in catalogue.triples:
        edge = (triple.head, relations.get(triple.relation, triple.relation), str(triple.tail))
        if edge not in seen:
            seen.add(edge)
            yield edge


def facts_by_node(catalogue: Catalogue) -> Mapping[str, frozenset[tuple[str, str]]]:
    """Give the facts of every node: its edges in both directions, and the literals of items."""
    found: dict[str, set[tuple[str, str]]] = {row.id: set() for row in nodes_of(catalogue)}
    for head, relation, tail in edges_of(catalogue):
        found.setdefault(head, set()).add((relation, tail))
        found.setdefault(tail, set()).add((f"{relation} of", head))
    literal = [facet.name for facet in catalogue.schema.facets if facet.type is not FacetType.ENTITY]
    for item in catalogue.items:
        found[item.id] |= {(name, str(value)) for name in literal for value in item.facets.get(name, ())}
    return {node: frozenset(facts) for node, facts in found.items()}
