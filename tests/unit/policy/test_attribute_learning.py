"""What is learned of dialogues that ask for attributes: a cost to go, and a policy."""

from dataclasses import replace

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from chatrec.offline.policy.attribute_dialogues import Answers, hold
from chatrec.offline.policy.attribute_environment import ACTIONS, STATE, AttributeEnv, Following, planned_values
from chatrec.offline.policy.attribute_families import FAMILIES, Correction
from chatrec.offline.policy.attribute_learning import AttributeTraining, _proven, learn_attribute_policy
from chatrec.offline.policy.attribute_planner import AttributePlanner, SlatesToTheEnd
from chatrec.offline.policy.cost_to_go import Practice, fit_cost_to_go, imagine, practised
from tests.unit.policy.attribute_worlds import MOVES, SLATE_SIZE, everybody_once, setting, world

PLANNER = AttributePlanner(SlatesToTheEnd(SLATE_SIZE), SLATE_SIZE)
HAS = world()
FLAT = np.zeros((3, 40), np.float32)
SETTING = setting(HAS, FLAT)


@pytest.mark.filterwarnings("ignore:.*render_modes.*")
def test_the_environment_keeps_gymnasiums_contract() -> None:
    environment = AttributeEnv(SETTING, FLAT, PLANNER)
    check_env(environment, skip_render_check=True)  # raises where the contract is broken
    state, _ = environment.reset(seed=1)
    assert environment.observation_space.contains(state)
    assert environment.observation_space.contains(environment.step(np.int64(0))[0])


def test_the_same_seed_brings_the_same_dialogue() -> None:
    seen = []
    for _ in range(2):
        environment = AttributeEnv(SETTING, FLAT, PLANNER)
        states = [environment.reset(seed=3)[0]]
        states += [environment.step(np.int64(action))[0] for action in (1, 2, 0)]
        seen.append(np.stack(states))
    np.testing.assert_array_equal(seen[0], seen[1])


def test_a_dialogue_of_the_environment_ends_in_success_or_after_its_last_move() -> None:
    environment = AttributeEnv(SETTING, FLAT, PLANNER)
    lengths = set()
    for seed in range(20):
        environment.reset(seed=seed)
        length, over = 0, False
        while not over:
            _, reward, over, _, told = environment.step(np.int64(0))
            length += 1
            assert (reward == 1.0) == told["success"]
        lengths.add(length)
    assert max(lengths) == MOVES
    assert min(lengths) < MOVES


def test_the_state_does_not_grow_with_the_catalogue() -> None:
    large = world(300, 50)
    odds = np.zeros((3, 300), np.float32)
    for has, liked in ((HAS, FLAT), (large, odds)):
        seen, _ = AttributeEnv(setting(has, liked), liked, PLANNER).reset(seed=1)
        assert seen.shape == (len(STATE),)


def test_imagined_items_follow_what_users_like_and_open_with_their_own_attribute() -> None:
    odds = np.full((3, 40), -np.inf, np.float32)
    odds[:, [4, 5]] = np.log([0.8, 0.2])
    drawn = imagine(odds, SETTING, 2_000, np.random.default_rng(0))
    assert set(drawn.items.tolist()) == {4, 5}
    assert (drawn.items == 4).mean() == pytest.approx(0.8, abs=0.04)
    assert all(HAS[item, opening] for item, opening in zip(drawn.items, drawn.openings, strict=True))


def test_a_fitted_cost_to_go_is_the_same_for_the_same_seed_and_plans_no_worse_than_asking_nothing() -> None:
    practice = Practice(rounds=2, dialogues=150, passes=30)
    fitted, again = (fit_cost_to_go(SETTING, FLAT, PLANNER, seed=1, practice=practice) for _ in range(2))
    bits = np.linspace(0.0, 5.0, 20, dtype=np.float32).reshape(4, 5)
    np.testing.assert_array_equal(fitted(bits, 3), again(bits, 3))
    assert not fitted(bits, 0).any()
    closed, learned = (
        hold(SETTING, everybody_once(HAS), planner) for planner in (PLANNER, replace(PLANNER, cost_to_go=fitted))
    )
    assert (learned.moves >= 0).mean() > (closed.moves >= 0).mean() - 0.1


def test_a_planner_stays_as_it_is_where_practice_makes_it_worse() -> None:
    too_little = Practice(rounds=1, dialogues=30, passes=1)
    assert practised(SETTING, FLAT, PLANNER, seed=1, practice=too_little) is PLANNER


@pytest.mark.parametrize("family", FAMILIES)
def test_before_it_has_learned_a_family_does_what_its_planner_does(family: str) -> None:
    unlearned = AttributeTraining(steps=0, proving=2)
    learned = learn_attribute_policy(SETTING, FLAT, PLANNER, family=family, seed=1, training=unlearned)
    assert learned.curve == ()
    for wrong_share in (0.0, 0.2):
        noisy, targets = replace(SETTING, wrong_share=wrong_share), everybody_once(HAS)
        ours = hold(noisy, targets, learned.policy(PLANNER, wrong_share, margin=0.0), Answers(wrong_share, 4))
        planners = hold(noisy, targets, PLANNER, Answers(wrong_share, 4))
        np.testing.assert_array_equal(ours.moves, planners.moves)
        np.testing.assert_array_equal(ours.questions, planners.questions)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_learns_something_and_the_same_from_the_same_seed(family: str) -> None:
    training = AttributeTraining(steps=320, points=2, proving=5, hidden=(8,))
    learned = [
        learn_attribute_policy(SETTING, FLAT, PLANNER, family=family, seed=2, training=training) for _ in range(2)
    ]
    states = np.random.default_rng(0).random((5, len(STATE)), np.float32)
    values = learned[0].correction(states)
    assert values.shape == (5, len(ACTIONS))
    assert np.abs(values - planned_values(states)).max() > 0.0
    np.testing.assert_array_equal(values, learned[1].correction(states))
    assert learned[0].curve == learned[1].curve
    assert len(learned[0].curve) == training.points


def test_a_correction_that_is_not_proven_to_gain_leaves_the_planner_as_it_is() -> None:
    always_last = Correction(((np.zeros((len(ACTIONS), len(STATE)), np.float32), np.eye(len(ACTIONS))[-1]),))
    margin, gain = _proven(always_last, SETTING, FLAT, PLANNER, count=60, seed=1)
    assert margin == np.inf
    assert gain == 0.0
    stays = Following(always_last, PLANNER, 0.0, margin)
    ours, planners = (hold(SETTING, everybody_once(HAS), policy) for policy in (stays, PLANNER))
    np.testing.assert_array_equal(ours.moves, planners.moves)


def test_a_larger_margin_keeps_the_planner_where_the_correction_is_small() -> None:
    nudge = Correction(((np.zeros((len(ACTIONS), len(STATE)), np.float32), 0.01 * np.eye(len(ACTIONS))[1]),))
    by_margin = {margin: Following(nudge, PLANNER, 0.0, margin) for margin in (0.0, 0.02)}
    questions = {margin: hold(SETTING, everybody_once(HAS), policy).questions for margin, policy in by_margin.items()}
    planners = hold(SETTING, everybody_once(HAS), PLANNER).questions
    np.testing.assert_array_equal(questions[0.02], planners)
    assert questions[0.0].sum() >= planners.sum()
