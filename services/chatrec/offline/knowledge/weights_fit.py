"""The weights of the reasoner, learned from what people liked: a conditional logit over its own evidence.

ln f_KG is a sum of evidence. For a user with some liked items, what was held out has to stand out among items that the
user never took up (McFadden, 1974). What is learned is how much the popularity prior, every association and the
likeness through the graph count, and within the latter each relation and each pair of relations. All weights are at
least 0 and are drawn towards the defaults. Interactions do not tell how much a stated wish counts beside them, so the
three kinds of evidence keep the sum of their default weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from chatrec.knowledge.domain.reasoning.associated import associated
from chatrec.knowledge.domain.reasoning.graph import Graph, Longs, edges_of
from chatrec.knowledge.domain.reasoning.walks import pair_weights, relation_weights
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.offline.knowledge.holdout import Case

__all__ = ["fit_weights"]

Doubles = npt.NDArray[np.float64]

_OTHERS = 150
_MOST_COLUMNS = 64
_PULL = 1.0
_STEPS = 300
_HARDLY = 0.05
_TINY = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class _Choices:
    """The candidates of all users below each other; those of user n begin at `starts[n]`.

    `flat` is candidates x (popularity, associations), `walked` candidates x columns of the graph's likeness, `rest` its
    remainder that is not learned; all at the default weights. `target` shares 1 among the held-out items of a user.
    """

    starts: Longs
    flat: Doubles
    walked: Doubles
    rest: Doubles
    target: Doubles


def fit_weights(graph: Graph, cases: Sequence[Case], *, seed: int, start: Weights | None = None) -> Weights:
    """Fit the weights on held-out items, from `start` on; `graph` must not know of what was held out."""
    weights = start or Weights()
    rng = np.random.default_rng(seed)
    drawn = [(graph.items(case.liked), graph.items(case.held)) for case in cases]
    drawn = [(liked, right) for liked, right in drawn if len(liked) and len(right)]
    items = [_candidates(graph, liked, right, rng) for liked, right in drawn]
    masses = [_masses(graph, weights, liked, found) for (liked, _), found in zip(drawn, items, strict=True)]
    columns = _heaviest(masses)
    choices = _choices(graph, weights, drawn, items, [(mass[:, columns], mass.sum(axis=1)) for mass in masses])
    names = [row.name for row in graph.snapshot.associations]
    default = np.array([weights.popularity, *map(weights.association, names), weights.liked])
    found = _minimised(choices, default, weights.half_walk)
    kinds = found[: len(default)] * (default.sum() / max(float(found[: len(default)].sum()), _TINY))
    learned = replace(
        weights,
        popularity=_rounded(kinds[0]),
        associations={name: _rounded(value) for name, value in zip(names, kinds[1:-1], strict=True)},
        liked=_rounded(kinds[-1]),
    )
    return _with_relations(graph, learned, columns, found[len(default) :])


def _with_relations(graph: Graph, weights: Weights, columns: Longs, shares: Doubles) -> Weights:
    """Turn the share that each column keeps of its default into weights of relations and of pairs.

    What hardly moved stays as it is: without pairs a walk is cheaper.
    """
    names, width = graph.snapshot.relations, len(graph.snapshot.relations)
    relations, pairs = dict(weights.relations), dict(weights.pairs)
    moved = np.flatnonzero(np.abs(shares - 1.0) > _HARDLY)
    for column, share in zip(columns[moved].tolist(), shares[moved].tolist(), strict=True):
        out, back = divmod(column, width)
        if out == width:
            relations[names[back]] = _rounded(share * weights.relation(names[back]))
        else:
            pairs[names[out], names[back]] = _rounded(share * weights.pair(names[out], names[back]))
    return replace(weights, relations=relations, pairs=pairs)


def _candidates(graph: Graph, liked: Longs, right: Longs, rng: np.random.Generator) -> Longs:
    """Give the held-out items, then items that the user never took up, the known ones sooner: they are in the way."""
    taken = np.concatenate((right, liked))
    # The smallest of exponential times are a draw without replacement by rate (Efraimidis and Spirakis, 2006).
    times = rng.exponential(size=graph.item_count) / (graph.popularity.astype(np.float64) ** 2 + _TINY)
    times[taken] = np.inf
    most = max(0, min(_OTHERS, graph.item_count - len(np.unique(taken))))
    return np.concatenate((right, np.argsort(times, kind="stable")[:most]))


def _masses(graph: Graph, weights: Weights, liked: Longs, items: Longs) -> Doubles:
    """Give what items collect from liked ones, items x (relation out x relation in, then stored edges by relation)."""
    width = max(len(graph.snapshot.relations), 1)
    first, last = edges_of(graph, liked), edges_of(graph, items)
    nodes = np.unique(np.concatenate((liked, first.neighbours)))
    counts = np.zeros((len(nodes) + 1, width))
    np.add.at(counts, (_places(nodes, first.neighbours), first.relations), 1.0)
    rarity = graph.rarity.astype(np.float64)
    carried = counts[_places(nodes, last.neighbours)] * rarity[last.neighbours][:, None]
    found = np.zeros((len(items), width + 1, width))
    every = np.arange(width)[None, :]
    np.add.at(found, (last.source[:, None], every, last.relations[:, None]), carried)
    stored = np.isin(last.neighbours, liked) * weights.direct
    np.add.at(found, (last.source, np.full(len(stored), width), last.relations), stored)
    single = relation_weights(graph, weights).astype(np.float64)
    found *= np.concatenate((pair_weights(graph, weights).astype(np.float64), single[None, :]))
    return found.reshape(len(items), -1)


def _places(nodes: Longs, sought: npt.NDArray[np.integer]) -> Longs:
    """Find the rows of nodes; the last row where there is none."""
    places = np.searchsorted(nodes, sought)
    inside = np.minimum(places, len(nodes) - 1)
    return np.where(nodes[inside] == sought, inside, len(nodes)).astype(np.int64)


def _heaviest(masses: Sequence[Doubles]) -> Longs:
    """Choose the columns that carry the most, in order of their number."""
    total = np.sum([mass.sum(axis=0) for mass in masses], axis=0)
    best = np.argsort(-total, kind="stable")[:_MOST_COLUMNS]
    return np.sort(best[total[best] > 0.0])


def _choices(
    graph: Graph,
    weights: Weights,
    drawn: Sequence[tuple[Longs, Longs]],
    items: Sequence[Longs],
    masses: Sequence[tuple[Doubles, Doubles]],
) -> _Choices:
    sizes = [len(found) for found in items]
    walked = np.concatenate([mass for mass, _ in masses])
    return _Choices(
        starts=np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64),
        flat=np.concatenate([_flat(graph, weights, liked, row) for (liked, _), row in zip(drawn, items, strict=True)]),
        walked=walked,
        rest=np.concatenate([total for _, total in masses]) - walked.sum(axis=1),
        target=np.concatenate(
            [(np.arange(size) < len(right)) / len(right) for (_, right), size in zip(drawn, sizes, strict=True)]
        ),
    )


def _flat(graph: Graph, weights: Weights, liked: Longs, items: Longs) -> Doubles:
    one = replace(weights, associations={row.name: 1.0 for row in graph.snapshot.associations})
    followed = associated(graph, one, liked, liked[:0])
    return np.stack([graph.popularity[items], *(part.evidence(items) for part in followed)], axis=1).astype(np.float64)


def _minimised(choices: _Choices, default: Doubles, half: float) -> Doubles:
    """Find the weights of the kinds of evidence, then the share of each column; none is below 0."""
    columns = choices.walked.shape[1]
    even = np.ones(columns)
    scales = np.geomspace(0.25, 64.0, 33)
    losses = [_loss(choices, np.concatenate((scale * default, even)), len(default), half)[0] for scale in scales]
    centre = np.concatenate((scales[int(np.argmin(losses))] * default, even))
    pull = np.concatenate((np.full(len(default), _PULL) / centre[: len(default)] ** 2, np.full(columns, _PULL)))

    def penalised(point: Doubles) -> tuple[float, Doubles]:
        loss, gradient = _loss(choices, point, len(default), half)
        away = point - centre
        return loss + 0.5 * float(pull @ away**2), gradient + pull * away

    bounds = [(0.0, None)] * len(centre)
    found = minimize(penalised, centre, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": _STEPS})
    return np.asarray(found.x, dtype=np.float64)


def _loss(choices: _Choices, point: Doubles, kinds: int, half: float) -> tuple[float, Doubles]:
    """Give the negative log likelihood of what was held out, summed over users, and its gradient."""
    flat, liked, shares = point[: kinds - 1], point[kinds - 1], point[kinds:]
    mass = choices.walked @ shares + choices.rest
    near = mass / (mass + half)
    score = choices.flat @ flat + liked * near
    sizes = np.diff(np.append(choices.starts, len(score)))
    top = np.maximum.reduceat(score, choices.starts)
    powers = np.exp(score - np.repeat(top, sizes))
    total = np.add.reduceat(powers, choices.starts)
    loss = float((top + np.log(total)).sum() - choices.target @ score)
    off = powers / np.repeat(total, sizes) - choices.target
    slope = off * liked * half / (mass + half) ** 2
    return loss, np.concatenate((off @ choices.flat, [off @ near], slope @ choices.walked))


def _rounded(value: float) -> float:
    return round(float(value), 4)
