"""Which items are named after which entities in dialogues, with a dialogue's own evidence left out of its cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

__all__ = ["CoMentions", "count_co_mentions"]

Floats = npt.NDArray[np.float32]
Pair = tuple[int, int]
_NOISE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class CoMentions:
    """Directed counts: in how many dialogues the item came up beside or after the entity.

    Attributes:
        counts: Entities x items.
        pairs: The (entity, item) pairs of each dialogue.
    """

    counts: sp.csr_matrix
    pairs: Mapping[int, frozenset[Pair]]

    def shares(self, mentions: sp.csr_matrix, dialogues: npt.NDArray[np.integer], *, prior: float) -> sp.csr_matrix:
        """Give sum over the mentioned entities of weight x count(entity, item) / (count(entity) + prior).

        Args:
            mentions: Texts x entities, weights.
            dialogues: The dialogue of each text: what this dialogue added to the counts is taken out again.
            prior: How many counts an entity needs to be believed by half.
        """
        totals = np.asarray(self.counts.sum(axis=1)).ravel()
        weighted = mentions.tocoo(copy=True)
        rows: list[int] = []
        columns: list[int] = []
        taken: list[float] = []
        own = {dialogue: _by_entity(self.pairs.get(dialogue, ())) for dialogue in np.unique(dialogues).tolist()}
        for place, (text, entity) in enumerate(zip(weighted.row.tolist(), weighted.col.tolist(), strict=True)):
            items = own[int(dialogues[text])].get(entity, [])
            weighted.data[place] /= totals[entity] - len(items) + prior
            rows += [text] * len(items)
            columns += items
            taken += [-float(weighted.data[place])] * len(items)
        shape = (mentions.shape[0], self.counts.shape[1])
        correction = sp.csr_matrix((np.array(taken, dtype=np.float32), (rows, columns)), shape=shape)
        found = (weighted.tocsr() @ self.counts + correction).tocsr()
        found.data[found.data < _NOISE] = 0.0
        found.eliminate_zeros()
        return found


def count_co_mentions(pairs: Mapping[int, Iterable[Pair]], entities: int, items: int) -> CoMentions:
    """Count each pair once a dialogue."""
    kept = {dialogue: frozenset(found) for dialogue, found in pairs.items()}
    flat = np.array([pair for found in kept.values() for pair in sorted(found)], dtype=np.int64).reshape(-1, 2)
    ones = np.ones(len(flat), dtype=np.float32)
    counts = sp.csr_matrix((ones, (flat[:, 0], flat[:, 1])), shape=(entities, items))
    return CoMentions(counts, kept)


def _by_entity(pairs: Iterable[Pair]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for entity, item in sorted(pairs):
        found.setdefault(entity, []).append(item)
    return found
