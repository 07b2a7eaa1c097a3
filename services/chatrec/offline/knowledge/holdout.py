"""Interactions held out of a catalogue: what people liked, and what the reasoner then has to find by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.offline.evaluate.evaluation import Scores
from chatrec.offline.evaluate.metrics import ndcg, recall
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import RankQuery

__all__ = ["Case", "HeldOut", "few_liked", "hold_out", "query_of", "scores"]

_SHOWN = 10
_LEAST_ITEMS = 5
_LEAST_USERS = 20
_HELD = 0.2
_FITTED = 0.5
_COLD = 3.0
"""Users of an item at which it still counts as new."""


@dataclass(frozen=True, slots=True)
class Case:
    """A user: the items that are known to be liked, and those that were held out."""

    user: str
    liked: tuple[str, ...]
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A catalogue without what was held out, popularity included; weights are fitted on `fit` and judged on `judge`."""

    catalogue: Catalogue
    fit: tuple[Case, ...]
    judge: tuple[Case, ...]


def hold_out(catalogue: Catalogue, *, seed: int) -> HeldOut:
    """Hold out a fifth of what each user liked, at random; half of the users are to fit on, the others to judge by.

    Users of less than 5 items are kept whole. The popularity of an item is counted anew, from what is left.

    Raises:
        InvalidInputError: fewer than 20 users have enough items.
    """
    rng = np.random.default_rng(seed)
    taken: dict[str, dict[str, None]] = {}
    for row in catalogue.interactions:
        if row.value > 0:
            taken.setdefault(row.user, {})[row.item] = None
    cases = [_case(user, tuple(items), rng) for user, items in taken.items() if len(items) >= _LEAST_ITEMS]
    if len(cases) < _LEAST_USERS:
        raise InvalidInputError("Too few users have 5 items or more to learn from.", users=len(cases))
    cases = [cases[place] for place in rng.permutation(len(cases)).tolist()]
    border = round(_FITTED * len(cases))
    gone = {(case.user, item) for case in cases for item in case.held}
    kept = tuple(row for row in catalogue.interactions if (row.user, row.item) not in gone)
    counts: dict[str, float] = {}
    for row in kept:
        counts[row.item] = counts.get(row.item, 0.0) + (row.value > 0)
    items = tuple(replace(item, popularity=counts.get(item.id, 0.0)) for item in catalogue.items)
    return HeldOut(replace(catalogue, items=items, interactions=kept), tuple(cases[:border]), tuple(cases[border:]))


def _case(user: str, items: tuple[str, ...], rng: np.random.Generator) -> Case:
    held = frozenset(rng.choice(len(items), size=max(1, round(_HELD * len(items))), replace=False).tolist())
    liked = tuple(item for place, item in enumerate(items) if place not in held)
    return Case(user, liked, tuple(items[place] for place in sorted(held)))


def few_liked(cases: Sequence[Case], most: int, *, seed: int) -> tuple[Case, ...]:
    """Keep at most some of the liked items of each case, as in a conversation that has just begun."""
    rng = np.random.default_rng(seed)
    return tuple(replace(case, liked=tuple(rng.permutation(case.liked)[:most].tolist())) for case in cases)


def query_of(catalogue: str, case: Case, *, known: Sequence[str] = ()) -> RankQuery:
    """Ask for items like the liked ones; these, and what else is `known` of the user, are not shown."""
    excluded = tuple(dict.fromkeys((*case.liked, *known)))
    return RankQuery(catalogue, liked_item_ids=case.liked, excluded_item_ids=excluded, max_items=_SHOWN, gains=False)


def scores(graph: Graph, weights: Weights, cases: Sequence[Case], whole: Sequence[Case]) -> Scores:
    """Rank for every case and give recall@10 and nDCG@10; `whole` are the same users with all that they liked.

    The recall of new items counts those alone that were held out and that at most 3 users are known to like.
    """
    name = graph.snapshot.schema.name
    found, new = np.zeros((2, len(cases), _SHOWN), dtype=np.bool_)
    little = np.flatnonzero(graph.snapshot.popularity <= _COLD).tolist()
    cold = frozenset(graph.snapshot.nodes.ids[item] for item in little)
    for row, (case, full) in enumerate(zip(cases, whole, strict=True)):
        ranked = rank(graph, weights, query_of(name, case, known=full.liked)).item_ids
        found[row, : len(ranked)] = [item in case.held for item in ranked]
        new[row, : len(ranked)] = [item in case.held and item in cold for item in ranked]
    counts = np.array([len(case.held) for case in cases])
    cold_counts = np.array([len(cold.intersection(case.held)) for case in cases])
    return {
        "recall@10": recall(found, counts, _SHOWN),
        "ndcg@10": ndcg(found, counts, _SHOWN),
        "recall@10 of new items": recall(new, cold_counts, _SHOWN),
    }
