"""`chatrec COMMAND ...`: exit 0 fine, 2 bad use or input, 1 failed; an error is one line on stderr."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version

from chatrec.vocabulary.errors import ChatRecError, InvalidInputError, NotFoundError, one_line

__all__ = ["main"]

_COMMANDS = {
    "up": "run all services as processes of this machine",
    "chat": "talk in the terminal",
    "demo": "play a conversation in each language, then chat",
    "converse": "play scripted conversations from stdin to stdout",
    "serve": "run one service",
    "catalogue": "check, import, export and convert catalogues",
    "dialogue": "try a message, test conversations",
    "graph": "build and show knowledge graphs",
    "train": "train the conversation policy",
    "models": "list, verify, promote and roll back policies",
    "experiment": "report how the users of each policy fared",
    "evaluate": "measure a table of the published ones, ours beside it",
    "bench": "measure speed and memory",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code."""
    parser = argparse.ArgumentParser(prog="chatrec", description="A conversational recommender that explains itself.")
    parser.add_argument("--version", action="version", version=f"chatrec {version('chatrec')}")
    given = list(sys.argv[1:] if arguments is None else arguments)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    chosen = next((word for word in given if word in _COMMANDS), None)
    for name, summary in _COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary.capitalize() + ".")
        if name == chosen:
            # Only the chosen command is imported: `chatrec --help` answers at once.
            module = import_module(f"chatrec.cli.commands.{name}")
            module.add(command)
            command.set_defaults(run=module.run)
    try:
        parsed = parser.parse_args(given)
        return int(parsed.run(parsed))
    except (InvalidInputError, NotFoundError) as error:
        print(one_line(error), file=sys.stderr)
        return 2
    except ChatRecError as error:
        print(one_line(error), file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
