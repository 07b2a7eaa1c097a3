"""A varied list: the best first, then what is unlike it; scores stay, and nothing enters that was no candidate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatrec.orchestrator.domain.direct import Request
from chatrec.orchestrator.domain.diversity import marginal_order, varied, worths_of
from chatrec.orchestrator.domain.fusion import Exponents, fuse
from chatrec.orchestrator.settings import OrchestratorSettings
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Move, Operator
from tests.unit.orchestrator.small_world import World

CHEAP = Preference("price", Operator.AT_MOST, (500.0,))
FACTORS = st.lists(st.floats(0.01, 1.0), min_size=1, max_size=9)


def _alike(count: int, seed: int) -> np.ndarray:
    likeness = np.random.default_rng(seed).random((count, count))
    np.fill_diagonal(likeness, 0.0)
    return (likeness + likeness.T) / 2.0


def test_the_order_by_hand() -> None:
    likeness = np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]])
    relevance = np.array([1.0, 0.8, 0.5])
    assert marginal_order(relevance, likeness, 0.2, 3).tolist() == [0, 1, 2]
    assert marginal_order(relevance, likeness, 0.5, 3).tolist() == [0, 2, 1]
    assert marginal_order(relevance, likeness, 0.5, 2).tolist() == [0, 2]


@given(FACTORS, st.floats(0.0, 1.0), st.integers(0, 9), st.integers(1, 10))
def test_a_list_holds_candidates_once_each_and_the_best_of_all(
    f_kg: list[float], diversity: float, seed: int, count: int
) -> None:
    best = fuse((1.0,) * len(f_kg), f_kg, (), Exponents())
    found = varied(best, worths_of(best), _alike(len(best), seed), diversity, count)
    assert len(set(found)) == len(found) == min(count, len(best))
    assert set(found) <= set(best)
    assert diversity == 1.0 or found[0].score == best[0].score


@given(FACTORS, st.integers(0, 9))
def test_without_diversity_the_order_is_that_of_the_scores(f_kg: list[float], seed: int) -> None:
    best = fuse((1.0,) * len(f_kg), f_kg, (), Exponents())
    assert varied(best, worths_of(best), _alike(len(best), seed), 0.0, len(best)) == best


def test_no_candidates_make_an_empty_list() -> None:
    assert varied((), np.zeros(0), np.zeros((0, 0)), 0.5, 5) == ()


def test_what_is_shown_varies_within_the_limits_and_tells_its_place_by_score() -> None:
    plain, _ = World().direct.recommend(Request("u1", filters=(CHEAP,), max_items=5))
    world = World(diversity=0.7)
    items, _ = world.direct.recommend(Request("u1", filters=(CHEAP,), max_items=2))
    assert [item.id for item in plain] == ["p5", "p4", "p3", "p2", "p1"]
    assert [item.id for item in items] == ["p5", "p3"]  # p4 has no wifi either, and so is less news
    assert [item.place_by_score for item in items] == [1, 3]
    assert [item.score for item in items] == [plain[0].score, plain[2].score]


def test_a_list_in_the_order_of_the_scores_says_nothing_of_places() -> None:
    world = World()
    items, _ = world.direct.recommend(Request("u1", max_items=3))
    assert not world.knowledge.queries[-1].likeness
    assert {item.place_by_score for item in items} == {0}


def test_what_breaks_a_limit_stays_in_the_order_of_nearness() -> None:
    world = World(diversity=1.0)
    session = world.start()
    nowhere = Preference("price", Operator.AT_MOST, (1.0,))
    turn = world.say(session, "want:phone", filters=(nowhere,), max_items=3)
    assert turn.move is Move.RELAX
    assert {item.place_by_score for item in turn.items} == {0}


def test_an_explanation_of_a_shown_item_repeats_its_place_by_score() -> None:
    world = World(diversity=0.7)
    session = world.start()
    shown = world.say(session, "want:phone", filters=(CHEAP,), max_items=2).items
    assert [item.place_by_score for item in shown] == [1, 3]
    assert [world.direct.explain(session, item.id).item.place_by_score for item in shown] == [1, 3]


@pytest.mark.parametrize("diversity", [-0.1, 1.1, float("nan")])
def test_a_diversity_out_of_bounds_is_refused(diversity: float) -> None:
    with pytest.raises(InvalidInputError, match="DIVERSITY"):
        OrchestratorSettings(diversity=diversity)
