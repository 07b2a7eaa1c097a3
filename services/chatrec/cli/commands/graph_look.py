"""`chatrec graph show|check`: what a graph looks like, and what is wrong with it."""

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console

from chatrec.cli.graph_stores import add_store, open_store
from chatrec.cli.pages import findings_page
from chatrec.cli.workspace import add_catalogues, prepare
from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.snapshot_files import SnapshotFolder
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.snapshot.arrays import Snapshot
from chatrec.offline.graph.check import check_graph, file_in, findings_record
from chatrec.offline.graph.neighbourhood import draw_neighbourhood
from chatrec.offline.graph.path_picture import draw_paths
from chatrec.offline.graph.show import show_node, show_paths, statistics_text
from chatrec.offline.graph.svg import page, svg
from chatrec.offline.preparing import demo_catalogues
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from chatrec.vocabulary.words import Language

__all__ = ["add_look"]


def add_look(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    show = commands.add_parser("show", help="draw what surrounds an item or entity, or the statistics of a catalogue")
    show.add_argument("node", nargs="?", metavar="ITEM", help="id or name; the statistics where none is given")
    show.add_argument("--to", metavar="OTHER", help="the shortest paths to this item or entity instead")
    show.add_argument("--depth", type=int, default=2, choices=(1, 2, 3), help="steps drawn in the terminal (default 2)")
    show.add_argument("--svg", type=Path, metavar="FILE", help="draw it as a picture for a report")
    show.add_argument("--html", type=Path, metavar="FILE", help="draw it as a page, with the facts of the item")
    show.add_argument(
        "--language", type=Language, choices=tuple(Language), help="of the picture (default: the catalogue's)"
    )
    add_catalogues(show)
    show.set_defaults(do=_show)
    check = commands.add_parser("check", help="find orphans, contradictions, duplicates, dead links and stale items")
    add_catalogues(check)
    add_store(check, required=False)
    check.add_argument("--name", metavar="CATALOGUE", help="name of the catalogue in the store")
    check.add_argument("--days", type=int, default=365, help="what is older than so many days is old (default 365)")
    check.add_argument("--as-of", type=_day, metavar="DAY", help="the day that lately is counted from (default: today)")
    check.add_argument("--acyclic", action="append", default=[], metavar="RELATION", help="must not lead in a circle")
    check.add_argument("--json", type=Path, metavar="FILE", help="write the findings here as well")
    check.add_argument("--strict", action="store_true", help="exit 1 where anything was found")
    check.set_defaults(do=_check)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("is not a day like 2026-03-01") from error


def _show(arguments: argparse.Namespace) -> None:
    if arguments.node is None and (arguments.to or arguments.svg or arguments.html):
        raise InvalidInputError("Name the item or entity that shall be drawn.", field="node")
    found = False
    for path in prepare(arguments.catalogue).snapshots:
        snapshot = SnapshotFolder(path).load()
        if arguments.node is None:
            sys.stdout.write(statistics_text(snapshot) + "\n\n")
            continue
        if found and (arguments.svg or arguments.html):
            return  # one picture, of the first catalogue that has it
        with contextlib.suppress(NotFoundError):
            _show_node(snapshot, arguments)
            found = True
    if arguments.node is not None and not found:
        raise NotFoundError(*_missing(arguments))


def _missing(arguments: argparse.Namespace) -> tuple[str]:
    if arguments.to:
        return (f"No catalogue has a path of at most six edges from {arguments.node!r} to {arguments.to!r}.",)
    return (f"There is no item or entity of that id or name: {arguments.node!r}.",)


def _show_node(snapshot: Snapshot, arguments: argparse.Namespace) -> None:
    node, other = arguments.node, arguments.to
    text = show_paths(snapshot, node, other) if other else show_node(snapshot, node, depth=arguments.depth)
    sys.stdout.write(text + "\n")
    if arguments.svg or arguments.html:
        language = arguments.language or snapshot.schema.languages[0]
        drawing = draw_paths(snapshot, node, other, language) if other else draw_neighbourhood(snapshot, node, language)
        if arguments.svg:
            _write(arguments.svg, svg(drawing))
        if arguments.html:
            _write(arguments.html, page(drawing, language))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidInputError(f"The file cannot be written: {error.strerror}.", file=str(path)) from error


def _check(arguments: argparse.Namespace) -> int:
    today = arguments.as_of or datetime.now(UTC).date()
    records, found = [], 0
    console = Console()
    for catalogue, folder in _catalogues(arguments):
        findings = check_graph(
            catalogue,
            today,
            days=arguments.days,
            is_file=file_in(folder) if folder else None,
            acyclic=arguments.acyclic,
        )
        found += len(findings)
        records.append(findings_record(catalogue.schema.name, findings))
        console.print(findings_page(catalogue.schema.name, findings))
    if arguments.json:
        record = {"as_of": today.isoformat(), "days": arguments.days, "catalogues": records}
        _write(arguments.json, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    return 1 if found and arguments.strict else 0


def _catalogues(arguments: argparse.Namespace) -> Iterator[tuple[Catalogue, Path | None]]:
    """Give what is checked: the catalogue of a store, or folders with the files beside them."""
    if arguments.store:
        if not arguments.name:
            raise InvalidInputError("--name: say which catalogue of the store is meant.", field="name")
        with open_store(arguments.store, arguments.name) as store:
            yield store.load(), None
        return
    for folder in arguments.catalogue or demo_catalogues():
        yield read_catalogue(folder), folder
