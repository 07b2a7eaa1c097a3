"""What is guessed from the words beside an amount: it gives way to the amount."""

from collections.abc import Sequence

from chatrec.dialogue.domain.reading.amounts.quantities import Quantity
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator

__all__ = ["without_guesses"]

_UP = frozenset({Operator.GREATER, Operator.AT_LEAST})
_DOWN = frozenset({Operator.LESS, Operator.AT_MOST})


def without_guesses(wishes: Sequence[Preference], quantity: Quantity, stated: Sequence[Preference]) -> list[Preference]:
    """Leave out the wishes that an amount outweighs.

    A range or a value outweighs all on its facet, a limit only what it does not hold: "cheap, under 3,000" keeps what
    "cheap" asks for, “最低价格 500-600 元” asks for nothing low.
    """
    return [wish for wish in wishes if not any(_outweighs(quantity, one, wish) for one in stated)]


def _outweighs(quantity: Quantity, stated: Preference, guess: Preference) -> bool:
    if stated.facet != guess.facet:
        return False
    operator, limit = quantity.bounds[0][0], stated.values[0]
    if len(quantity.bounds) > 1 or operator not in _UP | _DOWN:
        return True
    value = guess.values[0]
    if not isinstance(value, (int, float)) or not isinstance(limit, (int, float)):
        return False
    within = value < limit if stated.operator in _DOWN else value > limit
    same_way = {stated.operator, guess.operator} <= _UP or {stated.operator, guess.operator} <= _DOWN
    return not (same_way and within)
