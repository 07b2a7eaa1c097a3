"""What would have to be different: the smallest change of what was said that takes an item off the list, or onto it.

Every set of changes is tried by ranking anew, the smaller ones first, as long as that takes few enough rankings; beyond
that the changes are taken one by one, the most useful first, and what proves needless is left out again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice
from math import comb, inf

import numpy as np

from chatrec.knowledge.domain.reasoning.describing import cards
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.ranking import ordered
from chatrec.knowledge.domain.reasoning.scoring import Scoring
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.vocabulary.graph import Change, Fact, RankQuery
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import KIND, Facet
from chatrec.vocabulary.words import Better, FacetType, Operator

__all__ = ["LISTED", "brings", "drops"]

LISTED = 5
"""Items that make up the list."""

_MOST_RANKINGS = 64
_MOST_CHANGES = 3
_MOST_STEPS = 5
_MOST_ADDED = 12
_BROKEN = 1e6

Distance = Callable[[Change], tuple[float, float]]
"""How far the item still is from where it should be: in places, 0 where it is there, then in ln of the score."""


def drops(graph: Graph, weights: Weights, query: RankQuery, item: int) -> Change | None:
    """Find the fewest preferences to give up and liked items to forget so that an item leaves the first five.

    None where it is not among them, or nothing that was found drives it out. The user's words as a vector stay.
    """
    listing = _Listing(graph, weights, query, item)
    options = [Change(given_up=(wish,)) for wish in dict.fromkeys(query.preferences)]
    liked = (item_id for item_id in dict.fromkeys(query.liked_item_ids) if graph.item(item_id) is not None)
    options += [Change(unliked=(item_id,)) for item_id in liked]
    return _smallest(options, listing.distance_out) if listing.place(Change())[0] < LISTED else None


def brings(graph: Graph, weights: Weights, query: RankQuery, item: int) -> Change | None:
    """Find the fewest hard preferences to give up and values to ask for so that an item comes among the first five.

    None where it is among them already, may not be shown, or nothing that was found brings it in.
    """
    listing = _Listing(graph, weights, query, item)
    hard = [wish for wish in dict.fromkeys(query.preferences) if wish.hard]
    options = [Change(given_up=(wish,)) for wish in hard]
    options += [Change(added=(wish,)) for wish in islice(_facts(graph, query, item), _MOST_ADDED)]
    if not Scoring(graph, weights, query).eligible[item] or listing.place(Change())[0] < LISTED:
        return None
    return _smallest(options, listing.distance_in)


@dataclass(frozen=True, slots=True, eq=False)
class _Listing:
    """Where an item stands after a change."""

    graph: Graph
    weights: Weights
    query: RankQuery
    item: int

    def distance_out(self, change: Change) -> tuple[float, float]:
        place, lead = self.place(change)
        return max(0.0, LISTED - place), lead

    def distance_in(self, change: Change) -> tuple[float, float]:
        place, lead = self.place(change)
        return max(0.0, place - LISTED + 1), -lead

    def place(self, change: Change) -> tuple[float, float]:
        """Give the place from 0, and the lead over the first item that is not listed, in ln of the score.

        An item that breaks hard preferences comes after all, the more the later.
        """
        scoring = Scoring(self.graph, self.weights, self._changed(change))
        item = self.item
        if item not in scoring.candidates:
            broken = sum(not mask[item] for mask in scoring.met)
            return (_BROKEN + broken if scoring.eligible[item] else inf), 0.0
        found = ordered(scoring, LISTED)
        own = float(found.certainty[np.searchsorted(scoring.candidates, item)])
        others = np.sort(found.certainty)[::-1]
        lead = own - float(others[min(LISTED, len(others) - 1)])
        place = np.flatnonzero(found.items == item)
        if len(place):
            return float(place[0]), lead
        return float(max(len(found.items), int((found.certainty > own).sum()))), lead

    def _changed(self, change: Change) -> RankQuery:
        kept = tuple(wish for wish in self.query.preferences if wish not in change.given_up)
        liked = tuple(item_id for item_id in self.query.liked_item_ids if item_id not in change.unliked)
        return replace(self.query, preferences=(*kept, *change.added), liked_item_ids=liked)


def _smallest(options: Sequence[Change], distance: Distance) -> Change | None:
    tried = 0
    for size in range(1, min(_MOST_CHANGES, len(options)) + 1):
        tried += comb(len(options), size)
        if tried > _MOST_RANKINGS:
            return _greedy(options, distance)
        for chosen in combinations(options, size):
            change = _together(chosen)
            if distance(change)[0] <= 0.0:
                return change
    return _greedy(options, distance) if len(options) > _MOST_CHANGES else None


def _greedy(options: Sequence[Change], distance: Distance) -> Change | None:
    taken: list[Change] = []
    for _ in range(min(_MOST_STEPS, len(options))):
        rest = [option for option in options if option not in taken]
        far = [distance(_together((*taken, option))) for option in rest]
        taken.append(rest[far.index(min(far))])
        if min(far)[0] <= 0.0:
            return replace(_pruned(taken, distance), smallest=False)
    return None


def _pruned(taken: Sequence[Change], distance: Distance) -> Change:
    kept = list(taken)
    for option in taken:
        fewer = [other for other in kept if other is not option]
        if fewer and distance(_together(fewer))[0] <= 0.0:
            kept = fewer
    return _together(kept)


def _together(changes: Sequence[Change]) -> Change:
    return Change(
        given_up=tuple(wish for change in changes for wish in change.given_up),
        unliked=tuple(item_id for change in changes for item_id in change.unliked),
        added=tuple(wish for change in changes for wish in change.added),
    )


def _facts(graph: Graph, query: RankQuery, item: int) -> Iterator[Preference]:
    """Write the facts of an item as wishes that were not said yet; the kind comes first."""
    said = {(wish.facet, wish.operator, wish.values) for wish in query.preferences}
    (card,) = cards(graph, (graph.snapshot.nodes.ids[item],))
    wishes = [Preference(KIND, Operator.EQUAL, (card.kind,), hard=True)] if card.kind else []
    for fact in card.facts:
        facet = graph.snapshot.schema.facet(fact.facet)
        wishes += _wishes(facet, fact) if facet is not None else []
    yield from (wish for wish in wishes if (wish.facet, wish.operator, wish.values) not in said)


def _wishes(facet: Facet, fact: Fact) -> list[Preference]:
    operator = Operator.EQUAL
    if facet.type in {FacetType.NUMBER, FacetType.DATE}:
        if facet.better is None:
            return []
        operator = Operator.AT_MOST if facet.better is Better.LOW else Operator.AT_LEAST
    return [Preference(facet.name, operator, (value,), hard=True) for value in fact.values]
