"""Cards and names: what the catalogue holds on an item, nothing else."""

from collections.abc import Iterable, Iterator

import numpy as np

from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.paths import literal_value
from chatrec.vocabulary.graph import Fact, ItemCard, Label
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType

__all__ = ["cards", "labels"]


def labels(graph: Graph, ids: Iterable[str]) -> tuple[Label, ...]:
    """Give the names of items and entities; ids of nothing are left out."""
    names = graph.snapshot.nodes.names
    return tuple(Label(id_, names[graph.number_of[id_]]) for id_ in ids if id_ in graph.number_of)


def cards(graph: Graph, item_ids: Iterable[str]) -> tuple[ItemCard, ...]:
    """Give the facts of items, in the order asked; ids of no item are left out."""
    numbers = (graph.item(item_id) for item_id in item_ids)
    return tuple(_card(graph, number) for number in numbers if number is not None)


def _card(graph: Graph, item: int) -> ItemCard:
    snapshot = graph.snapshot
    return ItemCard(
        id=snapshot.nodes.ids[item],
        kind=snapshot.nodes.kinds[item],
        name=snapshot.nodes.names[item],
        text=snapshot.texts[item],
        facts=tuple(_facts(graph, item)),
        available=bool(snapshot.available[item]),
        popularity=float(snapshot.popularity[item]),
    )


def _facts(graph: Graph, item: int) -> Iterator[Fact]:
    for facet in graph.snapshot.schema.facets:
        fact = _entities(graph, item, facet) if facet.type is FacetType.ENTITY else _literal(graph, item, facet)
        if fact is not None:
            yield fact


def _entities(graph: Graph, item: int, facet: Facet) -> Fact | None:
    column = graph.entities.get(facet.name)
    if column is None:
        return None
    nodes = dict.fromkeys(column.entities[column.offsets[item] : column.offsets[item + 1]].tolist())
    held = graph.snapshot.nodes
    if not nodes:
        return None
    return Fact(facet.name, tuple(held.ids[node] for node in nodes), tuple(held.names[node] for node in nodes))


def _literal(graph: Graph, item: int, facet: Facet) -> Fact | None:
    column = graph.literals.get(facet.name)
    if column is None or np.isnan(column[item]):
        return None
    number = float(column[item])
    names = (facet.value_names[int(number)],) if facet.type is FacetType.ORDINAL and facet.value_names else ()
    return Fact(facet.name, (literal_value(facet, number),), names)
