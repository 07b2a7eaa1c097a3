"""Hard preferences as exact masks over the items, and how far an item is from meeting one.

An item that lacks the facet breaks `=`, a range and `in`, and meets `!=`. What a catalogue does not know (a facet, an
entity, a value) is met by nothing.
"""

import math
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from chatrec.knowledge.domain.reasoning.graph import Graph
from chatrec.knowledge.domain.snapshot.arrays import Bools, Doubles, Floats
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.opening import is_open, moment_of
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import ITEM, KIND, Facet
from chatrec.vocabulary.words import FacetType, Operator, Value

__all__ = ["check_ids", "code", "codes", "distance", "eligible", "entity_numbers", "meets"]

_EPOCH = date(1970, 1, 1)
_KIND_DISTANCE = 1000.0
_RANGES: dict[Operator, Callable[[Doubles, float], Bools]] = {
    Operator.LESS: np.less,
    Operator.AT_MOST: np.less_equal,
    Operator.GREATER: np.greater,
    Operator.AT_LEAST: np.greater_equal,
}


def code(facet: Facet, value: Value) -> float:
    """Turn a literal into the number of its column; NaN for an ordinal's value that does not exist.

    Raises:
        InvalidInputError: the value is not of the facet's type.
    """
    match facet.type, value:
        case FacetType.FLAG, bool():
            return float(value)
        case FacetType.NUMBER, int() | float() if not isinstance(value, bool) and math.isfinite(value):
            return float(value)
        case FacetType.ORDINAL, str():
            return float(facet.values.index(value)) if value in facet.values else math.nan
        case FacetType.DATE, str():
            return _days(facet, value)
    raise InvalidInputError(
        f"{facet.name} takes a {facet.type}, not {str(value)[:40]!r}.", field="preferences.values", facet=facet.name
    )


def codes(facet: Facet, preference: Preference) -> list[float]:
    """Turn the values of a preference for a literal facet into numbers."""
    return [code(facet, value) for value in preference.values]


def _days(facet: Facet, value: str) -> float:
    try:
        return float((date.fromisoformat(value) - _EPOCH).days)
    except ValueError as error:
        raise InvalidInputError(
            f"{facet.name} takes a day such as 2026-03-01.", field="preferences.values", facet=facet.name
        ) from error


def meets(graph: Graph, preference: Preference) -> Bools:
    """Tell for every item whether it meets a preference, as a mask of all items.

    Raises:
        InvalidInputError: a value does not go with the facet's type.
    """
    facet = graph.snapshot.schema.facet(preference.facet)
    if preference.facet in (KIND, ITEM) or (facet is not None and facet.type is FacetType.ENTITY):
        held = _marked(graph, preference)
        return held if preference.liked else ~held
    if facet is None:
        return np.full(graph.item_count, not preference.liked)
    column = graph.literals.get(facet.name)
    if column is None:
        column = np.full(graph.item_count, np.nan, dtype=np.float64)
    return _literal(column, preference.operator, codes(facet, preference))


def _literal(column: Doubles, operator: Operator, values: Sequence[float]) -> Bools:
    if operator in _RANGES:
        return _RANGES[operator](column, values[0])
    equal = np.zeros(len(column), dtype=np.bool_)
    for value in values:
        equal |= column == value
    return equal if operator is not Operator.NOT_EQUAL else ~equal


def _marked(graph: Graph, preference: Preference) -> Bools:
    """Mark the items whose kind, whose entity, or which themselves, are among the values of a preference."""
    held = np.zeros(graph.item_count, dtype=np.bool_)
    if preference.facet == ITEM:
        held[graph.items(_texts(preference))] = True
    elif preference.facet == KIND:
        for kind in _texts(preference):
            if kind in graph.kind_of:
                held |= graph.snapshot.kind_of_item == graph.kind_of[kind]
    else:
        column = graph.entities.get(preference.facet)
        for entity in entity_numbers(graph, preference) if column else ():
            held[graph.holders(column, entity)] = True  # type: ignore[arg-type]  # column is there in this loop
    return held


def entity_numbers(graph: Graph, preference: Preference) -> list[int]:
    """Find the entities that a preference names; a moment of the week, "Mo", names the opening hours that hold it."""
    found: list[int] = []
    for value in _texts(preference):
        number = graph.number_of.get(value)
        if number is not None:
            found.append(number)
        elif moment_of(value) is not None and preference.facet in graph.entities:
            held = np.unique(graph.entities[preference.facet].entities).tolist()
            found += [one for one in held if is_open(graph.snapshot.nodes.ids[one], value)]
    return list(dict.fromkeys(found))


def _texts(preference: Preference) -> tuple[str, ...]:
    return tuple(value for value in preference.values if isinstance(value, str))


def check_ids(graph: Graph, preference: Preference) -> None:
    """Check that a preference for what has ids names ids.

    Raises:
        InvalidInputError: it is a range, or a value is not a text.
    """
    if preference.facet not in (KIND, ITEM) and preference.facet not in graph.entities:
        return
    if preference.operator in _RANGES:
        raise InvalidInputError(
            f"{preference.facet} has no order.", field="preferences.operator", facet=preference.facet
        )
    if len(_texts(preference)) < len(preference.values):
        raise InvalidInputError(f"{preference.facet} takes ids.", field="preferences.values", facet=preference.facet)


def eligible(graph: Graph, left_out: Sequence[tuple[str, ...]]) -> Bools:
    """Mark the items that may be shown at all: available, and in none of the lists of ids left out."""
    mask = graph.snapshot.available.copy()
    for item_ids in left_out:
        mask[graph.items(item_ids)] = False
    return mask


def distance(graph: Graph, preference: Preference, met: Bools) -> Floats:
    """Tell how far each item is from a hard preference: 0 where met, up to 1 where broken, far more for a kind.

    Numbers are measured relative to the limit, ordinals in steps; missing is as far as can be.
    """
    broken = (~met).astype(np.float32)
    facet = graph.snapshot.schema.facet(preference.facet)
    if preference.facet == KIND:
        return broken * np.float32(_KIND_DISTANCE)
    column = graph.literals.get(preference.facet)
    if facet is None or column is None or facet.type is FacetType.FLAG or not preference.liked:
        return broken
    gaps = [np.abs(column - value) / _unit(facet, value) for value in codes(facet, preference)]
    gap = np.minimum.reduce(gaps)
    share = np.nan_to_num(gap / (1.0 + gap), nan=1.0, posinf=1.0)
    return np.asarray(broken * (0.25 + 0.75 * share), dtype=np.float32)


def _unit(facet: Facet, value: float) -> float:
    if facet.type is FacetType.ORDINAL:
        return float(max(len(facet.values), 1))
    if facet.type is FacetType.DATE:
        return 365.0
    return max(abs(value), 1e-6)
