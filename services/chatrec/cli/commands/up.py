"""`chatrec up`: all services as processes of this machine, which learn from what users do; Ctrl-C drains."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from chatrec.cli.stack import Stack, StackPlan
from chatrec.cli.workspace import add_catalogues, prepare, state_folder

__all__ = ["add", "run"]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_catalogues(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=50050, help="port of the public door (default 50050)")
    parser.add_argument(
        "--sessions",
        help="memory:, sqlite:PATH, redis://HOST:PORT or redis+cluster://HOST:PORT (default: a sqlite file)",
    )
    parser.add_argument(
        "--learn-from",
        default=f"sqlite:{state_folder() / 'learning.db'}",
        metavar="LOG",
        help="learning log, sqlite:PATH or redis://HOST:PORT; empty to learn nothing (default: a sqlite file)",
    )
    parser.add_argument(
        "--policies",
        type=Path,
        default=state_folder() / "policies",
        metavar="DIR",
        help="what was learned, and the registry of `chatrec models` and `chatrec experiment` in it",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run until Ctrl-C or SIGTERM."""
    ready = prepare(arguments.catalogue)
    sessions = arguments.sessions or f"sqlite:{_session_file()}"
    plan = StackPlan(
        ready.model,
        ready.snapshots,
        sessions=sessions,
        learning_log=arguments.learn_from,
        policies=arguments.policies.absolute(),
        host=arguments.host,
        port=arguments.port,
        log_level="INFO",
        show_logs=True,
    )
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    with Stack(plan) as stack:
        print(f"chatrec serves on {stack.target}; Ctrl-C drains.", file=sys.stderr)
        stopping.wait()
    return 0


def _session_file() -> Path:
    return state_folder() / "sessions.db"
