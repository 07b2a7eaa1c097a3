"""`--store URL`: the graph store that a command works on."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chatrec.knowledge.adapters.graph_store_files import FileGraphStore
from chatrec.knowledge.domain.ports import GraphStore
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["add_store", "open_store"]

_BOLT = ("bolt://", "bolt+s://", "bolt+ssc://", "neo4j://", "neo4j+s://", "neo4j+ssc://")


def add_store(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Declare `--store`."""
    parser.add_argument(
        "--store",
        required=required,
        metavar="URL",
        help="bolt://HOST:PORT or neo4j://HOST:PORT (user in CHATREC_GRAPH_USER, password in CHATREC_GRAPH_PASSWORD or"
        " in the file CHATREC_GRAPH_PASSWORD_FILE), or a folder",
    )


@contextmanager
def open_store(url: str, catalogue: str) -> Iterator[GraphStore]:
    """Open the store of a catalogue.

    Raises:
        InvalidInputError: the URL is of no known scheme.
    """
    if not url.startswith(_BOLT):
        if "://" in url:
            raise InvalidInputError(f"--store: {url!r} is neither Neo4j nor a folder.", field="store")
        yield FileGraphStore(Path(url))
        return
    from chatrec.knowledge.adapters.graph_store_neo4j import Neo4jGraphStore  # noqa: PLC0415  a slow import
    from chatrec.knowledge.adapters.neo4j_connection import open_driver  # noqa: PLC0415

    password = _password()
    user = os.environ.get("CHATREC_GRAPH_USER", "neo4j") if password else ""
    with open_driver(url, user, password) as driver:
        yield Neo4jGraphStore(driver, catalogue)


def _password() -> str:
    path = os.environ.get("CHATREC_GRAPH_PASSWORD_FILE")
    return Path(path).read_text("utf-8").strip() if path else os.environ.get("CHATREC_GRAPH_PASSWORD", "")
