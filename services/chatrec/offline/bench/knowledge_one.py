"""One size of the knowledge benchmark, in a process of its own, so that its memory is its own.

`python -m chatrec.offline.bench.knowledge_one build|serve NODES SEED FOLDER` prints one JSON object.
"""

import gc
import json
import os
import resource
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, Self

import numpy as np

from chatrec.knowledge.adapters.snapshot_files import SnapshotFolder
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.catalogue.changes import Change
from chatrec.knowledge.domain.deltas import Delta, Step
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.knowledge.domain.succession import follow, withheld
from chatrec.offline.bench.knowledge_graphs import queries, synthetic_catalogue, upserts
from chatrec.offline.bench.turn import resident_mb
from chatrec.vocabulary.graph import RankQuery

__all__ = ["build", "main", "serve"]

_QUERIES: Final = 200
_WARM_UP: Final = 20
_ROUNDS: Final = 3
_SINGLES: Final = 5
_BATCH: Final = 500
_BATCHES: Final = 5
_LARGE: Final = 10_000
_RACES: Final = 33
_MOST_NEO4J: Final = 100_000


def build(nodes: int, seed: int, folder: Path) -> dict[str, float]:
    """Build and save the snapshot of a graph; then take in upserts while a thread reads.

    An upsert is visible once the snapshot that holds it was swapped in, as in a replica that follows deltas.
    """
    rng = np.random.default_rng(seed)
    catalogue = synthetic_catalogue(nodes, rng)
    begun, busy = time.perf_counter(), time.process_time()
    graph = Graph.of(build_snapshot(catalogue))
    build_s, build_cpu_s = time.perf_counter() - begun, time.process_time() - busy
    SnapshotFolder(folder).save(graph.snapshot)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {
        "build_s": build_s,
        "build_cpu_s": build_cpu_s,
        "build_peak_mb": peak_mb,
        **_upserted(catalogue, graph, rng),
    }


class _Reader:
    """Ranks again and again, on whichever graph is there when a query begins."""

    def __init__(self, graph: Graph, asked: Sequence[RankQuery]) -> None:
        self.graph, self._asked = graph, asked
        self._spent_ms: list[float] = []
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _read(self) -> None:
        while not self._done.is_set():
            for query in self._asked:
                self._spent_ms.append(_timed_ms(self.graph, query)[0])
                if self._done.is_set():
                    return

    def p95_ms(self) -> float:
        """Give the 95th percentile of what was read so far."""
        return float(np.percentile(self._spent_ms, 95))


def _upserted(catalogue: Catalogue, graph: Graph, rng: np.random.Generator) -> dict[str, float]:
    """Take in one item at a time, then batches, each until it can be ranked."""
    with _Reader(graph, list(queries(graph, rng, _QUERIES))) as reader:
        catalogue, one_s = _taken_in(catalogue, reader, rng, (1,) * _SINGLES)
        catalogue, batch_s = _taken_in(catalogue, reader, rng, (_BATCH,) * _BATCHES)
        catalogue, large_s = _taken_in(catalogue, reader, rng, (min(_LARGE, graph.item_count),))
        gone_s, out_s = _taken_out(catalogue, reader, rng)
    return {
        "upserts_per_s": _BATCH / float(np.median(batch_s)),
        "upsert_batch": float(_BATCH),
        "upsert_visible_s": float(np.median(batch_s)),
        "upsert_one_visible_s": float(np.median(one_s)),
        "upsert_large": float(min(_LARGE, graph.item_count)),
        "upsert_large_visible_s": large_s[0],
        "delete_one_gone_s": float(np.median(gone_s)),
        "delete_one_taken_in_s": float(np.median(out_s)),
        "reading_p95_ms": reader.p95_ms(),
    }


def _taken_in(
    catalogue: Catalogue, reader: _Reader, rng: np.random.Generator, sizes: Sequence[int]
) -> tuple[Catalogue, list[float]]:
    """Take in batches of upserts as a replica does; give the seconds until each can be ranked."""
    visible_s = []
    for size in sizes:
        change, before = Change(upserts(catalogue, rng, size)), reader.graph
        sent = time.perf_counter()
        catalogue, snapshot = follow(catalogue, before.snapshot, before.number_of, [Delta(Step(0, 1), change)])
        reader.graph = Graph.of(snapshot, before=before)
        visible_s.append(time.perf_counter() - sent)
    return catalogue, visible_s


