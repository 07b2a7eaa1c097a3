"""A diverse list holds the same items, in an order where neighbours differ."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.reasoning.diversity import diversified, likeness_of, marginal_order
from chatrec.knowledge.domain.reasoning.ranking import ordered
from chatrec.knowledge.domain.reasoning.scoring import Scoring
from chatrec.knowledge.domain.reasoning.weights import Weights
from chatrec.vocabulary.graph import RankQuery

from .small_shop import catalogues, graph_of, item, queries, shop

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
    assert np.allclose(likeness, likeness.T)


def test_without_diversity_the_order_stays() -> None:
    assert diversified(graph_of(SHELF), np.arange(4), np.array([0.9, 0.8, 0.4, 0.1]), 0.0).tolist() == [0, 1, 2, 3]


def test_with_diversity_the_second_of_a_kind_steps_back_but_the_best_stays_first() -> None:
    order = diversified(graph_of(SHELF), np.arange(4), np.array([0.9, 0.8, 0.7, 0.1]), 0.6).tolist()
    assert order[0] == 0
    assert order.index(2) < order.index(1)


def test_the_marginal_order_by_hand() -> None:
    likeness = np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]])
    relevance = np.array([1.0, 0.8, 0.5])
    assert marginal_order(relevance, likeness, 0.2).tolist() == [0, 1, 2]
    assert marginal_order(relevance, likeness, 0.5).tolist() == [0, 2, 1]


@given(catalogues(), queries(), st.floats(0.0, 1.0))
@settings(deadline=None, max_examples=40)
def test_the_list_is_only_permuted_and_always_the_same(
    catalogue: Catalogue, query: RankQuery, diversity: float
) -> None:
    graph = graph_of(catalogue)
    found = ordered(Scoring(graph, Weights(), query), 50)
    score = found.evidence.score[found.order]
    order = diversified(graph, found.items, score, diversity)
    assert sorted(order.tolist()) == list(range(len(found.items)))
    assert order.tolist() == diversified(graph, found.items, score, diversity).tolist()
    if not found.scoring.relaxed:
        assert found.scoring.matching[found.items[order]].all()
    if len(order):
        best = score.max()
        assert diversity == 1.0 or score[order[0]] == best
