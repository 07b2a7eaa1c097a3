"""Trains the reasoner's weights on a catalogue's interactions, and writes them with what they gave into a card."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.domain.catalogue.records import content_digest
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.weights import Weights, weights_record
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.evaluate.intervals import bootstrap_mean
from chatrec.offline.knowledge.holdout import Case, few_liked, hold_out, scores
from chatrec.offline.knowledge.weights_fit import fit_weights

__all__ = ["CARD", "TrainingArguments", "card_text", "train_weights"]

CARD: Final = "knowledge_weights.json"
_FEW = 3
_PRINTED = tuple(f"{metric} ({known})" for known in ("all", f"{_FEW} liked") for metric in ("recall@10", "ndcg@10"))

Figures = dict[str, dict[str, list[float]]]


@dataclass(frozen=True, slots=True)
class TrainingArguments:
    """What training takes.

    Attributes:
        catalogue: Folder of a catalogue with interactions.
        out: Folder of the card.
        seed: Draws what is held out, the users that are judged by, and the candidates.
    """

    catalogue: Path
    out: Path
    seed: int = 1


def train_weights(arguments: TrainingArguments, progress: Callable[[float, str], None]) -> Path:
    """Fit the weights on one half of the users, judge them by the other half, and write the card.

    Raises:
        CatalogueError: the catalogue has problems.
        InvalidInputError: too few users have enough items.
    """
    catalogue = read_catalogue(arguments.catalogue)
    held = hold_out(catalogue, seed=arguments.seed)
    progress(0.1, "building")
    graph = Graph.of(build_snapshot(held.catalogue))
    progress(0.2, "fitting")
    # Half of the users as one whole history, half as a conversation that has just begun: the weights serve both.
    fitted = fit_weights(
        graph, (*held.fit[::2], *few_liked(held.fit[1::2], _FEW, seed=arguments.seed)), seed=arguments.seed
    )
    figures: Figures = {}
    systems = _systems(fitted)
    for number, (name, weights) in enumerate(systems.items()):
        progress(0.3 + 0.7 * number / len(systems), f"judging: {name}")
        figures[name] = _figures(graph, weights, held.judge, arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    path = arguments.out / CARD
    record = {
        "artefact": "weights of the reasoner",
        "catalogue": catalogue.schema.name,
        "data": content_digest(catalogue),
        "seed": arguments.seed,
        "users": {"fitted on": len(held.fit), "judged by": len(held.judge)},
        "weights": weights_record(fitted),
        "figures": figures,
    }
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _systems(fitted: Weights) -> dict[str, Weights]:
    """Name what is compared: the weights before and after, parts left out, and the trivial baseline."""
    none = dict.fromkeys(fitted.associations, 0.0)
    return {
        "before": Weights(),
        "after": fitted,
        "popularity alone": replace(fitted, liked=0.0, associations=none),
        "associations alone": replace(fitted, liked=0.0, popularity=0.0),
        "graph alone": replace(fitted, popularity=0.0, associations=none),
        "without popularity": replace(fitted, popularity=0.0),
        "without associations": replace(fitted, associations=none),
        "without graph": replace(fitted, liked=0.0),
        "without relation weights": replace(fitted, relations={}, pairs={}),
    }


def _figures(graph: Graph, weights: Weights, whole: Sequence[Case], seed: int) -> dict[str, list[float]]:
    """Give every figure with its 95 % interval over users, by how much of what they liked is known."""
    known = {
        "all": whole,
        f"{_FEW} liked": few_liked(whole, _FEW, seed=seed),
        "none liked": few_liked(whole, 0, seed=seed),
    }
    found = {}
    for name, cases in known.items():
        for metric, values in scores(graph, weights, cases, whole).items():
            figure = bootstrap_mean([values])
            found[f"{metric} ({name})"] = [round(value, 4) for value in (figure.value, figure.low, figure.high)]
    return found


def card_text(path: Path, printed: Sequence[str] = _PRINTED) -> str:
    """Write some figures of a card as a table with their intervals, one system a line."""
    figures: Mapping[str, Mapping[str, Sequence[float]]] = json.loads(path.read_bytes())["figures"]
    width = max(map(len, figures)) + 2
    head = " " * width + "".join(f"{metric:>22}" for metric in printed)
    rows = (
        f"{name:<{width}}" + "".join(f"{_interval(*row[metric]):>22}" for metric in printed)
        for name, row in figures.items()
    )
    return "\n".join((head, *rows))


def _interval(value: float, low: float, high: float) -> str:
    return f"{value:.4f} {low:.3f}-{high:.3f}"
