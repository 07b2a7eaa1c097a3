"""Learned edges: what people liked together, and what they spoke of together."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Interaction
from chatrec.knowledge.domain.snapshot.adjacency import compress
from chatrec.knowledge.domain.snapshot.arrays import Adjacency, Association, Floats
from chatrec.knowledge.domain.snapshot.similar import Cells, similar_items
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.words import Text

__all__ = [
    "ASSOCIATION_LABELS",
    "EXPECTED_WITH",
    "LIKED_WITH",
    "MENTIONED_WITH",
    "Association",
    "Mentioned",
    "associate",
    "liked_with",
    "mentioned_with",
    "taken_over",
]

LIKED_WITH: Final = "liked_with"
MENTIONED_WITH: Final = "mentioned_with"
EXPECTED_WITH: Final = "expected_with"
ASSOCIATION_LABELS: Final[Mapping[str, Text]] = {
    LIKED_WITH: Text("liked by the same people as", "的喜爱者也喜欢"),
    MENTIONED_WITH: Text("often mentioned with", "常让人一并提到"),
    EXPECTED_WITH: Text("expected to please those who like", "的喜爱者可能也喜欢"),
}

Mentioned = tuple[str, str, float]
"""A node, an item, and how strongly the one calls for the other, above 0."""

_NEIGHBOURS = 50
_LEAST = 1e-4


def liked_with(interactions: Sequence[Interaction], numbers: Mapping[str, int]) -> Association:
    """Learn which items are liked by who likes an item."""
    return associate(LIKED_WITH, similar_items(interactions, numbers), len(numbers))


def mentioned_with(mentions: Sequence[Mentioned], numbers: Mapping[str, int], item_count: int) -> Association:
    """Take in which items are spoken of together with a node.

    Raises:
        InvalidInputError: a node or an item does not exist, or a weight is not above 0.
    """
    return taken_over(MENTIONED_WITH, mentions, numbers, item_count)


def taken_over(name: str, rows: Sequence[Mentioned], numbers: Mapping[str, int], item_count: int) -> Association:
    """Make an association of what was learned before.

    Raises:
        InvalidInputError: a node or an item does not exist, or a weight is not above 0.
    """
    for head, tail, weight in rows:
        if head not in numbers or numbers.get(tail, item_count) >= item_count or not weight > 0.0:
            raise InvalidInputError(
                f"An edge of {name} needs a node, an item and a weight above 0.", head=head, tail=tail
            )
    heads, tails, weights = zip(*rows, strict=True) if rows else ((), (), ())
    cells = (
        np.array([numbers[node] for node in heads], dtype=np.int64),
        np.array([numbers[item] for item in tails], dtype=np.int64),
        np.array(weights, dtype=np.float64),
    )
    return associate(name, cells, len(numbers))


def associate(name: str, cells: Cells, node_count: int, *, most: float = 0.0) -> Association:
    """Make an association of rows, columns and weights above 0: the best 50 a row, the largest of all, or `most`, as 1.

    Weights below a ten-thousandth of the largest are noise of the learning and left out.
    """
    rows, columns, weights = cells
    told = weights > _LEAST * weights.max(initial=0.0)
    rows, columns, weights = rows[told], columns[told], weights[told]
    order = np.lexsort((columns, -weights, rows))
    rows, columns, weights = rows[order], columns[order], weights[order]
    first = np.searchsorted(rows, rows)
    kept = np.flatnonzero(np.arange(len(rows)) - first < _NEIGHBOURS)
    kept = kept[np.lexsort((columns[kept], rows[kept]))]
    scaled: Floats = (weights[kept] / (most or weights.max(initial=1e-300))).astype(np.float32)
    edges: Adjacency = compress(
        rows[kept].astype(np.int32), columns[kept].astype(np.int32), np.zeros(len(kept), dtype=np.int32), node_count
    )
    return Association(name, edges, scaled)
