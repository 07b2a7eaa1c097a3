"""How a new preference meets those said before: what it replaces and what it stands beside."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from chatrec.dialogue.domain.catalogues import KnownCatalogue, days_of
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import POPULARITY, Facet
from chatrec.vocabulary.words import FacetType, Operator, Value

__all__ = ["MAX_PREFERENCES", "joined", "merged"]

MAX_PREFERENCES: Final = 40
_UPPER: Final = frozenset({Operator.LESS, Operator.AT_MOST})
_LOWER: Final = frozenset({Operator.GREATER, Operator.AT_LEAST})
_POSITIVE: Final = frozenset({Operator.EQUAL, Operator.IN})


def joined(wishes: Iterable[Preference], catalogue: KnownCatalogue) -> list[Preference]:
    """Join what one message says: equal wishes once, several required values of a single-valued facet to one `in`."""
    found: list[Preference] = []
    for wish in wishes:
        facet = catalogue.by_name.get(wish.facet)
        twin = next((place for place, one in enumerate(found) if _required_beside(one, wish, facet)), None)
        if twin is not None:
            values = tuple(dict.fromkeys(found[twin].values + wish.values))
            if len(values) > 1:
                found[twin] = replace(
                    found[twin], operator=Operator.IN, values=values, phrase=f"{found[twin].phrase}, {wish.phrase}"
                )
            continue
        same = next((place for place, one in enumerate(found) if _said_as(one) == _said_as(wish)), None)
        if same is None:
            found.append(wish)
        elif wish.hard and not found[same].hard:
            found[same] = wish  # "noise-cancelling headphones, they must be noise-cancelling"
    return found


def _said_as(wish: Preference) -> tuple[str, Operator, tuple[Value, ...]]:
    return wish.facet, wish.operator, wish.values


def _required_beside(one: Preference, wish: Preference, facet: Facet | None) -> bool:
    return (
        facet is not None
        and not facet.many
        and facet.type in {FacetType.ENTITY, FacetType.ORDINAL}
        and one.facet == wish.facet
        and one.hard
        and wish.hard
        and one.operator in _POSITIVE
        and wish.operator is Operator.EQUAL
    )


def merged(
    before: Iterable[Preference],
    new: Iterable[Preference],
    catalogue: KnownCatalogue,
    replaced: frozenset[str] = frozenset(),
) -> tuple[Preference, ...]:
    """Give the preferences after a message; those on `replaced` facets go first (a correction).

    What takes the place of something required is required as well.
    """
    held = tuple(before)
    required = {one.facet for one in held if one.hard and one.operator in _POSITIVE} & replaced
    kept = [wish for wish in held if wish.facet not in replaced]
    for said in new:
        wish = replace(said, hard=True) if said.facet in required and said.operator in _POSITIVE else said
        kept = [one for one in kept if not _denied_by_its_word(one, wish)]
        facet = catalogue.by_name.get(wish.facet)
        kept = [left for one in kept if (left := _beside(one, wish, facet)) is not None]
        kept.append(wish)
    return tuple(kept[-MAX_PREFERENCES:])


def _denied_by_its_word(one: Preference, wish: Preference) -> bool:
    """Tell whether a word is refused that stood for something else: "Korean" was the country, now the language."""
    return (
        wish.operator is Operator.NOT_EQUAL
        and one.operator in _POSITIVE
        and one.facet != wish.facet
        and bool(one.phrase)
        and one.phrase.casefold() == wish.phrase.casefold()
    )


def _beside(one: Preference, wish: Preference, facet: Facet | None) -> Preference | None:  # noqa: PLR0911
    """Give what is left of an older preference beside a new one."""
    if one.facet != wish.facet:
        return one
    if (one.operator is wish.operator and one.values == wish.values) or (facet is None and one.facet == POPULARITY):
        return None
    if facet is not None and facet.type in {FacetType.NUMBER, FacetType.DATE}:
        return None if _numbers_clash(one, wish, facet) else one
    if wish.operator is Operator.NOT_EQUAL:
        return _without(one, wish.values)
    if one.operator is Operator.NOT_EQUAL:
        return None if set(one.values) & set(wish.values) and wish.operator in _POSITIVE else one
    if facet is not None and facet.type in {FacetType.ORDINAL, FacetType.FLAG}:
        return one if one.turn == wish.turn else None
    single = facet is not None and not facet.many
    return None if single and one.hard and one.turn != wish.turn else one


def _without(one: Preference, values: tuple[Value, ...]) -> Preference | None:
    if one.operator not in _POSITIVE:
        return one
    left = tuple(value for value in one.values if value not in values)
    if left == one.values:
        return one
    return replace(one, operator=Operator.IN if len(left) > 1 else Operator.EQUAL, values=left) if left else None


def _numbers_clash(one: Preference, wish: Preference, facet: Facet) -> bool:
    if wish.operator is Operator.NOT_EQUAL or one.operator is Operator.NOT_EQUAL:
        return one.operator is Operator.EQUAL and one.values == wish.values
    if one.turn != wish.turn and (not one.hard or wish.operator is Operator.EQUAL):
        return True
    if one.operator is Operator.EQUAL or wish.operator is Operator.EQUAL:
        return one.turn != wish.turn
    if one.hard and not wish.hard:
        return False  # "the dearest" within the budget
    if (one.operator in _UPPER) == (wish.operator in _UPPER):
        return True
    lower, upper = (one, wish) if one.operator in _LOWER else (wish, one)
    least, most = _number(lower.values[0], facet), _number(upper.values[0], facet)
    open_ended = lower.operator is Operator.GREATER or upper.operator is Operator.LESS
    return least > most or (least == most and open_ended)


def _number(value: Value, facet: Facet) -> float:
    if isinstance(value, str):
        return days_of(value) if facet.type is FacetType.DATE else 0.0
    return float(value)
