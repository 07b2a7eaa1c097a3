"""Wishes and limits."""

from dataclasses import dataclass

from chatrec.vocabulary.words import Operator, Source, Value

__all__ = ["Preference"]


@dataclass(frozen=True, slots=True)
class Preference:
    """A wish or a limit on a facet.

    `values` holds one value, several for `in`. `!=` is a dislike. A hard preference leaves out the items that break
    it, a soft one ranks. `phrase` is the user's own words.
    """

    facet: str
    operator: Operator
    values: tuple[Value, ...]
    hard: bool = False
    source: Source = Source.STATED
    turn: int = 0
    weight: float = 1.0
    phrase: str = ""

    @property
    def liked(self) -> bool:
        """Whether it says what is wanted, not what is unwanted."""
        return self.operator is not Operator.NOT_EQUAL
