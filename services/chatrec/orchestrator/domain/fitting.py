"""Which preferences of a caller a catalogue can hold its items against."""

from collections.abc import Sequence
from datetime import date

from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM, KIND, CatalogueSchema, Facet
from chatrec.vocabulary.words import FacetType, Operator, Value

__all__ = ["check_fitting", "fits"]

_UNORDERED = frozenset({FacetType.ENTITY, FacetType.FLAG})
_RANGES = frozenset({Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST})


def fits(wish: Preference, schema: CatalogueSchema) -> bool:
    """Tell whether a catalogue has the facet of a preference, of a type that its operator and values go with."""
    if wish.facet in {KIND, ITEM}:
        return wish.operator not in _RANGES and all(_is_named(value, wish.facet, schema) for value in wish.values)
    facet = schema.facet(wish.facet)
    if facet is None or (facet.type in _UNORDERED and wish.operator in _RANGES):
        return False
    return all(_is_of(value, facet) for value in wish.values)


def check_fitting(field: str, wishes: Sequence[Preference], schemas: Sequence[CatalogueSchema]) -> None:
    """Check that every preference fits one of the catalogues.

    Raises:
        InvalidInputError: one has a facet that no catalogue has, or an operator or value that the facet does not take.
    """
    for index, wish in enumerate(wishes):
        if any(fits(wish, schema) for schema in schemas):
            continue
        where = f"{field}[{index}]"
        if wish.facet not in {KIND, ITEM} and not any(schema.facet(wish.facet) for schema in schemas):
            raise InvalidInputError(f"{where} names a facet that no catalogue has.", field=field, facet=wish.facet)
        raise InvalidInputError(f"{where} does not go with the facet's type.", field=field, facet=wish.facet)


def _is_named(value: Value, facet: str, schema: CatalogueSchema) -> bool:
    return isinstance(value, str) and (facet == ITEM or schema.kind(value) is not None)


def _is_of(value: Value, facet: Facet) -> bool:
    if facet.type is FacetType.FLAG:
        return isinstance(value, bool)
    if facet.type is FacetType.NUMBER:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if facet.type is FacetType.ORDINAL:
        return value in facet.values
    return isinstance(value, str) and (facet.type is FacetType.ENTITY or _is_day(value))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
