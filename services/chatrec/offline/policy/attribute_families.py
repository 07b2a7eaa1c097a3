"""Families of learners that correct what a planner thinks its moves are worth: MaskablePPO, DQN and QR-DQN.

The planner's values stand in the state, so that a move is worth a fixed linear part, which is the planner, and a
network beside it, whose last layer starts at 0: before the first step every family does what the planner does, move by
move. A question that is not there has the planner's value of showing, which is what an environment takes it for, so
that no family needs a mask to learn right targets. ("Residual policy learning", Silver et al., 2018; QR-DQN is of
Dabney et al., AAAI 2018.)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from sb3_contrib import QRDQN, MaskablePPO
from stable_baselines3 import DQN
from stable_baselines3.common.vec_env import VecEnv

from chatrec.offline.policy.attribute_environment import ACTIONS, STATE, planned_values
from chatrec.offline.policy.attribute_planner import MOVE_COST
from chatrec.offline.policy.graph import Layer

__all__ = ["FAMILIES", "Correction", "Learner", "Student"]

Floats = npt.NDArray[np.float32]

_PLANNER: Final = torch.as_tensor(planned_values(np.eye(len(STATE), dtype=np.float32)).T.copy())
"""The linear part, ACTIONS x STATE."""

_LOGITS: Final = 100.0
"""Logits of a unit of success, for the family that draws its moves: two in a hundred are e^2 to 1."""
_QUANTILES: Final = 16


@dataclass(frozen=True, slots=True, eq=False)
class Correction:
    """What is added to the planner's values: a network with tanh between its layers, its output divided by `scale`."""

    layers: tuple[Layer, ...]
    scale: float = 1.0

    def __call__(self, states: Floats) -> Floats:
        """Give the value of every action, dialogues x ACTIONS."""
        *hidden, (weight, bias) = self.layers
        signal = states
        for weights, biases in hidden:
            signal = np.tanh(signal @ weights.T + biases)
        return np.asarray(planned_values(states) + (signal @ weight.T + bias) / np.float32(self.scale), np.float32)


@dataclass(frozen=True, slots=True)
class Student:
    """What a learner is made of.

    Attributes:
        hidden: Width of each hidden layer.
        learning_rate: Of its optimiser.
        rollout: Moves in each environment between two updates of the family that keeps none.
        seed: Decides everything, on one thread.
        log: Folder of a TensorBoard log; None for no log.
    """

    hidden: tuple[int, ...]
    learning_rate: float
    rollout: int
    seed: int
    log: Path | None = None


class Learner:
    """A model of Stable-Baselines3 and the part of it that corrects the planner."""

    def __init__(self, model: Any, corrected: "_Corrected", scale: float = 1.0) -> None:  # noqa: ANN401 - of any family
        self.model, self._corrected, self._scale = model, corrected, scale

    def practise(self, moves: int, name: str) -> float:
        """Make so many more moves and learn from them; gives the mean reward of the last hundred dialogues."""
        self.model.learn(moves, reset_num_timesteps=False, tb_log_name=name)
        return float(np.mean([episode["r"] for episode in self.model.ep_info_buffer or [{"r": np.nan}]]))

    def correction(self) -> Correction:
        """Give what was learned so far."""
        return Correction(self._corrected.layers(), self._scale)


class _Corrected(torch.nn.Module):
    """The planner's values plus what a network gives; `copies` of them side by side, as quantiles are."""

    def __init__(self, network: torch.nn.Sequential, scale: float = 1.0, copies: int = 1) -> None:
        super().__init__()
        self.network = network
        self._copies = copies
        self.register_buffer("planner", _PLANNER * scale, persistent=False)
        self.cost = MOVE_COST * scale
        for part in network[-1].parameters():
            torch.nn.init.zeros_(part)

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        planned = states @ self.planner.T - self.cost
        return planned.repeat(1, self._copies) + self.network(states)

    def layers(self) -> tuple[Layer, ...]:
        """Give the network's layers, its last one averaged over the copies."""
        layers = [
            (part.weight.detach().numpy().copy(), part.bias.detach().numpy().copy())
            for part in self.network
            if hasattr(part, "weight")
        ]
        weight, bias = layers.pop()
        shape = (self._copies, len(ACTIONS))
        return (*layers, (weight.reshape(*shape, -1).mean(axis=0), bias.reshape(shape).mean(axis=0)))


