"""Learns a policy of dialogues that ask for attributes: first as the planner does, then by its own experience.

The network imitates the planner's moves and what it thinks them worth, and is improved by MaskablePPO on imagined users
of whom 0, 10 or 20 % of the answers are wrong. Every seed is kept, with its learning curve.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from sb3_contrib import MaskablePPO
from stable_baselines3.common.vec_env import DummyVecEnv, VecMonitor

from chatrec.offline.policy.attribute_beliefs import AttributeBeliefs
from chatrec.offline.policy.attribute_dialogues import Answers, Setting, hold
from chatrec.offline.policy.attribute_environment import (
    QUESTIONS,
    AttributeEnv,
    mask,
    moves_of,
    planned,
    state,
)
from chatrec.offline.policy.attribute_planner import AttributePlanner, Moves
from chatrec.offline.policy.cost_to_go import imagine
from chatrec.offline.policy.graph import Layer, layers_of

__all__ = ["AttributeTraining", "Learned", "learn_attribute_policy"]

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_WRONG_SHARES: Final = (0.0, 0.1, 0.2)
_TOGETHER: Final = 8


@dataclass(frozen=True, slots=True)
class AttributeTraining:
    """What training takes.

    Attributes:
        imitated: Dialogues of the planner to imitate, for each share of wrong answers.
        passes: Passes over their moves.
        steps: Moves made on its own.
        points: Points of the learning curve.
        hidden: Width of each hidden layer.
        learning_rate: Of both parts.
    """

    imitated: int = 800
    passes: int = 8
    steps: int = 8_192
    points: int = 8
    hidden: tuple[int, ...] = (32, 32)
    learning_rate: float = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """A trained network: its layers with tanh between them, and the mean reward of dialogues along the way."""

    layers: tuple[Layer, ...]
    curve: tuple[float, ...]

    def __call__(self, states: Floats) -> Floats:
        """Give a logit for every action, dialogues x ACTIONS."""
        *hidden, (weight, bias) = self.layers
        signal = states
        for weights, biases in hidden:
            signal = np.tanh(signal @ weights.T + biases)
        return np.asarray(signal @ weight.T + bias, np.float32)


def learn_attribute_policy(
    setting: Setting,
    odds: Floats,
    planner: AttributePlanner,
    *,
    seed: int,
    training: AttributeTraining = AttributeTraining(),
) -> Learned:
    """Train one network, on one thread, so that the seed decides everything."""
    torch.set_num_threads(1)
    environments = VecMonitor(DummyVecEnv([lambda: AttributeEnv(setting, odds, planner, _WRONG_SHARES)] * _TOGETHER))
    rollout = training.steps // training.points // _TOGETHER
    model = MaskablePPO(
        "MlpPolicy",
        environments,
        n_steps=rollout,
        batch_size=min(256, rollout * _TOGETHER),
        n_epochs=4,
        gamma=1.0,
        learning_rate=training.learning_rate / 4,
        policy_kwargs={"net_arch": list(training.hidden)},
        seed=seed,
        device="cpu",
    )
    _imitate(model, _demonstrated(setting, odds, planner, training, seed), training)
    curve = []
    for _ in range(training.points):
        model.learn(rollout * _TOGETHER, reset_num_timesteps=False)
        curve.append(round(float(np.mean([episode["r"] for episode in model.ep_info_buffer])), 4))
    return Learned(layers_of(model), tuple(curve))


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """What the planner saw, one row a move: states, masks, its actions and what it thought them worth."""

    states: list[Floats]
    masks: list[Bools]
    actions: list[Longs]
    worth: list[Floats]


@dataclass(frozen=True, slots=True)
class _Demonstrating:
    """Follows the planner and keeps what it does."""

    planner: AttributePlanner
    wrong_share: float
    shown: _Shown

    def decide(self, beliefs: AttributeBeliefs, moves_left: int) -> Moves:
        ahead = self.planner.look(beliefs, moves_left, QUESTIONS)
        actions = planned(ahead)
        self.shown.states.append(state(ahead, moves_left, self.wrong_share))
        self.shown.masks.append(mask(ahead))
        self.shown.actions.append(actions)
        worth = np.maximum(ahead.asking[:, 0], ahead.showing) - self.planner.move_cost
        self.shown.worth.append(worth.astype(np.float32))
        return moves_of(ahead, actions)


def _demonstrated(
    setting: Setting, odds: Floats, planner: AttributePlanner, training: AttributeTraining, seed: int
) -> _Shown:
    shown, rng = _Shown([], [], [], []), np.random.default_rng(seed)
    for wrong_share in _WRONG_SHARES:
        noisy = replace(setting, wrong_share=wrong_share)
        targets = imagine(odds, noisy, training.imitated, rng)
        hold(noisy, targets, _Demonstrating(planner, wrong_share, shown), Answers(wrong_share, seed))
    return shown


def _imitate(model: MaskablePPO, shown: _Shown, training: AttributeTraining) -> None:
    states, masks, actions, worth = (
        torch.as_tensor(np.concatenate(column)) for column in (shown.states, shown.masks, shown.actions, shown.worth)
    )
    optimiser = torch.optim.Adam(model.policy.parameters(), lr=training.learning_rate)
    for _ in range(training.passes):
        for rows in torch.randperm(len(states)).split(256):
            values, chances, _ = model.policy.evaluate_actions(states[rows], actions[rows], masks[rows])
            loss = torch.nn.functional.mse_loss(values[:, 0], worth[rows]) - chances.mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
