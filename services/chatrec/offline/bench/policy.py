"""`chatrec bench policy`: how long ChooseMove takes in the core and over gRPC, beside predict() of stable-baselines3.

The network that ships decides, and values are learned ones that explore as they do by default. Over gRPC the policy is
a process of its own; what is timed is all that the orchestrator waits for: writing the request and reading the reply
too. The peer is the same network, its weights put into a policy of sb3-contrib, with the same features and mask.
"""

import os
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from gymnasium import spaces
from onnx import numpy_helper
from sb3_contrib.common.maskable.policies import MaskableActorCriticPolicy

from chatrec.offline.bench.turn import cpu_s, machine
from chatrec.orchestrator.adapters.leaves import GrpcPolicy
from chatrec.policy.adapters import Artefact, OnnxNetwork, load_network, open_artefact
from chatrec.policy.adapters.learner_state import write_learner
from chatrec.policy.domain import LearnedDecider, Policy, Values
from chatrec.policy.domain.bandit import Bandit, BanditRates, Weight
from chatrec.policy.domain.features import ACTIONS, FEATURES, action_mask, best_facets, features
from chatrec.policy.domain.learner import Learner
from chatrec.policy.domain.rewards import JoinLimits, Rewarding
from chatrec.policy.domain.valuing import LearnedValues
from chatrec.policy.settings import SHIPPED_ARTEFACT, Settings
from chatrec.serving import channel
from chatrec.serving.check import serves
from chatrec.vocabulary.decisions import Belief, Choice
from chatrec.vocabulary.errors import UnavailableError
from chatrec.vocabulary.steps import Steps

__all__ = ["offered", "peer_of", "run"]

_CANDIDATES: Final = (50, 10_000)
_ROUNDS: Final = 600
_WARM_UP: Final = 20
_DIFFERENT: Final = 12
_RELATIONS: Final = 12
_ENTITIES: Final = 2_000
_FACETS: Final = 30
_STEPS: Final = 3
_CATALOGUE: Final = "bench"
_TIMEOUT_S: Final = 30.0


def run(rounds: int = _ROUNDS, *, seed: int = 7) -> dict[str, Any]:
    """Measure; times in milliseconds.

    Raises:
        UnavailableError: the policy does not start, or decides otherwise than the peer does.
    """
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    artefact = open_artefact(SHIPPED_ARTEFACT)
    learned = _learned(rng)
    network = load_network(artefact.network)
    values = LearnedValues(learned.posterior(), Settings().exploration, Settings().rl_exponent)
    policy = Policy(LearnedDecider(network, artefact.card.policy_id), values)
    offers = {count: [offered(count, rng) for _ in range(_DIFFERENT)] for count in _CANDIDATES}
    with _served(learned) as (served, pid):
        choose_move = {
            str(count): {
                "different_steps": len(choices[0].steps.kinds),
                "core": _timed(policy.choose, choices, rounds),
                "grpc": _timed_over_grpc(served, pid, choices, rounds),
            }
            for count, choices in offers.items()
        }
    return {
        "bench": "policy",
        "machine": machine(),
        "load_1min": os.getloadavg()[0],
        "seed": seed,
        "rounds": rounds,
        "choose_move": choose_move,
        "network": _race(network, artefact, offers[_CANDIDATES[0]], rounds),
    }


def offered(count: int, rng: np.random.Generator) -> Choice:
    """Give a choice among so many candidates, each reached by three paths; few entities reach many of them."""
    entities = np.minimum(rng.zipf(1.3, (count, _STEPS)), _ENTITIES)
    relations = entities % _RELATIONS
    rows = [
        tuple((f"relation_{relation}", f"entity-{entity}") for relation, entity in zip(*row, strict=True))
        for row in zip(relations.tolist(), entities.tolist(), strict=True)
    ]
    return Choice(
        belief=Belief(turn=int(rng.integers(1, 9)), matched=count, entropy_bits=float(rng.uniform(2.0, 10.0))),
        facets=tuple(f"facet_{number}" for number in range(_FACETS)),
        gain_bits=tuple(np.sort(rng.uniform(0.0, 3.0, _FACETS))[::-1].tolist()),
        coverage=tuple(rng.uniform(0.2, 1.0, _FACETS).tolist()),
        scores=array("d", np.sort(rng.random(count))[::-1].tolist()),
        steps=Steps.of(rows),
        subject=f"user-{rng.integers(10**9)}",
        catalogue=_CATALOGUE,
    )


