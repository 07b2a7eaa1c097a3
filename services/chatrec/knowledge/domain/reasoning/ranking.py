"""Ranks items for a query: a pool by rough evidence, then the exact score, the paths, and what could be asked."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.reasoning.gains import Belief, facet_gains
from chatrec.knowledge.domain.reasoning.graph import Graph, Longs
from chatrec.knowledge.domain.reasoning.paths import paths_of
from chatrec.knowledge.domain.reasoning.resemblance import likeness_of
from chatrec.knowledge.domain.reasoning.scoring import Evidence, Scoring
from chatrec.knowledge.domain.reasoning.selecting import best_places
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.arrays import Bools, Floats
from chatrec.knowledge.domain.snapshot.associations import LIKED_WITH
from chatrec.vocabulary.graph import Ranking, RankQuery
from chatrec.vocabulary.likeness import pack_likeness

__all__ = ["Ordered", "ordered", "rank"]

_POOL = 192
_LIKENESS_POOL = 4096
_NEAREST = 512
_BELIEF = 192
_DECISIVENESS = 3.5
"""Scores order items gently, while people who say what they want rarely take what has none of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """A pool of items with their evidence, and the order that they come in.

    `certainty` is ln of the score of all candidates, up to a constant; `belief` the same with the graph's word weighing
    more, as a logit of being the one that is wanted.
    """

    scoring: Scoring
    evidence: Evidence
    order: Longs
    certainty: Floats
    belief: Floats

    @property
    def items(self) -> Longs:
        """Give the items in order."""
        return self.evidence.items[self.order]


def rank(graph: Graph, weights: Weights, query: RankQuery) -> Ranking:
    """Rank the items that meet every hard preference, or the nearest ones where none does.

    Ties fall to the more popular item, then to the smaller id. Only the items returned have paths.

    Raises:
        InvalidInputError: a value does not go with its facet, or the vector has the wrong size.
    """
    scoring = Scoring(graph, weights, query)
    found = ordered(scoring, query.max_items)
    best = found.evidence.take(found.order[: query.max_items])
    misses = scoring.misses(best.items)
    constrained = frozenset(wish.facet for wish in query.preferences)
    matched = len(scoring.rows)
    return Ranking(
        item_ids=tuple(graph.snapshot.nodes.ids[item] for item in best.items.tolist()),
        f_llm=tuple(best.f_llm.tolist()),
        f_kg=tuple(best.f_kg.tolist()),
        popularity=tuple(graph.popularity[best.items].tolist()),
        collaborative=_collaborative(scoring, best.items),
        paths=paths_of(scoring, best, misses),
        misses=misses,
        relaxed=scoring.relaxed,
        relaxed_facets=relaxed_facets(scoring) if scoring.relaxed else (),
        matched=matched,
        entropy_bits=_doubt_bits(found.belief) if matched else 0.0,
        gains=facet_gains(graph, _belief(found), constrained) if matched and query.gains else (),
        generation=graph.snapshot.schema.generation,
        likeness=pack_likeness(likeness_of(graph, best.items)) if query.likeness else b"",
    )


def ordered(scoring: Scoring, max_items: int) -> Ordered:
    """Choose a pool among the candidates and put it in order of the exact score; nearer items come first if relaxed."""
    rows = scoring.candidates
    told = scoring.rough(rows).astype(np.float64)
    likeness = _rough_likeness(scoring, rows, told)
    rough = told + likeness
    distances = scoring.distances(rows) if scoring.relaxed else np.zeros(len(rows))
    size = max(_POOL, 2 * max_items)
    places = np.arange(len(rows))
    if len(rows) > size:
        # Far items lose to near ones whatever their evidence, which is bounded well below the factor.
        places = np.sort(best_places(rough - 1e4 * distances if scoring.relaxed else rough, size))
    evidence = scoring.evidence(rows[places])
    score = np.log(np.maximum(evidence.score, np.finfo(np.float64).tiny))
    certainty = rough.copy()
    if len(places):
        certainty[places] = score + (rough[places].max() - score.max())
        told[places] = certainty[places] - likeness[places]
    order = np.lexsort((scoring.graph.tie_rank[evidence.items], -evidence.score, distances[places]))
    belief = (_DECISIVENESS * told + likeness).astype(np.float32)
    return Ordered(scoring, evidence, order, certainty.astype(np.float32), belief)


