"""Trains the policy that ships: several seeds in the simulator, the best one exported, all of them reported."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from sb3_contrib import MaskablePPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.vec_env import DummyVecEnv, VecMonitor

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.policy.beliefs import Facts, facts_of
from chatrec.offline.policy.environment import ConversationEnv
from chatrec.offline.policy.evaluation import AlwaysAsk, NeverAsk, Scores, gain, try_out
from chatrec.offline.policy.graph import layers_of, network_graph
from chatrec.offline.policy.tables import snapshot_tables, synthetic_table
from chatrec.offline.policy.tracking import Note, tracked
from chatrec.offline.policy.valuing import learn_values
from chatrec.policy.adapters import Artefact, load_network, write_artefact
from chatrec.policy.domain import ACTIONS, FEATURES, Card, Decider, LearnedDecider, Planner, Values
from chatrec.policy.domain.features import FEATURE_VERSION

__all__ = ["Progress", "TrainingArguments", "train_network", "train_policy"]

Progress = Callable[[float, str], None]
"""Hears the share that is done, 0 to 1, and what is being done."""

_CURVE_POINTS: Final = 10
_TRAIN, _VALIDATE, _TEST, _VALUES = 1, 2, 3, 4
"""Streams of chance that never meet: catalogues and people of one are not those of another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingArguments:
    """What a training run takes; a line of the card each.

    Attributes:
        out: Folder of the artefact.
        catalogues: Folders of catalogues to practise on, beside made-up ones.
        seeds: One network is trained for each; the best on people set aside for that is exported.
        steps: Moves made for each seed.
        synthetic: Catalogues made up for training.
        synthetic_share: Share of the training conversations that are over made-up catalogues.
        environments: Conversations at a time.
        rollout: Moves of each conversation slot between two updates.
        batch: Moves of one gradient step.
        epochs: Passes over what was collected.
        learning_rate: At the beginning; it falls to a tenth in a line.
        entropy_weight: How much trying things out is encouraged.
        hidden: Width of each hidden layer.
        people: Conversations in each comparison.
        value_people: Conversations from which relations are valued.
        tensorboard: Folder of a TensorBoard log; None for no log.
        wandb: Project of Weights & Biases, whose runs are kept beside the artefact; None for no run.
    """

    out: Path
    catalogues: tuple[Path, ...] = ()
    seeds: tuple[int, ...] = (1, 2, 3)
    steps: int = 65_536
    synthetic: int = 150
    synthetic_share: float = 0.7
    environments: int = 16
    rollout: int = 128
    batch: int = 512
    epochs: int = 6
    learning_rate: float = 1e-3
    entropy_weight: float = 0.005
    hidden: tuple[int, ...] = (64, 64)
    people: int = 3_000
    value_people: int = 4_000
    tensorboard: Path | None = None
    wandb: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Trained:
    seed: int
    network: bytes
    curve: tuple[float, ...]

    @property
    def decider(self) -> LearnedDecider:
        return LearnedDecider(load_network(self.network), f"learned-{_version(self.network)}")


