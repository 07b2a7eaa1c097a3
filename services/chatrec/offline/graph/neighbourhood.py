"""Lays out what surrounds a node: neighbours in a fan on both sides of it, a sector for each relation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from chatrec.knowledge.domain.snapshot.arrays import Snapshot
from chatrec.offline.graph.drawing import BOX_HEIGHT, Box, Drawing, Link, Note, clean, fitted, text_width
from chatrec.offline.graph.naming import both, find_node, literals, node_title, relation_text
from chatrec.vocabulary.words import Language

__all__ = ["draw_neighbourhood", "node_box"]

_MOST_NODES = 40
_ROW = 30.0
_HEADING = 20.0
_GAP = 14.0
_MARGIN = 24.0
_BULGE = 90.0
_REACH = 130.0
_WIDEST = 210.0
_CENTRE_WIDEST = 230.0
_PADDING = 22.0
_SMALL = 11.0
_MOST_FACTS = 6
_FACT_LINE = 15.0
_FACTS_WIDE = 190.0
_LONG_SECTOR = 10


@dataclass(frozen=True, slots=True)
class _Sector:
    """The neighbours by one relation in one direction; `hidden` are those that there is no room for."""

    relation: int
    forward: bool
    nodes: tuple[int, ...]
    hidden: int

    @property
    def rows(self) -> int:
        return len(self.nodes) + (self.hidden > 0)

    @property
    def height(self) -> float:
        return _HEADING + _ROW * self.rows


def draw_neighbourhood(
    snapshot: Snapshot, words: str, language: Language = Language.EN, most_nodes: int = _MOST_NODES
) -> Drawing:
    """Draw a node and its neighbours, of very many the best connected ones; every sector gets its share of the room.

    Raises:
        NotFoundError: there is no such node.
    """
    node = find_node(snapshot, words)
    sectors = _shared_out(_sectors(snapshot, node), most_nodes)
    right, left = _sides(sectors)
    legend = tuple(dict.fromkeys(sector.relation for sector in sectors))
    facts = tuple((label.speak(language), value.speak(language)) for label, value in literals(snapshot, node))
    tall = max(_height(right), _height(left), (len(facts[:_MOST_FACTS]) * 2 + 4) * _FACT_LINE)
    centre = node_box(snapshot, node, language, at=(0.0, tall / 2 + _MARGIN), widest=_CENTRE_WIDEST, role="centre")
    fan = _Fan(snapshot, language, centre, legend, tall)
    for sectors_of_side, side in ((right, 1), (left, -1)):
        fan.place(sectors_of_side, side)
    boxes = (centre, *fan.boxes)
    return Drawing(
        title=clean(node_title(snapshot, node)),
        left=min(-_FACTS_WIDE / 2, *(box.left for box in boxes)) - _MARGIN,
        right=max(_FACTS_WIDE / 2, *(box.right for box in boxes)) + _MARGIN,
        height=tall + 2 * _MARGIN,
        boxes=boxes,
        links=tuple(fan.links),
        notes=(*fan.notes, *_fact_notes(facts, centre)),
        legend=tuple(relation_text(snapshot, relation).speak(language) for relation in legend),
        facts=facts,
    )


def node_box(
    snapshot: Snapshot, node: int, language: Language, *, at: tuple[float, float], widest: float, role: str = ""
) -> Box:
    """Make the box of a node, as wide as its name needs and at most `widest`."""
    name = snapshot.nodes.names[node].speak(language) or snapshot.nodes.ids[node]
    label = fitted(name, widest - _PADDING)
    said = role or ("item" if node < snapshot.item_count else "entity")
    return Box(*at, text_width(label) + _PADDING, label, clean(node_title(snapshot, node)), said)


def _sectors(snapshot: Snapshot, node: int) -> list[_Sector]:
    degrees = np.diff(snapshot.outgoing.offsets) + np.diff(snapshot.incoming.offsets)
    found = []
    for edges, forward in ((snapshot.outgoing, True), (snapshot.incoming, False)):
        start, end = edges.offsets[node : node + 2].tolist()
        for relation in np.unique(edges.relations[start:end]).tolist():
            others = edges.neighbours[start:end][edges.relations[start:end] == relation]
            order = np.lexsort((others, -degrees[others]))[:_MOST_NODES]
            found.append(_Sector(relation, forward, tuple(others[order].tolist()), len(others) - len(order)))
    return found


def _shared_out(sectors: Sequence[_Sector], most: int) -> list[_Sector]:
    """Give every sector room for one more node in turn, until all is given away."""
    shown = [0] * len(sectors)
    room = most - 1
    while room > 0 and any(len(sector.nodes) > count for sector, count in zip(sectors, shown, strict=True)):
        for place, sector in enumerate(sectors):
            if room > 0 and len(sector.nodes) > shown[place]:
                shown[place] += 1
                room -= 1
    return [
        _Sector(one.relation, one.forward, one.nodes[:count], one.hidden + len(one.nodes) - count)
        for one, count in zip(sectors, shown, strict=True)
    ]


def _sides(sectors: Sequence[_Sector]) -> tuple[list[_Sector], list[_Sector]]:
    """Part the sectors into two halves of like height, the order kept; one that is most of all is cut in two."""
    total = sum(sector.rows for sector in sectors)
    parts = [part for sector in sectors for part in _halves(sector, total)]
    tall = _height(parts)
    cut = min(range(len(parts) + 1), key=lambda cut: (abs(2 * _height(parts[:cut]) - tall), -cut))
    return parts[:cut], parts[cut:]


def _halves(sector: _Sector, total: int) -> tuple[_Sector, ...]:
    if sector.rows < _LONG_SECTOR or 2 * sector.rows <= total:
        return (sector,)
    half = (sector.rows + 1) // 2
    return replace(sector, nodes=sector.nodes[:half], hidden=0), replace(sector, nodes=sector.nodes[half:])


def _height(sectors: Sequence[_Sector]) -> float:
    return sum(sector.height for sector in sectors) + _GAP * max(len(sectors) - 1, 0)


def _fact_notes(facts: Sequence[tuple[str, str]], centre: Box) -> tuple[Note, ...]:
    first = centre.y + BOX_HEIGHT / 2 + 6 + _FACT_LINE
    return tuple(
        Note(centre.x, first + _FACT_LINE * line, fitted(f"{label}: {value}", _FACTS_WIDE, _SMALL), "middle")
        for line, (label, value) in enumerate(facts[:_MOST_FACTS])
    )


class _Fan:
    """Places the sectors of one side below each other, the rows along an ellipse around the centre."""

    def __init__(
        self, snapshot: Snapshot, language: Language, centre: Box, legend: Sequence[int], height: float
    ) -> None:
        self._snapshot, self._language = snapshot, language
        self._colours = {relation: colour for colour, relation in enumerate(legend)}
        self.centre, self._height = centre, height
        self.boxes: list[Box] = []
        self.links: list[Link] = []
        self.notes: list[Note] = []

    def place(self, sectors: Sequence[_Sector], side: int) -> None:
        """Place sectors on the right (1) or on the left (-1)."""
        y = self.centre.y - _height(sectors) / 2
        for sector in sectors:
            first = y + _HEADING + _ROW / 2
            self._head(sector, side, y)
            for row in range(sector.rows):
                self._row(sector, row, side, first + _ROW * row)
            y += sector.height + _GAP

    def _inner(self, y: float, side: int) -> float:
        """Give where a row begins, on the side of the centre."""
        share = min(1.0, abs(y - self.centre.y) / (self._height / 2))
        return self.centre.x + side * (max(self.centre.width / 2, 80.0) + _REACH + _BULGE * sqrt(1.0 - share * share))

    def _head(self, sector: _Sector, side: int, y: float) -> None:
        said = relation_text(self._snapshot, sector.relation).speak(self._language)
        text = f"{said} →" if sector.forward else f"← {said}"
        anchor = "start" if side > 0 else "end"
        x = self._inner(y + _HEADING + _ROW / 2, side) + side * 10
        label = fitted(text, _WIDEST, _SMALL)
        self.notes.append(Note(x, y + _HEADING - 4, label, anchor, self._colours[sector.relation]))

    def _row(self, sector: _Sector, row: int, side: int, y: float) -> None:
        inner = self._inner(y, side)
        if row < len(sector.nodes):
            box = node_box(self._snapshot, sector.nodes[row], self._language, at=(0.0, y), widest=_WIDEST)
        else:
            more = f"+ {sector.hidden}"
            box = Box(0.0, y, text_width(more) + _PADDING, more, f"{sector.hidden} more", "more")
        box = Box(inner + side * box.width / 2, y, box.width, box.label, box.title, box.role)
        said = both(relation_text(self._snapshot, sector.relation))
        ends = (self.centre.title, box.title) if sector.forward else (box.title, self.centre.title)
        self.boxes.append(box)
        edge = self.centre.right if side > 0 else self.centre.left
        title = clean(f"{ends[0]} — {said} → {ends[1]}")
        colour = self._colours[sector.relation]
        self.links.append(Link(edge, self.centre.y, inner, y, colour, not sector.forward, title))
