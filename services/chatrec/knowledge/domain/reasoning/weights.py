"""How much each kind of evidence counts: the numbers that learning may replace."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Final

from chatrec.knowledge.domain.reasoning.choosing import PathTaste
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Weights", "weights_from", "weights_record"]

_MOST = 1_000.0
_LEAST_HALF = 1e-3
_MAPPINGS: Final = ("relations", "associations")
_NO_NUMBERS: Final = (*_MAPPINGS, "pairs", "taste")


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the score; each is the fall of ln f_KG when that evidence is missing altogether.

    Attributes:
        relations: Weight of a relation or facet by its name; 1 where none is given.
        pairs: Weight of a relation by which a liked item reaches a neighbour with the one by which the neighbour
            reaches the candidate; the product of both where none is given.
        associations: Weight of a learned edge by the association's name, such as "liked_with"; 2 where none is given.
        soft: A soft preference.
        hard: A hard preference; all items that match meet it, so it only gives its paths their share.
        fading: Share of its weight that a preference keeps from one turn to the next.
        faded: Least share that it ever keeps.
        liked: Likeness to the liked items through the graph.
        rejected: Pull away from a rejected item, as a share of the pull to a liked one.
        popularity: The prior of the most popular item over one that nobody knows.
        nearness: Most that walks can give an item that lacks the wanted entity.
        half_walk: Mass of walks that gives half of what walks can give.
        half_association: Mass of learned edges that gives half of what they can give.
        direct: Mass of a stored edge between a liked item and a candidate.
        half_count: Number of holders of a wanted entity that makes a shared neighbour count half.
        most_holders: Entities held by more items than this are common enough to be met exactly; no walk starts there.
        taste: Which of the paths that carry the score are shown; it changes no score and stands in no card.
    """

    relations: Mapping[str, float] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], float] = field(default_factory=dict)
    associations: Mapping[str, float] = field(default_factory=dict)
    soft: float = 1.0
    hard: float = 0.5
    fading: float = 0.92
    faded: float = 0.5
    liked: float = 1.8
    rejected: float = 0.6
    popularity: float = 0.3
    nearness: float = 0.4
    half_walk: float = 0.7
    half_association: float = 0.5
    direct: float = 3.0
    half_count: float = 4.0
    most_holders: int = 256
    taste: PathTaste = field(default_factory=PathTaste)

    def relation(self, name: str) -> float:
        """Give the weight of a relation or facet."""
        return self.relations.get(name, 1.0)

    def pair(self, out: str, back: str) -> float:
        """Give the weight of a relation on the way out with one on the way in."""
        return self.pairs.get((out, back), self.relation(out) * self.relation(back))

    def association(self, name: str) -> float:
        """Give the weight of an association."""
        return self.associations.get(name, 2.0)


def weights_record(weights: Weights) -> dict[str, object]:
    """Write weights as what JSON can hold; pairs are lists of both relations and the weight."""
    numbers = {name: getattr(weights, name) for name in _numbers()}
    pairs = [[out, back, weight] for (out, back), weight in sorted(weights.pairs.items())]
    mappings = {name: dict(sorted(getattr(weights, name).items())) for name in _MAPPINGS}
    return {**numbers, **mappings, "pairs": pairs}


def weights_from(record: object, relations: Collection[str]) -> Weights:
    """Read weights; what is not given keeps its default. `relations` are all that the weights may speak of.

    Raises:
        InvalidInputError: a key or relation is unknown, or a number is none, below 0, or above 1,000.
    """
    if not isinstance(record, Mapping):
        raise InvalidInputError("Weights must be a mapping of names to numbers.")
    known = (*_numbers(), *_MAPPINGS, "pairs")
    unknown = sorted(map(str, set(record) - set(known)))
    if unknown:
        raise InvalidInputError(f"There is no weight called {unknown[0]}.", field=unknown[0])
    numbers = {name: _number(name, record[name]) for name in _numbers() if name in record}
    most_holders = int(numbers.pop("most_holders", Weights().most_holders))
    return replace(
        Weights(most_holders=most_holders, **numbers),  # type: ignore[arg-type]  # its names are those of numbers
        relations=_mapping("relations", record.get("relations", {}), relations),
        associations=_mapping("associations", record.get("associations", {}), relations),
        pairs=_pairs(record.get("pairs", []), relations),
    )


def _numbers() -> tuple[str, ...]:
    return tuple(row.name for row in fields(Weights) if row.name not in _NO_NUMBERS)


def _number(name: str, value: object) -> float:
    least = _LEAST_HALF if name.startswith("half_") else 0.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= _MOST:
        raise InvalidInputError(f"The weight {name} must be a number from {least:g} to {_MOST:g}.", field=name)
    return float(value)


def _mapping(name: str, value: object, relations: Collection[str]) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise InvalidInputError(f"{name} must be a mapping of relations to numbers.", field=name)
    return {_relation(name, key, relations): _number(f"{name}.{key}", weight) for key, weight in value.items()}


def _pairs(value: object, relations: Collection[str]) -> dict[tuple[str, str], float]:
    rows = value if isinstance(value, list) else [()]
    found = {}
    for row in rows:
        if not isinstance(row, list) or len(row) != 3:  # noqa: PLR2004 - two relations and a weight
            raise InvalidInputError("pairs must be lists of two relations and a number.", field="pairs")
        out, back, weight = row
        key = (_relation("pairs", out, relations), _relation("pairs", back, relations))
        found[key] = _number(f"pairs.{out}.{back}", weight)
    return found


def _relation(name: str, relation: object, relations: Collection[str]) -> str:
    if not isinstance(relation, str) or relation not in relations:
        raise InvalidInputError(f"No catalogue has the relation {str(relation)[:64]}.", field=name)
    return relation
