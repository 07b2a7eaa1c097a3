"""Speed and memory of ranking with paths on synthetic graphs, networkx, igraph and Neo4j beside it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Any, Final

from chatrec.offline.bench.turn import machine
from chatrec.vocabulary.errors import UnavailableError

__all__ = ["growth", "run"]

_SIZES: Final = (10_000, 100_000, 1_000_000)
_PEERS: Final = ("networkx", "igraph")
_ONE_CORE: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_GROWING: Final = ("build_s", "build_cpu_s", "rss_mb", "rank_p95_ms", "rank_cpu_p95_ms")


def run(sizes: Sequence[int] = _SIZES, *, seed: int = 7) -> dict[str, Any]:
    """Measure each size in nodes (ten edges a node, Zipf), each in processes of its own on one core.

    `growth` gives the exponent by which a figure grows with the number of nodes between neighbouring sizes: 1 is
    linear. Peers answer one query of two steps beside us in the same process, in turn; Neo4j up to 100,000 nodes, where
    CHATREC_BENCH_NEO4J names its URL.

    Raises:
        UnavailableError: networkx or igraph is not installed, or a size could not be measured.
    """
    missing = [name for name in _PEERS if find_spec(name) is None]
    if missing:
        raise UnavailableError(f"This benchmark needs the peers beside it: pip install {' '.join(missing)}.")
    rows = {str(size): _measure(size, seed) for size in sizes}
    ours = {size: row["ours"] for size, row in rows.items()}
    races = {size: row["race"] for size, row in rows.items()}
    return {
        "bench": "knowledge",
        "machine": machine(),
        "load_1min": os.getloadavg()[0],
        "seed": seed,
        "ours": ours,
        "growth": growth(ours),
        "peers": races,
        "ratios": {size: _ratios(race) for size, race in races.items()},
    }


def _measure(size: int, seed: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="chatrec-bench-") as folder:
        built = _child("build", size, seed, folder)
        served = _child("serve", size, seed, folder)
    return {"ours": {**built, **served["ours"]}, "race": served["race"]}


def _child(part: str, size: int, seed: int, folder: str) -> dict[str, Any]:
    snapshot = str(Path(folder) / "snapshot")
    command = [sys.executable, "-m", "chatrec.offline.bench.knowledge_one", part, str(size), str(seed), snapshot]
    done = subprocess.run(  # noqa: S603  our own interpreter and module
        command, check=False, stdout=subprocess.PIPE, text=True, env={**os.environ, **_ONE_CORE}
    )
    if done.returncode:
        raise UnavailableError("A size could not be measured.", part=part, nodes=size, exit=done.returncode)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def growth(ours: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Give ln(figure ratio) / ln(size ratio) between neighbouring sizes, by figure."""
    sizes = sorted(ours, key=int)
    return {
        f"{small}-{large}": {
            key: log(ours[large][key] / ours[small][key]) / log(int(large) / int(small))
            for key in _GROWING
            if ours[small].get(key, 0.0) > 0.0 and ours[large].get(key, 0.0) > 0.0
        }
        for small, large in pairwise(sizes)
    }


def _ratios(race: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Give how many times longer than ours the peers take; above 1 is in our favour."""
    ours = race["ours"]
    return {
        f"{name}_{key.removesuffix('_ms')}": round(row[key] / ours[key], 2)
        for name, row in race.items()
        if name != "ours"
        for key in ("two_step_p50_ms", "two_step_p95_ms")
    }
