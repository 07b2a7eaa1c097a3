"""What the system believes in a simulated conversation: weights of the items after what was said.

It stands in for the knowledge service. `sureness` flattens the weights, because a real ranking is less sure of itself
than one that knows how people answer.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from chatrec.offline.policy.tables import ItemTable, Numbers

__all__ = ["Facts", "ItemBelief", "entropy_bits", "facts_of"]

_WRONG = 0.1
_TINY = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What of a table never changes, by item: chances of values as answers, their entropy, which facets are known."""

    table: ItemTable
    told: Numbers
    spread_bits: Numbers
    known: Numbers


def facts_of(table: ItemTable) -> Facts:
    """Work out the facts of a table."""
    counts = np.add.reduceat(table.has, table.starts, axis=1, dtype=np.float64)
    widths = np.diff([*table.starts, table.has.shape[1]])
    told = table.has / np.repeat(np.maximum(counts, 1.0), widths, axis=1)
    return Facts(table, told, np.log2(np.maximum(counts, 1.0)), (counts > 0).astype(np.float64))


@dataclass(slots=True, eq=False)
class ItemBelief:
    """Weights of the items that are still in play."""

    facts: Facts
    sureness: float
    in_play: np.ndarray[tuple[int], np.dtype[np.bool_]] = field(init=False)
    _logs: Numbers = field(init=False)

    def __post_init__(self) -> None:
        """Begin with a liking for popular items."""
        popularity = self.facts.table.popularity
        self.in_play = np.ones(len(popularity), np.bool_)
        self._logs = 0.5 * np.log(popularity)

    def tell(self, column: int, *, as_limit: bool) -> None:
        """Take in that a value is wanted; a limit leaves out what breaks it, unless nothing would be left."""
        table = self.facts.table
        values = table.columns(table.facet_of(column))
        has = table.has[:, column]
        blind = 1.0 / (values.stop - values.start)
        self._logs += np.log(np.where(has, 1.0 - _WRONG, _WRONG * blind) + _TINY)
        kept = self.in_play & has
        if as_limit and kept.any():
            self.in_play = kept

    def strike(self, items: list[int]) -> None:
        """Leave out items that were shown."""
        self.in_play[items] = False

    def probabilities(self) -> Numbers:
        """Give the belief over all items; 0 for those out of play."""
        if not self.in_play.any():
            return np.zeros(len(self.in_play))
        logs = np.where(self.in_play, self.sureness * self._logs, -np.inf)
        odds = np.exp(logs - logs.max())
        return np.asarray(odds / odds.sum(), np.float64)

    def gains(self, probabilities: Numbers) -> tuple[Numbers, Numbers]:
        """Give the mutual information of each facet's answer and the item, in bits, and the facet's coverage."""
        facts = self.facts
        by_value = probabilities @ facts.told
        covered = probabilities @ facts.known
        plogp = by_value * np.log2(np.maximum(by_value, _TINY))
        answered = -np.add.reduceat(plogp, facts.table.starts) + covered * np.log2(np.maximum(covered, _TINY))
        gains = np.maximum(answered - probabilities @ facts.spread_bits, 0.0)
        matched = max(1, int(self.in_play.sum()))
        return gains, self.in_play @ facts.known / matched


def entropy_bits(probabilities: Numbers) -> float:
    """Give the entropy of a distribution in bits."""
    present = probabilities[probabilities > 0.0]
    return math.fsum(-present * np.log2(present)) if len(present) else 0.0
