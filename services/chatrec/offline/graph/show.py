"""Draws a node's neighbourhood and the statistics of a snapshot as text: what `chatrec graph show` prints."""

from collections.abc import Iterator

import numpy as np

from chatrec.knowledge.domain.snapshot.arrays import Adjacency, Snapshot
from chatrec.offline.graph.naming import both, find_node, literals, node_title, relation_text
from chatrec.offline.graph.paths import Step, shortest_paths
from chatrec.vocabulary.words import Language

__all__ = ["show_node", "show_paths", "statistics_rows", "statistics_text"]

_MOST_NEIGHBOURS = 8


def show_node(snapshot: Snapshot, words: str, *, depth: int = 2) -> str:
    """Draw what is tied to a node, as a tree: literals, edges out (→) and in (←), names in both languages.

    A node that was drawn before is named, not drawn again; of many neighbours by one relation the first 8 are shown.

    Raises:
        NotFoundError: there is no such node.
    """
    node = find_node(snapshot, words)
    return "\n".join((node_title(snapshot, node), *_branches(snapshot, node, depth, {node})))


def _branches(snapshot: Snapshot, node: int, depth: int, drawn: set[int]) -> Iterator[str]:
    branches: list[tuple[str, int | None]] = [
        (f"{both(label)} = {both(value)}", None) for label, value in literals(snapshot, node)
    ]
    branches += _edges(snapshot, snapshot.outgoing, node, "→")
    branches += _edges(snapshot, snapshot.incoming, node, "←")
    for position, (text, other) in enumerate(branches, start=1):
        last = position == len(branches)
        yield f"{'└─' if last else '├─'} {text}"
        if other is not None and depth > 1 and other not in drawn:
            drawn.add(other)
            for line in _branches(snapshot, other, depth - 1, drawn):
                yield f"{'  ' if last else '│ '} {line}"


def _edges(snapshot: Snapshot, edges: Adjacency, node: int, arrow: str) -> list[tuple[str, int | None]]:
    start, end = edges.offsets[node : node + 2].tolist()
    relations = edges.relations[start:end]
    found: list[tuple[str, int | None]] = []
    for relation in np.unique(relations).tolist():
        others = edges.neighbours[start:end][relations == relation].tolist()
        label = both(relation_text(snapshot, relation))
        found += [(f"{label} {arrow} {node_title(snapshot, other)}", other) for other in others[:_MOST_NEIGHBOURS]]
        if len(others) > _MOST_NEIGHBOURS:
            found.append((f"{label} {arrow} … {len(others) - _MOST_NEIGHBOURS} more", None))
    return found


def show_paths(snapshot: Snapshot, words: str, others: str) -> str:
    """Write the shortest paths between two nodes, one a line, each edge in the direction that it is stored in.

    Raises:
        NotFoundError: there is no such node, or no path of at most six edges.
    """
    paths = shortest_paths(snapshot, find_node(snapshot, words), find_node(snapshot, others))
    return "\n".join(_written(snapshot, path) for path in paths)


def _written(snapshot: Snapshot, path: tuple[Step, ...]) -> str:
    parts = [node_title(snapshot, path[0].start)]
    for step in path:
        label = both(relation_text(snapshot, step.relation))
        parts.append(f"—{label}→" if step.forward else f"←{label}—")
        parts.append(node_title(snapshot, step.end))
    return " ".join(parts)


def statistics_rows(snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    """Give the size and shape of a snapshot as names and values."""
    degrees = np.diff(snapshot.outgoing.offsets) + np.diff(snapshot.incoming.offsets)
    counts = np.bincount(snapshot.outgoing.relations, minlength=len(snapshot.relations)).tolist()
    hubs = np.argsort(-degrees, kind="stable")[:5].tolist()
    names = snapshot.nodes.names
    vectors = snapshot.vectors
    return (
        ("catalogue", f"{snapshot.schema.name}, generation {snapshot.schema.generation}"),
        ("items", str(snapshot.item_count)),
        ("entities", str(len(snapshot.nodes.ids) - snapshot.item_count)),
        ("edges", str(len(snapshot.outgoing.neighbours))),
        *((f"  {name}", str(count)) for name, count in zip(snapshot.relations, counts, strict=True)),
        ("degree", f"median {np.median(degrees):g}, most {degrees.max(initial=0)}" if len(degrees) else "none"),
        ("hubs", ", ".join(f"{names[hub].speak(Language.EN)} ({degrees[hub]})" for hub in hubs)),
        ("alone", f"{int((degrees == 0).sum())} nodes without edges"),
        ("literals", f"{len(snapshot.literal_facets)} facets, {_share(snapshot)} filled"),
        ("vectors", f"{vectors.items.shape[1]} dimensions by {vectors.model_id}" if vectors.items.size else "none"),
        ("answers", str(len(snapshot.answers.ids))),
        *((row.name, f"{len(row.weights)} learned edges") for row in snapshot.associations),
    )


def _share(snapshot: Snapshot) -> str:
    return f"{float((~np.isnan(snapshot.literals)).mean()):.0%}" if snapshot.literals.size else "0%"


def statistics_text(snapshot: Snapshot) -> str:
    """Write the statistics as a table, the spread of each literal facet below."""
    rows = list(statistics_rows(snapshot))
    for row in snapshot.schema.statistics:
        if not row.kind:
            low, middle, high = row.deciles[0], row.deciles[5], row.deciles[10]
            rows.append((f"  {row.facet}", f"{low:g} … {middle:g} … {high:g} ({row.item_count} items)"))
    width = max(len(name) for name, _ in rows) + 2
    return "\n".join(f"{name:<{width}}{value}" for name, value in rows)
