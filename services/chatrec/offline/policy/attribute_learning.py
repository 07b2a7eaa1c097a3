"""Learns to correct the planner of dialogues that ask for attributes, by its own experience, in several families.

Every learner starts as the planner (`attribute_families`) and practises with imagined users of whom 0, 10 or 20 % of
the answers are wrong. How far it may then leave the planner is decided on other imagined users: where no margin is
proven to gain, the planner stays. Every seed is kept, with its learning curve.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from stable_baselines3.common.vec_env import DummyVecEnv, VecMonitor

from chatrec.offline.policy.attribute_dialogues import Answers, Setting, Targets, hold
from chatrec.offline.policy.attribute_environment import AttributeEnv, Following
from chatrec.offline.policy.attribute_families import FAMILIES, Correction, Student
from chatrec.offline.policy.attribute_planner import AttributePlanner, AttributePolicy
from chatrec.offline.policy.cost_to_go import imagine

__all__ = ["AttributeTraining", "Learned", "learn_attribute_policy"]

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

_WRONG_SHARES: Final = (0.0, 0.1, 0.2)
_TOGETHER: Final = 8
_MARGINS: Final = (0.0, 0.01, 0.02, 0.05)
"""In units of a success."""
_SURE_95: Final = 1.645
"""Standard errors: one-sided."""


@dataclass(frozen=True, slots=True)
class AttributeTraining:
    """What training takes.

    Attributes:
        steps: Moves made.
        points: Points of the learning curve.
        hidden: Width of each hidden layer.
        learning_rate: At all times.
        proving: Imagined dialogues on which a margin is chosen, for each share of wrong answers.
        log: Folder of a TensorBoard log; None for no log.
    """

    steps: int = 12_288
    points: int = 8
    hidden: tuple[int, ...] = (32, 32)
    learning_rate: float = 5e-4
    proving: int = 1_000
    log: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What was learned.

    Attributes:
        correction: Values of actions.
        margin: How much more than the planner's an action must be worth; inf where nothing was proven to gain.
        proven: Mean reward above the planner's on the users of the proof, by that margin.
        curve: Mean reward of the dialogues of practice along the way.
    """

    correction: Correction
    margin: float
    proven: float
    curve: tuple[float, ...]

    def policy(self, planner: AttributePlanner, wrong_share: float, margin: float | None = None) -> Following:
        """Give the policy for a share of wrong answers, by the margin that was proven or by another."""
        return Following(self.correction, planner, wrong_share, self.margin if margin is None else margin)


def learn_attribute_policy(
    setting: Setting,
    odds: Floats,
    planner: AttributePlanner,
    *,
    family: str,
    seed: int,
    training: AttributeTraining = AttributeTraining(),
) -> Learned:
    """Train one network, on one thread, so that the seed decides everything.

    Args:
        setting: Items and moves; its own share of wrong answers is not used.
        odds: Log odds, users x items, of which `setting.prior` tells parts.
        planner: The planner to begin as.
        family: One of `FAMILIES`.
        seed: Draws the users, the first weights and what is tried out.
        training: What training takes.
    """
    torch.set_num_threads(1)
    environments = VecMonitor(DummyVecEnv([lambda: AttributeEnv(setting, odds, planner, _WRONG_SHARES)] * _TOGETHER))
    moves = training.steps // training.points
    student = Student(training.hidden, training.learning_rate, max(1, moves // _TOGETHER), seed, training.log)
    learner = FAMILIES[family](environments, student)
    name = f"{family}-seed-{seed}"
    curve = tuple(round(learner.practise(moves, name), 4) for _ in range(training.points if moves else 0))
    correction = learner.correction()
    margin, proven = _proven(correction, setting, odds, planner, count=training.proving, seed=seed)
    return Learned(correction, margin, proven, curve)


def _proven(
    correction: Correction, setting: Setting, odds: Floats, planner: AttributePlanner, *, count: int, seed: int
) -> tuple[float, float]:
    """Choose the margin of highest lower bound on the gain, and give the gain; inf and 0 where no bound is above 0."""
    rng = np.random.default_rng((seed, count))
    talks = [(share, imagine(odds, replace(setting, wrong_share=share), count, rng)) for share in _WRONG_SHARES]
    usual = _rewards([planner] * len(talks), talks, setting, planner.move_cost, seed)
    best, found = 0.0, (math.inf, 0.0)
    for margin in _MARGINS:
        policies = [Following(correction, planner, share, margin) for share, _ in talks]
        gains = _rewards(policies, talks, setting, planner.move_cost, seed) - usual
        sure = float(gains.mean() - _SURE_95 * gains.std() / len(gains) ** 0.5)
        if sure > best:
            best, found = sure, (margin, float(gains.mean()))
    return found


def _rewards(
    policies: Sequence[AttributePolicy],
    talks: Sequence[tuple[float, Targets]],
    setting: Setting,
    move_cost: float,
    seed: int,
) -> Doubles:
    """Give successes less the cost of moves, one a dialogue."""
    rewards = []
    for policy, (share, targets) in zip(policies, talks, strict=True):
        moves = hold(replace(setting, wrong_share=share), targets, policy, Answers(share, seed)).moves
        rewards.append((moves >= 0) - move_cost * np.where(moves >= 0, moves, setting.moves))
    return np.concatenate(rewards)
