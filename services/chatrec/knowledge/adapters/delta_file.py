"""A change as a file of one JSON object a line.

An item as in `items.jsonl`, an entity as `{"entity": {"id": "grassy", "kind": "taste", "name": "grassy"}}`, or a triple
as `{"triple": ["t9", "goes_with", "t1"]}`.
"""

from pathlib import Path

from chatrec.knowledge.adapters.catalogue_files import CatalogueLines
from chatrec.knowledge.domain.catalogue.catalogue import Entity, Item
from chatrec.knowledge.domain.catalogue.changes import Change
from chatrec.knowledge.domain.catalogue.entries import Draft, read_draft, read_entity, read_facets
from chatrec.knowledge.domain.catalogue.fields import Field
from chatrec.knowledge.domain.catalogue.problems import Problems
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.schema import CatalogueSchema, Facet

__all__ = ["read_change"]

_PARTS = 3
Row = Draft | Entity | Triple


def read_change(path: Path, schema: CatalogueSchema) -> Change:
    """Read a change to a catalogue of that schema, strictly.

    Raises:
        CatalogueError: with every problem, its line and the field that it is of.
    """
    problems = Problems()
    lines = CatalogueLines(path.parent, problems, schema.languages[0])
    rows = [row for row, _ in lines.json(path.name, _read, needed=True)]
    facets = {facet.name: facet for facet in schema.facets}
    items = tuple(_item(row, facets) for row in rows if isinstance(row, Draft))
    problems.raise_if_any()
    return Change(
        items=items,
        entities=tuple(row for row in rows if isinstance(row, Entity)),
        triples=tuple(row for row in rows if isinstance(row, Triple)),
    )


def _read(field: Field) -> Row | None:
    if field.child("entity").value is not None and field.only(frozenset({"entity"})):
        return read_entity(field.child("entity")._replace(label=""))
    if field.child("triple").value is not None and field.only(frozenset({"triple"})):
        return _triple(field.child("triple"))
    return read_draft(field)


def _triple(field: Field) -> Triple | None:
    parts = [entry.identifier(spaces=True) for entry in field.entries()]
    if len(parts) != _PARTS:
        field.wrong("is not [head, relation, tail]")
    elif all(parts) and parts[0] == parts[2]:
        field.wrong("is tied to itself")
    elif all(parts):
        return Triple(*parts)
    return None


def _item(draft: Draft, facets: dict[str, Facet]) -> Item:
    for name, field in draft.facets.children():
        if name not in facets:
            field.wrong("there is no such facet")
    return read_facets(draft, facets)
