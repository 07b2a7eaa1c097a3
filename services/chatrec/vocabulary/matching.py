"""The one scalar rule by which an item's card meets a preference."""

from collections.abc import Callable, Iterable
from operator import ge, gt, le, lt

from chatrec.vocabulary.graph import ItemCard
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM, KIND, CatalogueSchema
from chatrec.vocabulary.words import FacetType, Operator, Value

__all__ = ["breaks", "misses"]

_RANGES: dict[Operator, Callable[[float | str, float | str], bool]] = {
    Operator.LESS: lt,
    Operator.AT_MOST: le,
    Operator.GREATER: gt,
    Operator.AT_LEAST: ge,
}


def misses(card: ItemCard, preferences: Iterable[Preference], schema: CatalogueSchema) -> tuple[str, ...]:
    """Give the facets of the hard preferences that an item breaks, each once, in the order said."""
    broken = (wish.facet for wish in preferences if wish.hard and breaks(card, wish, schema))
    return tuple(dict.fromkeys(broken))


def breaks(card: ItemCard, preference: Preference, schema: CatalogueSchema) -> bool:
    """Tell whether an item breaks a preference.

    An item that lacks the facet breaks `=`, `in` and ranges, but not `!=`. Ordinals compare by their order. Of several
    values of a facet one is enough for `=`, and one is too much for `!=`.
    """
    values = _values(card, preference.facet)
    if preference.operator is Operator.NOT_EQUAL:
        return any(value in preference.values for value in values)
    if preference.operator in {Operator.EQUAL, Operator.IN}:
        return not any(value in preference.values for value in values)
    compare = _RANGES[preference.operator]
    bound = _rank(preference.values[0], preference.facet, schema)
    ranks = (_rank(value, preference.facet, schema) for value in values)
    return not any(rank is not None and bound is not None and compare(rank, bound) for rank in ranks)


def _values(card: ItemCard, facet: str) -> tuple[Value, ...]:
    if facet == KIND:
        return (card.kind,)
    if facet == ITEM:
        return (card.id,)
    fact = card.fact(facet)
    return fact.values if fact else ()


def _rank(value: Value, facet: str, schema: CatalogueSchema) -> float | str | None:
    declared = schema.facet(facet)
    if declared is None:
        return None
    if declared.type is FacetType.ORDINAL:
        return declared.values.index(value) if value in declared.values else None
    if declared.type is FacetType.DATE:
        return value if isinstance(value, str) else None
    return value if isinstance(value, (int, float)) else None
