"""The tasks by name; each is a module with an `evaluate` of its own, imported only when it is asked for."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from chatrec.offline.evaluate.evaluation import Task
from chatrec.offline.evaluate.report import Report
from chatrec.vocabulary.errors import UnavailableError

__all__ = ["PLOTS", "SIMULATED", "TASKS", "Plot", "load_plot", "load_task"]

TASKS = {
    "opendialkg": "chatrec.offline.evaluate.opendialkg.task",
    "redial": "chatrec.offline.evaluate.dialogues.redial",
    "inspired": "chatrec.offline.evaluate.dialogues.inspired",
    "ml-100k": "chatrec.offline.evaluate.interactions.ml_100k",
    "kgcn-music": "chatrec.offline.evaluate.interactions.kgcn_music",
    "explanations": "chatrec.offline.evaluate.explanations.task",
    "graph-completion": "chatrec.offline.evaluate.completion.task",
    "new-items": "chatrec.offline.evaluate.interactions.new_items",
    "lastfm": "chatrec.offline.evaluate.asking.lastfm",
    "lastfm_star": "chatrec.offline.evaluate.asking.lastfm_star",
    "lastfm_learned": "chatrec.offline.evaluate.asking.learning",
    "banking77": "chatrec.offline.evaluate.utterances.banking77",
    "clinc150": "chatrec.offline.evaluate.utterances.clinc150",
    "iard": "chatrec.offline.evaluate.utterances.iard",
    "movie-slots": "chatrec.offline.evaluate.slots.task",
    "crosswoz": "chatrec.offline.evaluate.crosswoz.task",
    "gate": "chatrec.offline.evaluate.gate.task",
    "drift": "chatrec.offline.evaluate.drift.task",
    "closed_loop": "chatrec.offline.evaluate.closed_loop.task",
}

SIMULATED = frozenset({"closed_loop", "drift", "gate"})
"""Tasks that read no data."""


PLOTS = {
    "closed_loop": "chatrec.offline.evaluate.closed_loop.plot",
    "drift": "chatrec.offline.evaluate.drift.plot",
    "gate": "chatrec.offline.evaluate.gate.plot",
    "lastfm_learned": "chatrec.offline.evaluate.asking.plot",
}
"""Tasks that have a picture of their own."""

Plot = Callable[[Report, Path], None]
"""Draws a report into a file."""


def load_task(name: str) -> Task:
    """Import a task.

    Raises:
        UnavailableError: it needs what only the training extra installs.
    """
    try:
        return cast("Task", import_module(TASKS[name]).evaluate)
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("chatrec"):
            raise
        raise UnavailableError(f"This task needs `pip install 'chatrec[training]'`: {error.name}.") from error


def load_plot(name: str) -> Plot:
    """Import what draws a task: its own picture, or the bars of all the others; needs the training extra."""
    return cast("Plot", import_module(PLOTS.get(name, "chatrec.offline.evaluate.plot")).plot)