def peer_of(network: bytes) -> MaskableActorCriticPolicy:
    """Put an exported network's weights into a policy of sb3-contrib."""
    tensors = onnx.load_from_string(network).graph.initializer
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in tensors}
    layers = [(weights[f"w_{number}"], weights[f"b_{number}"]) for number in range(len(weights) // 2)]
    peer = MaskableActorCriticPolicy(
        spaces.Box(0.0, 1.0, (len(FEATURES),), np.float32),
        spaces.Discrete(len(ACTIONS)),
        lambda _: 0.0,
        net_arch=[len(bias) for _, bias in layers[:-1]],
    )
    hidden = [module for module in peer.mlp_extractor.policy_net if hasattr(module, "weight")]
    with torch.no_grad():
        for module, (weight, bias) in zip((*hidden, peer.action_net), layers, strict=True):
            module.weight.copy_(torch.from_numpy(weight.copy()))
            module.bias.copy_(torch.from_numpy(bias.copy()))
    peer.set_training_mode(mode=False)
    return peer


def _race(network: OnnxNetwork, artefact: Artefact, choices: Sequence[Choice], rounds: int) -> dict[str, Any]:
    """Time both from features and mask to an action, in turn, and check that they take the same one."""
    peer = peer_of(artefact.network)
    asked = [(choice, best_facets(choice)) for choice in choices]
    seen = [(features(choice, best), action_mask(choice, best)) for choice, best in asked]

    def ours(state: tuple[Any, Any]) -> int:
        return int(np.where(state[1], network.logits(state[0]), -np.inf).argmax())

    def theirs(state: tuple[Any, Any]) -> int:
        return int(peer.predict(state[0], deterministic=True, action_masks=state[1])[0])

    if any(ours(state) != theirs(state) for state in seen):
        raise UnavailableError("The network decides otherwise than its peer.", policy=artefact.card.policy_id)
    times = {"ours": _timed(ours, seen, rounds), "sb3_predict": _timed(theirs, seen, rounds)}
    ratios = {part: round(times["sb3_predict"][part] / times["ours"][part], 1) for part in times["ours"]}
    return {**times, "times_faster": ratios}


def _timed(do: Callable[[Any], object], given: Sequence[Any], rounds: int) -> dict[str, float]:
    """Time calls by the clock, and by this thread's own CPU, which others of a shared machine do not make longer."""
    for number in range(_WARM_UP):
        do(given[number % len(given)])
    clocks: dict[str, Callable[[], float]] = {"": time.perf_counter, "cpu_": time.thread_time}
    times_ms: dict[str, list[float]] = {kind: [] for kind in clocks}
    for number in range(rounds):
        begun_s = {kind: clock() for kind, clock in clocks.items()}
        do(given[number % len(given)])
        for kind, clock in clocks.items():
            times_ms[kind].append((clock() - begun_s[kind]) * 1e3)
    return {
        f"{kind}p{part}_ms": round(float(np.percentile(taken, part)), 4)
        for kind, taken in times_ms.items()
        for part in (50, 95, 99)
    }


def _timed_over_grpc(served: GrpcPolicy, pid: int, choices: Sequence[Choice], rounds: int) -> dict[str, float]:
    """Time calls as their caller does, and tell the mean CPU that the served process spends on one."""
    before_s = cpu_s(pid)
    times = _timed(served.choose, choices, rounds)
    mean_s = (cpu_s(pid) - before_s) / (rounds + _WARM_UP)
    return {**times, "server_cpu_mean_ms": round(mean_s * 1e3, 3)}


def _learned(rng: np.random.Generator) -> Bandit:
    """Give a bandit that has learned of every entity."""
    bandit = Bandit(Values())
    keys = [(f"relation_{entity % _RELATIONS}", f"entity-{entity}") for entity in range(1, _ENTITIES + 1)]
    bandit.restore({key: Weight(float(rng.normal()), 9.0, 0.0) for key in keys})
    return bandit


@contextmanager
def _served(learned: Bandit) -> Iterator[tuple[GrpcPolicy, int]]:
    """Start the policy as a process that goes on from what was learned; gives its process id too."""
    learner = Learner(Values(), rates=BanditRates(), rewarding=Rewarding(), limits=JoinLimits())
    learner.bandits[_CATALOGUE] = learned
    with tempfile.TemporaryDirectory(prefix="chatrec-bench-") as name:
        folder = Path(name)
        write_learner(folder / "learned.json", learner, 0)
        address = f"unix:{folder}/policy.sock"
        settings = {"HOST": address, "LEARNING_LOG": f"sqlite:{folder}/log.db", "LEARNED": f"{folder}/learned.json"}
        more = {f"CHATREC_POLICY_{setting}": value for setting, value in settings.items()}
        with subprocess.Popen([sys.executable, "-m", "chatrec.policy"], env=os.environ | more) as process:
            try:
                _wait_for(address)
                with channel(address) as opened:
                    yield GrpcPolicy(opened, _TIMEOUT_S), process.pid
            finally:
                process.terminate()


def _wait_for(address: str) -> None:
    end_s = time.monotonic() + _TIMEOUT_S
    while not serves(address):
        if time.monotonic() > end_s:
            raise UnavailableError("The policy did not become ready.", waited_s=_TIMEOUT_S)
        time.sleep(0.05)
