"""The steps by which paths reach candidates, as columns: each different step once, and where it is met."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Step", "Steps"]

Step: TypeAlias = tuple[str, str]
"""The relation by which a path reaches its item, and the entity at its end, "" for a literal."""

Places: TypeAlias = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """The steps of every candidate, in order; iterating gives one tuple of steps a candidate.

    Attributes:
        kinds: Each different step once.
        places: For every step of every candidate, one candidate after the other, its position in `kinds`.
        counts: How many steps each candidate has, (candidates,).
    """

    kinds: tuple[Step, ...]
    places: Places
    counts: Places

    @classmethod
    def of(cls, rows: Iterable[Sequence[Step]]) -> "Steps":
        """Make the columns from one row a candidate; kinds stand in the order in which they are met first."""
        known: dict[Step, int] = {}
        places, counts = [], []
        for row in rows:
            counts.append(len(row))
            places += [known.setdefault(step, len(known)) for step in row]
        return cls(tuple(known), np.array(places, np.uint32), np.array(counts, np.uint32))

    def means(self, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Give the mean weight of each candidate's steps from a weight a kind, (candidates,); 0 where it has none."""
        candidates = len(self.counts)
        owners = np.repeat(np.arange(candidates), self.counts)
        sums = np.bincount(owners, weights[self.places], minlength=candidates)
        return np.asarray(sums / np.maximum(1, self.counts), np.float64)

    def __len__(self) -> int:
        """Count the candidates."""
        return len(self.counts)

    def __iter__(self) -> Iterator[tuple[Step, ...]]:
        """Give each candidate's steps."""
        begin = 0
        for end in np.cumsum(self.counts, dtype=np.int64).tolist():
            yield tuple(self.kinds[place] for place in self.places[begin:end])
            begin = end

    def __eq__(self, other: object) -> bool:
        """Say whether every candidate has the same steps."""
        if not isinstance(other, Steps):
            return NotImplemented
        return tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Equal ones have as many candidates."""
        return hash(len(self.counts))
