"""Learning curves for Weights & Biases, where it is installed and asked for; TensorBoard needs nothing of this."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from chatrec.vocabulary.errors import UnavailableError

__all__ = ["Note", "ignore", "tracked"]

Note = Callable[[int, float], None]
"""Hears the moves made so far and the mean reward of the latest conversations."""


def ignore(moves: int, reward: float) -> None:
    """Note nothing."""
    del moves, reward


@contextmanager
def tracked(project: str | None, folder: Path, name: str) -> Iterator[Note]:
    """Give what notes a curve as the run `name` of a project; None notes nothing.

    Runs are written below `folder` and sent nowhere, unless `WANDB_MODE` says otherwise; `wandb sync` sends them later.

    Raises:
        UnavailableError: wandb is not installed.
    """
    if project is None:
        yield ignore
        return
    try:
        wandb = import_module("wandb")
    except ModuleNotFoundError as error:
        raise UnavailableError(f"W&B needs `pip install 'chatrec[tracking]'`: {error.name}.") from error
    folder.mkdir(parents=True, exist_ok=True)
    mode = os.environ.get("WANDB_MODE", "offline")
    run = wandb.init(project=project, name=name, dir=str(folder), mode=mode, reinit="finish_previous")
    try:
        yield lambda moves, reward: run.log({"reward": reward}, step=moves)
    finally:
        run.finish()
