"""Items as columns and edges: what a snapshot holds of some or of all of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Item
from chatrec.knowledge.domain.snapshot.adjacency import Edges
from chatrec.knowledge.domain.snapshot.arrays import Bools, Doubles, Floats, Ints
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.schema import CatalogueSchema, Facet
from chatrec.vocabulary.words import FacetType, Value

__all__ = ["ItemColumns", "days_since_1970", "edges_of_rows", "item_columns", "literal_facets"]

_EPOCH = date(1970, 1, 1).toordinal()


class ItemColumns(NamedTuple):
    """Columns beside items; `literals` is items x literal facets."""

    literals: Doubles
    kind_of_item: Ints
    available: Bools
    popularity: Floats
    added_days: Floats


def item_columns(items: Sequence[Item], schema: CatalogueSchema) -> ItemColumns:
    """Give the columns of some items."""
    numbers = {kind.id: number for number, kind in enumerate(schema.kinds)}
    return ItemColumns(
        literals=_literals(items, literal_facets(schema)),
        kind_of_item=np.array([numbers.get(item.kind, -1) for item in items], dtype=np.int32),
        available=np.array([item.available for item in items], dtype=np.bool_),
        popularity=np.array([item.popularity for item in items], dtype=np.float32),
        added_days=np.array([days_since_1970(item.added) for item in items], dtype=np.float32),
    )


def literal_facets(schema: CatalogueSchema) -> tuple[Facet, ...]:
    """Give the facets that are columns, not edges."""
    return tuple(facet for facet in schema.facets if facet.type is not FacetType.ENTITY)


def days_since_1970(day: str) -> float:
    """Turn an ISO 8601 day into days since 1970; NaN for none."""
    return float(date.fromisoformat(day).toordinal() - _EPOCH) if day else float("nan")


def edges_of_rows(
    schema: CatalogueSchema,
    rows: tuple[Sequence[Item], Ints],
    triples: Sequence[Triple],
    relations: Sequence[str],
    numbers: Mapping[str, int],
) -> Edges:
    """Give the edges of items, which come with their numbers, and of triples, in no order and perhaps twice."""
    items, heads = rows
    relation_numbers = {name: number for number, name in enumerate(relations)}
    count = len(triples)
    starts = [np.fromiter((numbers[triple.head] for triple in triples), np.int32, count)]
    kinds = [np.fromiter((relation_numbers[triple.relation] for triple in triples), np.int32, count)]
    ends = [np.fromiter((numbers[str(triple.tail)] for triple in triples), np.int32, count)]
    for facet in schema.facets:
        if facet.type is FacetType.ENTITY:
            values = [item.facets.get(facet.name, ()) for item in items]
            lengths = np.fromiter(map(len, values), np.int32, len(values))
            flat = list(map(numbers.__getitem__, map(str, chain.from_iterable(values))))
            starts.append(np.repeat(heads, lengths))
            ends.append(np.array(flat, dtype=np.int32))
            kinds.append(np.full(len(flat), relation_numbers[facet.relation], dtype=np.int32))
    return np.concatenate(starts), np.concatenate(kinds), np.concatenate(ends)


def _literals(items: Sequence[Item], facets: Sequence[Facet]) -> Doubles:
    columns = [_column(items, facet) for facet in facets]
    return np.ascontiguousarray(np.stack(columns, axis=1)) if columns else np.zeros((len(items), 0), dtype=np.float64)


def _column(items: Iterable[Item], facet: Facet) -> Doubles:
    """Give a facet's value of every item; of several the first."""
    first = (item.facets.get(facet.name, (None,))[0] for item in items)
    return np.array([_as_number(value, facet) for value in first], dtype=np.float64)


def _as_number(value: Value | None, facet: Facet) -> float:
    if value is None:
        return float("nan")
    if facet.type is FacetType.ORDINAL:
        return float(facet.values.index(str(value)))
    if facet.type is FacetType.DATE:
        return days_since_1970(str(value))
    return float(value)
