"""What the system believes in a simulated conversation: weights of the items after what was said.

It stands in for the knowledge service. `sureness` flattens the weights, because a real ranking is less sure of itself
than one that knows how people answer.
"""

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from chatrec.offline.policy.tables import ItemTable, Numbers

__all__ = ["Facts", "ItemBelief", "entropy_bits", "facts_of"]

_WRONG = 0.1
_TINY = 1e-12
_GUESSED_FAMILIAR_VALUES = 12.0  # as the knowledge service guesses
_FAMILIAR_VALUES = 40.0
_UNIQUE = 0.8
_LITTLE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What of a table never changes.

    Attributes:
        table: The table.
        items: Item of each value that is held, beside
        columns: the value's column, and
        shares: the chance of that value as the item's answer.
        spread_bits: Entropy of an item's answer, by facet.
        known: 1 where an item has a facet, else 0.
        guessed: Chance that people can answer, by facet, as the knowledge service guesses it: it is cautious.
        able: That chance in truth: lower where values are many, and very low where they are nearly unique.
    """

    table: ItemTable
    items: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    shares: Numbers
    spread_bits: Numbers
    known: Numbers
    guessed: Numbers
    able: Numbers


def facts_of(table: ItemTable) -> Facts:
    """Work out the facts of a table."""
    counts = np.add.reduceat(table.has, table.starts, axis=1, dtype=np.float64)
    items, columns = np.nonzero(table.has)
    facets = np.searchsorted(table.starts, columns, side="right") - 1
    guessed, able = (
        np.array([_answerable(table, facet, familiar) for facet in range(len(table.facets))])
        for familiar in (_GUESSED_FAMILIAR_VALUES, _FAMILIAR_VALUES)
    )
    return Facts(
        table=table,
        items=items,
        columns=columns,
        shares=1.0 / counts[items, facets],
        spread_bits=np.log2(np.maximum(counts, 1.0)),
        known=(counts > 0).astype(np.float64),
        guessed=guessed,
        able=able,
    )


def _answerable(table: ItemTable, facet: int, familiar_values: float) -> float:
    """Give a chance that falls with the number of values in use, and further where hardly two items share one."""
    columns = table.columns(facet)
    holders = table.has[:, columns].sum(axis=0).astype(np.float64)
    if not table.entities[columns][0]:
        return 1.0
    values = 2.0 ** entropy_bits(holders / max(holders.sum(), 1.0))
    unique = (holders > 0).sum() >= _UNIQUE * table.has[:, columns].any(axis=1).sum()
    return float((_LITTLE if unique else 1.0) / (1.0 + values / familiar_values))


@dataclass(slots=True, eq=False)
class ItemBelief:
    """Weights of the items that are still in play."""

    facts: Facts
    sureness: float
    in_play: npt.NDArray[np.bool_] = field(init=False)
    _logs: Numbers = field(init=False)

    def __post_init__(self) -> None:
        """Begin with a liking for popular items."""
        popularity = self.facts.table.popularity
        self.in_play = np.ones(len(popularity), np.bool_)
        self._logs = np.log(popularity / popularity.max()) / 2.0

    def tell(self, *columns: int, as_limit: bool) -> None:
        """Take in that one of some values of a facet is wanted: of one alone, or of all that a vague word fits.

        A limit leaves out what breaks it, unless nothing would be left.
        """
        table = self.facts.table
        values = table.columns(table.facet_of(columns[0]))
        has = table.has[:, columns].any(axis=1)
        blind = len(columns) / (values.stop - values.start)
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
        """Give the gain of each facet in bits, and its coverage, the share of items that have it.

        The gain is the mutual information of answer and item, times the chances that there is an answer and that people
        can give it, as the knowledge service counts it.
        """
        facts = self.facts
        carried = probabilities[facts.items] * facts.shares
        by_value = np.bincount(facts.columns, weights=carried, minlength=facts.table.has.shape[1])
        covered = probabilities @ facts.known
        plogp = by_value * np.log2(np.maximum(by_value, _TINY))
        answered = -np.add.reduceat(plogp, facts.table.starts) + covered * np.log2(np.maximum(covered, _TINY))
        gains = np.maximum(answered - probabilities @ facts.spread_bits, 0.0) * facts.guessed
        matched = max(1, int(self.in_play.sum()))
        return gains, self.in_play @ facts.known / matched


def entropy_bits(probabilities: Numbers) -> float:
    """Give the entropy of a distribution in bits."""
    present = probabilities[probabilities > 0.0]
    return math.fsum(-present * np.log2(present)) if len(present) else 0.0
