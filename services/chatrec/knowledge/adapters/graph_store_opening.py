"""A graph store by its URL: Neo4j, or a folder of catalogue files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chatrec.knowledge.adapters.graph_store_files import FileGraphStore
from chatrec.knowledge.domain.ports import GraphStore
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["is_neo4j", "open_graph_store", "within"]

_BOLT = ("bolt://", "bolt+s://", "bolt+ssc://", "neo4j://", "neo4j+s://", "neo4j+ssc://")


def is_neo4j(url: str) -> bool:
    """Tell whether a URL is that of a Neo4j server."""
    return url.startswith(_BOLT)


@contextmanager
def open_graph_store(
    url: str, catalogue: str, *, user: str = "", password: str = "", tenant: str = "default"
) -> Iterator[GraphStore]:
    """Open the store of a catalogue; nothing is sent yet.

    Raises:
        InvalidInputError: the URL is of no known scheme.
    """
    if not is_neo4j(url):
        if "://" in url:
            raise InvalidInputError(f"{url!r} is neither Neo4j nor a folder.", field="store")
        yield FileGraphStore(Path(url))
        return
    from chatrec.knowledge.adapters.graph_store_neo4j import Neo4jGraphStore  # noqa: PLC0415  a slow import
    from chatrec.knowledge.adapters.neo4j_connection import open_driver  # noqa: PLC0415

    with open_driver(url, user if password else "", password) as driver:
        yield Neo4jGraphStore(driver, catalogue, tenant=tenant)


def within(url: str, catalogue: str) -> str:
    """Give the URL of a catalogue in a store of many: a Neo4j server's own, or the catalogue's folder in a folder."""
    return url if is_neo4j(url) else str(Path(url) / catalogue)
