"""`chatrec train`: the conversation policy in the simulator, and the reasoner's weights on interactions."""

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.progress import Progress

from chatrec.cli.seeds import seeds_of
from chatrec.offline.preparing import demo_catalogues
from chatrec.vocabulary.errors import UnavailableError

__all__ = ["add", "run"]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    commands = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    policy = commands.add_parser("policy", help="train the conversation policy; a few minutes on one core")
    policy.add_argument("--out", type=Path, default=Path("policy"), metavar="DIR", help="folder of the artefact")
    policy.add_argument("--catalogue", type=Path, action="append", metavar="DIR", help="practise on these as well")
    policy.add_argument("--seeds", default="1,2,3", help="one network is trained for each (default 1,2,3)")
    policy.add_argument("--steps", type=int, default=65_536, help="moves made for each seed (default 65536)")
    policy.add_argument("--tensorboard", type=Path, metavar="DIR", help="write a TensorBoard log here")
    knowledge = commands.add_parser("knowledge", help="learn the reasoner's weights from a catalogue's interactions")
    knowledge.add_argument("--catalogue", type=Path, required=True, metavar="DIR", help="a catalogue with interactions")
    knowledge.add_argument("--out", type=Path, default=Path("knowledge"), metavar="DIR", help="folder of the card")
    knowledge.add_argument("--seed", type=int, default=1, help="draws what is held out (default 1)")


def run(arguments: argparse.Namespace) -> int:
    """Train and say where the artefact is."""
    return _policy(arguments) if arguments.what == "policy" else _knowledge(arguments)


def _knowledge(arguments: argparse.Namespace) -> int:
    training = _module("chatrec.offline.knowledge.card")
    options = training.TrainingArguments(catalogue=arguments.catalogue, out=arguments.out, seed=arguments.seed)
    with Progress(transient=True) as progress:
        bar = progress.add_task("training", total=1.0)
        card = training.train_weights(
            options, lambda done, what: progress.update(bar, completed=done, description=what)
        )
    sys.stdout.write(f"{training.card_text(card)}\n{card}\nUse it: CHATREC_KNOWLEDGE_WEIGHTS={card}\n")
    return 0


def _module(name: str) -> Any:  # noqa: ANN401 - imported late, as it needs what only training has
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise UnavailableError(f"Training needs `pip install 'chatrec[training]'`: {error.name}.") from error


def _policy(arguments: argparse.Namespace) -> int:
    training = _module("chatrec.offline.policy.train")
    options = training.TrainingArguments(
        out=arguments.out,
        catalogues=tuple(arguments.catalogue or demo_catalogues()),
        seeds=seeds_of(arguments.seeds),
        steps=arguments.steps,
        tensorboard=arguments.tensorboard,
    )
    with Progress(transient=True) as progress:
        bar = progress.add_task("training", total=1.0)
        folder = training.train_policy(
            options, lambda done, what: progress.update(bar, completed=done, description=what)
        )
    sys.stdout.write(f"{folder}\nUse it: CHATREC_POLICY_ARTEFACT={folder}\n")
    return 0
