"""Which of an item's paths are shown: those that carry weight, then recent, popular and varied ones.

The three properties are those of Balloccu et al. (SIGIR 2022): recency of the linking interaction, popularity of the
shared entity, diversity of path types.
"""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["MOST_PATHS", "Candidate", "PathTaste", "choose"]

MOST_PATHS = 3


@dataclass(frozen=True, slots=True)
class PathTaste:
    """How much the properties of a path count beside its contribution, which counts 1 for the heaviest path.

    `least` is the smallest share of the evidence that a path must carry to be shown beside the heaviest.
    """

    recency: float = 0.2
    popularity: float = 0.1
    variety: float = 0.2
    least: float = 0.03

    @property
    def most(self) -> float:
        """Give the most that a path can gain by its properties."""
        return self.recency + self.popularity + self.variety


@dataclass(frozen=True, slots=True)
class Candidate:
    """A path that could be shown.

    `contribution` is the share of the item's evidence that it carries, above 0; `recency` that of what it starts from
    and `popularity` that of the entity that it leads over, both from 0 to 1; `kind` is the type of the path.
    """

    contribution: float
    recency: float
    popularity: float
    kind: str


def choose(candidates: Sequence[Candidate], taste: PathTaste) -> tuple[int, ...]:
    """Choose up to three candidates and give their places, the largest contribution first.

    Only what carries the least share is chosen, or the heaviest alone where nothing does. Among those, paths are taken
    one by one by their contribution as a share of the heaviest, plus the weighted properties; a path has
    variety if none of its kind was taken yet. Ties fall to the earlier candidate. Without taste these are the heaviest
    paths.
    """
    top = max((row.contribution for row in candidates), default=0.0)
    if top <= 0.0:
        return ()
    least = min(taste.least, top)
    rest = [place for place, row in enumerate(candidates) if row.contribution >= least]
    if len(rest) <= MOST_PATHS:
        return _heaviest_first(candidates, rest)
    fixed = {place: _worth(candidates[place], taste) + candidates[place].contribution / top for place in rest}
    taken: list[int] = []
    kinds: set[str] = set()
    while len(taken) < MOST_PATHS:
        values = [fixed[place] + taste.variety * (candidates[place].kind not in kinds) for place in rest]
        best = rest.pop(values.index(max(values)))
        taken.append(best)
        kinds.add(candidates[best].kind)
    return _heaviest_first(candidates, taken)


def _heaviest_first(candidates: Sequence[Candidate], places: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted(places, key=lambda place: (-candidates[place].contribution, place)))


def _worth(row: Candidate, taste: PathTaste) -> float:
    return taste.recency * row.recency + taste.popularity * row.popularity
