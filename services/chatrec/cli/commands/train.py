"""`chatrec train policy`: the conversation policy, by reinforcement learning in the simulator."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

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


def run(arguments: argparse.Namespace) -> int:
    """Train and say where the artefact is."""
    try:
        training = import_module("chatrec.offline.policy.train")
    except ModuleNotFoundError as error:
        raise UnavailableError(f"Training needs `pip install 'chatrec[training]'`: {error.name}.") from error
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
