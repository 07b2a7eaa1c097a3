"""Lays out the shortest paths between two nodes: a column for each step."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from chatrec.knowledge.domain.snapshot.arrays import Snapshot
from chatrec.offline.graph.drawing import Box, Drawing, Link, clean, fitted
from chatrec.offline.graph.naming import both, find_node, node_title, relation_text
from chatrec.offline.graph.neighbourhood import node_box
from chatrec.offline.graph.paths import Step, shortest_paths
from chatrec.vocabulary.words import Language

__all__ = ["draw_paths"]

_COLUMN = 340.0
_ROW = 56.0
_MARGIN = 24.0
_WIDEST = 190.0
_SMALL = 11.0
_SPARE = 30.0
_MOST_LABELS = 16


def draw_paths(snapshot: Snapshot, words: str, others: str, language: Language = Language.EN) -> Drawing:
    """Draw up to eight of the shortest paths between two nodes, from left to right.

    Raises:
        NotFoundError: there is no such node, or no path of at most six edges.
    """
    ends = find_node(snapshot, words), find_node(snapshot, others)
    paths = shortest_paths(snapshot, *ends)
    columns = [[ends[0]], *(list(dict.fromkeys(path[place].end for path in paths)) for place in range(len(paths[0])))]
    rows = max(2, *map(len, columns))
    boxes = {
        node: node_box(
            snapshot,
            node,
            language,
            at=(_COLUMN * column, _MARGIN + _ROW * (rows / 2 + row - (len(nodes) - 1) / 2)),
            widest=_WIDEST,
            role="centre" if node in ends else "",
        )
        for column, nodes in enumerate(columns)
        for row, node in enumerate(nodes)
    }
    steps = tuple(dict.fromkeys(step for path in paths for step in path))
    links = _Links(snapshot, boxes, tuple(dict.fromkeys(step.relation for step in steps)), language)
    return Drawing(
        title=clean(f"{node_title(snapshot, ends[0])} … {node_title(snapshot, ends[1])}"),
        left=min(box.left for box in boxes.values()) - _MARGIN,
        right=max(box.right for box in boxes.values()) + _MARGIN,
        height=_ROW * rows + 2 * _MARGIN,
        boxes=tuple(boxes.values()),
        links=tuple(map(links.labelled if len(steps) <= _MOST_LABELS else links.link, steps)),
        notes=(),
        legend=tuple(relation_text(snapshot, relation).speak(language) for relation in links.legend),
    )


@dataclass(frozen=True, slots=True)
class _Links:
    """Links between boxes, in the direction that the edges are stored in."""

    snapshot: Snapshot
    boxes: Mapping[int, Box]
    legend: tuple[int, ...]
    language: Language

    def link(self, step: Step) -> Link:
        """Draw a step without a label."""
        one, other = self.boxes[step.start], self.boxes[step.end]
        relation = both(relation_text(self.snapshot, step.relation))
        ends = (one.title, other.title) if step.forward else (other.title, one.title)
        points = (one.right, one.y, other.left, other.y) if step.forward else (other.left, other.y, one.right, one.y)
        title = clean(f"{ends[0]} — {relation} → {ends[1]}")
        return Link(*points, self.legend.index(step.relation), inward=False, title=title)

    def labelled(self, step: Step) -> Link:
        """Draw a step with its relation on it."""
        label = relation_text(self.snapshot, step.relation).speak(self.language)
        return replace(self.link(step), label=fitted(label, _COLUMN - _WIDEST - _SPARE, _SMALL))
