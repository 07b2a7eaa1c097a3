"""A snapshot made ready for reasoning: what every query needs, computed once at load."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.ports import VectorIndex
from chatrec.knowledge.domain.reasoning.numbering import Numbers
from chatrec.knowledge.domain.snapshot.adjacency import spans
from chatrec.knowledge.domain.snapshot.arrays import Adjacency, Bools, Doubles, Floats, Ints, Snapshot
from chatrec.vocabulary.words import FacetType

__all__ = ["Edges", "EntityColumn", "Graph", "Longs", "edges_of", "rarity_of"]

Longs = npt.NDArray[np.int64]

_RARITY = 0.4
"""Two actors in common should not outweigh the same genre, theme and mood, as with an exponent of a half."""


@dataclass(frozen=True, slots=True, eq=False)
class EntityColumn:
    """The entities of a facet: those of item i are `entities[offsets[i]:offsets[i + 1]]`.

    A facet has one relation, or two where triples also name the facet itself.
    """

    relations: tuple[int, ...]
    offsets: Longs
    entities: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Edges of several nodes in one go: `source` indexes the nodes asked for; `outgoing` tells the stored direction."""

    source: Longs
    neighbours: Ints
    relations: Ints
    outgoing: Bools


def edges_of(graph: "Graph", nodes: npt.NDArray[np.integer]) -> Edges:
    """Gather the edges of nodes in both directions; those that go out come first."""
    ahead, source_ahead = spans(graph.snapshot.outgoing.offsets, nodes)
    back, source_back = spans(graph.snapshot.incoming.offsets, nodes)
    outgoing, incoming = graph.snapshot.outgoing, graph.snapshot.incoming
    return Edges(
        source=np.concatenate((source_ahead, source_back)),
        neighbours=np.concatenate((outgoing.neighbours[ahead], incoming.neighbours[back])),
        relations=np.concatenate((outgoing.relations[ahead], incoming.relations[back])),
        outgoing=np.arange(len(ahead) + len(back)) < len(ahead),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """A snapshot and what is derived from it.

    `rarity` of a node falls with its degree, so that hubs carry little; `id_order` are the items in the order of their
    ids; `tie_rank` orders items by popularity, then id;
    `popularity` is between 0 and 1; `literals` has one contiguous float64 column a facet. `index` finds items by their
    vectors where there are too many to look at each.
    """

    snapshot: Snapshot
    number_of: Numbers
    relation_of: Mapping[str, int]
    kind_of: Mapping[str, int]
    degree: Longs
    rarity: Floats
    id_order: Longs
    tie_rank: Ints
    popularity: Floats
    literals: Mapping[str, Doubles]
    entities: Mapping[str, EntityColumn]
    index: VectorIndex | None = None

    @property
    def item_count(self) -> int:
        """Number of items."""
        return self.snapshot.item_count

    @property
    def node_count(self) -> int:
        """Number of items and entities."""
        return len(self.snapshot.nodes.ids)

    def item(self, item_id: str) -> int | None:
        """Find the number of an item."""
        node = self.number_of.get(item_id)
        return node if node is not None and node < self.item_count else None

    def items(self, item_ids: tuple[str, ...]) -> Longs:
        """Find the numbers of items; ids of nothing are passed over."""
        found = (self.item(item_id) for item_id in dict.fromkeys(item_ids))
        return np.array([node for node in found if node is not None], dtype=np.int64)

    def holders(self, column: EntityColumn, entity: int) -> Ints:
        """Give the items that have an entity as the value of a facet."""
        incoming = self.snapshot.incoming
        start, end = int(incoming.offsets[entity]), int(incoming.offsets[entity + 1])
        relations, heads = incoming.relations[start:end], incoming.neighbours[start:end]
        bounds = [np.searchsorted(relations, (relation, relation + 1)) for relation in column.relations]
        found = [heads[low:high] for low, high in bounds]
        holders = found[0] if len(found) == 1 else np.unique(np.concatenate(found))
        return holders[holders < self.item_count]

    @classmethod
    def of(cls, snapshot: Snapshot, index: VectorIndex | None = None, *, before: "Graph | None" = None) -> "Graph":
        """Derive what reasoning needs from a snapshot; what the graph `before` shares with it is not derived again."""
        ids = snapshot.nodes.ids
        number_of = before.number_of.after(ids, snapshot.item_count) if before else Numbers.of(ids, snapshot.item_count)
        id_order = _id_order(ids[: snapshot.item_count], before)
        shared = before if before is not None and _same_edges(before.snapshot, snapshot) else None
        if index is None and before is not None and before.snapshot.vectors.items is snapshot.vectors.items:
            index = before.index
        degree = shared.degree if shared else np.diff(snapshot.outgoing.offsets) + np.diff(snapshot.incoming.offsets)
        return cls(
            snapshot=snapshot,
            number_of=number_of,
            relation_of={name: number for number, name in enumerate(snapshot.relations)},
            kind_of={kind.id: number for number, kind in enumerate(snapshot.schema.kinds)},
            degree=degree,
            rarity=shared.rarity if shared else rarity_of(degree),
            id_order=id_order,
            tie_rank=_tie_rank(id_order, snapshot.popularity),
            popularity=_scaled(snapshot.popularity),
            literals={
                name: np.ascontiguousarray(snapshot.literals[:, place])
                for place, name in enumerate(snapshot.literal_facets)
            },
            entities=shared.entities if shared else _entity_columns(snapshot),
            index=index,
        )


def _same_edges(one: Snapshot, other: Snapshot) -> bool:
    return one.outgoing is other.outgoing and one.incoming is other.incoming


def rarity_of(degree: Longs) -> Floats:
    """Give how much nodes of a degree tell: the less, the more edges they have."""
    return np.asarray((1.0 + degree) ** -_RARITY, dtype=np.float32)


def _id_order(ids: tuple[str, ...], before: Graph | None) -> Longs:
    """Put items in the order of their ids; where new ones come last, they are put among those in order."""
    known = before.item_count if before is not None else 0
    if before is None or ids[:known] != before.snapshot.nodes.ids[:known]:
        return np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    new = sorted(range(known, len(ids)), key=ids.__getitem__)
    places = [bisect_left(before.id_order, ids[number], key=ids.__getitem__) for number in new]
    return np.insert(before.id_order, places, new) if new else before.id_order


def _tie_rank(id_order: Longs, popularity: Floats) -> Ints:
    by_popularity = np.argsort(-popularity[id_order].astype(np.float64), kind="stable")
    ranks = np.empty(len(id_order), dtype=np.int32)
    ranks[id_order[by_popularity]] = np.arange(len(id_order), dtype=np.int32)
    return ranks


def _scaled(popularity: Floats) -> Floats:
    logs = np.log1p(np.maximum(popularity, 0.0)).astype(np.float32)
    top = float(logs.max(initial=0.0))
    return logs / np.float32(top) if top > 0.0 else logs


def _entity_columns(snapshot: Snapshot) -> dict[str, EntityColumn]:
    items, outgoing = snapshot.item_count, snapshot.outgoing
    end = int(outgoing.offsets[items])
    heads = np.repeat(np.arange(items, dtype=np.int32), np.diff(outgoing.offsets[: items + 1]))
    relations: dict[str, list[int]] = {}
    for relation, place in enumerate(snapshot.facet_of_relation.tolist()):
        if place >= 0 and snapshot.schema.facets[place].type is FacetType.ENTITY:
            relations.setdefault(snapshot.schema.facets[place].name, []).append(relation)
    return {name: _column(outgoing, tuple(numbers), heads, end, items) for name, numbers in relations.items()}


def _column(outgoing: Adjacency, relations: tuple[int, ...], heads: Ints, end: int, items: int) -> EntityColumn:
    of_facet = np.zeros(int(outgoing.relations.max(initial=0)) + 1 + max(relations), dtype=np.bool_)
    of_facet[list(relations)] = True
    chosen = np.flatnonzero(of_facet[outgoing.relations[:end]])
    offsets = np.zeros(items + 1, dtype=np.int64)
    np.cumsum(np.bincount(heads[chosen], minlength=items), out=offsets[1:])
    return EntityColumn(relations, offsets, np.ascontiguousarray(outgoing.neighbours[:end][chosen]))
