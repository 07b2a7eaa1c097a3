"""`graph-completion`: facts held out of public graphs, each asked for by its tail and by its head."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from chatrec.offline.evaluate.evaluation import Evaluation, Options, Scores, folder_of
from chatrec.offline.evaluate.opendialkg.reading import read_catalogue
from chatrec.offline.knowledge.pretraining.fitting import FitSettings, fit_embeddings
from chatrec.offline.knowledge.pretraining.frequency import MostFrequent
from chatrec.offline.knowledge.pretraining.train import HELD_SHARE, judged
from chatrec.offline.knowledge.pretraining.triples import Facts, Parts, numbered, part_facts
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError

__all__ = ["evaluate"]

_PARTED_BY: Final = 1
_WIDTH: Final = 64
_EPOCHS: Final = 15
"""What three seeds on two graphs can pay for in three CPU minutes."""

Rows = Iterator[tuple[str, str, str]]


def evaluate(options: Options) -> Evaluation:
    """Fit ComplEx to 90 % of each graph's facts, stop by 5 % and judge by 5 %, the same facts for every seed.

    The seeds draw what fitting begins with. Every metric is filtered and is given over all questions and by graph; the
    baselines are fitted with the first seed. `split` chooses nothing: the graphs have no parts of their own.

    Raises:
        NotFoundError: neither graph is there.
        InvalidInputError: a file cannot be read.
    """
    graphs = {name: numbered(rows) for name, rows in _graphs(options).items()}
    parted = {name: (facts, part_facts(facts, HELD_SHARE, seed=_PARTED_BY)) for name, facts in graphs.items()}
    cases = [case for name, (facts, parts) in parted.items() for case in _cases(name, facts, parts)]
    frequent = {
        name: judged(MostFrequent(facts, parts.train).score, facts, parts) for name, (facts, parts) in parted.items()
    }
    return Evaluation(
        case_ids=cases,
        ours=[_pooled(_fitted(parted, "complex", seed)) for seed in options.seeds],
        baselines={
            "most frequent": _pooled(frequent),
            "DistMult": _pooled(_fitted(parted, "distmult", options.seeds[0])),
        },
    )


def _fitted(parted: Mapping[str, tuple[Facts, Parts]], family: str, seed: int) -> Mapping[str, Scores]:
    settings = FitSettings(family, width=_WIDTH, epochs=_EPOCHS)
    return {
        name: judged(fit_embeddings(facts, parts, settings, seed=seed).score, facts, parts)
        for name, (facts, parts) in parted.items()
    }


def _pooled(by_graph: Mapping[str, Scores]) -> Scores:
    """Put the questions of all graphs in one row, once for all and once for each graph, NaN where another's stand."""
    found = {}
    for metric in next(iter(by_graph.values())):
        values = np.concatenate([scores[metric] for scores in by_graph.values()])
        graph = np.repeat(np.arange(len(by_graph)), [len(scores[metric]) for scores in by_graph.values()])
        found[metric] = values
        for number, name in enumerate(by_graph):
            found[f"{name}_{metric}"] = np.where(graph == number, values, np.nan)
    return found


def _cases(name: str, facts: Facts, parts: Parts) -> Iterable[str]:
    for asked in ("tail", "head"):
        for head, relation, tail in parts.test.tolist():
            known = facts.entities[head if asked == "tail" else tail]
            yield f"{name}: {asked} of {facts.relations[relation]} {known} (fact {head} {tail})"


def _graphs(options: Options) -> Mapping[str, Rows]:
    readers = {"opendialkg": ("kg.json", _opendialkg), "kgcn-music": ("kg.txt", _kgcn_music)}
    found = {}
    for name, (file, read) in readers.items():
        folder = folder_of(options, name)
        if (folder / file).is_file():
            found[name] = read(folder)
    if not found:
        raise NotFoundError("--data: neither kg.json of OpenDialKG nor kg.txt of KGCN is there.", folder=options.data)
    return found


def _opendialkg(folder: Path) -> Rows:
    catalogue = read_catalogue(folder)
    for head, relation, tail in catalogue.triples:
        yield catalogue.names[head], relation, catalogue.names[tail]


def _kgcn_music(folder: Path) -> Rows:
    for number, line in enumerate((folder / "kg.txt").read_text("utf-8").splitlines(), start=1):
        try:
            head, relation, tail = line.split()
        except ValueError as error:
            raise InvalidInputError(f"kg.txt:{number}: head, relation and tail are needed.") from error
        yield head, relation, tail
