"""Changes the system of record, then tells the replicas.

The store is written first. Where telling fails, the same command may run again: an upsert is told as a new revision
whose predecessor the replicas do not know, a delete that finds nothing more as the revision alone; either makes them
read the store anew. Nothing is lost, and nothing is told that is not so.
"""

from collections.abc import Sequence

from chatrec.knowledge.domain.catalogue.changes import Change
from chatrec.knowledge.domain.deltas import Delta, Step
from chatrec.knowledge.domain.ports import DeltaStream, GraphStore

__all__ = ["delete_and_tell", "tell_revision", "upsert_and_tell"]

_MOST_ROWS = 1_000
"""A change of more rows is not sent: reading the store is quicker than a message of megabytes to every replica."""


def upsert_and_tell(store: GraphStore, stream: DeltaStream | None, change: Change) -> Step:
    """Put a change into the store and tell the replicas.

    Raises:
        InvalidInputError: the change does not fit; nothing is changed.
        UnavailableError: the store or the stream does not answer; run it again.
    """
    step = store.upsert(change)
    if stream is not None:
        small = len(change.items) + len(change.entities) + len(change.triples) <= _MOST_ROWS
        stream.publish(Delta(step, change) if small else _mark(step.after))
    return step


def delete_and_tell(store: GraphStore, stream: DeltaStream | None, ids: Sequence[str]) -> Step:
    """Remove nodes from the store and tell the replicas.

    Raises:
        UnavailableError: the store or the stream does not answer; run it again.
    """
    step = store.delete(ids)
    if stream is not None and step.moved:
        stream.publish(Delta(step, deleted=tuple(ids)))
    elif stream is not None:
        tell_revision(store, stream)
    return step


def tell_revision(store: GraphStore, stream: DeltaStream) -> None:
    """Tell the replicas the revision of the store, where they have not been told: after an import or a restore."""
    revision = store.revision()
    if stream.last() < revision:
        stream.publish(_mark(revision))


def _mark(revision: int) -> Delta:
    return Delta(Step(revision, revision))
