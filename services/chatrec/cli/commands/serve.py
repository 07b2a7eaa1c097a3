"""`chatrec serve SERVICE`: one service, settings from CHATREC_<SERVICE>_*."""

import argparse
import os
from importlib import import_module

from chatrec.cli.stack import SERVICES

__all__ = ["add", "run"]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    # Containers name their service in the environment, so that one image serves all.
    default = os.environ.get("CHATREC_SERVICE")
    parser.add_argument("service", choices=SERVICES, nargs="?" if default in SERVICES else None, default=default)


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    import_module(f"chatrec.{arguments.service}.__main__").main()
    return 0
