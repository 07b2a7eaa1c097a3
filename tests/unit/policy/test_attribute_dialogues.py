"""Dialogues that ask for attributes: what is believed, what is asked, and who finds what."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from chatrec.offline.policy.attribute_beliefs import AttributeBeliefs
from chatrec.offline.policy.attribute_dialogues import Answers, Talk, Targets, hold
from chatrec.offline.policy.attribute_planner import (
    AsksNothing,
    AttributePlanner,
    MostInformative,
    Moves,
    SlatesToTheEnd,
)
from chatrec.offline.policy.spread import entropies_bits, powers, scaled, summed
from tests.unit.policy.attribute_worlds import MOVES, SLATE_SIZE, everybody_once, setting, world

PLANNER = AttributePlanner(SlatesToTheEnd(SLATE_SIZE), SLATE_SIZE)
FLAT = np.zeros((1, 40), np.float32)


def beliefs(weights: list[float], has: list[list[int]], wrong_share: float = 0.0) -> AttributeBeliefs:
    return AttributeBeliefs(sp.csr_matrix(np.array(has, np.float32)), np.array([weights], np.float32), wrong_share)


@given(st.integers(1, 64))
def test_every_order_of_entropy_of_n_alike_items_is_log2_n(count: int) -> None:
    found = entropies_bits(summed(powers(np.full((1, count), 1.0, np.float32))))
    np.testing.assert_allclose(found, np.log2(count), atol=1e-4)


@given(st.lists(st.floats(0.01, 1.0), min_size=2, max_size=20), st.floats(0.01, 100.0))
def test_entropies_do_not_depend_on_the_scale_and_fall_with_the_order(weights: list[float], factor: float) -> None:
    sums = summed(powers(np.array([weights], np.float32)))
    bits = entropies_bits(sums)
    np.testing.assert_allclose(entropies_bits(scaled(sums, factor)), bits, atol=2e-3)
    assert (np.diff(bits[0]) <= 1e-3).all()


def test_a_wrong_answer_is_weighed_by_the_share_of_wrong_answers() -> None:
    believed = beliefs([1.0, 1.0], [[1], [0]], wrong_share=0.2)
    believed.hear(np.array([0]), np.array([0]), np.array([True]))
    np.testing.assert_allclose(believed.weights, [[0.8, 0.2]], rtol=1e-5)


def test_what_was_asked_tells_nothing_more() -> None:
    believed = beliefs([1.0, 1.0, 1.0], [[1, 1], [0, 1], [1, 0]])
    believed.hear(np.array([0]), np.array([0]), np.array([True]))
    assert believed.gains_bits()[0, 0] == 0.0
    assert believed.gains_bits()[0, 1] > 0.0


@pytest.mark.parametrize("wrong_share", [0.0, 0.1, 0.3])
def test_branches_are_what_hearing_the_answer_would_leave(wrong_share: float) -> None:
    has, rng = world(), np.random.default_rng(1)
    weights = rng.random((1, 40)).astype(np.float32)
    believed = AttributeBeliefs(has, weights.copy(), wrong_share)
    branches = believed.branches(believed.sums(), 5)
    np.testing.assert_allclose(branches.affirmed[0] + branches.denied[0], 1.0, atol=1e-5)
    for place, attribute in enumerate(branches.attributes[0].tolist()):
        for affirmed, sums in ((True, branches.affirmed), (False, branches.denied)):
            heard = AttributeBeliefs(has, weights.copy(), wrong_share)
            heard.hear(np.array([0]), np.array([attribute]), np.array([affirmed]))
            foreseen = entropies_bits(tuple(part[:, place] for part in sums))
            np.testing.assert_allclose(foreseen, entropies_bits(heard.sums()), atol=0.05)


def test_struck_items_never_come_back() -> None:
    has = world()
    talk = Talk(setting(has, FLAT), everybody_once(has).part(np.array([7])), np.array([0]), Answers())
    shown: list[int] = []
    while talk.moves_left and len(talk.rows):
        moves = AsksNothing(SLATE_SIZE).decide(talk.beliefs, talk.moves_left)
        shown += moves.slates[0].tolist()
        talk.make(moves)
    assert 0 < len(shown) == len(set(shown))


def test_items_without_the_opening_attribute_are_never_shown() -> None:
    has = world()
    opening = 3
    holders = has[:, [opening]].nonzero()[0]
    targets = Targets(np.array([0]), holders[-1:], np.array([opening]))
    talk = Talk(setting(has, FLAT), targets, np.array([0]), Answers())
    assert talk.beliefs.weights.shape[1] == len(holders)


def test_an_item_of_few_attributes_is_the_likelier_one_behind_an_opening() -> None:
    has = sp.csr_matrix(np.array([[1, 0, 0, 0], [1, 1, 1, 1]], np.float32))
    targets = Targets(np.array([0]), np.array([0]), np.array([0]))
    talk = Talk(setting(has, np.zeros((1, 2), np.float32)), targets, np.array([0]), Answers())
    np.testing.assert_allclose(talk.beliefs.weights, [[0.8, 0.2]], rtol=1e-5)


def test_what_a_user_had_before_is_never_shown() -> None:
    odds = FLAT.copy()
    odds[0, :30] = -np.inf
    has = world()
    held = hold(setting(has, odds), everybody_once(has), AsksNothing(SLATE_SIZE))
    assert (held.moves[:30] == -1).all()
    assert (held.moves[30:] >= 0).sum() == 10


def test_a_dialogue_about_something_that_cannot_be_shown_ends_without_success() -> None:
    nothing_left = np.full((1, 40), -np.inf, np.float32)
    has = world()
    held = hold(setting(has, nothing_left), everybody_once(has), PLANNER)
    assert (held.moves == -1).all()


def test_who_is_always_wrong_is_understood_as_well_as_who_never_is() -> None:
    has = world()
    contrary, honest = (
        hold(setting(has, FLAT, share), everybody_once(has), PLANNER, Answers(share)) for share in (1.0, 0.0)
    )
    assert contrary.moves.tolist() == honest.moves.tolist()


def test_the_planner_finds_more_than_who_asks_nothing_and_sooner_than_who_always_asks() -> None:
    has = world()
    ours, greedy, asking = (
        hold(setting(has, FLAT), everybody_once(has), policy)
        for policy in (PLANNER, AsksNothing(SLATE_SIZE), MostInformative(SLATE_SIZE))
    )
    assert (ours.moves >= 0).mean() > (greedy.moves >= 0).mean() + 0.2
    assert (ours.moves >= 0).sum() >= (asking.moves >= 0).sum()


def test_an_item_survives_a_wrong_answer_where_wrong_answers_are_expected() -> None:
    places = []
    for expected in (0.2, 0.0):
        believed = beliefs([1.0, 1.0, 1.0], [[1, 1, 1], [0, 1, 1], [0, 0, 1]], expected)
        for attribute, affirmed in ((0, False), (1, True), (2, True)):
            believed.hear(np.array([0]), np.array([attribute]), np.array([affirmed]))
        places.append(float(believed.weights[0, 0]))
    assert places[0] > 0.1
    assert places[1] < 0.01


def test_the_last_move_is_never_a_question() -> None:
    believed = beliefs([1.0] * 8, [[place >> bit & 1 for bit in range(3)] for place in range(8)])
    assert PLANNER.decide(believed, 1).shows.all()
    assert MostInformative(SLATE_SIZE).decide(believed, 1).shows.all()


def test_the_share_of_wrong_answers_is_as_asked_and_an_answer_stays_the_same() -> None:
    dialogues, attributes = (part.ravel() for part in np.meshgrid(np.arange(300), np.arange(100)))
    answers = Answers(0.1, seed=5)
    wrong = answers.wrong(dialogues, attributes)
    assert 0.09 < wrong.mean() < 0.11
    assert (wrong == answers.wrong(dialogues, attributes)).all()
    assert (wrong != Answers(0.1, seed=6).wrong(dialogues, attributes)).any()
    assert not Answers(0.0).wrong(dialogues, attributes).any()
    assert Answers(1.0).wrong(dialogues, attributes).all()


def test_the_outcome_does_not_depend_on_who_else_is_talking() -> None:
    has, targets = world(), everybody_once(world())
    together = hold(setting(has, FLAT), targets, PLANNER)
    alone = [hold(setting(has, FLAT), targets.part(np.array([row])), PLANNER).moves[0] for row in range(10)]
    assert together.moves[:10].tolist() == alone


def test_a_rank_is_the_place_on_the_slate_and_moves_are_counted_from_0() -> None:
    has = sp.csr_matrix(np.ones((4, 1), np.float32))
    odds = np.array([[4.0, 3.0, 2.0, 1.0]], np.float32)
    held = hold(setting(has, odds), everybody_once(has), AsksNothing(SLATE_SIZE))
    assert held.moves.tolist() == [0, 0, 1, 1]
    assert held.ranks.tolist() == [1, 2, 1, 2]


def test_a_dialogue_ends_after_its_last_move() -> None:
    has = world()
    seen: list[int] = []

    class Watching:
        def decide(self, beliefs: AttributeBeliefs, moves_left: int) -> Moves:
            seen.append(moves_left)
            return AsksNothing(SLATE_SIZE).decide(beliefs, moves_left)

    hold(setting(has, FLAT), everybody_once(has), Watching())
    assert seen == list(range(MOVES, 0, -1))
