"""`chatrec graph build|show`: snapshots and what is in them."""

import argparse
import contextlib
import sys
from pathlib import Path

from chatrec.cli.graph_stores import add_store, open_store
from chatrec.cli.workspace import add_catalogues, prepare
from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.snapshot_files import SnapshotFolder
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.offline.graph.show import show_node, statistics_text
from chatrec.offline.preparing import demo_catalogues, folder_encoder
from chatrec.vocabulary.errors import NotFoundError

__all__ = ["add", "run"]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    commands = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    build = commands.add_parser("build", help="build the snapshot of each catalogue")
    add_catalogues(build)
    add_store(build, required=False)
    build.add_argument("--out", type=Path, metavar="DIR", help="write each snapshot to DIR/NAME instead of the cache")
    build.set_defaults(do=_build)
    show = commands.add_parser("show", help="draw what surrounds an item or entity, or the statistics of a catalogue")
    show.add_argument("node", nargs="?", metavar="ITEM", help="id or name; the statistics where none is given")
    show.add_argument("--depth", type=int, default=2, choices=(1, 2, 3), help="steps to walk (default 2)")
    add_catalogues(show)
    show.set_defaults(do=_show)


def run(arguments: argparse.Namespace) -> int:
    """Do it."""
    arguments.do(arguments)
    return 0


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


def _show(arguments: argparse.Namespace) -> None:
    found = False
    for path in prepare(arguments.catalogue).snapshots:
        snapshot = SnapshotFolder(path).load()
        if arguments.node is None:
            sys.stdout.write(statistics_text(snapshot) + "\n\n")
            continue
        with contextlib.suppress(NotFoundError):
            sys.stdout.write(show_node(snapshot, arguments.node, depth=arguments.depth) + "\n")
            found = True
    if arguments.node is not None and not found:
        raise NotFoundError("There is no item or entity of that id or name.", name=arguments.node)
