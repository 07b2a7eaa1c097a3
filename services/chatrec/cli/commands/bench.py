"""`chatrec bench turn|soak|faults|encoder|knowledge|policy|reading`: speed and memory, a peer measured beside it."""

import argparse
import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from chatrec.cli.stack import Stack, StackPlan
from chatrec.cli.workspace import add_catalogues, prepare
from chatrec.offline.bench import faults, soak, turn
from chatrec.vocabulary.errors import UnavailableError

__all__ = ["add", "run"]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", choices=("turn", "soak", "faults", "encoder", "knowledge", "policy", "reading"))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    parser.add_argument("--sessions", default="", help="session store of the services (default: a sqlite file)")
    add_catalogues(parser)


def run(arguments: argparse.Namespace) -> int:
    """Measure and print."""
    figures = json.dumps(_measure(arguments), ensure_ascii=False, indent=2)
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        arguments.json.write_text(figures + "\n", encoding="utf-8")
    sys.stdout.write(figures + "\n")
    return 0


def _measure(arguments: argparse.Namespace) -> dict[str, Any]:
    if arguments.what in {"turn", "soak", "faults"}:
        return _measure_services(arguments)
    try:
        # Each benchmark brings its own peers, which only the training extra installs.
        bench = import_module(f"chatrec.offline.bench.{arguments.what}")
    except ModuleNotFoundError as error:
        raise UnavailableError(f"This benchmark needs `pip install 'chatrec[training]'`: {error.name}.") from error
    figures: dict[str, Any] = bench.run()
    return figures


def _measure_services(arguments: argparse.Namespace) -> dict[str, Any]:
    ready = prepare(arguments.catalogue)
    started_s = time.perf_counter()
    with Stack(StackPlan(ready.model, ready.snapshots, sessions=arguments.sessions)) as stack:
        if arguments.what == "soak":
            return soak.run(stack.target, stack.pids)
        if arguments.what == "faults":
            return faults.run(stack.target, lambda: stack.pids)
        return turn.run(stack.target, stack.pids, time.perf_counter() - started_s)
