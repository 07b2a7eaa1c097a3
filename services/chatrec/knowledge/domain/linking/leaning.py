"""A question that leans on the one answered before it: "and for abroad?" after "how long does delivery take?".

Three voices are added: what the utterance is like by itself, what it is like with the question before it (where that
question's own answer has no say, or it would always win), and how near the answers are to the one given before.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from chatrec.knowledge.domain.snapshot.arrays import Floats, Ints

__all__ = ["Leaning"]

_TOGETHER: Final = 0.5
_NEAR: Final = 0.1
_ALL: Final = 0.8
"""Weights of the question before and of nearness, and of the sum, which keeps as many unknown questions out as alone.

Chosen on the 112 follow-ups of the conversations of two packs: the right answer comes first in .96 instead of .92, and
in .86 instead of .71 of 66 written afterwards; where the question before is of another matter, in .68 either way.
"""


class Leaning:
    """The answers of a catalogue by how near they are to each other."""

    def __init__(self, ids: Sequence[str], vectors: Floats, owners: Ints) -> None:
        """Place each answer at the middle of its phrasings: `vectors` has a row each, of the answer in `owners`."""
        self._number_of = {answer_id: number for number, answer_id in enumerate(ids)}
        middles = np.zeros((len(ids), vectors.shape[1]), dtype=np.float32)
        np.add.at(middles, owners, vectors)
        middles /= np.maximum(np.bincount(owners, minlength=len(ids)), 1)[:, None]
        middles -= middles.sum(axis=0, keepdims=True) / max(len(ids), 1)
        self._middles = middles / np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9)

    def weigh(self, alone: Floats, together: Floats, answer_id: str) -> Floats:
        """Join the strengths of an utterance alone, and together with what it leans on.

        That is the question of an answer; without an id, or with one that is gone, it is anything else.
        """
        before = self._number_of.get(answer_id)
        if before is None:
            return np.asarray(_ALL * (alone + _TOGETHER * together), dtype=np.float32)
        others = np.arange(len(alone)) != before
        near = self._middles @ self._middles[before]
        return np.asarray(_ALL * (alone + others * (_TOGETHER * together + _NEAR * near)), dtype=np.float32)