def _taken_out(catalogue: Catalogue, reader: _Reader, rng: np.random.Generator) -> tuple[list[float], list[float]]:
    """Delete one item at a time; give the seconds until it is withheld, and until the snapshot without it serves."""
    gone_s, out_s = [], []
    for _ in range(_SINGLES):
        before = reader.graph
        doomed = catalogue.items[int(rng.integers(len(catalogue.items)))].id
        deltas = [Delta(Step(0, 1), deleted=(doomed,))]
        sent = time.perf_counter()
        reader.graph = Graph.of(withheld(before.snapshot, before.number_of, deltas), before=before)
        gone_s.append(time.perf_counter() - sent)
        catalogue, snapshot = follow(catalogue, reader.graph.snapshot, reader.graph.number_of, deltas)
        reader.graph = Graph.of(snapshot, before=reader.graph)
        out_s.append(time.perf_counter() - sent)
    return gone_s, out_s


def serve(nodes: int, seed: int, folder: Path) -> dict[str, Any]:
    """Load a snapshot, rank queries over it, and let the peers answer one of two steps beside us.

    Milliseconds a ranking of 50 items with paths, by the clock and of the processor; each query counts by the best of
    three rounds, as other work on the machine only ever adds to it.
    """
    before_mb, begun = resident_mb(os.getpid()), time.perf_counter()
    graph = Graph.of(SnapshotFolder(folder).load())
    load_s = time.perf_counter() - begun
    asked = list(queries(graph, np.random.default_rng(seed), _QUERIES + _WARM_UP))
    gc.collect()
    gc.freeze()  # as the service does
    spent = np.array([[_timed_ms(graph, query) for query in asked][_WARM_UP:] for _ in range(_ROUNDS)]).min(axis=0)
    gc.unfreeze()
    rss_mb = resident_mb(os.getpid())
    ours: dict[str, Any] = {
        "nodes": float(graph.node_count),
        "edges": float(len(graph.snapshot.outgoing.neighbours)),
        "most_degree": float(graph.degree.max()),
        "load_s": load_s,
        "rss_mb": rss_mb,
        "rss_before_mb": before_mb,
        **_percentiles("rank", spent[:, 0]),
        **_percentiles("rank_cpu", spent[:, 1]),
    }
    return {"ours": ours, "race": _raced(graph, nodes, seed)}


def _raced(graph: Graph, nodes: int, seed: int) -> dict[str, dict[str, float]]:
    # Peers are imported after our memory was measured.
    from chatrec.offline.bench.knowledge_peers import igraph_walk, networkx_walk, our_walk, race  # noqa: PLC0415

    made = {"igraph": igraph_walk, "networkx": networkx_walk}
    url = os.environ.get("CHATREC_BENCH_NEO4J", "")
    took_s: dict[str, float] = {}
    walks = {}
    for name, make in made.items():
        begun = time.perf_counter()
        walks[name] = make(graph)
        took_s[name] = time.perf_counter() - begun
    walks["ours"] = our_walk(graph)
    with ExitStack() as stack:
        if url and nodes <= _MOST_NEO4J:
            from chatrec.offline.bench.knowledge_neo4j import neo4j_walk  # noqa: PLC0415  only with a server

            catalogue = synthetic_catalogue(nodes, np.random.default_rng(seed))
            walks["neo4j"], took_s["neo4j"] = stack.enter_context(neo4j_walk(url, catalogue, graph))
        items = np.random.default_rng(seed + 1).integers(0, graph.item_count, _RACES).tolist()
        raced = race(walks, items)
    return {name: {"build_s": took_s[name], **row} if name in took_s else row for name, row in raced.items()}


def _percentiles(name: str, values_ms: Sequence[float]) -> dict[str, float]:
    found = np.percentile(values_ms, (50, 95, 99)).tolist()
    return {f"{name}_p{share}_ms": value for share, value in zip((50, 95, 99), found, strict=True)}


def _timed_ms(graph: Graph, query: RankQuery) -> tuple[float, float]:
    """Give the milliseconds of one ranking, by the clock and of this thread's processor time."""
    start, busy = time.perf_counter(), time.thread_time()
    rank(graph, Weights(), query)
    return (time.perf_counter() - start) * 1e3, (time.thread_time() - busy) * 1e3


def main(arguments: Sequence[str]) -> None:
    """Measure one part of one size."""
    part, nodes, seed, folder = arguments
    figures = {"build": build, "serve": serve}[part](int(nodes), int(seed), Path(folder))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
