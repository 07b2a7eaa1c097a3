"""The snapshot that follows upon another: after deltas, or when the store was read anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.knowledge.domain.catalogue.changes import Change, changed, checked, mentioned, without
from chatrec.knowledge.domain.deltas import Delta
from chatrec.knowledge.domain.snapshot.arrays import Floats, Snapshot, Talk, Vectors
from chatrec.knowledge.domain.snapshot.associations import EXPECTED_WITH, LIKED_WITH, MENTIONED_WITH, Mentioned
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.knowledge.domain.snapshot.expecting import with_expected_edges
from chatrec.knowledge.domain.snapshot.growth import grow
from chatrec.knowledge.domain.snapshot.shrinking import shrink
from chatrec.knowledge.domain.snapshot.texts import no_vectors
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.schema import CatalogueSchema

__all__ = ["apply_delta", "follow", "grown", "rebuilt", "withheld"]


def apply_delta(catalogue: Catalogue, delta: Delta) -> Catalogue:
    """Give the catalogue after a delta, equal to what the store holds then.

    Raises:
        InvalidInputError: the delta does not fit this catalogue.
    """
    if delta.deleted:
        return without(catalogue, delta.deleted)
    items = {item.id for item in catalogue.items}
    entities = {entity.id for entity in catalogue.entities}
    return changed(catalogue, checked(catalogue.schema, delta.change, items, entities))


def withheld(snapshot: Snapshot, numbers: Mapping[str, int], deltas: Sequence[Delta]) -> Snapshot:
    """Give a snapshot in which no item that the deltas remove can be had: what to serve while theirs is being built."""
    gone = (numbers.get(id_, snapshot.item_count) for delta in deltas for id_ in delta.deleted)
    places = [number for number in gone if number < snapshot.item_count]
    if not places:
        return snapshot
    available = snapshot.available.copy()
    available[places] = False
    return replace(snapshot, available=available)


def follow(
    catalogue: Catalogue, snapshot: Snapshot, numbers: Mapping[str, int], deltas: Sequence[Delta]
) -> tuple[Catalogue, Snapshot]:
    """Give a catalogue and its snapshot after some deltas, each of which follows upon the one before.

    `numbers` are those of the snapshot's nodes by id. Changes that stand together are taken in at once, in a few passes
    over the arrays (`grow`, `shrink`); what brings a relation of a new name, or takes the last edge of one, has the
    snapshot built of the catalogue.

    Raises:
        InvalidInputError: a delta does not fit the catalogue.
    """
    revision = deltas[-1].step.after
    for removes, standing_together in groupby(deltas, key=lambda delta: bool(delta.deleted)):
        group = list(standing_together)
        if removes:
            catalogue, snapshot = _less(catalogue, snapshot, numbers, [id_ for row in group for id_ in row.deleted])
        else:
            change = _joined(catalogue.schema, snapshot.item_count, numbers, [delta.change for delta in group])
            catalogue, snapshot = _with(catalogue, snapshot, numbers, change)
        if group[-1] is not deltas[-1]:
            numbers = {id_: number for number, id_ in enumerate(snapshot.nodes.ids)}
    schema = replace(snapshot.schema, generation=_generation(revision, snapshot))
    return catalogue, replace(snapshot, schema=schema)


def _with(
    catalogue: Catalogue, snapshot: Snapshot, numbers: Mapping[str, int], change: Change
) -> tuple[Catalogue, Snapshot]:
    found = grow(catalogue, snapshot, numbers, change)
    if found is None:
        after = changed(catalogue, change)
        return after, grown(after, 0, snapshot)
    new = any(item.id not in numbers for item in change.items)
    return found[0], _expecting(found[1]) if new else found[1]


def _less(
    catalogue: Catalogue, snapshot: Snapshot, numbers: Mapping[str, int], ids: Sequence[str]
) -> tuple[Catalogue, Snapshot]:
    found = shrink(catalogue, snapshot, numbers, ids)
    if found is None:
        after = without(catalogue, ids)
        return after, grown(after, 0, snapshot)
    return found[0], _expecting(found[1])


def _joined(schema: CatalogueSchema, item_count: int, numbers: Mapping[str, int], changes: Sequence[Change]) -> Change:
    """Check changes one after the other, and make one of them: of what is there twice the last counts."""
    items: dict[str, Item] = {}
    entities: dict[str, Entity] = {}
    triples: dict[Triple, None] = {}
    for change in changes:
        ids = mentioned(schema, change)
        there = {id_: numbers[id_] for id_ in ids if id_ in numbers}
        known_items = {id_ for id_, number in there.items() if number < item_count} | (ids & items.keys())
        known_entities = (there.keys() - known_items) | (ids & entities.keys())
        found = checked(schema, change, known_items, known_entities)
        items.update((item.id, item) for item in found.items)
        entities.update((entity.id, entity) for entity in found.entities)
        triples.update(dict.fromkeys(found.triples))
    return Change(tuple(items.values()), tuple(entities.values()), tuple(triples))


def _expecting(snapshot: Snapshot) -> Snapshot:
    """Tell anew what is expected of new items, where people liked anything."""
    if not any(row.name == LIKED_WITH for row in snapshot.associations):
        return snapshot
    ids = snapshot.nodes.ids
    kept = _learned(snapshot, EXPECTED_WITH, set(ids), set(ids[: snapshot.item_count]))
    labels = tuple(row for row in snapshot.schema.relations if row.name != EXPECTED_WITH)
    bare = replace(
        snapshot,
        schema=replace(snapshot.schema, relations=labels),
        associations=tuple(row for row in snapshot.associations if row.name != EXPECTED_WITH),
    )
    return with_expected_edges(bare, kept)


def rebuilt(catalogue: Catalogue, revision: int, old: Snapshot) -> Snapshot:
    """Build the snapshot of a catalogue that was read anew; what the encoder made is kept for all that says the same.

    A new item, or one whose words changed, has the zero vector: it is found by its words and through the graph, and its
    likeness counts neither for nor against it. What people like together is learned anew, which may take seconds.
    """
    return _built(catalogue, revision, old, ())


def grown(catalogue: Catalogue, revision: int, old: Snapshot) -> Snapshot:
    """Build the snapshot of a catalogue after a delta, as `rebuilt` does, but keep what was learned of interactions.

    A delta is small beside all that is known, and has to be served at once.
    """
    return _built(catalogue, revision, old, (LIKED_WITH,))


def _built(catalogue: Catalogue, revision: int, old: Snapshot, kept: Sequence[str]) -> Snapshot:
    # The needs that values bring are those that there were: their vectors are of the whole build.
    common = tuple(need for need in old.schema.needs if need.common)
    needs = (*(need for need in catalogue.schema.needs if not need.common), *common)
    moved = replace(catalogue, schema=replace(catalogue.schema, generation=_generation(revision, old), needs=needs))
    alive = {item.id for item in catalogue.items}
    known = alive | {entity.id for entity in catalogue.entities}
    fresh = build_snapshot(
        moved,
        mentions=_learned(old, MENTIONED_WITH, known, alive),
        liked=_learned(old, LIKED_WITH, known, alive) if LIKED_WITH in kept else None,
        expected=_learned(old, EXPECTED_WITH, known, alive),
    )
    vectors = replace(old.vectors, items=_kept(old, fresh)) if len(old.vectors.items) else old.vectors
    vectors = _fitting(vectors, old, fresh)
    return replace(fresh, vectors=vectors, talk=old.talk if len(vectors.ordinary) else Talk())


def _generation(revision: int, old: Snapshot) -> str:
    return f"{revision:012x}{old.vectors.model_id}"


def _fitting(vectors: Vectors, old: Snapshot, fresh: Snapshot) -> Vectors:
    """Leave out the vectors of what is said where the answers, needs or signs changed: their rows are another's."""
    before, now = old.schema, fresh.schema
    same = (
        old.answers.ids == fresh.answers.ids
        and old.answers.questions == fresh.answers.questions
        and old.answers.variants == fresh.answers.variants
        and before.needs == now.needs
        and before.notices == now.notices
    )
    return vectors if same else replace(no_vectors(), model_id=vectors.model_id, items=vectors.items)


