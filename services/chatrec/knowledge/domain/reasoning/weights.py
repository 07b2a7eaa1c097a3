"""How much each kind of evidence counts: the numbers that learning may replace."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the score; each is the fall of ln f_KG when that evidence is missing altogether.

    Attributes:
        relations: Weight of a relation or facet by its name; 1 where none is given.
        soft: A soft preference.
        hard: A hard preference; all items that match meet it, so it only gives its paths their share.
        fading: Share of its weight that a preference keeps from one turn to the next.
        faded: Least share that it ever keeps.
        liked: Likeness to the liked items through the graph.
        rejected: Pull away from a rejected item, as a share of the pull to a liked one.
        similar: Being used together with the liked items.
        popularity: The prior of the most popular item over one that nobody knows.
        nearness: Most that walks can give an item that lacks the wanted entity.
        half_walk: Mass of walks that gives half of what walks can give.
        direct: Mass of a stored edge between a liked item and a candidate.
        half_count: Number of holders of a wanted entity that makes a shared neighbour count half.
        most_holders: Entities held by more items than this are common enough to be met exactly; no walk starts there.
    """

    relations: Mapping[str, float] = field(default_factory=dict)
    soft: float = 1.0
    hard: float = 0.5
    fading: float = 0.92
    faded: float = 0.5
    liked: float = 1.8
    rejected: float = 0.6
    similar: float = 0.5
    popularity: float = 0.3
    nearness: float = 0.4
    half_walk: float = 0.7
    direct: float = 3.0
    half_count: float = 4.0
    most_holders: int = 256

    def relation(self, name: str) -> float:
        """Give the weight of a relation or facet."""
        return self.relations.get(name, 1.0)
