"""Speed of ranking with paths on a synthetic graph whose entities are as unevenly used as real ones."""

import gc
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.bench.turn import machine
from chatrec.vocabulary.graph import RankQuery
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import KIND, CatalogueSchema, Facet, Kind
from chatrec.vocabulary.words import Better, FacetType, Language, Operator, Phrases, Text, Value

__all__ = ["run", "synthetic_catalogue"]

_SIZES: Final = (10_000, 100_000)
_ITEM_SHARE: Final = 0.5
_EDGES_A_NODE: Final = 10
_ENTITY_FACETS: Final = ("maker", "theme", "person", "place", "style")
_KINDS: Final = 5
_ZIPF: Final = 1.1
_QUERIES: Final = 200
_WARM_UP: Final = 20
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Which entities each item has, by facet."""

    facet: str
    entities: tuple[str, ...]
    values: npt.NDArray[np.int64]


def run(sizes: Sequence[int] = _SIZES, *, seed: int = 7) -> dict[str, Any]:
    """Measure each size in nodes (ten edges a node): seconds to build, memory in MB, milliseconds a ranking.

    A query has a kind and a limit that are hard, two or three wishes, sometimes liked items; 50 candidates with
    paths, without what could be asked, as in a turn that shows items.
    Each query counts by the best of three rounds, as other work on the machine only ever adds to it.
    """
    ours = {str(size): _measure(size, seed) for size in sizes}
    return {"bench": "knowledge", "machine": machine(), "ours": ours, "peers": {}, "ratios": {}}


def _measure(size: int, seed: int) -> dict[str, float]:
    rng = np.random.default_rng(seed)
    catalogue = synthetic_catalogue(size, rng)
    start = time.perf_counter()
    graph = Graph.of(build_snapshot(catalogue))
    build_s = time.perf_counter() - start
    queries = list(_queries(catalogue, rng, _QUERIES + _WARM_UP))
    gc.collect()
    gc.freeze()  # as the service does
    spent = np.array([[_timed_ms(graph, query) for query in queries][_WARM_UP:] for _ in range(_ROUNDS)]).min(axis=0)
    gc.unfreeze()
    wall, cpu = np.percentile(spent[:, 0], (50, 95)).tolist(), np.percentile(spent[:, 1], (50, 95)).tolist()
    return {
        "nodes": float(graph.node_count),
        "edges": float(len(graph.snapshot.outgoing.neighbours)),
        "build_s": build_s,
        "rss_mb": _peak_rss_mb(),
        "rank_p50_ms": wall[0],
        "rank_p95_ms": wall[1],
        "rank_cpu_p50_ms": cpu[0],
        "rank_cpu_p95_ms": cpu[1],
    }


def _timed_ms(graph: Graph, query: RankQuery) -> tuple[float, float]:
    """Give the milliseconds of one ranking, by the clock and of the processor."""
    start, busy = time.perf_counter(), time.process_time()
    rank(graph, Weights(), query)
    return (time.perf_counter() - start) * 1e3, (time.process_time() - busy) * 1e3


def _peak_rss_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


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


_LEVELS: Final = ("low", "middle", "high", "top")


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


def _queries(catalogue: Catalogue, rng: np.random.Generator, count: int) -> Iterator[RankQuery]:
    """Draw queries as a conversation builds them, each around an item that exists."""
    for number in range(count):
        item = catalogue.items[int(rng.integers(len(catalogue.items)))]
        facets = rng.choice(_ENTITY_FACETS, size=2, replace=False).tolist()
        wishes = [Preference(facet, Operator.EQUAL, item.facets[facet][:1]) for facet in facets]
        limits = [
            Preference(KIND, Operator.EQUAL, (item.kind,), hard=True),
            Preference("price", Operator.AT_MOST, (float(item.facets["price"][0]) * 1.3,), hard=True),
        ]
        liked = tuple(f"i{place}" for place in rng.integers(0, len(catalogue.items), number % 3).tolist())
        level = [Preference("level", Operator.EQUAL, item.facets["level"])] if number % 2 else []
        asked = limits if number % 4 else []
        yield RankQuery("synthetic", (*asked, *wishes, *level), liked_item_ids=liked, gains=False)
