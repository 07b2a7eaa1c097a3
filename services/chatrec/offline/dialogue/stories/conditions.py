"""Conditions on a facet, as conversations write them: `"<= 3000"`, `"!= apple"`, `true`, or a list of alternatives."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

from chatrec.knowledge.domain.catalogue.catalogue import Item
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import KIND, CatalogueSchema
from chatrec.vocabulary.words import FacetType, Operator, Value

__all__ = ["Condition", "read_condition"]

_WRITTEN = re.compile(r"\s*(<=|>=|!=|<|>|=)\s*(.+?)\s*")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_RANGES: dict[Operator, Callable[[float | str, float | str], bool]] = {
    Operator.LESS: operator.lt,
    Operator.AT_MOST: operator.le,
    Operator.GREATER: operator.gt,
    Operator.AT_LEAST: operator.ge,
}
_DIRECTIONS: dict[Operator, Operator] = {
    **{kept: kept for kept in Operator},
    Operator.IN: Operator.EQUAL,
    Operator.LESS: Operator.AT_MOST,
    Operator.GREATER: Operator.AT_LEAST,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """What a facet's value is held against; several values are alternatives."""

    facet: str
    operator: Operator
    values: tuple[Value, ...]

    def __str__(self) -> str:
        return f"{self.facet} {self.operator} {' | '.join(map(str, self.values))}"

    def holds(self, item: Item, schema: CatalogueSchema) -> bool:
        """Tell whether an item meets it; an item without the facet meets `!=` alone."""
        values = (item.kind,) if self.facet == KIND else item.facets.get(self.facet, ())
        if self.operator in _RANGES:
            compare, limit = _RANGES[self.operator], self._place(self.values[0], schema)
            return any(_alike(place, limit) and compare(place, limit) for place in self._places(values, schema))
        met = any(value in self.values for value in values)
        return met if self.operator is Operator.EQUAL else not met

    def is_said_by(self, wish: Preference) -> bool:
        """Tell whether a preference says it: the same facet, direction and one of the values.

        "Under 3000" may be held as `<` or as `<=`: no user means the difference.
        """
        same = wish.facet == self.facet and _DIRECTIONS[wish.operator] is _DIRECTIONS[self.operator]
        return same and any(value in self.values for value in wish.values)

    def _places(self, values: tuple[Value, ...], schema: CatalogueSchema) -> list[float | str]:
        return [self._place(value, schema) for value in values]

    def _place(self, value: Value, schema: CatalogueSchema) -> float | str:
        """Give what orders a value: its rank of an ordinal, else itself (days are in the order of their letters)."""
        facet = schema.facet(self.facet)
        if facet is not None and facet.type is FacetType.ORDINAL and value in facet.values:
            return float(facet.values.index(str(value)))
        return value


def _alike(one: float | str, other: float | str) -> bool:
    return isinstance(one, str) == isinstance(other, str)


def read_condition(facet: str, values: tuple[Value, ...]) -> Condition | None:
    """Read a condition from what is written of it; None where operators stand among alternatives."""
    written = [_WRITTEN.fullmatch(value) if isinstance(value, str) else None for value in values]
    if not values or (len(values) > 1 and any(written)):
        return None
    first = written[0]
    if first is None:
        return Condition(facet, Operator.EQUAL, values)
    return Condition(facet, Operator(first[1]), (_value(first[2]),))


def _value(text: str) -> Value:
    if text in {"true", "false"}:
        return text == "true"
    return float(text) if _NUMBER.fullmatch(text) else text