def _rough_likeness(scoring: Scoring, rows: Longs, rough: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give ln f_LLM; of very many items only for the nearest and those with the best evidence, others count as unlike.

    Who the nearest are is only asked where an index knows it; without one, all are looked at when nothing else is told.
    """
    vector, index = scoring.llm.vector, scoring.graph.index
    if vector is None:
        return np.zeros(len(rows))
    informed = bool(scoring.query.preferences) or bool(scoring.walks)
    if len(rows) <= _LIKENESS_POOL or (index is None and not informed):
        return np.asarray(np.log(scoring.llm.rough(rows)))
    best = best_places(rough, _LIKENESS_POOL)
    if index is not None:
        near = np.flatnonzero(np.isin(rows, index.nearest(vector, _NEAREST), assume_unique=True))
        best = np.union1d(best, near)
    found = np.full(len(rows), -4.0)
    found[best] = np.log(scoring.llm.rough(rows[best]))
    return found


def _softmax(logits: Floats) -> npt.NDArray[np.float64]:
    if not len(logits):
        return np.zeros(0)
    powers = np.exp((logits - logits.max()).astype(np.float64))
    return np.asarray(powers / powers.sum())


def _doubt_bits(logits: Floats) -> float:
    """Give the entropy of the softmax of many logits: ln of the sum less the mean logit, so without many logarithms."""
    steps = logits - logits.max()
    powers = np.exp(steps)
    total = float(powers.sum(dtype=np.float64))
    return max(0.0, (math.log(total) - float(powers @ steps) / total) / math.log(2.0))


def _belief(found: Ordered) -> Belief:
    """Take the most certain items, enough to judge facets by."""
    rows, logits = found.scoring.rows, found.belief
    if not len(rows):
        return Belief(rows, np.zeros(0))
    if len(rows) > _BELIEF:
        best = best_places(logits, _BELIEF)
        rows, logits = rows[best], logits[best]
    return Belief(rows, _softmax(logits))


def _collaborative(scoring: Scoring, items: Longs) -> tuple[float, ...]:
    """Give how much each item is liked together with what was, 0 to 1."""
    found = next((part for part in scoring.associations if part.name == LIKED_WITH), None)
    return (0.0,) * len(items) if found is None else tuple(np.clip(found.mass[items], 0.0, 1.0).tolist())


def relaxed_facets(scoring: Scoring) -> tuple[str, ...]:
    """Name the facets of the fewest hard preferences whose giving up leaves most items; the kind is given up last."""
    rows = scoring.candidates
    broken = np.array([~mask[rows] for mask in scoring.met])
    facets = [scoring.query.preferences[index].facet for index in scoring.hard]
    cost = np.array([len(facets) if facet == "kind" else 1 for facet in facets]) @ broken
    nearest = _commonest(broken[:, cost == cost.min()])
    return tuple(dict.fromkeys(facet for facet, given_up in zip(facets, nearest.tolist(), strict=True) if given_up))


def _commonest(columns: Bools) -> Bools:
    """Give the column that occurs most often; among equals the first in the order of their bits."""
    # Columns are compared as numbers, eight bits at a time: to sort them as they are takes a second a million.
    first, *rest = np.packbits(columns, axis=0)
    codes = first
    for byte in rest:
        _, ranks = np.unique(codes, return_inverse=True)
        codes = ranks * 256 + byte
    _, places, counts = np.unique(codes, return_index=True, return_counts=True)
    return np.asarray(columns[:, places[int(counts.argmax())]])
