"""Synthetic graphs whose entities are as unevenly used as real ones, and queries as a conversation builds them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.vocabulary.graph import RankQuery
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import KIND, CatalogueSchema, Facet, Kind
from chatrec.vocabulary.words import Better, FacetType, Language, Operator, Phrases, Text, Value

__all__ = ["queries", "synthetic_catalogue", "upserts"]

_ITEM_SHARE: Final = 0.5
_EDGES_A_NODE: Final = 10
_ENTITY_FACETS: Final = ("maker", "theme", "person", "place", "style")
_KINDS: Final = 5
_ZIPF: Final = 1.1
_LEVELS: Final = ("low", "middle", "high", "top")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Which entities each item has, by facet."""

    facet: str
    entities: tuple[str, ...]
    values: npt.NDArray[np.int64]


def synthetic_catalogue(nodes: int, rng: np.random.Generator) -> Catalogue:
    """Draw a catalogue of `nodes` nodes and about ten edges a node; a few entities are shared by very many items."""
    items = int(nodes * _ITEM_SHARE)
    per_facet = (nodes - items) // len(_ENTITY_FACETS)
    values = round(_EDGES_A_NODE * nodes / (items * len(_ENTITY_FACETS)))
    drawn = [_draw(facet, per_facet, items, values, rng) for facet in _ENTITY_FACETS]
    price = np.round(rng.lognormal(7.5, 0.8, items))
    level, flag = rng.integers(0, 4, items), rng.integers(0, 2, items)
    kinds = rng.integers(0, _KINDS, items)
    popularity = rng.zipf(2.0, items).clip(max=10_000)
    rows = tuple(
        Item(
            id=f"i{number}",
            name=Text(en=f"Item {number}"),
            kind=f"kind{kinds[number]}",
            popularity=float(popularity[number]),
            facets={
                "price": (float(price[number]),),
                "level": (_LEVELS[int(level[number])],),
                "flag": (bool(flag[number]),),
                **{one.facet: _held(one, number) for one in drawn},
            },
        )
        for number in range(items)
    )
    entities = tuple(Entity(id_, one.facet, Text(en=id_)) for one in drawn for id_ in one.entities)
    return Catalogue(_schema(), rows, entities)


def _held(drawn: _Drawn, number: int) -> tuple[Value, ...]:
    return tuple(drawn.entities[place] for place in dict.fromkeys(drawn.values[number].tolist()))


def _draw(facet: str, entities: int, items: int, values: int, rng: np.random.Generator) -> _Drawn:
    chances = 1.0 / np.arange(1, entities + 1) ** _ZIPF
    picked = rng.choice(entities, size=(items, values), p=chances / chances.sum())
    # The most frequent entities would be drawn twice for the same item; a second draw keeps the number of edges near.
    again = rng.integers(0, entities, size=picked.shape)
    repeated = np.zeros(picked.shape, dtype=bool)
    for place in range(1, values):
        repeated[:, place] = (picked[:, :place] == picked[:, [place]]).any(axis=1)
    return _Drawn(facet, tuple(f"{facet}{n}" for n in range(entities)), np.where(repeated, again, picked))


def _schema() -> CatalogueSchema:
    related = tuple(Facet(facet, FacetType.ENTITY, many=True, relation=f"has_{facet}") for facet in _ENTITY_FACETS)
    return CatalogueSchema(
        name="synthetic",
        domain="synthetic",
        generation="",
        languages=(Language.EN,),
        currency="EUR",
        kinds=tuple(Kind(f"kind{number}", Phrases(en=(f"kind{number}",))) for number in range(_KINDS)),
        facets=(
            Facet("price", FacetType.NUMBER, better=Better.LOW, money=True),
            Facet("level", FacetType.ORDINAL, values=_LEVELS, better=Better.HIGH),
            Facet("flag", FacetType.FLAG),
            *related,
        ),
    )


def queries(graph: Graph, rng: np.random.Generator, count: int) -> Iterator[RankQuery]:
    """Draw queries as a conversation builds them, each around an item that exists.

    A query has a kind and a limit that are hard (three in four), two or three wishes, sometimes liked items; it does
    not ask what could be asked, as in a turn that shows items.
    """
    snapshot = graph.snapshot
    ids, schema = snapshot.nodes.ids, snapshot.schema
    price, level = graph.literals["price"], graph.literals["level"]
    for number in range(count):
        item = int(rng.integers(graph.item_count))
        facets = rng.choice(_ENTITY_FACETS, size=2, replace=False).tolist()
        columns = [graph.entities[facet] for facet in facets]
        held = [ids[int(column.entities[column.offsets[item]])] for column in columns]
        wishes = [Preference(facet, Operator.EQUAL, (id_,)) for facet, id_ in zip(facets, held, strict=True)]
        kind = schema.kinds[int(snapshot.kind_of_item[item])].id
        limits = [
            Preference(KIND, Operator.EQUAL, (kind,), hard=True),
            Preference("price", Operator.AT_MOST, (float(price[item]) * 1.3,), hard=True),
        ]
        liked = tuple(f"i{place}" for place in rng.integers(0, graph.item_count, number % 3).tolist())
        levels = [Preference("level", Operator.EQUAL, (_LEVELS[int(level[item])],))] if number % 2 else []
        asked = limits if number % 4 else []
        yield RankQuery(schema.name, (*asked, *wishes, *levels), liked_item_ids=liked, gains=False)


def upserts(catalogue: Catalogue, rng: np.random.Generator, count: int) -> tuple[Item, ...]:
    """Draw items to put in: every second one is new, the others get another price."""
    places = rng.choice(len(catalogue.items), min(count, len(catalogue.items)), replace=False)
    rows = [catalogue.items[place] for place in places.tolist()]
    return tuple(
        replace(
            row,
            id=row.id if number % 2 else f"n{len(catalogue.items)}-{number}",
            facets={**row.facets, "price": (float(rng.integers(1, 10_000)),)},
        )
        for number, row in enumerate(rows)
    )
