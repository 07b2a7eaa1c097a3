"""`chatrec catalogue check|import|export|from-csv|from-crosswoz|from-movielens|from-multiwoz`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from chatrec.cli.commands.catalogue_answers import add_answers
from chatrec.cli.graph_stores import add_store, open_store
from chatrec.knowledge.domain.catalogue.problems import CatalogueError
from chatrec.offline.catalogue.check import check_catalogue, describe_catalogue, export_catalogue, import_catalogue

__all__ = ["add", "run"]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    commands = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    check = commands.add_parser("check", help="say every mistake with its file and line")
    check.add_argument("folder", type=Path, metavar="DIR")
    check.set_defaults(do=_check)
    for name, do, summary in (
        ("import", _import, "put a catalogue into a graph store"),
        ("export", _export, "write a catalogue out of a graph store"),
    ):
        command = commands.add_parser(name, help=summary)
        command.add_argument("folder", type=Path, metavar="DIR")
        command.add_argument("--name", help="name of the catalogue in the store (default: that of catalogue.yaml)")
        add_store(command, required=True)
        command.set_defaults(do=do)
    table = commands.add_parser("from-csv", help="make a catalogue of a table; the guessed types are shown")
    table.add_argument("source", type=Path, metavar="FILE")
    table.add_argument("folder", type=Path, metavar="DIR", nargs="?", help="default: FILE without its ending")
    table.add_argument("--currency", default="", help="ISO 4217 code of the column of prices")
    table.set_defaults(do=_from_csv)
    for name in ("from-crosswoz", "from-movielens", "from-multiwoz"):
        public = commands.add_parser(name, help="make a catalogue of public data")
        public.add_argument("source", type=Path, metavar="DIR")
        public.add_argument("folder", type=Path, metavar="OUT", nargs="?", help=f"default: ./{name[5:]}")
        public.set_defaults(do=_from_public)
    add_answers(commands)


def run(arguments: argparse.Namespace) -> int:
    """Do it and print what it says; mistakes of a catalogue are said line by line."""
    do: Callable[[argparse.Namespace], str] = arguments.do
    try:
        sys.stdout.write(do(arguments).rstrip("\n") + "\n")
    except CatalogueError as error:
        sys.stderr.write("\n".join(error.problems) + "\n")
        return 2
    return 0


def _check(arguments: argparse.Namespace) -> str:
    return check_catalogue(arguments.folder)


def _import(arguments: argparse.Namespace) -> str:
    with open_store(arguments.store, _name(arguments)) as store:
        return import_catalogue(arguments.folder, store)


def _export(arguments: argparse.Namespace) -> str:
    with open_store(arguments.store, arguments.name or arguments.folder.name) as store:
        return export_catalogue(store, arguments.folder)


def _name(arguments: argparse.Namespace) -> str:
    from chatrec.knowledge.adapters.catalogue_files import read_catalogue  # noqa: PLC0415  only where it is needed

    return arguments.name or read_catalogue(arguments.folder).schema.name


def _from_csv(arguments: argparse.Namespace) -> str:
    from chatrec.offline.catalogue.from_csv import from_csv  # noqa: PLC0415

    folder = arguments.folder or arguments.source.with_suffix("")
    return f"{from_csv(arguments.source, folder, currency=arguments.currency)}\n{folder}"


def _from_public(arguments: argparse.Namespace) -> str:
    from chatrec.offline.catalogue.from_crosswoz import from_crosswoz  # noqa: PLC0415
    from chatrec.offline.catalogue.from_movielens import from_movielens  # noqa: PLC0415
    from chatrec.offline.catalogue.from_multiwoz import from_multiwoz  # noqa: PLC0415

    converters = {"from-crosswoz": from_crosswoz, "from-movielens": from_movielens, "from-multiwoz": from_multiwoz}
    convert = converters[arguments.what]
    folder = arguments.folder or Path(arguments.what.removeprefix("from-"))
    return f"{describe_catalogue(convert(arguments.source, folder))}\n{folder}"
