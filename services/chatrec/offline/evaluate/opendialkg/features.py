"""What a candidate is judged by: logarithms of counts, masses and the mixture, for the candidates of each turn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.offline.evaluate.opendialkg.signals import Counts, Signal

__all__ = ["Judged", "candidates_of", "features_of"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
_BATCH = 100
_LEAST = np.float32(1e-7)


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """All that speaks for items.

    Attributes:
        signals: Masses by name.
        counts: In how many dialogues an item came up, by how.
        degrees: Edges of each item.
        named: Turns x items.
        mixture: P(item, family of ways | turn): families x turns x items.
    """

    signals: Mapping[str, Signal]
    counts: Sequence[Counts]
    degrees: Floats
    named: Bools
    mixture: Floats


def candidates_of(mixture: Floats, count: int) -> Integers:
    """Give the most probable items of each turn, best first; among equals the lower place wins."""
    return np.argsort(-mixture, axis=1, kind="stable")[:, :count]


def features_of(judged: Judged, turns: Integers, candidates: Integers) -> Floats:
    """Give turns x candidates x features; `turns` are consecutive."""
    parts: list[Floats] = []
    for start in range(0, len(turns), _BATCH):
        rows = slice(int(turns[start]), int(turns[min(start + _BATCH, len(turns)) - 1]) + 1)
        here = candidates[start : start + _BATCH]
        picked = [np.take_along_axis(table, here, axis=1) for table in _tables(judged, rows)]
        parts.append(np.stack(picked, axis=2).astype(np.float32))
    return np.concatenate(parts)


def _tables(judged: Judged, rows: slice) -> Iterator[Floats]:
    named = judged.named[rows].astype(np.float32)
    fresh = 1.0 - named
    families = judged.mixture[:, rows]
    likely = np.log(families.sum(axis=0) + _LEAST)
    popular = [np.log(counts.rows(rows) + np.float32(0.3)) for counts in judged.counts]
    yield from (named, likely, likely * named, *popular, popular[0] * named)
    yield from np.log(families + _LEAST)
    yield np.broadcast_to(np.log1p(judged.degrees), named.shape)
    for signal in judged.signals.values():
        mass = signal.mass[rows].toarray()
        if signal.kind == "walk":
            yield (mass > 0) * fresh
            yield np.log1p(20.0 * mass) * fresh
        elif signal.kind == "mention":
            yield mass
        else:
            yield np.log1p(50.0 * mass)
            yield np.log1p(50.0 * mass) * named
