"""How nodes, relations and literals of a snapshot are said, in both languages or in one."""

from collections.abc import Iterator
from datetime import date, timedelta

from chatrec.knowledge.domain.snapshot.arrays import Snapshot
from chatrec.offline.graph.drawing import clean
from chatrec.vocabulary.errors import NotFoundError
from chatrec.vocabulary.schema import Facet
from chatrec.vocabulary.words import FacetType, Text

__all__ = ["both", "find_node", "literals", "node_title", "relation_text"]

_EPOCH = date(1970, 1, 1)
_LARGE = 1e6


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


def both(text: Text) -> str:
    """Say a text in both languages."""
    return " / ".join(filter(None, (text.en, text.zh)))


def node_title(snapshot: Snapshot, node: int) -> str:
    """Say a node in full: its names, its id and its kind."""
    nodes = snapshot.nodes
    kind = f", {nodes.kinds[node]}" if nodes.kinds[node] else ""
    return f"{clean(both(nodes.names[node]))} [{clean(nodes.ids[node])}{kind}]"


def relation_text(snapshot: Snapshot, relation: int) -> Text:
    """Say a relation, by its name where it has no label."""
    facet = int(snapshot.facet_of_relation[relation])
    name = snapshot.relations[relation]
    label = snapshot.schema.facets[facet].relation_label if facet >= 0 else snapshot.schema.relation_label(name)
    return label or Text(name)


def literals(snapshot: Snapshot, node: int) -> Iterator[tuple[Text, Text]]:
    """Give the label and the value of every literal facet that an item has; entities have none."""
    if node >= snapshot.item_count:
        return
    for name, value in zip(snapshot.literal_facets, snapshot.literals[node].tolist(), strict=True):
        facet = snapshot.schema.facet(name)
        if facet is not None and value == value:  # noqa: PLR0124  NaN means that the item lacks it
            yield facet.label or Text(name), _literal(facet, value)


def _literal(facet: Facet, value: float) -> Text:
    match facet.type:
        case FacetType.FLAG:
            return Text("yes", "是") if value else Text("no", "否")
        case FacetType.ORDINAL:
            return facet.value_names[int(value)] or Text(facet.values[int(value)])
        case FacetType.DATE:
            return Text((_EPOCH + timedelta(days=int(value))).isoformat())
        case _:
            unit = facet.unit if facet.unit != facet.name else ""  # "year: 2010 year" says it twice
            return Text(f"{value:{'g' if abs(value) < _LARGE else '.0f'}} {unit}".strip())
