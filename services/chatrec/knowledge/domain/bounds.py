"""What is too much to work on, said at the door."""

import math
from collections.abc import Sized

from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import RankQuery

__all__ = ["MOST_CHARACTERS", "MOST_ITEMS", "MOST_PREFERENCES", "check_count", "check_query", "check_text"]

MOST_CHARACTERS = 4_000
MOST_PREFERENCES = 100
MOST_VALUES = 200
MOST_ITEMS = 200
MOST_IDS = 20_000


def check_count(field: str, sent: Sized, most: int) -> None:
    """Check how many of something were sent.

    Raises:
        InvalidInputError: more than `most`.
    """
    if len(sent) > most:
        raise InvalidInputError(f"{field} must be at most {most}.", field=field, count=len(sent))


def check_text(text: str) -> None:
    """Check the length of an utterance.

    Raises:
        InvalidInputError: it has more than 4,000 characters.
    """
    if len(text) > MOST_CHARACTERS:
        raise InvalidInputError(
            f"text must have at most {MOST_CHARACTERS} characters.", field="text", characters=len(text)
        )


def check_query(query: RankQuery) -> None:
    """Check the sizes of a query.

    Raises:
        InvalidInputError: something is too much, or a weight is no number.
    """
    if not 1 <= query.max_items <= MOST_ITEMS:
        raise InvalidInputError(
            f"max_items must be from 1 to {MOST_ITEMS}.", field="max_items", max_items=query.max_items
        )
    check_count("preferences", query.preferences, MOST_PREFERENCES)
    check_count("liked_item_ids", query.liked_item_ids, MOST_IDS)
    check_count("rejected_item_ids", query.rejected_item_ids, MOST_IDS)
    check_count("excluded_item_ids", query.excluded_item_ids, MOST_IDS)
    for wish in query.preferences:
        check_count("preferences.values", wish.values, MOST_VALUES)
        if not wish.values:
            raise InvalidInputError("values are missing.", field="preferences.values", facet=wish.facet)
        if not math.isfinite(wish.weight):
            raise InvalidInputError("weight must be finite.", field="preferences.weight", facet=wish.facet)
