"""`chatrec evaluate opendialkg`: iEvaLM's turns, one case a target, all items as the pool.

Evidence of the dialogue of a case is left out of its case, for the source's parts are split by turn. Everything is
fitted on the learned turns; the measured part only judges.
"""

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from chatrec.offline.evaluate.evaluation import Evaluation, Options, Scores, folder_of, part_file
from chatrec.offline.evaluate.opendialkg.baselines import baseline_rankings
from chatrec.offline.evaluate.opendialkg.corpus import Corpus, corpus_of
from chatrec.offline.evaluate.opendialkg.evidence import evidence_of
from chatrec.offline.evaluate.opendialkg.ranking import Inputs, Model, fit_model
from chatrec.offline.evaluate.opendialkg.reading import Catalogue, Talk, Turn, read_catalogue, read_talks, read_turns
from chatrec.offline.evaluate.opendialkg.scoring import Cases, cases_of, scores_of
from chatrec.offline.evaluate.opendialkg.signals import counts_of, signals_of
from chatrec.offline.evaluate.opendialkg.wording import words_of
from chatrec.offline.knowledge.typed_walks import Step, TypedGraph, typed_graph

__all__ = ["evaluate"]

_KINDS: Final = {"walks": "walk", "co-mention": "co-mention", "like turns": "text"}


def evaluate(options: Options) -> Evaluation:
    """Measure the ranker, the trivial rankings, and the ranker with parts alone and left out.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a file is not in the format.
    """
    folder = folder_of(options, "opendialkg")
    catalogue = read_catalogue(folder)
    corpus = corpus_of(catalogue, *_turns(folder, options.split))
    graph = typed_graph(catalogue.triples, catalogue.relations, len(catalogue.names))
    inputs = _inputs(corpus, graph, _talks(folder))
    cases = cases_of(corpus, graph)
    first = fit_model(inputs, seed=options.seeds[0])
    models = itertools.chain([first], (fit_model(inputs, seed=seed) for seed in options.seeds[1:]))
    ours = [
        scores_of(corpus, cases, model.rank_by_trees(corpus, seed=seed))
        for model, seed in zip(models, options.seeds, strict=True)
    ]
    baselines = baseline_rankings(inputs)
    return Evaluation(
        case_ids=_names(corpus, cases),
        ours=ours,
        baselines={name: scores_of(corpus, cases, ranking) for name, ranking in baselines.items()},
        ablation=_ablation(inputs, cases, first, options.seeds[0]),
        details=[_detail(corpus, cases, case) for case in range(len(cases.turns))],
    )


def _turns(folder: Path, split: str) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
    train = read_turns(part_file(folder, "train_data_processed.jsonl"))
    measured = read_turns(part_file(folder, f"{split}_data_processed.jsonl"))
    if split == "valid":
        return train, measured
    return train + read_turns(part_file(folder, "valid_data_processed.jsonl")), measured


def _talks(folder: Path) -> tuple[Talk, ...]:
    path = folder / "diffkg_valid.csv"
    return read_talks(path) if path.is_file() else ()


def _inputs(corpus: Corpus, graph: TypedGraph, talks: tuple[Talk, ...]) -> Inputs:
    evidence = evidence_of(corpus, talks)
    counts = tuple(counts_of(corpus, items) for items in (evidence.recommended, evidence.named, evidence.told))
    edges = np.stack([np.asarray(matrix.sum(axis=1)).ravel() for matrix in graph.forward]).sum(axis=0)
    degrees = edges[list(corpus.catalogue.items)]
    return Inputs(corpus, signals_of(corpus, graph, evidence), words_of(corpus, graph), counts, degrees)


def _ablation(inputs: Inputs, cases: Cases, whole: Model, seed: int) -> Mapping[str, Scores]:
    parts = {"no trees, relation not chosen by the words": inputs.wordless()}
    for name, kind in _KINDS.items():
        parts[f"no trees, {name} alone"] = inputs.only({kind, "mention"})
        parts[f"no trees, without {name}"] = inputs.without(kind)
    found = {"no trees": whole.rank_by_sum(), "mixture by the words alone": whole.rank_by_mixture()}
    found |= {name: fit_model(part, seed=seed).rank_by_sum() for name, part in parts.items()}
    return {name: scores_of(inputs.corpus, cases, ranking) for name, ranking in found.items()}


def _names(corpus: Corpus, cases: Cases) -> list[str]:
    turns = [corpus.turns[turn] for turn in cases.turns.tolist()]
    places = _places_within_turn(cases)
    return [f"{turn.dialogue}:{turn.turn}:{place}" for turn, place in zip(turns, places, strict=True)]


def _places_within_turn(cases: Cases) -> list[int]:
    return [int((cases.turns[:case] == turn).sum()) for case, turn in enumerate(cases.turns.tolist())]


def _detail(corpus: Corpus, cases: Cases, case: int) -> Mapping[str, object]:
    turn = corpus.turns[int(cases.turns[case])]
    item = int(cases.items[case])
    target = corpus.catalogue.names[corpus.catalogue.items[item]] if item >= 0 else None
    said = turn.context[-1] if turn.context else ""
    return {"text": said, "target": target, "path": [_told(corpus.catalogue, step) for step in cases.paths[case]]}


def _told(catalogue: Catalogue, step: Step) -> list[str]:
    head, relation, tail = step
    return [catalogue.names[head], relation, catalogue.names[tail]]
