"""A snapshot after a change, made of the one before: what does not change is shared, and nothing is read anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.catalogue.changes import Change, mentioned
from chatrec.knowledge.domain.snapshot.adjacency import Edges, spans
from chatrec.knowledge.domain.snapshot.arrays import Adjacency, Association, Floats, Names, Snapshot
from chatrec.knowledge.domain.snapshot.columns import ItemColumns, edges_of_rows, item_columns, literal_facets
from chatrec.knowledge.domain.snapshot.splicing import Renumbering, spliced
from chatrec.knowledge.domain.snapshot.statistics import spread
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.words import Text

__all__ = ["grow"]

Part = TypeVar("Part")
Scalar = TypeVar("Scalar", bound=np.generic)
Longs = npt.NDArray[np.int64]
Whole = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True, eq=False)
class _Growth:
    """A change beside what it changes.

    `items` and `entities` are the numbers, before, of what is replaced by `changed_items` and `changed_entities`.
    """

    catalogue: Catalogue
    old: Snapshot
    items: Longs
    entities: Longs
    changed_items: tuple[Item, ...]
    changed_entities: tuple[Entity, ...]
    new_items: tuple[Item, ...]
    new_entities: tuple[Entity, ...]
    new_triples: tuple[Triple, ...]

    @property
    def renumbering(self) -> Renumbering:
        """Tell what numbers the nodes have now."""
        nodes = len(self.old.nodes.ids)
        return Renumbering(self.old.item_count, nodes, len(self.new_items), len(self.new_entities))


def grow(
    catalogue: Catalogue, snapshot: Snapshot, numbers: Mapping[str, int], change: Change
) -> tuple[Catalogue, Snapshot] | None:
    """Give a catalogue and its snapshot after a change that was checked, equal to what is built of it anew.

    `numbers` are those of the snapshot's nodes, which are in the order of the catalogue. What was learned stays as it
    is, the vector of a new item or of one whose words changed is 0, and the generation stays. The time is that of a few
    passes over the arrays and of the change, whatever the catalogue holds. None where a relation is new: it takes its
    place among the others by its name, so that all of them are numbered anew.
    """
    if not {triple.relation for triple in change.triples} <= set(snapshot.relations):
        return None
    growth = _growth(catalogue, snapshot, numbers, change)
    after = _catalogue(growth)
    return after, _snapshot(growth, after, numbers)


def _growth(catalogue: Catalogue, snapshot: Snapshot, numbers: Mapping[str, int], change: Change) -> _Growth:
    items = tuple(item for item in change.items if item.id in numbers)
    entities = tuple(entity for entity in change.entities if entity.id in numbers)
    heads = {triple.head for triple in change.triples}
    there = {triple for triple in catalogue.triples if triple.head in heads} if heads else set()
    return _Growth(
        catalogue=catalogue,
        old=snapshot,
        items=np.array([numbers[item.id] for item in items], dtype=np.int64),
        entities=np.array([numbers[entity.id] for entity in entities], dtype=np.int64),
        changed_items=items,
        changed_entities=entities,
        new_items=tuple(item for item in change.items if item.id not in numbers),
        new_entities=tuple(entity for entity in change.entities if entity.id not in numbers),
        new_triples=tuple(triple for triple in dict.fromkeys(change.triples) if triple not in there),
    )


def _catalogue(growth: _Growth) -> Catalogue:
    before, first = growth.catalogue, growth.old.item_count
    return replace(
        before,
        items=_edited(before.items, growth.items, growth.changed_items, growth.new_items),
        entities=_edited(before.entities, growth.entities - first, growth.changed_entities, growth.new_entities),
        triples=before.triples + growth.new_triples if growth.new_triples else before.triples,
    )


def _snapshot(growth: _Growth, after: Catalogue, numbers: Mapping[str, int]) -> Snapshot:
    old, renumbering = growth.old, growth.renumbering
    columns = _columns(growth)
    outgoing, incoming = _tables(growth, after, numbers)
    kinds = tuple(kind.id for kind in old.schema.kinds)
    names = tuple(facet.name for facet in literal_facets(old.schema))
    return replace(
        old,
        schema=replace(
            old.schema,
            item_count=old.item_count + len(growth.new_items),
            statistics=spread(columns.literals, names, columns.kind_of_item, kinds),
        ),
        nodes=_names(growth),
        item_count=old.item_count + len(growth.new_items),
        outgoing=outgoing,
        incoming=incoming,
        **columns._asdict(),
        texts=_edited(old.texts, growth.items, _texts(growth.changed_items), _texts(growth.new_items)),
        vectors=replace(old.vectors, items=_vectors(growth)),
        associations=tuple(_with_room(association, renumbering) for association in old.associations),
    )


def _texts(items: Iterable[Item]) -> tuple[Text, ...]:
    return tuple(item.text for item in items)


def _edited(rows: tuple[Part, ...], places: Longs, values: Sequence[Part], new: Sequence[Part]) -> tuple[Part, ...]:
    """Put values in their places, and new ones at the end; the same rows where nothing changes."""
    pairs = list(zip(places.tolist(), values, strict=True))
    if not new and all(rows[place] == value for place, value in pairs):
        return rows
    edited = list(rows)
    for place, value in pairs:
        edited[place] = value
    return (*edited, *new)


def _names(growth: _Growth) -> Names:
    return Names(*(_node_rows(growth, field) for field in ("ids", "names", "aliases", "kinds")))


_FIELDS = {"ids": "id", "names": "name", "aliases": "aliases", "kinds": "kind"}


def _node_rows(growth: _Growth, field: str) -> tuple[Any, ...]:
    rows, name = getattr(growth.old.nodes, field), _FIELDS[field]
    places = np.concatenate((growth.items, growth.entities))
    values = [getattr(row, name) for row in (*growth.changed_items, *growth.changed_entities)]
    items = [getattr(row, name) for row in growth.new_items]
    edited = _edited(rows, places, values, [getattr(row, name) for row in growth.new_entities])
    return (*edited[: growth.old.item_count], *items, *edited[growth.old.item_count :]) if items else edited


def _columns(growth: _Growth) -> ItemColumns:
    schema = growth.old.schema
    changed, new = item_columns(growth.changed_items, schema), item_columns(growth.new_items, schema)
    return ItemColumns(
        *(
            _column(getattr(growth.old, name), growth.items, getattr(changed, name), getattr(new, name))
            for name in ItemColumns._fields
        )
    )


def _column(
    column: npt.NDArray[Scalar], places: Longs, values: npt.NDArray[Scalar], new: npt.NDArray[Scalar]
) -> npt.NDArray[Scalar]:
    """Put values in their places, and new ones at the end; the same column where nothing changes."""
    if np.array_equal(column[places], values, equal_nan=values.dtype.kind == "f"):
        return column if not len(new) else np.concatenate((column, new))
    edited = np.concatenate((column, new))
    edited[places] = values
    return edited


def _vectors(growth: _Growth) -> Floats:
    """Give zeros to items that are new, or of which something else is said now."""
    old = growth.old
    if not len(old.vectors.items):
        return old.vectors.items
    new = np.zeros((len(growth.new_items), old.vectors.items.shape[1]), dtype=np.float32)
    reworded = [
        place
        for place, item in zip(growth.items.tolist(), growth.changed_items, strict=True)
        if (item.name, item.kind, item.text) != (old.nodes.names[place], old.nodes.kinds[place], old.texts[place])
    ]
    values = np.zeros((len(reworded), old.vectors.items.shape[1]), dtype=np.float32)
    return _column(old.vectors.items, np.array(reworded, dtype=np.int64), values, new)


def _tables(growth: _Growth, after: Catalogue, numbers: Mapping[str, int]) -> tuple[Adjacency, Adjacency]:
    """Take the edges of replaced items out of both tables and put what is said now in; what stays is not touched."""
    old, renumbering = growth.old, growth.renumbering
    removed, added = _edges(growth, after, numbers)
    return (
        spliced(old.outgoing, renumbering, removed, added),
        spliced(old.incoming, renumbering, (removed[2], removed[1], removed[0]), (added[2], added[1], added[0])),
    )


def _edges(growth: _Growth, after: Catalogue, numbers: Mapping[str, int]) -> tuple[Edges, Edges]:
    """Give the edges that go, by the numbers before, and those that come, by the numbers after."""
    old, renumbering = growth.old, growth.renumbering
    said = {item.id for item in growth.changed_items}
    triples = [triple for triple in after.triples if triple.head in said] if said else []
    triples += [triple for triple in growth.new_triples if triple.head not in said]
    items = (*growth.changed_items, *growth.new_items)
    heads = np.concatenate((growth.items, old.item_count + np.arange(len(growth.new_items)))).astype(np.int32)
    places = _numbers(growth, numbers, mentioned(old.schema, Change(items, (), tuple(triples))))
    now = edges_of_rows(old.schema, (items, heads), triples, old.relations, places)
    linked = {numbers[triple.head] for triple in growth.new_triples if triple.head in numbers}
    rows = np.union1d(growth.items, np.array(sorted(linked), dtype=np.int64))
    positions, source = spans(old.outgoing.offsets, rows)
    before = (rows[source], old.outgoing.relations[positions], old.outgoing.neighbours[positions])
    width = (len(old.relations), renumbering.nodes + renumbering.new_items + renumbering.new_entities)
    keys_before = _keys(renumbering.of(before[0]), before[1], renumbering.of(before[2]), width)
    keys_now, first = np.unique(_keys(*now, width), return_index=True)
    gone = np.isin(before[0], growth.items) & ~np.isin(keys_before, keys_now)
    come = first[~np.isin(keys_now, keys_before)]
    return _picked(before, gone), _picked(now, come)


def _keys(rows: Whole, relations: Whole, neighbours: Whole, width: tuple[int, int]) -> Longs:
    found = (rows.astype(np.int64) * width[0] + relations) * width[1] + neighbours
    return np.asarray(found, dtype=np.int64)


def _picked(edges: tuple[Whole, Whole, Whole], places: npt.NDArray[np.generic]) -> Edges:
    rows, relations, neighbours = (part[places].astype(np.int32) for part in edges)
    return rows, relations, neighbours


def _numbers(growth: _Growth, numbers: Mapping[str, int], ids: Iterable[str]) -> dict[str, int]:
    """Give the numbers that nodes have now."""
    known = [id_ for id_ in ids if id_ in numbers]
    now = growth.renumbering.of(np.array([numbers[id_] for id_ in known], dtype=np.int64))
    found = dict(zip(known, now.tolist(), strict=True))
    found.update((item.id, growth.old.item_count + place) for place, item in enumerate(growth.new_items))
    first = growth.renumbering.nodes + len(growth.new_items)
    found.update((entity.id, first + place) for place, entity in enumerate(growth.new_entities))
    return found


def _with_room(association: Association, renumbering: Renumbering) -> Association:
    """Give new nodes no edges; the weights run beside the edges that are there."""
    none = np.zeros(0, dtype=np.int32)
    return replace(association, edges=spliced(association.edges, renumbering, (none, none, none), (none, none, none)))
