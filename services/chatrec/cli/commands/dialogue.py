"""`chatrec dialogue try|test|measure`: what is understood, and whether conversations go as a user would want."""

import argparse

from chatrec.cli.commands.dialogue_test import add_test
from chatrec.cli.commands.dialogue_try import add_try

__all__ = ["add", "run"]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    commands = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    add_try(commands)
    add_test(commands)


def run(arguments: argparse.Namespace) -> int:
    """Do it and give the exit code."""
    code: int = arguments.do(arguments)
    return code