class _Critic(torch.nn.Module):
    """What a state is worth: the planner's best value, corrected."""

    def __init__(self, network: torch.nn.Sequential) -> None:
        super().__init__()
        self.corrected = _Corrected(network)

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        best: torch.Tensor = self.corrected(states).max(dim=1, keepdim=True).values
        return best


def _drawing(environments: VecEnv, student: Student) -> Learner:
    """Give MaskablePPO: it draws its moves, those not on offer masked out."""
    model = MaskablePPO(
        "MlpPolicy",
        environments,
        n_steps=student.rollout,
        batch_size=min(256, student.rollout * environments.num_envs),
        n_epochs=4,
        gamma=1.0,
        learning_rate=student.learning_rate,
        tensorboard_log=_folder(student),
        seed=student.seed,
        device="cpu",
    )
    policy = model.policy
    corrected = _Corrected(_network(student.hidden), _LOGITS)
    policy.mlp_extractor.policy_net, policy.action_net = corrected, torch.nn.Identity()
    policy.mlp_extractor.value_net, policy.value_net = _Critic(_network(student.hidden)), torch.nn.Identity()
    policy.optimizer = torch.optim.Adam(policy.parameters(), lr=student.learning_rate)
    return Learner(model, corrected, _LOGITS)


def _valuing(environments: VecEnv, student: Student) -> Learner:
    """Give DQN."""
    model = DQN("MlpPolicy", environments, **_off_policy(student))
    corrected = _Corrected(model.q_net.q_net)
    model.q_net.q_net, model.q_net_target.q_net = corrected, _Corrected(model.q_net_target.q_net)
    return Learner(model, corrected)


def _spreading(environments: VecEnv, student: Student) -> Learner:
    """Give QR-DQN: it learns how returns are spread, and acts by their mean."""
    arguments = _off_policy(student)
    arguments["policy_kwargs"] |= {"n_quantiles": _QUANTILES}
    model = QRDQN("MlpPolicy", environments, **arguments)
    nets = model.quantile_net, model.quantile_net_target
    for net in nets:
        net.quantile_net = _Corrected(net.quantile_net, copies=_QUANTILES)
    return Learner(model, nets[0].quantile_net)


FAMILIES: Final[Mapping[str, Callable[[VecEnv, Student], Learner]]] = {
    "MaskablePPO": _drawing,
    "DQN": _valuing,
    "QR-DQN": _spreading,
}


def _off_policy(student: Student) -> dict[str, Any]:
    return {
        "buffer_size": 20_000,
        "learning_starts": 256,
        "batch_size": 128,
        "train_freq": 1,
        "gradient_steps": 4,
        "target_update_interval": 512,
        "exploration_initial_eps": 0.15,
        "exploration_final_eps": 0.05,
        "gamma": 1.0,
        "learning_rate": student.learning_rate,
        "policy_kwargs": {"net_arch": list(student.hidden), "activation_fn": torch.nn.Tanh},
        "tensorboard_log": _folder(student),
        "seed": student.seed,
        "device": "cpu",
    }


def _network(hidden: tuple[int, ...]) -> torch.nn.Sequential:
    parts: list[torch.nn.Module] = []
    width = len(STATE)
    for following in hidden:
        parts += [torch.nn.Linear(width, following), torch.nn.Tanh()]
        width = following
    return torch.nn.Sequential(*parts, torch.nn.Linear(width, len(ACTIONS)))


def _folder(student: Student) -> str | None:
    return str(student.log) if student.log else None
