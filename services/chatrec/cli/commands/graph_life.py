"""`chatrec graph migrate|upsert|delete|backup|restore`: the life of a graph in its store."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chatrec.cli.graph_stores import add_store, open_store, tenant
from chatrec.knowledge.adapters.delta_file import read_change
from chatrec.knowledge.adapters.graph_store_backup import Backup, back_up, restore
from chatrec.knowledge.adapters.graph_store_opening import is_neo4j
from chatrec.knowledge.domain.ports import DeltaStream
from chatrec.knowledge.domain.telling import delete_and_tell, tell_revision, upsert_and_tell
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["add_life"]


def add_life(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    migrate = commands.add_parser("migrate", help="bring a Neo4j database to this version's form")
    add_store(migrate, required=True)
    migrate.set_defaults(do=_migrate)
    upsert = commands.add_parser("upsert", help="put items, entities and triples into a store, and tell the services")
    upsert.add_argument(
        "file",
        type=Path,
        metavar="FILE.jsonl",
        help='lines as in items.jsonl, {"entity": {...}} or {"triple": [head, relation, tail]}',
    )
    _add_change(upsert, _upsert)
    delete = commands.add_parser("delete", help="remove items and entities from a store, and tell the services")
    delete.add_argument("id", nargs="+", metavar="ID")
    _add_change(delete, _delete)
    backup = commands.add_parser("backup", help="write what a store holds into a folder")
    backup.add_argument("folder", type=Path, metavar="DIR")
    _add_named(backup, _back_up)
    again = commands.add_parser("restore", help="put a backup in place of what a store holds, and tell the services")
    again.add_argument("folder", type=Path, metavar="DIR")
    _add_change(again, _restore)


def _add_named(parser: argparse.ArgumentParser, do: object) -> None:
    parser.add_argument("--name", required=True, metavar="CATALOGUE", help="name of the catalogue in the store")
    add_store(parser, required=True)
    parser.set_defaults(do=do)


def _add_change(parser: argparse.ArgumentParser, do: object) -> None:
    _add_named(parser, do)
    parser.add_argument(
        "--deltas",
        metavar="URL",
        help="redis://HOST:PORT/0 that the knowledge services follow (password in CHATREC_GRAPH_DELTAS_PASSWORD)",
    )


def _migrate(arguments: argparse.Namespace) -> None:
    from chatrec.knowledge.adapters.graph_store_neo4j import Neo4jGraphStore  # noqa: PLC0415  a slow import

    if not is_neo4j(arguments.store):
        raise InvalidInputError("--store: only Neo4j has migrations.", field="store")
    with open_store(arguments.store, "") as store:
        names = store.migrate() if isinstance(store, Neo4jGraphStore) else ()
    print(*(names or ("nothing to do",)), sep="\n")


def _upsert(arguments: argparse.Namespace) -> None:
    with open_store(arguments.store, arguments.name) as store, _told(arguments) as stream:
        change = read_change(arguments.file, store.schema())
        step = upsert_and_tell(store, stream, change)
    counts = f"{len(change.items)} items, {len(change.entities)} entities, {len(change.triples)} triples"
    print(f"{counts}: revision {step.after}")


def _delete(arguments: argparse.Namespace) -> None:
    with open_store(arguments.store, arguments.name) as store, _told(arguments) as stream:
        step = delete_and_tell(store, stream, arguments.id)
    print(f"revision {step.after}" if step.moved else f"nothing was there: revision {step.after}")


def _back_up(arguments: argparse.Namespace) -> None:
    with open_store(arguments.store, arguments.name) as store:
        print(_line(back_up(store, arguments.folder)))


def _restore(arguments: argparse.Namespace) -> None:
    with open_store(arguments.store, arguments.name) as store, _told(arguments) as stream:
        print(_line(restore(store, arguments.folder)))
        if stream is not None:
            tell_revision(store, stream)


def _line(backup: Backup) -> str:
    return f"{backup.catalogue}: revision {backup.revision}, digest {backup.digest}"


@contextmanager
def _told(arguments: argparse.Namespace) -> Iterator[DeltaStream | None]:
    if not arguments.deltas:
        yield None
        return
    from chatrec.knowledge.adapters.delta_stream import RedisDeltaStream, open_redis  # noqa: PLC0415

    with open_redis(arguments.deltas, os.environ.get("CHATREC_GRAPH_DELTAS_PASSWORD", "")) as client:
        yield RedisDeltaStream(client, arguments.name, tenant())
