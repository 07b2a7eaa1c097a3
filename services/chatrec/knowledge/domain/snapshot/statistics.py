"""How the values of a facet are spread: deciles for the whole catalogue and for every kind."""

import numpy as np

from chatrec.knowledge.domain.snapshot.arrays import Doubles, Ints
from chatrec.vocabulary.schema import FacetStatistics

__all__ = ["spread"]

_DECILES = np.linspace(0, 100, 11)
_FEWEST_OF_A_KIND = 2


def spread(
    literals: Doubles, facets: tuple[str, ...], kind_of_item: Ints, kinds: tuple[str, ...]
) -> tuple[FacetStatistics, ...]:
    """Give the deciles of every column of `literals` (items x facets, NaN where missing), of all items and by kind.

    A kind with a single value says nothing of its own spread and gets no row. `kind_of_item` is -1 for no kind.
    """
    rows: list[FacetStatistics] = []
    for column, facet in enumerate(facets):
        values = literals[:, column]
        there = ~np.isnan(values)
        if not there.any():
            continue
        rows.append(_row("", facet, values[there]))
        for index, kind in enumerate(kinds):
            of_kind = values[there & (kind_of_item == index)]
            if len(of_kind) >= _FEWEST_OF_A_KIND:
                rows.append(_row(kind, facet, of_kind))
    return tuple(rows)


def _row(kind: str, facet: str, values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> FacetStatistics:
    return FacetStatistics(kind, facet, tuple(np.percentile(values, _DECILES).tolist()), len(values))