def train_policy(arguments: TrainingArguments, progress: Progress = lambda _done, _what: None) -> Path:
    """Train, compare, and write the artefact; gives its folder.

    The same arguments, catalogues and versions of torch give the same artefact.

    Raises:
        CatalogueError: a catalogue has problems.
    """
    real = _real(arguments.catalogues)
    practice = [*_synthetic(arguments.synthetic, _TRAIN), *_repeated(real, arguments)]
    trained = []
    for place, seed in enumerate(arguments.seeds):
        at = place * 0.8 / len(arguments.seeds)
        share = 0.8 / len(arguments.seeds)
        hear = _scaled(progress, at, share, f"training, seed {seed}")
        trained.append(train_network(arguments, practice, seed, hear))
    unseen = _synthetic(max(1, arguments.synthetic // 3), _TEST)
    progress(0.8, "choosing a seed")
    reached = [try_out(one.decider, [*unseen, *real], arguments.people, _VALIDATE).rewards.mean() for one in trained]
    best = trained[int(np.argmax(reached))]
    progress(0.85, "comparing")
    values = learn_values(real or unseen, arguments.value_people, _VALUES)
    results = {
        "curves": {str(one.seed): one.curve for one in trained},
        "exported_seed": best.seed,
        "unseen_synthetic": _comparison(trained, unseen, arguments.people),
    }
    if real:
        results["practised_real"] = _comparison(trained, real, arguments.people)
        results["values"] = _worth_of_values(best.decider, real, values, arguments.people)
    write_artefact(arguments.out, Artefact(_card(best, arguments, results), best.network, values))
    progress(1.0, "done")
    return arguments.out


def train_network(
    arguments: TrainingArguments, practice: Sequence[Facts], seed: int, hear: Callable[[float], None]
) -> _Trained:
    """Train one network by MaskablePPO, on one thread, so that the seed decides everything."""
    torch.set_num_threads(1)
    environments = VecMonitor(DummyVecEnv([lambda: ConversationEnv(practice)] * arguments.environments))
    model = MaskablePPO(
        "MlpPolicy",
        environments,
        n_steps=arguments.rollout,
        batch_size=arguments.batch,
        n_epochs=arguments.epochs,
        gamma=1.0,
        learning_rate=lambda left: arguments.learning_rate * (0.1 + 0.9 * left),
        ent_coef=arguments.entropy_weight,
        policy_kwargs={"net_arch": list(arguments.hidden)},
        tensorboard_log=str(arguments.tensorboard) if arguments.tensorboard else None,
        seed=seed,
        device="cpu",
    )
    name = f"policy-seed-{seed}"
    with tracked(arguments.wandb, arguments.out, name) as note:
        watch = _Watch(arguments.steps, hear, note)
        model.learn(arguments.steps, callback=watch, tb_log_name=name)
    return _Trained(seed, network_graph(layers_of(model)), watch.curve())


class _Watch(BaseCallback):
    """Notes the mean reward after every round of collecting, and says how far training is."""

    def __init__(self, steps: int, hear: Callable[[float], None], note: Note) -> None:
        super().__init__()
        self._steps, self._hear, self._note = steps, hear, note
        self._rewards: list[float] = []

    def curve(self) -> tuple[float, ...]:
        """Give ten points of the learning curve, first to last."""
        places = np.linspace(0, len(self._rewards) - 1, min(_CURVE_POINTS, len(self._rewards)))
        return tuple(round(self._rewards[int(place)], 4) for place in places)

    def _on_step(self) -> bool:
        return True

    def _on_rollout_end(self) -> None:
        finished = self.model.ep_info_buffer
        if finished:
            self._rewards.append(float(np.mean([episode["r"] for episode in finished])))
            self._note(self.num_timesteps, self._rewards[-1])
        self._hear(min(1.0, self.num_timesteps / self._steps))


def _scaled(progress: Progress, at: float, share: float, what: str) -> Callable[[float], None]:
    return lambda done: progress(at + done * share, what)


def _real(folders: Sequence[Path]) -> list[Facts]:
    snapshots = [build_snapshot(read_catalogue(folder)) for folder in folders]
    return [facts_of(table) for snapshot in snapshots for table in snapshot_tables(snapshot)]


def _synthetic(count: int, stream: int) -> list[Facts]:
    rng = np.random.default_rng(stream)
    return [facts_of(synthetic_table(rng)) for _ in range(count)]


def _repeated(real: Sequence[Facts], arguments: TrainingArguments) -> list[Facts]:
    """Give the real ones as often as their share of the conversations wants."""
    if not real:
        return []
    wanted = arguments.synthetic * (1.0 - arguments.synthetic_share) / arguments.synthetic_share
    return [*real] * max(1, round(wanted / len(real)))


def _worth_of_values(decider: Decider, real: Sequence[Facts], values: Values, people: int) -> dict[str, Any]:
    plain, valued = (try_out(decider, real, people, _TEST, with_values) for with_values in (None, values))
    return {"without": plain.summary(), "with": valued.summary(), "gain": asdict(gain(valued, plain))}


def _comparison(trained: Sequence[_Trained], catalogues: Sequence[Facts], people: int) -> dict[str, Any]:
    beside = {one.policy_id: try_out(one, catalogues, people, _TEST) for one in (Planner(), AlwaysAsk(), NeverAsk())}
    ours = {f"learned_seed_{one.seed}": try_out(one.decider, catalogues, people, _TEST) for one in trained}
    planner = beside[Planner().policy_id]
    scores: Mapping[str, Scores] = {**beside, **ours}
    return {
        "scores": {name: score.summary() for name, score in scores.items()},
        "gain_over_planner": {name: asdict(gain(score, planner)) for name, score in ours.items()},
    }


def _card(best: _Trained, arguments: TrainingArguments, results: Mapping[str, Any]) -> Card:
    facts = asdict(arguments)
    facts["catalogues"] = [folder.resolve().parent.name for folder in arguments.catalogues]
    for place in ("out", "tensorboard", "wandb"):  # of one machine, which do not change the artefact
        del facts[place]
    return Card(
        name="learned",
        version=_version(best.network),
        feature_version=FEATURE_VERSION,
        features=FEATURES,
        actions=ACTIONS,
        files=(),
        training={"algorithm": "MaskablePPO", **facts},
        results=results,
    )


def _version(network: bytes) -> str:
    return hashlib.sha256(network).hexdigest()[:8]
