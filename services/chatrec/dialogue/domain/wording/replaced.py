"""Wishes that gave way to what was said now, so that none goes without a word."""

from typing import Final

from chatrec.dialogue.domain.wording.voice import Voice, measure, meets
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import KIND, Facet
from chatrec.vocabulary.words import Operator

__all__ = ["given_way"]

_SAME: Final = frozenset({Operator.EQUAL, Operator.IN})
_UPPER: Final = frozenset({Operator.LESS, Operator.AT_MOST})
_LOWER: Final = frozenset({Operator.GREATER, Operator.AT_LEAST})


def given_way(voice: Voice) -> list[Preference]:
    """Give the wishes held before that cannot hold together with those of this turn and were let go for them.

    A limit that only moves, "under 1500" after "under 2000", contradicts nothing.
    """
    state = voice.speech.state
    before, now = state.previous[-1] if state.previous else None, state.active
    if before is None or before.catalogue != now.catalogue or before.kind not in {"", now.kind}:
        return []
    held = {_said_as(wish) for wish in now.preferences}
    held.add((KIND, Operator.EQUAL, (now.kind,)))
    new = [wish for wish in voice.speech.reading.preferences if _said_as(wish) in held]
    lost = [wish for wish in before.preferences if _said_as(wish) not in held]
    facets = {
        one.facet for one in lost for wish in new if _contradict(one, wish, voice.catalogue.by_name.get(one.facet))
    }
    return [wish for wish in lost if wish.facet in facets]


def _said_as(wish: Preference) -> tuple[object, ...]:
    return wish.facet, wish.operator, wish.values


def _contradict(one: Preference, wish: Preference, facet: Facet | None) -> bool:
    """Tell whether no value can meet both of two wishes."""
    if one.facet != wish.facet:
        return False
    shared = set(one.values) & set(wish.values)
    if one.operator in _SAME and wish.operator in _SAME:
        return not shared and facet is not None and not facet.many
    if Operator.NOT_EQUAL in {one.operator, wish.operator}:
        return bool(shared) and bool({one.operator, wish.operator} & _SAME)
    return facet is not None and _apart(one, wish, facet)


def _apart(one: Preference, wish: Preference, facet: Facet) -> bool:
    for exact, bound in ((one, wish), (wish, one)):
        if exact.operator in _SAME:
            return not any(meets(facet, value, bound) for value in exact.values)
    if (one.operator in _UPPER) == (wish.operator in _UPPER):
        return False
    low, high = (one, wish) if one.operator in _LOWER else (wish, one)
    least, most = measure(facet, low.values[0]), measure(facet, high.values[0])
    if least is None or most is None:
        return False
    return least > most or (
        least == most and not {low.operator, high.operator} <= {Operator.AT_LEAST, Operator.AT_MOST}
    )
