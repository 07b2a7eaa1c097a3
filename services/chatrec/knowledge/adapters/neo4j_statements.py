"""The Cypher statements, one a file; whatever comes from a catalogue reaches them as parameters only."""

from functools import cache
from importlib import resources

__all__ = ["INDEXES", "statement"]

INDEXES = (
    "schema_catalogue",
    "schema_node",
    "schema_answer",
    "schema_user",
    "schema_node_catalogue",
    "schema_names",
)
"""The statements that make constraints and indexes; each may run again."""


@cache
def statement(name: str) -> str:
    """Give the statement of a file in `queries`."""
    path = resources.files("chatrec.knowledge").joinpath("queries", f"{name}.cypher")
    return path.read_text(encoding="utf-8")
