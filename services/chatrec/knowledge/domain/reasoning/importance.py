"""How much each preference counts: said over read into it, rare over common, new over old."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.reasoning.filters import entity_numbers
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Source

__all__ = ["importance"]

_MOST_WEIGHT = 10.0


def importance(graph: Graph, weights: Weights, preferences: Sequence[Preference]) -> npt.NDArray[np.float64]:
    """Give the weight of every preference: the fall of ln f_KG for an item that does not meet it at all.

    The facets that one need stands for share one weight. An entity counts more the fewer items hold it, as inverse
    document frequency does for words (Sparck Jones, 1972): who names a director means that director. Older wishes fade;
    those of no turn, sent by the caller, do not.
    """
    needs = Counter(wish.phrase for wish in preferences if wish.source is Source.NEED)
    latest = max((wish.turn for wish in preferences), default=0)
    found = [
        (weights.hard if wish.hard else weights.soft)
        * weights.relation(wish.facet)
        * min(max(wish.weight, 0.0), _MOST_WEIGHT)
        * (1.0 / needs[wish.phrase] if wish.source is Source.NEED else _rarity(graph, wish))
        * (max(weights.fading ** (latest - wish.turn), weights.faded) if wish.turn else 1.0)
        for wish in preferences
    ]
    return np.array(found, dtype=np.float64)


def _rarity(graph: Graph, wish: Preference) -> float:
    """Give 1 for what every item has and 2 for what one item has; 1 for all that is no wanted entity."""
    column = graph.entities.get(wish.facet)
    if column is None or not wish.liked or graph.item_count < 1:
        return 1.0
    holders = sum(len(graph.holders(column, entity)) for entity in entity_numbers(graph, wish))
    return 1.0 + max(0.0, math.log((graph.item_count + 1) / (holders + 1)) / math.log(graph.item_count + 1))
