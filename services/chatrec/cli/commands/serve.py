"""`chatrec serve SERVICE`: one service, settings from CHATREC_<SERVICE>_*."""

import argparse
from importlib import import_module

from chatrec.cli.stack import SERVICES

__all__ = ["add", "run"]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("service", choices=SERVICES)


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    import_module(f"chatrec.{arguments.service}.__main__").main()
    return 0
