"""`chatrec train`: the policy in the simulator, the reasoner's weights on interactions, the graph, and the act head."""

import argparse
import os
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.progress import Progress

from chatrec.cli.seeds import seeds_of
from chatrec.offline.preparing import demo_catalogues
from chatrec.policy.adapters.learning_log import open_learning_log
from chatrec.policy.adapters.rewarding_file import read_rewarding
from chatrec.policy.settings import SHIPPED_ARTEFACT
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
    policy.add_argument("--wandb", metavar="PROJECT", help="write W&B runs beside the artefact, offline by default")
    policy.add_argument("--from-logs", metavar="FILE|URL", help="learn from the learning log instead of in simulation")
    policy.add_argument("--running", type=Path, default=SHIPPED_ARTEFACT, metavar="DIR", help="the log's artefact")
    policy.add_argument("--temperature", type=float, default=0.0, help="CHATREC_POLICY_TEMPERATURE of the log")
    policy.add_argument("--rewards", type=Path, metavar="FILE.json", help="what happenings are worth")
    knowledge = commands.add_parser("knowledge", help="learn the reasoner's weights, or embeddings of the graph")
    knowledge.add_argument(
        "--catalogue", type=Path, required=True, metavar="DIR", help="a catalogue; for weights one with interactions"
    )
    knowledge.add_argument(
        "--what",
        dest="learned",
        choices=("weights", "embeddings"),
        default="weights",
        help="what is learned (default weights)",
    )
    knowledge.add_argument("--out", type=Path, default=Path("knowledge"), metavar="DIR", help="folder of the card")
    knowledge.add_argument("--seed", type=int, default=1, help="draws what is held out (default 1)")
    dialogue = commands.add_parser("dialogue", help="train the act head on utterances; a minute on one core")
    dialogue.add_argument("--out", type=Path, default=Path("dialogue"), metavar="DIR", help="folder of the head")
    dialogue.add_argument("--data", type=Path, metavar="FILE", help="utterances with their acts, in place of our own")
    dialogue.add_argument("--encoder", type=Path, metavar="DIR", help="artefact of another encoder than the default")
    encoder = commands.add_parser("encoder", help="teach the encoder paraphrases; a quarter of an hour on one core")
    encoder.add_argument("--out", type=Path, default=Path("encoder"), metavar="DIR", help="folder of the deltas")
    encoder.add_argument(
        "--data",
        type=Path,
        action="append",
        metavar="PATH",
        help="JSON lines of texts that mean the same, a file or a folder of them, in place of our own; may be repeated",
    )
    encoder.add_argument("--steps", type=int, default=240, help="steps of the optimiser (default 240)")
    encoder.add_argument("--seed", type=int, default=1, help="draws the steps (default 1)")


def run(arguments: argparse.Namespace) -> int:
    """Train and say where the artefact is."""
    if arguments.what == "policy":
        return _from_logs(arguments) if arguments.from_logs else _policy(arguments)
    if arguments.what == "dialogue":
        return _dialogue(arguments)
    if arguments.what == "encoder":
        return _encoder(arguments)
    return _embeddings(arguments) if arguments.learned == "embeddings" else _knowledge(arguments)


def _embeddings(arguments: argparse.Namespace) -> int:
    training = _module("chatrec.offline.knowledge.pretraining.train")
    options = training.PretrainingArguments(catalogue=arguments.catalogue, out=arguments.out, seed=arguments.seed)
    with Progress(transient=True) as progress:
        bar = progress.add_task("training", total=1.0)
        card = training.train_embeddings(
            options, lambda done, what: progress.update(bar, completed=done, description=what)
        )
    table = _module("chatrec.offline.knowledge.card").card_text(card, training.PRINTED)
    sys.stdout.write(f"{table}\n{card}\n")
    return 0


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


def _dialogue(arguments: argparse.Namespace) -> int:
    training = _module("chatrec.offline.dialogue.train")
    options = training.TrainingArguments(
        out=arguments.out / training.SHIPPED_HEAD.name,
        data=arguments.data or training.DATA,
        encoder=arguments.encoder,
    )
    with Progress(transient=True) as progress:
        bar = progress.add_task("training", total=1.0)
        report = training.train_acts(options, lambda done, what: progress.update(bar, completed=done, description=what))
    scores = ", ".join(f"{language} {found.macro_f1:.3f}" for language, found in report.held_out.items())
    sys.stdout.write(f"macro F1 on held-out phrasings: {scores}; {report.utterances} utterances\n")
    sys.stdout.write(f"Use it: CHATREC_DIALOGUE_HEAD={options.out}\n")
    return 0


def _encoder(arguments: argparse.Namespace) -> int:
    training = _module("chatrec.offline.encoder.tuning.train")
    fit = training.FitOptions(steps=arguments.steps, seed=arguments.seed)
    options = training.TrainingArguments(out=arguments.out, fit=fit)
    if arguments.data:
        options = replace(options, data=tuple(arguments.data))
    with Progress(transient=True) as progress:
        bar = progress.add_task("training", total=1.0)
        path = training.train_deltas(options, lambda done, what: progress.update(bar, completed=done, description=what))
    sys.stdout.write(f"{path}\n")
    return 0


def _from_logs(arguments: argparse.Namespace) -> int:
    training = _module("chatrec.offline.policy.from_logs")
    log = open_learning_log(arguments.from_logs, os.environ.get("CHATREC_POLICY_REDIS_PASSWORD", ""))
    log.check()
    rewarding = read_rewarding(arguments.rewards)
    options = training.LogTraining(log, arguments.running, arguments.temperature, rewarding, arguments.out)
    folder = training.train_from_logs(options)
    sys.stdout.write(f"{folder}\nNext: chatrec models promote {folder} --log {arguments.from_logs}\n")
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
        wandb=arguments.wandb,
    )
    with Progress(transient=True) as progress:
        bar = progress.add_task("training", total=1.0)
        folder = training.train_policy(
            options, lambda done, what: progress.update(bar, completed=done, description=what)
        )
    sys.stdout.write(f"{folder}\nUse it: CHATREC_POLICY_ARTEFACT={folder}\n")
    return 0
