"""f_KG: what the graph says for an item, as a sum of evidence in ln f_KG; every part of it is what a path may claim.

f_KG = exp(sharpness * (evidence - most evidence there could be)), so it lies in (0, 1], needs no other item to be
computed, and falls strictly whenever a part of the evidence is taken away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.reasoning.associated import associated
from chatrec.knowledge.domain.reasoning.degrees import degrees
from chatrec.knowledge.domain.reasoning.filters import check_ids, distance, eligible, entity_numbers, meets
from chatrec.knowledge.domain.reasoning.graph import Edges, Graph, Longs, edges_of
from chatrec.knowledge.domain.reasoning.importance import importance
from chatrec.knowledge.domain.reasoning.likeness import Likeness
from chatrec.knowledge.domain.reasoning.walks import LIKED, Collected, Walk, collect, entity_walk, item_walk, reach
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.knowledge.domain.snapshot.arrays import Bools, Floats
from chatrec.vocabulary.graph import RankQuery
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM, KIND
from chatrec.vocabulary.words import Operator

__all__ = ["Evidence", "Scoring"]

Doubles = npt.NDArray[np.float64]

_MOST_EXPONENT = 40.0
_DIRECTIONS = {Operator.LESS: -1, Operator.AT_MOST: -1, Operator.GREATER: 1, Operator.AT_LEAST: 1}
_FALL = 8.0
_FAR = 20.0


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What speaks for some items: `terms` is preferences x items, the rest one number an item.

    `associated` is associations x items; `exact` holds how well each preference is met by the item's own facts alone,
    preferences x items.
    """

    items: Longs
    edges: Edges
    terms: Doubles
    exact: Floats
    liked: Doubles
    associated: Doubles
    prior: Doubles
    collected: tuple[Collected, ...]
    f_kg: Doubles
    f_llm: Doubles

    def take(self, places: Longs) -> "Evidence":
        """Give the evidence for some of the items, in another order."""
        column = np.full(len(self.items), -1, dtype=np.int64)
        column[places] = np.arange(len(places))
        source = column[self.edges.source]
        kept = np.flatnonzero(source >= 0)
        edges = Edges(source[kept], self.edges.neighbours[kept], self.edges.relations[kept], self.edges.outgoing[kept])
        return Evidence(
            items=self.items[places],
            edges=edges,
            terms=self.terms[:, places],
            exact=self.exact[:, places],
            liked=self.liked[places],
            associated=self.associated[:, places],
            prior=self.prior[places],
            collected=tuple(Collected(part.walk, part.mass[places], part.gains[kept]) for part in self.collected),
            f_kg=self.f_kg[places],
            f_llm=self.f_llm[places],
        )

    @property
    def score(self) -> Doubles:
        """Give f_LLM * f_KG."""
        return np.asarray(self.f_kg * self.f_llm)


