"""A snapshot without some nodes, made of the one before: what stays is taken over, and nothing is read anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.catalogue.changes import without
from chatrec.knowledge.domain.snapshot.adjacency import spans
from chatrec.knowledge.domain.snapshot.arrays import AnswerTable, Association, Bools, Names, Snapshot
from chatrec.knowledge.domain.snapshot.associations import EXPECTED_WITH, associate
from chatrec.knowledge.domain.snapshot.columns import ItemColumns
from chatrec.knowledge.domain.snapshot.splicing import cut, numbers_without
from chatrec.knowledge.domain.snapshot.statistics import spread
from chatrec.vocabulary.words import FacetType

__all__ = ["shrink"]

Part = TypeVar("Part")
Scalar = TypeVar("Scalar", bound=np.generic)
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Rest:
    """What is left of a snapshot: `gone` are the numbers of the nodes that go, `kept` tells of each if it stays."""

    old: Snapshot
    gone: Longs
    kept: Bools

    @property
    def items(self) -> Bools:
        """Tell of each item if it stays."""
        return self.kept[: self.old.item_count]

    def of(self, rows: Sequence[Part]) -> tuple[Part, ...]:
        """Give the rows that stay, of all nodes or of items alone."""
        return tuple(compress(rows, self.kept[: len(rows)].tolist()))


def shrink(
    catalogue: Catalogue, snapshot: Snapshot, numbers: Mapping[str, int], ids: Iterable[str]
) -> tuple[Catalogue, Snapshot] | None:
    """Give a catalogue and its snapshot without some nodes, equal to what is built of it anew.

    `numbers` are those of the snapshot's nodes; ids of nothing are passed over. What was learned of interactions stays,
    scaled as though learned without those nodes, and the generation stays. The time is that of a few passes over the
    arrays, whatever the catalogue holds. None where a relation loses its last edge or an association all of its edges:
    the others are numbered anew then.
    """
    gone = np.unique(np.array([numbers[id_] for id_ in ids if id_ in numbers], dtype=np.int64))
    if not len(gone):
        return catalogue, snapshot
    kept = np.ones(len(snapshot.nodes.ids), dtype=np.bool_)
    kept[gone] = False
    rest = _Rest(snapshot, gone, kept)
    after = without(catalogue, [snapshot.nodes.ids[number] for number in gone.tolist()], _holders(rest))
    associations = tuple(_less(row, rest) for row in snapshot.associations)
    if not _relations(after) >= set(snapshot.relations) or not all(len(row.weights) for row in associations):
        return None
    return after, replace(_snapshot(rest), associations=associations)


def _holders(rest: _Rest) -> frozenset[str]:
    """Give the items from which an edge leads to a node that goes."""
    incoming = rest.old.incoming
    heads = np.unique(incoming.neighbours[spans(incoming.offsets, rest.gone)[0]])
    return frozenset(rest.old.nodes.ids[head] for head in heads[heads < rest.old.item_count].tolist())


def _relations(catalogue: Catalogue) -> set[str]:
    facets = {facet.relation for facet in catalogue.schema.facets if facet.type is FacetType.ENTITY}
    return facets | {triple.relation for triple in catalogue.triples}


def _snapshot(rest: _Rest) -> Snapshot:
    old, items = rest.old, rest.items
    nodes = old.nodes
    columns = ItemColumns(*(_column(getattr(old, name), items) for name in ItemColumns._fields))
    kinds = tuple(kind.id for kind in old.schema.kinds)
    vectors = old.vectors
    return replace(
        old,
        schema=replace(
            old.schema,
            item_count=int(items.sum()),
            statistics=spread(columns.literals, old.literal_facets, columns.kind_of_item, kinds),
        ),
        nodes=Names(rest.of(nodes.ids), rest.of(nodes.names), rest.of(nodes.aliases), rest.of(nodes.kinds)),
        item_count=int(items.sum()),
        outgoing=cut(old.outgoing, old.incoming, rest.gone),
        incoming=cut(old.incoming, old.outgoing, rest.gone),
        **columns._asdict(),
        texts=old.texts if items.all() else rest.of(old.texts),
        vectors=replace(vectors, items=_column(vectors.items, items)) if len(vectors.items) else vectors,
        answers=_answers(rest),
    )


def _column(column: npt.NDArray[Scalar], items: Bools) -> npt.NDArray[Scalar]:
    return column if items.all() else column[items]


def _answers(rest: _Rest) -> AnswerTable:
    answers = rest.old.answers
    gone = {rest.old.nodes.ids[number] for number in rest.gone.tolist()}
    left = tuple(tuple(id_ for id_ in ids if id_ not in gone) for ids in answers.item_ids)
    return replace(answers, item_ids=left)


def _less(learned: Association, rest: _Rest) -> Association:
    """Leave out the edges of nodes that go; what is expected of new items is no share of the largest weight."""
    edges = learned.edges
    heads = np.repeat(np.arange(len(rest.kept)), np.diff(edges.offsets))
    stay = rest.kept[heads] & rest.kept[edges.neighbours]
    now = numbers_without(rest.gone, len(rest.kept))
    cells = (
        now[heads[stay]].astype(np.int64),
        now[edges.neighbours[stay]].astype(np.int64),
        learned.weights[stay].astype(np.float64),
    )
    return associate(learned.name, cells, int(rest.kept.sum()), most=1.0 if learned.name == EXPECTED_WITH else 0.0)
