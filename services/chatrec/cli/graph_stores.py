"""`--store URL`: the graph store that a command works on."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chatrec.knowledge.adapters.graph_store_opening import open_graph_store
from chatrec.knowledge.domain.ports import GraphStore
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["add_store", "open_store", "tenant"]


def add_store(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Declare `--store`."""
    parser.add_argument(
        "--store",
        required=required,
        metavar="URL",
        help="bolt://HOST:PORT or neo4j://HOST:PORT (user in CHATREC_GRAPH_USER, password in CHATREC_GRAPH_PASSWORD or"
        " in the file CHATREC_GRAPH_PASSWORD_FILE, tenant in CHATREC_GRAPH_TENANT), or a folder",
    )


@contextmanager
def open_store(url: str, catalogue: str) -> Iterator[GraphStore]:
    """Open the store of a catalogue.

    Raises:
        InvalidInputError: the URL is of no known scheme.
    """
    user = os.environ.get("CHATREC_GRAPH_USER", "neo4j")
    try:
        with open_graph_store(url, catalogue, user=user, password=_password(), tenant=tenant()) as store:
            yield store
    except InvalidInputError as error:
        if error.facts.get("field") != "store":
            raise
        raise InvalidInputError(f"--store: {error.message}", field="store") from error


def tenant() -> str:
    """Give the tenant whose graphs are meant."""
    return os.environ.get("CHATREC_GRAPH_TENANT", "default")


def _password() -> str:
    path = os.environ.get("CHATREC_GRAPH_PASSWORD_FILE")
    return Path(path).read_text("utf-8").strip() if path else os.environ.get("CHATREC_GRAPH_PASSWORD", "")
