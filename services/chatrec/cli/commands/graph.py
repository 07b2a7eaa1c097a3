"""`chatrec graph WHAT`: snapshots, what is in them, and what keeps a graph in shape."""

import argparse
import sys
from pathlib import Path

from chatrec.cli.commands.graph_extend import add_extend
from chatrec.cli.commands.graph_life import add_life
from chatrec.cli.commands.graph_look import add_look
from chatrec.cli.graph_stores import add_store, open_store
from chatrec.cli.workspace import add_catalogues, prepare
from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.snapshot_files import SnapshotFolder
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.preparing import demo_catalogues, folder_encoder

__all__ = ["add", "run"]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    commands = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    build = commands.add_parser("build", help="build the snapshot of each catalogue")
    add_catalogues(build)
    add_store(build, required=False)
    build.add_argument("--out", type=Path, metavar="DIR", help="write each snapshot to DIR/NAME instead of the cache")
    build.set_defaults(do=_build)
    add_look(commands)
    add_life(commands)
    add_extend(commands)


def run(arguments: argparse.Namespace) -> int:
    """Do it."""
    code: int | None = arguments.do(arguments)
    return code or 0


def _build(arguments: argparse.Namespace) -> None:
    if arguments.store and not arguments.out:
        arguments.out = Path("snapshots")
    if not arguments.out:
        for path in prepare(arguments.catalogue).snapshots:
            sys.stdout.write(f"{path}\n")
        return
    encoder = folder_encoder()
    for folder in arguments.catalogue or demo_catalogues():
        catalogue = read_catalogue(folder)
        if arguments.store:
            with open_store(arguments.store, catalogue.schema.name) as store:
                store.replace(catalogue)
                catalogue = store.load()
        path = arguments.out / catalogue.schema.name
        SnapshotFolder(path).save(build_snapshot(catalogue, encoder))
        sys.stdout.write(f"{path}\n")
