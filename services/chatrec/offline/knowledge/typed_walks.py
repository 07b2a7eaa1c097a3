"""Walks over a typed graph as sparse matrices: where one arrives along each relation and pair of relations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

__all__ = ["Step", "TypedGraph", "shortest_path", "three_step_mass", "typed_graph", "walk_masses"]

Step = tuple[int, str, int]
"""A stored triple: head, relation, tail."""
_FAR_DAMPING = 0.7


@dataclass(frozen=True, slots=True, eq=False)
class TypedGraph:
    """Edges by relation.

    Attributes:
        relations: Names of the relations.
        forward: One matrix a relation, heads x tails, 1 where the edge exists.
        backward: The same turned round, tails x heads.
    """

    relations: tuple[str, ...]
    forward: tuple[sp.csr_matrix, ...]
    backward: tuple[sp.csr_matrix, ...]

    @property
    def size(self) -> int:
        """How many entities there are."""
        return int(self.forward[0].shape[0])


def typed_graph(triples: Sequence[Step], relations: Sequence[str], size: int) -> TypedGraph:
    """Build a graph from (head, relation, tail); an edge given twice counts once."""
    found: dict[str, set[tuple[int, int]]] = {name: set() for name in relations}
    for head, relation, tail in triples:
        found[relation].add((head, tail))
    forward = tuple(_matrix(sorted(edges), size) for edges in found.values())
    return TypedGraph(tuple(relations), forward, tuple(matrix.T.tocsr() for matrix in forward))


def walk_masses(
    mentions: sp.csr_matrix, graph: TypedGraph, pairs: Sequence[tuple[str, str]], *, damping: float = 0.5
) -> Iterator[tuple[str, sp.csr_matrix]]:
    """Give where walks from the mentioned entities arrive: texts x entities, by the walk's type.

    `<actor` goes from an actor to what has this actor; `>actor<writer` from a work to its actors and on to what they
    wrote. Each step divides by the degree to the power of `damping`, so that hubs count less.
    """
    place = {name: number for number, name in enumerate(graph.relations)}
    back = [_divided(matrix, damping) for matrix in graph.backward]
    out = [_divided(matrix, damping) for matrix in graph.forward]
    for name, matrix in zip(graph.relations, back, strict=True):
        yield f"<{name}", (mentions @ matrix).tocsr()
    for first, second in pairs:
        yield f">{first}<{second}", ((mentions @ out[place[first]]) @ back[place[second]]).tocsr()


def three_step_mass(mentions: sp.csr_matrix, graph: TypedGraph, relations: Sequence[str]) -> sp.csr_matrix:
    """Give where three steps arrive: value, work, value, work, along the named relations and summed over them."""
    places = [graph.relations.index(name) for name in relations]
    back = [_divided(graph.backward[place], _FAR_DAMPING) for place in places]
    out = [_divided(graph.forward[place], _FAR_DAMPING) for place in places]
    near = mentions @ sum(back[1:], back[0])
    between = [first @ second for first, second in zip(out, back, strict=True)]
    return (near @ sum(between[1:], between[0])).tocsr()


def shortest_path(graph: TypedGraph, sources: Sequence[int], target: int, *, most: int = 3) -> tuple[Step, ...]:
    """Find a shortest path of 1 to `most` stored triples from another entity to the target; () where there is none.

    Triples are walked in either direction and given as they are stored. Among paths of equal length the earlier source
    and the lower number win.
    """
    reached: dict[int, tuple[int, Step] | None] = dict.fromkeys(source for source in sources if source != target)
    border = list(reached)
    for _ in range(most):
        following: list[int] = []
        for entity in border:
            for step, neighbour in _around(graph, entity):
                if neighbour not in reached:
                    reached[neighbour] = (entity, step)
                    following.append(neighbour)
        if target in reached:
            return _traced(reached, target)
        border = following
    return ()


def _around(graph: TypedGraph, entity: int) -> Iterator[tuple[Step, int]]:
    for name, forward, backward in zip(graph.relations, graph.forward, graph.backward, strict=True):
        for tail in _row(forward, entity):
            yield (entity, name, tail), tail
        for head in _row(backward, entity):
            yield (head, name, entity), head


def _traced(reached: Mapping[int, tuple[int, Step] | None], target: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    origin = reached[target]
    while origin is not None:
        entity, step = origin
        steps.append(step)
        origin = reached[entity]
    return tuple(reversed(steps))


def _row(matrix: sp.csr_matrix, row: int) -> list[int]:
    return [int(column) for column in matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]]


def _matrix(edges: Sequence[tuple[int, int]], size: int) -> sp.csr_matrix:
    rows, columns = np.array(edges, dtype=np.int64).reshape(-1, 2).T
    return sp.csr_matrix((np.ones(len(edges), dtype=np.float32), (rows, columns)), shape=(size, size))


def _divided(matrix: sp.csr_matrix, damping: float) -> sp.csr_matrix:
    degrees = np.asarray(matrix.sum(axis=1)).ravel()
    return (sp.diags_array(np.maximum(degrees, 1.0).astype(np.float32) ** -damping) @ matrix).tocsr()
