"""What is learned of dialogues that ask for attributes: a cost to go, and a policy."""

from dataclasses import replace

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from chatrec.offline.policy.attribute_dialogues import hold
from chatrec.offline.policy.attribute_environment import ACTIONS, STATE, AttributeEnv, Following
from chatrec.offline.policy.attribute_learning import AttributeTraining, learn_attribute_policy
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


def test_a_learned_policy_follows_its_planner_and_its_seed() -> None:
    training = AttributeTraining(imitated=150, passes=15, steps=64, points=1)
    learned = [learn_attribute_policy(SETTING, FLAT, PLANNER, seed=2, training=training) for _ in range(2)]
    states = np.random.default_rng(0).random((5, len(STATE)), np.float32)
    assert learned[0](states).shape == (5, len(ACTIONS))
    np.testing.assert_array_equal(learned[0](states), learned[1](states))
    assert len(learned[0].curve) == 1
    ours, planners = (
        hold(SETTING, everybody_once(HAS), policy) for policy in (Following(learned[0], PLANNER, 0.0), PLANNER)
    )
    assert (ours.moves >= 0).mean() > (planners.moves >= 0).mean() - 0.2