class Scoring:
    """One query over one graph: which items may be shown, which match, and the evidence for any of them.

    Attributes:
        eligible: Items that may be shown at all.
        matching: Items among them that meet every hard preference.
        hard: Indices of the hard preferences.
        met: Mask of all items for each hard preference.
        relaxed: Whether nothing matches though giving up preferences would help.
    """

    def __init__(self, graph: Graph, weights: Weights, query: RankQuery) -> None:
        self.graph, self.weights, self.query = graph, weights, query
        preferences = query.preferences
        for wish in preferences:
            check_ids(graph, wish)
        self.eligible = eligible(graph, (query.excluded_item_ids, query.rejected_item_ids))
        self.hard = tuple(index for index, wish in enumerate(preferences) if wish.hard)
        self._masks = tuple(meets(graph, wish) for wish in preferences)
        self.met: tuple[Bools, ...] = tuple(self._masks[index] for index in self.hard)
        self.matching = self.eligible.copy()
        for mask in self.met:
            self.matching &= mask
        self.rows = np.flatnonzero(self.matching)
        self.relaxed = not len(self.rows) and bool(self.hard) and bool(self.eligible.any())
        self.candidates = np.flatnonzero(self.eligible) if self.relaxed else self.rows
        self.kind = _kind(preferences)
        self._measured = tuple(_range_end(wish, preferences) for wish in preferences)
        self.importance = importance(graph, weights, preferences)
        self._liked = graph.items(query.liked_item_ids)
        self.walks = self._walks()
        alike = self._alike()
        self.associations = associated(graph, weights, alike, graph.items(query.rejected_item_ids))
        self.llm = Likeness.of(graph, query.vector, self.candidates, alike)
        self._most = self.importance.sum() + weights.popularity
        self._most += weights.liked if len(self._liked) else 0.0
        self._most += sum(part.weight for part in self.associations)
        self._sharpness = min(1.0, _MOST_EXPONENT / max(self._most, 1e-9))

    def _alike(self) -> Longs:
        """Find the items that the wanted ones shall be like: those liked, and those wished for by name."""
        named = [wish.values for wish in self.query.preferences if wish.facet == ITEM and wish.liked]
        ids = tuple(value for values in named for value in values if isinstance(value, str))
        return np.union1d(self._liked, self.graph.items(ids))

    def _walks(self) -> tuple[Walk, ...]:
        graph, weights, query = self.graph, self.weights, self.query
        rejected, avoided = graph.items(query.rejected_item_ids), _entities(graph, query.preferences, liked=False)
        first = item_walk(graph, weights, LIKED, liked=self._liked, rejected=rejected, avoided=avoided)
        if first is not None:
            # What is wanted by name is not pushed away by items that happen to have it, and no other walk leads over
            # what is pushed away: else an item could gain by losing a fact.
            wanted = _entities(graph, query.preferences, liked=True)
            first.spare(wanted)
            if len(rejected):
                avoided = np.concatenate((avoided, np.flatnonzero(first.potential < 0.0)))
        found = [first]
        for index, wish in enumerate(query.preferences):
            if wish.facet == ITEM and wish.liked:
                names = tuple(value for value in wish.values if isinstance(value, str))
                seeds, none = graph.items(names), rejected[:0]
                found.append(item_walk(graph, weights, index, liked=seeds, rejected=none, avoided=avoided))
            elif wish.liked and wish.facet != KIND:
                found.append(entity_walk(graph, weights, index, wish, rejected=rejected, avoided=avoided))
        return tuple(walk for walk in found if walk is not None)

    def rough(self, rows: Longs) -> Floats:
        """Give the evidence without the exact walks, float32: enough to choose a pool from many items."""
        total = self.graph.popularity[rows] * np.float32(self.weights.popularity)
        for part in self.associations:
            total += part.evidence(rows).astype(np.float32)
        for index, weight in enumerate(self.importance.tolist()):
            total += np.float32(weight) * self._degrees(index, rows)
        for walk in self.walks:
            mass = reach(self.graph, walk, self.eligible)[rows]
            share = self._share(walk)
            total += np.float32(share) * mass / (mass + np.float32(self.weights.half_walk))
        return total

    def evidence(self, items: Longs) -> Evidence:
        """Give the exact evidence for items."""
        graph, weights, preferences = self.graph, self.weights, self.query.preferences
        edges = edges_of(graph, items) if self.walks else _NO_EDGES
        collected = collect(graph, weights, self.walks, edges, items)
        exact = np.zeros((len(preferences), len(items)), dtype=np.float32)
        for index in range(len(preferences)):
            exact[index] = self._degrees(index, items)
        met = exact.astype(np.float64)
        liked = np.zeros(len(items))
        for part in collected:
            near = _softly(part.mass, weights.half_walk)
            if part.walk.preference == LIKED:
                liked = weights.liked * near
            else:
                row = met[part.walk.preference]
                met[part.walk.preference] = np.where(row > 0.0, row, self.nearness(part.walk) * near)
        terms = met * self.importance[:, None]
        learned = np.zeros((len(self.associations), len(items)))
        for place, association in enumerate(self.associations):
            learned[place] = association.evidence(items)
        prior = weights.popularity * graph.popularity[items].astype(np.float64)
        total = terms.sum(axis=0) + learned.sum(axis=0) + liked + prior
        f_kg = np.exp(self._sharpness * (total - self._most) - self._penalty(items))
        return Evidence(
            items, edges, terms, exact, liked, learned, prior, collected, np.minimum(f_kg, 1.0), self.llm(items)
        )

    def _degrees(self, index: int, rows: Longs) -> Floats:
        return degrees(self.graph, self._measured[index], self._masks[index], rows, self.kind)

    def nearness(self, walk: Walk) -> float:
        """Give the most that a walk adds to its preference's degree."""
        return 0.9 if self.query.preferences[walk.preference].facet == ITEM else self.weights.nearness

    def _share(self, walk: Walk) -> float:
        if walk.preference == LIKED:
            return self.weights.liked
        return float(self.importance[walk.preference]) * self.nearness(walk)

    def distances(self, items: Longs) -> Doubles:
        """Tell how far items are from meeting all hard preferences; the kind is the last to be given up."""
        total = np.zeros(len(items))
        for index, mask in zip(self.hard, self.met, strict=True):
            total += distance(self.graph, self.query.preferences[index], mask)[items]
        return total

    def _penalty(self, items: Longs) -> Doubles | float:
        if not self.hard or self.matching[items].all():
            return 0.0
        far = self.distances(items)
        return np.asarray(_FALL * far / (1.0 + far / _FAR))

    def misses(self, items: Longs) -> tuple[tuple[str, ...], ...]:
        """Name for each item the facets of the hard preferences that it breaks."""
        facets = [self.query.preferences[index].facet for index in self.hard]
        broken = np.array([~mask[items] for mask in self.met]).reshape(len(self.hard), len(items))
        return tuple(
            tuple(dict.fromkeys(facet for facet, missed in zip(facets, column, strict=True) if missed))
            for column in broken.T.tolist()
        )


_NO_EDGES = Edges(
    np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.bool_)
)


def _softly(mass: Doubles, half: float) -> Doubles:
    return np.asarray(mass / (np.abs(mass) + half))


def _range_end(wish: Preference, others: Sequence[Preference]) -> Preference:
    """Measure each end of a range as a limit: going further in its direction would lead out of the other end."""
    direction = _DIRECTIONS.get(wish.operator)
    opposed = direction is not None and any(
        other.facet == wish.facet and _DIRECTIONS.get(other.operator) == -direction for other in others
    )
    return replace(wish, hard=True) if opposed else wish


def _kind(preferences: Sequence[Preference]) -> str:
    kinds = [wish.values for wish in preferences if wish.facet == KIND and wish.liked]
    return str(kinds[-1][0]) if kinds and len(kinds[-1]) == 1 else ""


def _entities(graph: Graph, preferences: Sequence[Preference], *, liked: bool) -> Longs:
    """Find the entities that are wanted, or those that are not."""
    wishes = (wish for wish in preferences if wish.liked is liked and wish.facet in graph.entities)
    return np.array([number for wish in wishes for number in entity_numbers(graph, wish)], dtype=np.int64)
