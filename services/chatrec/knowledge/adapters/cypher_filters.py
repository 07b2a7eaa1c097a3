"""Hard preferences as parameters of one Cypher condition; values never become part of a statement."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from chatrec.knowledge.domain.reasoning.filters import code
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM, KIND, CatalogueSchema, Facet
from chatrec.vocabulary.words import FacetType, Operator, Value

__all__ = ["Filter", "filters_of"]

_RANGES: Final = {
    Operator.LESS: "<",
    Operator.AT_MOST: "<=",
    Operator.GREATER: ">",
    Operator.AT_LEAST: ">=",
}


class Filter(NamedTuple):
    """One condition: `test` is `kind`, `item`, `entity`, `in`, or a comparison of the property with the limit."""

    test: str
    negated: bool
    values: list[Value]
    limit: Value = 0.0
    property: str = ""
    relations: Sequence[str] = ()


def filters_of(preferences: Sequence[Preference], schema: CatalogueSchema) -> list[Filter]:
    """Give the conditions of the hard preferences.

    Raises:
        InvalidInputError: a value does not go with its facet.
    """
    return list(_filters(preferences, schema))


def _filters(preferences: Sequence[Preference], schema: CatalogueSchema) -> Iterator[Filter]:
    for wish in preferences:
        facet = schema.facet(wish.facet)
        if wish.facet in (KIND, ITEM) or (facet is not None and facet.type is FacetType.ENTITY):
            found = _of_ids(wish, facet)
        elif facet is None:
            found = Filter("in", not wish.liked, [])
        else:
            found = _of_literals(wish, facet)
        if wish.hard:
            yield found


def _of_ids(wish: Preference, facet: Facet | None) -> Filter:
    if wish.operator in _RANGES:
        raise InvalidInputError(f"{wish.facet} has no order.", field="preferences.operator", facet=wish.facet)
    if not all(isinstance(value, str) for value in wish.values):
        raise InvalidInputError(f"{wish.facet} takes ids.", field="preferences.values", facet=wish.facet)
    relations = (facet.relation, facet.name) if facet is not None else ()
    test = wish.facet if wish.facet in (KIND, ITEM) else "entity"
    return Filter(test, not wish.liked, list(wish.values), relations=relations)


def _of_literals(wish: Preference, facet: Facet) -> Filter:
    codes = [code(facet, value) for value in wish.values]
    place = f"facet.{facet.name}"
    if facet.type is FacetType.ORDINAL and wish.operator in _RANGES:
        fitting = [value for rank, value in enumerate(facet.values) if _holds(wish.operator, rank, codes[0])]
        return Filter("in", negated=False, values=list(fitting), property=place)
    if wish.operator in _RANGES:
        return Filter(_RANGES[wish.operator], negated=False, values=[], limit=wish.values[0], property=place)
    return Filter("in", not wish.liked, list(wish.values), property=place)


def _holds(operator: Operator, rank: int, limit: float) -> bool:
    match operator:
        case Operator.LESS:
            return rank < limit
        case Operator.AT_MOST:
            return rank <= limit
        case Operator.GREATER:
            return rank > limit
        case _:
            return rank >= limit
