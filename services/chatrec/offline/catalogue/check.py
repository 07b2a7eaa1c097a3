"""Checks, imports and exports catalogues: what `chatrec catalogue check|import|export` does."""

from pathlib import Path

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.ports import GraphStore
from chatrec.vocabulary.words import Language

__all__ = ["check_catalogue", "describe_catalogue", "export_catalogue", "import_catalogue"]


def check_catalogue(folder: Path) -> str:
    """Read a catalogue and say in a few lines what is in it.

    Raises:
        CatalogueError: with all problems, one line each in `problems`.
    """
    return describe_catalogue(read_catalogue(folder))


def import_catalogue(folder: Path, store: GraphStore) -> str:
    """Read a catalogue and put it into a store; where anything is wrong, nothing is changed.

    Raises:
        CatalogueError: the catalogue has problems.
        UnavailableError: the store cannot be reached.
    """
    catalogue = read_catalogue(folder)
    store.replace(catalogue)
    return describe_catalogue(catalogue)


def export_catalogue(store: GraphStore, folder: Path) -> str:
    """Write what a store holds as a catalogue's folder that reads back equal.

    Raises:
        NotFoundError: the store is empty.
    """
    catalogue = store.load()
    write_catalogue(catalogue, folder)
    return describe_catalogue(catalogue)


def describe_catalogue(catalogue: Catalogue) -> str:
    """Say in a few lines what is in a catalogue."""
    schema = catalogue.schema
    counts = {kind.id: 0 for kind in schema.kinds}
    for item in catalogue.items:
        counts[item.kind] = counts.get(item.kind, 0) + 1
    kinds = ", ".join(f"{count} {kind or 'of no kind'}" for kind, count in counts.items() if count)
    english, chinese = (sum(bool(getattr(item.name, code)) for item in catalogue.items) for code in Language)
    rows = (
        ("catalogue", f"{schema.name} (domain {schema.domain}, {', '.join(schema.languages)})"),
        ("items", f"{len(catalogue.items)}: {kinds}"),
        ("names", f"{english} in English, {chinese} in Chinese"),
        ("facets", ", ".join(f"{facet.name} ({facet.type})" for facet in schema.facets) or "none"),
        ("entities", str(len(catalogue.entities))),
        ("triples", str(len(catalogue.triples))),
        ("needs", str(len(schema.needs))),
        ("answers", str(len(catalogue.answers))),
        ("interactions", str(len(catalogue.interactions))),
    )
    return "\n".join(f"{name:<13}{value}" for name, value in rows)
