"""`chatrec evaluate explanations`: what the served reasoner shows as reasons on MovieLens-100K and its graph.

One case a user. The lists are those of the reasoner over train ratings as learned edges and the stored triples; every
shown path counts, up to three an item. The weights were chosen on the splits of seeds 11 and 12, which are not for
reporting.

A path exists where each of its triples is in the graph as it is linked. RecBole's `ml-100k.link` numbers films as the
larger MovieLens sets do, `ml-100k.inter` as MovieLens-100K does: as published, the entity linked to a film is often
that of another, and what is measured is the choice of paths alone. With `movies.dat` of MovieLens-1M in the folder
films are linked by title and year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from chatrec.knowledge.domain.reasoning.choosing import PathTaste
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Figure, Options, Scores, folder_of
from chatrec.offline.evaluate.explanations.controls import random_paths, shortest_paths
from chatrec.offline.evaluate.explanations.measuring import COUNT, World, accuracy, deletion, measured
from chatrec.offline.evaluate.explanations.reading import read_films
from chatrec.offline.evaluate.explanations.reasoning import Shown, listed
from chatrec.offline.evaluate.intervals import percentiles

__all__ = ["evaluate"]

_TESTED_USERS = 80
"""Users of a seed whose paths are taken away one by one; the score is computed anew for each of about 30."""
_UNTESTED: Final = {"deletion": float("nan"), "score_fall": float("nan")}
_SYSTEMS: Final = ("ours", "random_path", "shortest_path", "heaviest path alone", "plain list")
_RESAMPLES = 1_000
_TASTE: Final = PathTaste(recency=2.0, popularity=0.5, variety=2.0, least=0.01)
_PLAIN: Final = Weights(liked=0.0, popularity=0.0, associations={"liked_with": 4.1})
"""As `fit_weights` learns them on the split of seed 11: the learned edges alone."""
_OURS: Final = replace(
    _PLAIN,
    liked=0.3,
    half_walk=0.1,
    relations={"film.film.language": 0.0, "film.film.country": 0.0, "film.film.rating": 0.0},
    taste=_TASTE,
)
_TASTES: Final[Mapping[str, PathTaste]] = {
    "by contribution alone": PathTaste(0.0, 0.0, 0.0, _TASTE.least),
    "without recency": replace(_TASTE, recency=0.0),
    "without popularity": replace(_TASTE, popularity=0.0),
    "without variety": replace(_TASTE, variety=0.0),
}


def evaluate(options: Options) -> Evaluation:
    """Measure what is shown, beside random and shortest paths on the same lists.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a file is not in the format.
    """
    films = read_films(folder_of(options, "ml-100k"))
    users = films.ratings.user_ids
    runs = [_run(World.of(films, seed), users, seed) for seed in options.seeds]
    gained, plain = (np.stack([run[name]["ndcg@10"] for run in runs]) for name in ("ours", "plain list"))
    first = World.of(films, options.seeds[0])
    return Evaluation(
        case_ids=users,
        ours=[run["ours"] for run in runs],
        baselines={name: _mean([run[name] for run in runs]) for name in ("random_path", "shortest_path")},
        ablation={name: _tasted(first, users, taste) for name, taste in _TASTES.items()}
        | {name: _mean([run[name] for run in runs]) for name in ("heaviest path alone", "plain list")},
        figures={"ndcg_loss": _loss(gained, plain)},
    )


def _run(world: World, users: Sequence[str], seed: int) -> Mapping[str, Scores]:
    """Measure one split: ours, both controls, and the list that does not look at the stored triples."""
    rng = np.random.default_rng(seed)
    tested = frozenset(rng.choice(len(users), size=min(_TESTED_USERS, len(users)), replace=False).tolist())
    draw = np.random.default_rng((seed, 1))
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in _SYSTEMS}
    for place, user in enumerate(users):
        train = world.parts.train[user]
        ours = listed(world.graph, _OURS, train, COUNT)
        liked = frozenset(ours.query.liked_item_ids)
        roads = world.roads, world.learned, liked
        systems: Mapping[str, Shown] = {
            "ours": ours.shown,
            "random_path": [(item, random_paths(*roads, item, draw)) for item in ours.items],
            "shortest_path": [(item, shortest_paths(*roads, item)) for item in ours.items],
        }
        for name, shown in systems.items():
            fell = deletion(world, _OURS, ours, shown) if place in tested else _UNTESTED
            rows[name].append(measured(world, user, shown) | fell)
        rows["heaviest path alone"].append(measured(world, user, [(item, paths[:1]) for item, paths in ours.shown]))
        rows["plain list"].append(accuracy(world, user, listed(world.graph, _PLAIN, train, COUNT).items))
    return {name: _columns(found) for name, found in rows.items()}


def _tasted(world: World, users: Sequence[str], taste: PathTaste) -> Scores:
    weights = replace(_OURS, taste=taste)
    lists = [(user, listed(world.graph, weights, world.parts.train[user], COUNT)) for user in users]
    return _columns([measured(world, user, row.shown) for user, row in lists])


def _loss(gained: Doubles, plain: Doubles) -> Figure:
    """Give the share of the plain list's nDCG that the explained one loses; users are drawn anew for the interval."""
    ours, before = gained.mean(axis=0), plain.mean(axis=0)
    rng = np.random.default_rng(_RESAMPLES)
    drawn = [rng.integers(len(ours), size=len(ours)) for _ in range(_RESAMPLES)]
    losses = np.array([1.0 - np.nanmean(ours[rows]) / np.nanmean(before[rows]) for rows in drawn])
    return percentiles(float(1.0 - np.nanmean(ours) / np.nanmean(before)), losses)


def _columns(rows: Sequence[Mapping[str, float]]) -> Scores:
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def _mean(runs: Sequence[Scores]) -> Scores:
    """Average runs over the seeds; a case that counts in none stays NaN."""
    found = {}
    for name in runs[0]:
        values = np.stack([run[name] for run in runs])
        counts = (~np.isnan(values)).sum(axis=0)
        found[name] = np.where(counts > 0, np.nansum(values, axis=0) / np.maximum(counts, 1), np.nan)
    return found
