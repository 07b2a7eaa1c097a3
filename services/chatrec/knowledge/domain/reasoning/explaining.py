"""Why one item has its score, and what of what was said decides it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from chatrec.knowledge.domain.reasoning.counterfactual import LISTED, brings, drops
from chatrec.knowledge.domain.reasoning.describing import labels
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.reasoning.paths import paths_of
from chatrec.knowledge.domain.reasoning.ranking import Ordered, ordered
from chatrec.knowledge.domain.reasoning.scoring import Scoring
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.vocabulary.errors import NotFoundError
from chatrec.vocabulary.graph import Change, Explanation, Label, Path, RankQuery
from chatrec.vocabulary.preferences import Preference

__all__ = ["explain"]


def explain(graph: Graph, weights: Weights, query: RankQuery, item_id: str) -> Explanation:
    """Explain the score of an item for a query, whether it matches or not.

    Raises:
        NotFoundError: there is no such item.
        InvalidInputError: a value does not go with its facet, or the vector has the wrong size.
    """
    item = graph.item(item_id)
    if item is None:
        raise NotFoundError("No such item.", item=item_id[:64])
    found = ordered(Scoring(graph, weights, query), query.max_items)
    evidence = found.scoring.evidence(np.array([item], dtype=np.int64))
    misses = found.scoring.misses(evidence.items)
    paths = paths_of(found.scoring, evidence, misses)[0]
    place = _rank(found, item)
    dropping, bringing = drops(graph, weights, query, item), brings(graph, weights, query, item)
    changes = [change for change in (dropping, bringing) if change is not None]
    return Explanation(
        paths=paths,
        f_llm=float(evidence.f_llm[0]),
        f_kg=float(evidence.f_kg[0]),
        rank=place,
        misses=misses[0],
        decisive_facets=_decisive(graph, weights, query, item) if 0 < place <= LISTED else (),
        labels=labels(graph, dict.fromkeys((*_nodes(paths), *_nodes_of(changes)))),
        drops=dropping,
        brings=bringing,
        facets=tuple(_facet_labels(graph, changes)),
    )


def _rank(found: Ordered, item: int) -> int:
    """Give the rank among the items that match, from 1; 0 where it does not match."""
    scoring = found.scoring
    if not scoring.matching[item]:
        return 0
    place = np.flatnonzero(found.items == item)
    if len(place):
        return int(place[0]) + 1
    own = found.certainty[np.searchsorted(scoring.rows, item)]
    return max(len(found.items), int((found.certainty > own).sum())) + 1


def _decisive(graph: Graph, weights: Weights, query: RankQuery, item: int) -> tuple[str, ...]:
    facets = dict.fromkeys(wish.facet for wish in query.preferences)
    return tuple(facet for facet in facets if not _stays(graph, weights, _without(query, facet), item))


def _without(query: RankQuery, facet: str) -> RankQuery:
    return replace(query, preferences=tuple(wish for wish in query.preferences if wish.facet != facet))


def _stays(graph: Graph, weights: Weights, query: RankQuery, item: int) -> bool:
    return item in ordered(Scoring(graph, weights, query), LISTED).items[:LISTED]


def _wishes(changes: Sequence[Change]) -> Iterator[Preference]:
    return chain.from_iterable((*change.given_up, *change.added) for change in changes)


def _nodes_of(changes: Sequence[Change]) -> Iterator[str]:
    values = (value for wish in _wishes(changes) for value in wish.values)
    return chain((value for value in values if isinstance(value, str)), *(change.unliked for change in changes))


def _facet_labels(graph: Graph, changes: Sequence[Change]) -> Iterator[Label]:
    """Name the facets of changes, where the schema names them."""
    for name in dict.fromkeys(wish.facet for wish in _wishes(changes)):
        facet = graph.snapshot.schema.facet(name)
        if facet is not None and facet.label:
            yield Label(name, facet.label)


def _nodes(paths: tuple[Path, ...]) -> tuple[str, ...]:
    ends = (end for path in paths for edge in path.triples for end in (edge.head, edge.tail))
    return tuple(dict.fromkeys(end for end in ends if isinstance(end, str)))