def _kept(old: Snapshot, fresh: Snapshot) -> Floats:
    before = _said(old)
    rows = np.zeros((fresh.item_count, old.vectors.items.shape[1]), dtype=np.float32)
    pairs = [
        (number, before[id_][0])
        for id_, (number, *words) in _said(fresh).items()
        if id_ in before and before[id_][1:] == tuple(words)
    ]
    if pairs:
        here, there = np.array(pairs, dtype=np.int64).T
        rows[here] = old.vectors.items[there]
    return rows


def _said(snapshot: Snapshot) -> Mapping[str, tuple[object, ...]]:
    nodes, count = snapshot.nodes, snapshot.item_count
    rows = zip(nodes.ids[:count], nodes.names[:count], nodes.kinds[:count], snapshot.texts, strict=True)
    return {id_: (number, *words) for number, (id_, *words) in enumerate(rows)}


def _learned(old: Snapshot, name: str, known: set[str], items: set[str]) -> Sequence[Mentioned]:
    """Give the edges of an association whose ends are still there."""
    ids = old.nodes.ids
    found: list[Mentioned] = []
    for learned in old.associations:
        if learned.name == name:
            heads = np.repeat(np.arange(len(ids)), np.diff(learned.edges.offsets)).tolist()
            ends = learned.edges.neighbours.tolist()
            rows = zip(heads, ends, learned.weights.tolist(), strict=True)
            found += [(ids[head], ids[end], weight) for head, end, weight in rows]
    return [row for row in found if row[0] in known and row[1] in items]
