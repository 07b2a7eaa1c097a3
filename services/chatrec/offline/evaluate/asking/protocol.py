"""The published protocol: what a dialogue is, how it is opened, and how it is scored.

A user has one item in mind and opens with an attribute of it, drawn at random. In each move the system asks for one
attribute, which the user affirms if the item has it and denies if not, or shows ten items, which ends the dialogue if
the item is among them. SCPR (Lei et al., "Interactive Path Reasoning on Graph for Conversational Recommendation", KDD
2020) and UNICORN (Deng et al., "Unified Conversational Recommendation Policy Learning via Graph-based Reinforcement
Learning", SIGIR 2021) allow 15 turns, of which their programs spend the first on the opening and so leave 14 moves;
their moves are numbered from 0, and a dialogue that fails counts 15 turns. So it is here.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from chatrec.offline.evaluate.evaluation import Doubles, Scores
from chatrec.offline.policy.attribute_dialogues import Targets

__all__ = ["MOVES", "SLATE_SIZE", "draw_targets", "measured"]

Longs = npt.NDArray[np.int64]

TURNS: Final = 15
MOVES: Final = TURNS - 1
SLATE_SIZE: Final = 10


def draw_targets(pairs: sp.csr_matrix, has: sp.csr_matrix, seed: int) -> Targets:
    """Make a dialogue of each pair whose item has an attribute to open with."""
    users, items = (np.asarray(part, np.int64) for part in pairs.nonzero())
    counts = np.diff(has.indptr)
    talked = counts[items] > 0
    users, items = users[talked], items[talked]
    drawn = np.random.default_rng(seed).random(len(items))
    openings = has.indices[has.indptr[items] + (drawn * counts[items]).astype(np.int64)]
    return Targets(users, items, openings.astype(np.int64))


def measured(moves: Longs, ranks: Longs) -> Scores:
    """Score dialogues by the move of their success, from 0, -1 where there was none, and the item's rank, from 1.

    A success in move t at rank r is worth hDCG = 1/log2(t+3) + (1/log2(t+2) - 1/log2(t+3)) / log2(r+1).
    """
    found = moves >= 0
    at, rank = np.where(found, moves, 0), np.where(found, ranks, 1)
    later, sooner = 1.0 / np.log2(at + 3), 1.0 / np.log2(at + 2)
    success: dict[str, Doubles] = {f"sr@{k}": (found & (moves < k)).astype(np.float64) for k in (5, 10, 15)}
    return success | {
        "turns": np.where(found, moves + 1, TURNS).astype(np.float64),
        "hdcg": np.where(found, later + (sooner - later) / np.log2(rank + 1), 0.0),
    }
