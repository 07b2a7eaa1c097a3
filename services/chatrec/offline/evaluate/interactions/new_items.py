"""`new-items`: films that nobody is known to have rated, ranked among all by the reasoner as it is served."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.arrays import Snapshot, Vectors
from chatrec.knowledge.domain.snapshot.associations import EXPECTED_WITH
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.knowledge.domain.snapshot.expecting import with_expected_edges
from chatrec.knowledge.domain.snapshot.texts import encode_catalogue
from chatrec.offline.catalogue.from_movielens import from_movielens
from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Figure, Options, Scores, folder_of
from chatrec.offline.evaluate.intervals import bootstrap_mean
from chatrec.offline.graph.facts import nodes_of
from chatrec.offline.knowledge.holdout import Case, HeldOut, few_liked, hold_out, scores
from chatrec.offline.preparing import folder_encoder
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["evaluate", "hide_items"]

_HIDDEN: Final = 0.2
_EVERY: Final = 3
_FEW: Final = 3
_NEW: Final = "recall@10 of new items"


def evaluate(options: Options) -> Evaluation:
    """Hide every rating of a fifth of the films and a fifth of each user's others; rank all for a third of the users.

    Metrics count what was hidden of either kind; those of new items the hidden films alone. `few_` metrics know three
    films of a user, as in a conversation that has just begun. Films are known by genre, year and title: the Freebase
    graph of the folder is left out, as its link numbers films otherwise (`movielens_links`).

    Raises:
        NotFoundError: the folder is missing.
        InvalidInputError: a file is missing or of another format.
    """
    catalogue = _films(folder_of(options, "ml-100k"))
    encoder = folder_encoder()
    names = {row.id: row.name for row in nodes_of(catalogue)}
    vectors = encode_catalogue(catalogue, names, encoder)[0]
    runs = [_Run(catalogue, vectors, seed) for seed in options.seeds]
    return Evaluation(
        case_ids=runs[0].users,
        ours=[run.ours for run in runs],
        baselines=_mean([run.baselines for run in runs]),
        ablation=_mean([run.ablation for run in runs]),
        figures=_gains(runs),
        artefacts=(encoder.model_id,),
    )


class _Run:
    """One seed: what it hides, and what every system finds of it."""

    def __init__(self, catalogue: Catalogue, vectors: Vectors, seed: int) -> None:
        held = hide_items(hold_out(catalogue, seed=seed), _HIDDEN, seed=seed)
        cases = sorted((*held.fit, *held.judge), key=lambda case: case.user)[::_EVERY]
        self.users = tuple(case.user for case in cases)
        few = few_liked(cases, _FEW, seed=seed)
        bare = build_snapshot(held.catalogue)
        spoken = with_expected_edges(replace(bare, vectors=vectors))
        self.ours = _measured(spoken, Weights(), cases, few)
        self.before = _measured(spoken, Weights(associations={EXPECTED_WITH: 0.0}), cases, few)
        popular = Weights(liked=0.0, associations={"liked_with": 0.0, EXPECTED_WITH: 0.0})
        self.baselines = {"popularity": _measured(spoken, popular, cases, few)}
        self.ablation = {
            "without expected edges": self.before,
            "expected by facts and numbers": _measured(bare, Weights(), cases, few),
        }


def hide_items(held: HeldOut, share: float, *, seed: int) -> HeldOut:
    """Hide a share of the items from everybody: nobody took them, and who did has to find them again."""
    rng = np.random.default_rng(seed)
    ids = [item.id for item in held.catalogue.items]
    hidden = frozenset(rng.choice(ids, size=round(share * len(ids)), replace=False).tolist())
    catalogue = replace(
        held.catalogue,
        items=tuple(replace(item, popularity=0.0) if item.id in hidden else item for item in held.catalogue.items),
        interactions=tuple(row for row in held.catalogue.interactions if row.item not in hidden),
    )

    def without(case: Case) -> Case:
        found = tuple(item for item in case.liked if item in hidden)
        return replace(case, liked=tuple(item for item in case.liked if item not in hidden), held=(*case.held, *found))

    return HeldOut(catalogue, tuple(map(without, held.fit)), tuple(map(without, held.judge)))


def _films(source: Path) -> Catalogue:
    with tempfile.TemporaryDirectory() as folder:
        catalogue = from_movielens(source, Path(folder) / "films")
    if not catalogue.interactions:
        raise InvalidInputError("ml-100k.inter: there is no rating.", folder=source)
    return replace(catalogue, triples=())


def _measured(snapshot: Snapshot, weights: Weights, whole: Sequence[Case], few: Sequence[Case]) -> Scores:
    graph = Graph.of(snapshot)
    known = scores(graph, weights, whole, whole)
    begun = scores(graph, weights, few, whole)
    return {_key(name): values for name, values in known.items()} | {
        f"few_{_key(name)}": values for name, values in begun.items()
    }


def _key(metric: str) -> str:
    return "new_items_recall@10" if metric == _NEW else metric


def _gains(runs: Sequence[_Run]) -> Mapping[str, Figure]:
    """Give what the expected edges add, user by user, with the interval of users drawn anew."""
    return {
        f"{metric}_gain": bootstrap_mean([run.ours[metric] - run.before[metric] for run in runs])
        for metric in runs[0].ours
    }


def _mean(runs: Sequence[Mapping[str, Scores]]) -> Mapping[str, Scores]:
    return {
        name: {metric: _over_seeds([run[name][metric] for run in runs]) for metric in runs[0][name]} for name in runs[0]
    }


def _over_seeds(values: Sequence[Doubles]) -> Doubles:
    """Give the mean over the seeds in which a user counts, NaN where there is none."""
    stacked = np.stack(values)
    counted = (~np.isnan(stacked)).sum(axis=0)
    return np.where(counted > 0, np.nansum(stacked, axis=0) / np.maximum(counted, 1), np.nan)
