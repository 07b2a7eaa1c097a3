"""How well items meet a preference, from 0 to 1, literal facets and exact entities; walks add what is near.

Every degree is 0 where the item lacks the facet, and falls when a value that meets the preference is taken away: that
is what makes a path that starts at the preference true as a reason.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.reasoning.filters import codes, entity_numbers
from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.snapshot.arrays import Bools, Doubles, Floats
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import KIND, POPULARITY, Facet, FacetStatistics
from chatrec.vocabulary.words import Better, FacetType, Operator, Source

__all__ = ["degrees"]

Rows = npt.NDArray[np.integer]

_REACHED = 0.8
_ANY_OF = 0.9
_OVERSHOOT = 0.12
_STEP_BELOW = 0.45
_KNOWN_POWER = 8
_LOW = (Operator.LESS, Operator.AT_MOST)


def degrees(graph: Graph, preference: Preference, met: Bools, rows: Rows, kind: str) -> Floats:
    """Give how well the items of `rows` meet a preference, as float32.

    `met` is the mask of all items that meet it; `kind` chooses the spread that numbers are measured by.
    """
    facet = graph.snapshot.schema.facet(preference.facet)
    if facet is not None and facet.type is FacetType.ENTITY:
        return _entity(graph, preference, met, rows)
    if facet is None and preference.facet == POPULARITY:
        return _well_known(graph, preference, rows)
    if facet is None or facet.type is FacetType.FLAG or preference.facet == KIND:
        return _exact(graph, preference, met, rows)
    column = graph.literals.get(facet.name)
    if column is None:
        return np.zeros(len(rows), dtype=np.float32)
    values = column[rows]
    wanted = [value for value in codes(facet, preference) if not math.isnan(value)]
    spread = _Spread.of(graph.snapshot.schema.spread(kind, facet.name), facet)
    found = _literal(facet, preference, values, wanted, spread)
    return np.nan_to_num(found, copy=False, nan=0.0).astype(np.float32, copy=False)


def _exact(graph: Graph, preference: Preference, met: Bools, rows: Rows) -> Floats:
    degree, column = met[rows].astype(np.float32), graph.literals.get(preference.facet)
    return degree if column is None else np.where(np.isnan(column[rows]), np.float32(0.0), degree)


def _well_known(graph: Graph, preference: Preference, rows: Rows) -> Floats:
    """Give how near items are to the wanted place among all, from the best known (1) to the least (0).

    The power lets those at the very place stand out; where all are known alike, or none is, nothing is told.
    """
    wanted = preference.values[0]
    if isinstance(wanted, str) or graph.popularity.max(initial=0.0) <= graph.popularity.min(initial=1.0):
        return np.zeros(len(rows), dtype=np.float32)
    place = 1.0 - graph.tie_rank[rows].astype(np.float32) / np.float32(max(graph.item_count - 1, 1))
    return np.asarray((1.0 - np.abs(place - np.float32(wanted))) ** _KNOWN_POWER, dtype=np.float32)


def _entity(graph: Graph, preference: Preference, met: Bools, rows: Rows) -> Floats:
    column, wanted = graph.entities.get(preference.facet), entity_numbers(graph, preference)
    if column is None or not preference.liked or len(wanted) <= 1:
        return met[rows].astype(np.float32)
    count = np.zeros(graph.item_count, dtype=np.float32)
    for entity in wanted:
        count[graph.holders(column, entity)] += 1.0
    share = count[rows] / np.float32(len(wanted))
    return np.where(share > 0, np.float32(_ANY_OF) + np.float32(1.0 - _ANY_OF) * share, np.float32(0.0))


def _literal(facet: Facet, preference: Preference, values: Doubles, wanted: list[float], spread: "_Spread") -> Floats:
    if not wanted:
        return np.zeros(len(values), dtype=np.float32)
    if preference.operator is Operator.NOT_EQUAL:
        met = ~np.isin(values, np.array(wanted)) & ~np.isnan(values)
        return met.astype(np.float32)
    if preference.operator in (Operator.EQUAL, Operator.IN):
        near = _ordinal if facet.type is FacetType.ORDINAL else _near
        found = [near(facet, preference, values, value, spread) for value in wanted]
        return np.asarray(np.maximum.reduce(found), dtype=np.float32)
    return _limit(facet, preference, values, wanted[0], spread)


@dataclass(frozen=True, slots=True, eq=False)
class _Spread:
    """Where values lie: deciles, and the width that makes a gap large."""

    deciles: npt.NDArray[np.float64]
    scale: float

    @classmethod
    def of(cls, statistics: FacetStatistics | None, facet: Facet) -> "_Spread":
        top = float(max(len(facet.values) - 1, 1))
        deciles = np.array(statistics.deciles if statistics and statistics.deciles else (0.0, top), dtype=np.float64)
        edge = len(deciles) // 10
        low, high = float(deciles[edge]), float(deciles[-1 - edge])
        return cls(deciles, max((high - low) / 3.0, abs(high) * 0.02, 1e-9))

    def place(self, values: Doubles) -> Floats:
        """Give where values lie from the least (0) to the greatest (1): by rank, and a little by size."""
        low, high = self.deciles[0], self.deciles[-1]
        by_rank = np.interp(values, self.deciles, np.linspace(0.0, 1.0, len(self.deciles)))
        # Beyond the range seen in the statistics the order must still show, so size saturates and is never cut off.
        by_size = 0.5 + np.arctan((values - (low + high) / 2.0) / max(high - low, 1e-9)) / math.pi
        return np.asarray(0.5 * by_rank + 0.5 * by_size, dtype=np.float32)


def _near(facet: Facet, preference: Preference, values: Doubles, value: float, spread: _Spread) -> Floats:
    del facet, preference
    return np.asarray(np.exp(-np.abs(values - value) / spread.scale), dtype=np.float32)


def _ordinal(facet: Facet, preference: Preference, values: Doubles, value: float, spread: _Spread) -> Floats:
    """Wanting a level is wanting at least that; more than was said counts a little less, unless a need said it."""
    del spread
    if preference.operator is Operator.IN or facet.better is None:
        return np.asarray(np.power(_STEP_BELOW, np.abs(values - value)), dtype=np.float32)
    steps = (values - value) * (-1.0 if facet.better is Better.LOW else 1.0)
    over = 0.0 if preference.source is Source.NEED else _OVERSHOOT
    above = np.maximum(1.0 - over * np.maximum(steps, 0.0), 0.5)
    return np.asarray(above * np.power(_STEP_BELOW, np.maximum(-steps, 0.0)), dtype=np.float32)


def _limit(facet: Facet, preference: Preference, values: Doubles, value: float, spread: _Spread) -> Floats:
    """A hard limit is met or nearly met; beyond a soft one, going further in its direction counts a little more."""
    del facet
    low = preference.operator in _LOW
    excess = np.maximum((values - value) * (1.0 if low else -1.0), 0.0) / spread.scale
    strict = preference.operator in (Operator.LESS, Operator.GREATER)
    missed = (values >= value if low else values <= value) if strict else excess > 0.0
    inside: Doubles = np.ones_like(values)
    if not preference.hard:
        place = spread.place(values)
        inside = (_REACHED + (1.0 - _REACHED) * (1.0 - place if low else place)).astype(np.float64)
    outside = _REACHED * np.exp(-excess) * np.float32(0.95)
    return np.where(np.isnan(values), np.float32(np.nan), np.where(missed, outside, inside)).astype(np.float32)
