"""Items by facets as plain arrays: drawn from a catalogue's snapshot, or made up."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.snapshot.arrays import Snapshot

__all__ = ["ItemTable", "snapshot_tables", "synthetic_table"]

Bools = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]

_BINS: Final = 4
_LEAST_ITEMS: Final = 20
_CLUSTERS: Final = 6
_LITERAL: Final = 0.4  # share of facets that are numbers, flags and the like
_MANY: Final = 0.4  # share of the others of which an item may have several values


@dataclass(frozen=True, slots=True, eq=False)
class ItemTable:
    """Items by values, the values of a facet side by side.

    Attributes:
        has: Items x values: who has what. Every facet has at least one value.
        starts: First column of each facet.
        facets: Name of each facet.
        relations: Relation of each facet, as paths name it.
        entities: Entity of each value, "" for a literal.
        popularity: Weight of each item, above 0.
    """

    has: Bools
    starts: npt.NDArray[np.int64]
    facets: tuple[str, ...]
    relations: tuple[str, ...]
    entities: tuple[str, ...]
    popularity: Numbers

    @property
    def item_count(self) -> int:
        """How many items there are."""
        return len(self.popularity)

    def columns(self, facet: int) -> slice:
        """Give the columns of a facet's values."""
        following = facet + 1
        end = int(self.starts[following]) if following < len(self.starts) else self.has.shape[1]
        return slice(int(self.starts[facet]), end)

    def facet_of(self, column: int) -> int:
        """Give the facet that a column belongs to."""
        return int(np.searchsorted(self.starts, column, side="right")) - 1


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    facet: str
    relation: str
    entities: tuple[str, ...]
    has: Bools


def _table(columns: list[_Column], popularity: Numbers) -> ItemTable:
    widths = [column.has.shape[1] for column in columns]
    return ItemTable(
        has=np.concatenate([column.has for column in columns], axis=1),
        starts=np.concatenate([[0], np.cumsum(widths)[:-1]]).astype(np.int64),
        facets=tuple(column.facet for column in columns),
        relations=tuple(column.relation for column in columns),
        entities=tuple(entity for column in columns for entity in column.entities),
        popularity=popularity,
    )


def snapshot_tables(snapshot: Snapshot) -> tuple[ItemTable, ...]:
    """Give a table for every kind of items that has at least 20 of them available; others are too few to learn from."""
    groups = [np.flatnonzero(snapshot.available & (snapshot.kind_of_item == kind)) for kind in _kinds(snapshot)]
    tables = [_kind_table(snapshot, items) for items in groups if len(items) >= _LEAST_ITEMS]
    return tuple(table for table in tables if table is not None)


def _kinds(snapshot: Snapshot) -> list[int]:
    return sorted({int(kind) for kind in snapshot.kind_of_item})


def _kind_table(snapshot: Snapshot, items: npt.NDArray[np.intp]) -> ItemTable | None:
    columns = [*_entity_columns(snapshot, items), *_literal_columns(snapshot, items)]
    popularity = 1.0 + np.maximum(snapshot.popularity[items].astype(np.float64), 0.0)
    return _table(columns, popularity) if columns else None


def _entity_columns(snapshot: Snapshot, items: npt.NDArray[np.intp]) -> Iterator[_Column]:
    edges = snapshot.outgoing
    degrees = np.diff(edges.offsets)[items]
    rows = np.repeat(np.arange(len(items)), degrees)
    positions = np.concatenate([np.arange(edges.offsets[item], edges.offsets[item + 1]) for item in items])
    relations, tails = edges.relations[positions], edges.neighbours[positions]
    for number, facet in enumerate(snapshot.facet_of_relation):
        of_relation = relations == number
        if facet < 0 or not of_relation.any():
            continue
        values, codes = np.unique(tails[of_relation], return_inverse=True)
        has = np.zeros((len(items), len(values)), np.bool_)
        has[rows[of_relation], codes] = True
        entities = tuple(snapshot.nodes.ids[value] for value in values)
        yield _Column(snapshot.schema.facets[facet].name, snapshot.relations[number], entities, has)


def _literal_columns(snapshot: Snapshot, items: npt.NDArray[np.intp]) -> Iterator[_Column]:
    """Give flags and ordinals by value, numbers and dates by quarters of the items."""
    for number, facet in enumerate(snapshot.literal_facets):
        column = snapshot.literals[items, number].astype(np.float64)
        known = np.isfinite(column)
        distinct = np.unique(column[known])
        if len(distinct) > _BINS + 1:
            edges = np.unique(np.quantile(column[known], np.linspace(0, 1, _BINS + 1)[1:-1]))
            codes = np.searchsorted(edges, np.where(known, column, edges[0]), side="right")
            width = len(edges) + 1
        else:
            codes = np.searchsorted(distinct, np.where(known, column, 0.0))
            width = len(distinct)
        if width > 0:
            has = known[:, np.newaxis] & (codes[:, np.newaxis] == np.arange(width))
            yield _Column(facet, facet, ("",) * width, has)


def synthetic_table(rng: np.random.Generator) -> ItemTable:
    """Make up a catalogue: 40 to 1,500 items in clusters, 3 to 12 facets of 2 to 80 values, some missing, some many."""
    item_count = int(np.exp(rng.uniform(np.log(40), np.log(1500))))
    clusters = rng.integers(_CLUSTERS, size=item_count)
    columns = [_synthetic_column(f"facet_{number}", clusters, rng) for number in range(rng.integers(3, 13))]
    popularity = 1.0 / np.arange(1, item_count + 1) ** rng.uniform(0.0, 1.0)
    return _table(columns, rng.permutation(popularity))


def _synthetic_column(name: str, clusters: npt.NDArray[np.int64], rng: np.random.Generator) -> _Column:
    literal = rng.random() < _LITERAL
    value_count = int(np.exp(rng.uniform(np.log(2), np.log(7 if literal else 80))))
    common = rng.dirichlet(np.full(value_count, rng.uniform(0.3, 2.0)))
    typical = rng.dirichlet(np.full(value_count, 0.2), size=_CLUSTERS)
    mix = rng.uniform(0.0, 0.7)
    odds = (1.0 - mix) * common + mix * typical[clusters]
    has = np.zeros((len(clusters), value_count), np.bool_)
    for _ in range(1 if literal or rng.random() > _MANY else rng.integers(2, 4)):
        drawn = (odds.cumsum(axis=1) < rng.random((len(clusters), 1))).sum(axis=1)
        has[np.arange(len(clusters)), np.minimum(drawn, value_count - 1)] = True
    has[rng.random(len(clusters)) > rng.uniform(0.4, 1.0)] = False
    entities = tuple("" if literal else f"{name}_{value}" for value in range(value_count))
    return _Column(name, name, entities, has)
