"""Keeps a served catalogue up to date: its system of record read once, then every delta in order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.catalogue.changes import changed, checked, without
from chatrec.knowledge.domain.deltas import Delta
from chatrec.knowledge.domain.ports import DeltaStream, GraphStore
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.arrays import Floats, Snapshot, Talk, Vectors
from chatrec.knowledge.domain.snapshot.associations import LIKED_WITH, MENTIONED_WITH, Mentioned
from chatrec.knowledge.domain.snapshot.build import build_snapshot
from chatrec.knowledge.domain.snapshot.texts import no_vectors
from chatrec.vocabulary.errors import ChatRecError, ConflictError

__all__ = ["Live", "Report", "apply_delta", "grown", "rebuilt"]

Report = Callable[[str, ChatRecError | None], None]
"""Told the part, `store` or `deltas`, and what is wrong with it, or None where all is well."""

_ATTEMPTS: Final = 5
_LOOK_S: Final = 5.0
"""How often the store's revision is looked at besides: what the stream has lost is found in twice this time."""


class Live:
    """Follows one catalogue of a reasoner.

    The revision that is served is the position in the stream. A delta that does not follow upon it (the stream was
    trimmed, or two writers crossed) makes the store be read anew, so nothing is lost; one that is older is passed over.
    While store or stream are gone, the last snapshot is served and `report` is told.
    """

    def __init__(
        self,
        reasoner: Reasoner,
        store: GraphStore,
        stream: DeltaStream | None,
        *,
        catalogue: str,
        report: Report,
        clock: Callable[[], float],
    ) -> None:
        """Keep what to follow; `clock` gives seconds. Nothing is read yet."""
        self._reasoner = reasoner
        self._store = store
        self._stream = stream
        self._name = catalogue
        self._report = report
        self._clock = clock
        self._held: Catalogue | None = None
        self._revision = 0
        self._position = 0
        self._look_at_s = 0.0
        self._followed = False
        self._expected = 0

    @property
    def revision(self) -> int:
        """The revision that is served; 0 before the store was read."""
        return self._revision

    def follow(self, wait_s: float, sleep: Callable[[float], object]) -> bool:
        """Wait for news at most `wait_s`, take it in, and tell whether another snapshot is served now."""
        moved = self._held is None and self._attempt("store", self._look)
        if self._held is None:
            sleep(wait_s)
            return False
        deltas = self._news(wait_s, sleep)
        if deltas:
            return self._attempt("store", lambda: self._take(deltas)) or moved
        if self._clock() < self._look_at_s:
            return moved
        self._look_at_s = self._clock() + _LOOK_S
        return self._attempt("store", self._look) or moved

    def _news(self, wait_s: float, sleep: Callable[[float], object]) -> tuple[Delta, ...]:
        self._followed = False
        if self._stream is None:
            sleep(wait_s)
            return ()
        try:
            deltas = self._stream.after(self._position, wait_s)
        except ChatRecError as error:
            self._report("deltas", error)
            sleep(wait_s)
            return ()
        self._followed = True
        self._report("deltas", None)
        return deltas

    def _attempt(self, part: str, do: Callable[[], bool]) -> bool:
        try:
            moved = do()
        except ChatRecError as error:
            self._report(part, error)
            self._look_at_s = min(self._look_at_s, self._clock())
            return False
        return moved

    def _look(self) -> bool:
        """Read the store where it is ahead and the stream will not bring it."""
        revision = self._store.revision()
        if self._held is not None and self._may_come(revision):
            self._report("store", None)
            return False
        return self._reload(revision)

    def _may_come(self, revision: int) -> bool:
        """Tell whether the stream brings what it was looked for last time; then it may bring this revision as well."""
        expected, self._expected = self._expected, revision
        return self._followed and expected <= self._revision < revision

    def _reload(self, revision: int) -> bool:
        if self._held is not None and revision == self._revision:
            self._report("store", None)
            return False
        for _ in range(_ATTEMPTS):
            catalogue = self._store.load()
            after = self._store.revision()
            if after == revision:
                self._serve(catalogue, revision, rebuilt)
                self._report("store", None)
                return True
            revision = after
        raise ConflictError("The catalogue kept changing while it was read.", catalogue=self._name)

    def _take(self, deltas: tuple[Delta, ...]) -> bool:
        """Take in what follows upon the revision that is held; at a gap, read the store."""
        held, revision = self._held, self._revision
        if held is None:
            return False
        for delta in deltas:
            if delta.step.after <= revision:
                continue
            if delta.step.before != revision:
                moved = self._reload(self._store.revision())
                self._position = max(self._position, deltas[-1].step.after)
                return moved
            held, revision = apply_delta(held, delta), delta.step.after
        if revision == self._revision:
            return False
        self._serve(held, revision, grown)
        return True

    def _serve(
        self, catalogue: Catalogue, revision: int, build: Callable[[Catalogue, int, Snapshot], Snapshot]
    ) -> None:
        old = self._reasoner.snapshot(self._name)
        self._reasoner.replace(build(catalogue, revision, old))
        self._held, self._revision = catalogue, revision
        self._position = max(revision, self._position)


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
    model = old.vectors.model_id
    generation = f"{revision:012x}{model}" if model else f"{revision:012x}"
    moved = replace(catalogue, schema=replace(catalogue.schema, generation=generation))
    alive = {item.id for item in catalogue.items}
    known = alive | {entity.id for entity in catalogue.entities}
    fresh = build_snapshot(
        moved,
        mentions=_learned(old, MENTIONED_WITH, known, alive),
        liked=_learned(old, LIKED_WITH, known, alive) if LIKED_WITH in kept else None,
    )
    vectors = replace(old.vectors, items=_kept(old, fresh)) if len(old.vectors.items) else old.vectors
    vectors = _fitting(vectors, old, fresh)
    return replace(fresh, vectors=vectors, talk=old.talk if len(vectors.ordinary) else Talk())


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
