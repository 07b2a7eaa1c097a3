"""Draws a node's neighbourhood and the statistics of a snapshot as text: what `chatrec graph show` prints."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from chatrec.knowledge.domain.snapshot.arrays import Adjacency, Snapshot
from chatrec.vocabulary.errors import NotFoundError
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, Language, Text

__all__ = ["find_node", "show_node", "statistics_rows", "statistics_text"]

_MOST_NEIGHBOURS = 8
_EPOCH = date(1970, 1, 1)


def find_node(snapshot: Snapshot, words: str) -> int:
    """Find a node by its id, or by a name or alias that is exactly these words, whatever the case.

    Raises:
        NotFoundError: there is none.
    """
    nodes = snapshot.nodes
    if words in nodes.ids:
        return nodes.ids.index(words)
    wanted = words.casefold()
    for number, (name, aliases) in enumerate(zip(nodes.names, nodes.aliases, strict=True)):
        if wanted in (name.en.casefold(), name.zh.casefold(), *map(str.casefold, aliases)):
            return number
    raise NotFoundError("There is no item or entity of that id or name.", name=words)


def show_node(snapshot: Snapshot, words: str, *, depth: int = 2) -> str:
    """Draw what is tied to a node, as a tree: literals, edges out (→) and in (←), names in both languages.

    A node that was drawn before is named, not drawn again; of many neighbours by one relation the first 8 are shown.

    Raises:
        NotFoundError: there is no such node.
    """
    node = find_node(snapshot, words)
    return "\n".join((_title(snapshot, node), *_branches(snapshot, node, depth, {node})))


def _branches(snapshot: Snapshot, node: int, depth: int, drawn: set[int]) -> Iterator[str]:
    branches: list[tuple[str, int | None]] = [(text, None) for text in _literals(snapshot, node)]
    branches += _edges(snapshot, snapshot.outgoing, node, "→")
    branches += _edges(snapshot, snapshot.incoming, node, "←")
    for position, (text, other) in enumerate(branches, start=1):
        last = position == len(branches)
        yield f"{'└─' if last else '├─'} {text}"
        if other is not None and depth > 1 and other not in drawn:
            drawn.add(other)
            for line in _branches(snapshot, other, depth - 1, drawn):
                yield f"{'  ' if last else '│ '} {line}"


def _title(snapshot: Snapshot, node: int) -> str:
    nodes = snapshot.nodes
    return f"{_both(nodes.names[node])} [{nodes.ids[node]}{', ' + nodes.kinds[node] if nodes.kinds[node] else ''}]"


def _both(name: Text) -> str:
    return " / ".join(filter(None, (name.en, name.zh)))


def _edges(snapshot: Snapshot, edges: Adjacency, node: int, arrow: str) -> list[tuple[str, int | None]]:
    start, end = edges.offsets[node : node + 2].tolist()
    relations = edges.relations[start:end]
    found: list[tuple[str, int | None]] = []
    for relation in np.unique(relations).tolist():
        others = edges.neighbours[start:end][relations == relation].tolist()
        label = _relation(snapshot, relation)
        found += [(f"{label} {arrow} {_title(snapshot, other)}", other) for other in others[:_MOST_NEIGHBOURS]]
        if len(others) > _MOST_NEIGHBOURS:
            found.append((f"{label} {arrow} … {len(others) - _MOST_NEIGHBOURS} more", None))
    return found


def _relation(snapshot: Snapshot, relation: int) -> str:
    facet = int(snapshot.facet_of_relation[relation])
    label = snapshot.schema.facets[facet].relation_label if facet >= 0 else Text()
    return _both(label) or snapshot.relations[relation]


def _literals(snapshot: Snapshot, node: int) -> Iterator[str]:
    if node >= snapshot.item_count:
        return
    for name, value in zip(snapshot.literal_facets, snapshot.literals[node].tolist(), strict=True):
        facet = snapshot.schema.facet(name)
        if facet is not None and value == value:  # noqa: PLR0124  NaN means that the item lacks it
            yield f"{_both(facet.label)} = {_literal(facet, value)}"


def _literal(facet: Facet, value: float) -> str:
    match facet.type:
        case FacetType.FLAG:
            return "yes / 是" if value else "no / 否"
        case FacetType.ORDINAL:
            return _both(facet.value_names[int(value)]) or facet.values[int(value)]
        case FacetType.DATE:
            return (_EPOCH + timedelta(days=int(value))).isoformat()
        case _:
            return f"{value:g} {facet.unit}".strip() if abs(value) < 1e6 else f"{value:.0f} {facet.unit}".strip()  # noqa: PLR2004


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
        ("similar", f"{len(snapshot.similar.neighbours)} pairs"),
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
