"""How alike items are: what they share in the graph, and told beside a ranking only where it is asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.reasoning.ranking import rank
from chatrec.knowledge.domain.reasoning.resemblance import likeness_of
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.vocabulary.graph import RankQuery
from chatrec.vocabulary.likeness import unpack_likeness

from .small_shop import catalogues, graph_of, item, shop

SHELF = shop(
    item("a", brand="b0", use=("u0", "u1")),
    item("b", brand="b0", use=("u0", "u1")),
    item("c", brand="b1", use=("u2",)),
    item("d"),
)


def test_what_shares_everything_is_alike_and_what_shares_nothing_is_not() -> None:
    likeness = likeness_of(graph_of(SHELF), np.arange(4))
    assert likeness[0, 1] == pytest.approx(1.0)
    assert likeness[0, 2] == likeness[3, 0] == 0.0


@given(catalogues())
@settings(deadline=None, max_examples=40)
def test_likeness_is_mutual_and_from_0_to_1(catalogue: Catalogue) -> None:
    graph = graph_of(catalogue)
    likeness = likeness_of(graph, np.arange(graph.item_count))
    assert np.allclose(likeness, likeness.T)
    assert ((likeness >= 0.0) & (likeness <= 1.0)).all()


def test_a_ranking_tells_the_likeness_of_its_candidates_only_where_it_is_asked_for() -> None:
    graph = graph_of(SHELF)
    name = graph.snapshot.schema.name
    assert rank(graph, Weights(), RankQuery(name)).likeness == b""
    found = rank(graph, Weights(), RankQuery(name, likeness=True))
    likeness = unpack_likeness(found.likeness, len(found.item_ids))
    first, second, third = (found.item_ids.index(id_) for id_ in "abc")
    assert likeness[first, second] == pytest.approx(1.0)
    assert likeness[first, third] == 0.0
