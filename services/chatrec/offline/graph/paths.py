"""The shortest paths between two nodes of a snapshot, whatever the direction of the edges."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np

from chatrec.knowledge.domain.reasoning.graph import Longs
from chatrec.knowledge.domain.snapshot.adjacency import spans
from chatrec.knowledge.domain.snapshot.arrays import Ints, Snapshot
from chatrec.vocabulary.errors import NotFoundError

__all__ = ["Step", "neighbours", "shortest_paths"]

_MOST_PATHS = 8
_MOST_EDGES = 6


class Step(NamedTuple):
    """One edge of a path: walked from `start` to `end`, and stored that way where `forward`."""

    start: int
    relation: int
    end: int
    forward: bool


def neighbours(snapshot: Snapshot, node: int) -> list[Step]:
    """Give all edges of a node, those that go out first, each group by relation and then node."""
    found = []
    for edges, forward in ((snapshot.outgoing, True), (snapshot.incoming, False)):
        start, end = edges.offsets[node : node + 2].tolist()
        rows = zip(edges.relations[start:end].tolist(), edges.neighbours[start:end].tolist(), strict=True)
        found += [Step(node, relation, other, forward) for relation, other in rows]
    return found


def shortest_paths(snapshot: Snapshot, start: int, end: int, most: int = _MOST_PATHS) -> tuple[tuple[Step, ...], ...]:
    """Give up to `most` of the shortest paths of at most six edges, those over rarer nodes first.

    Raises:
        NotFoundError: there is none.
    """
    far = _distances(snapshot, start, end)
    if start == end or far[start] < 0:
        ids = snapshot.nodes.ids
        raise NotFoundError(
            "No path of at most six edges leads from the one to the other.", start=ids[start], end=ids[end]
        )
    return tuple(islice(_walks(snapshot, start, far), most))


def _distances(snapshot: Snapshot, start: int, end: int) -> Ints:
    """Give the number of edges from each node to `end`, -1 where it was not reached before `start` was."""
    far = np.full(len(snapshot.nodes.ids), -1, dtype=np.int32)
    far[end] = 0
    frontier: Longs = np.array([end], dtype=np.int64)
    for distance in range(1, _MOST_EDGES + 1):
        met = [edges.neighbours[spans(edges.offsets, frontier)[0]] for edges in (snapshot.outgoing, snapshot.incoming)]
        new = np.unique(np.concatenate(met))
        frontier = new[far[new] < 0].astype(np.int64)
        far[frontier] = distance
        if far[start] >= 0 or not len(frontier):
            break
    return far


def _walks(snapshot: Snapshot, node: int, far: Ints) -> Iterator[tuple[Step, ...]]:
    """Walk towards the end only; several edges between two nodes count once, by the first of them."""
    if far[node] == 0:
        yield ()
        return
    nearer: dict[int, Step] = {}
    for step in neighbours(snapshot, node):
        if far[step.end] == far[node] - 1:
            nearer.setdefault(step.end, step)
    for step in sorted(nearer.values(), key=lambda step: (_degree(snapshot, step.end), step.end)):
        for rest in _walks(snapshot, step.end, far):
            yield (step, *rest)


def _degree(snapshot: Snapshot, node: int) -> int:
    both = (snapshot.outgoing.offsets, snapshot.incoming.offsets)
    return int(sum(offsets[node + 1] - offsets[node] for offsets in both))
