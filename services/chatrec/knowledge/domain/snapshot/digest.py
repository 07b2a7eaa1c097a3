"""What tells one snapshot from any other: a digest of its words, and of its arrays as they lie in memory."""

import hashlib
import json
from collections.abc import Iterator
from itertools import chain

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.snapshot.arrays import Snapshot

__all__ = ["snapshot_digest"]

_BYTES = 8


def snapshot_digest(snapshot: Snapshot, *beside: object) -> str:
    """Give 16 hexadecimal digits of what a snapshot was told, its model by name, and of what is told beside it.

    What was learned counts by what it was learned from, which has to be `beside`, as JSON holds it: the last digits of
    learned weights are those of a machine.
    """
    digest = hashlib.blake2b(digest_size=_BYTES)
    for words in (*beside, *_words(snapshot)):
        digest.update(json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
    for array in _arrays(snapshot):
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data.cast("B") if array.size else b"")
    return digest.hexdigest()


def _words(snapshot: Snapshot) -> Iterator[object]:
    nodes, answers = snapshot.nodes, snapshot.answers
    yield [snapshot.vectors.model_id, snapshot.relations]
    yield from (nodes.ids, nodes.kinds, nodes.aliases)
    yield list(chain.from_iterable((name.en, name.zh) for name in nodes.names))
    yield list(chain.from_iterable((text.en, text.zh) for text in snapshot.texts))
    yield from (answers.ids, answers.item_ids)
    yield [(text.en, text.zh) for text in (*answers.questions, *answers.answers)]
    yield [(phrases.en, phrases.zh) for phrases in answers.variants]


def _arrays(snapshot: Snapshot) -> Iterator[npt.NDArray[np.generic]]:
    yield from (snapshot.outgoing.offsets, snapshot.outgoing.neighbours, snapshot.outgoing.relations)
    yield from (snapshot.facet_of_relation, snapshot.literals, snapshot.kind_of_item)
    yield from (snapshot.available, snapshot.popularity, snapshot.added_days)
