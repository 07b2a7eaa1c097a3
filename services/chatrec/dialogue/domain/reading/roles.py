"""What the clauses of an utterance are for."""

from enum import Enum

__all__ = ["Role"]


class Role(Enum):
    """What a clause is for."""

    WISH = "wish"
    ATTRIBUTE = "attribute"
    WHY = "why"
    COMPARE = "compare"
