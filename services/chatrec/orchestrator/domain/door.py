"""What is let in: the bounds of every request, checked before anything is done."""

import unicodedata

from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Context, Event, Message
from chatrec.vocabulary.words import Operator

__all__ = [
    "MAX_TEXT_CHARACTERS",
    "check_context",
    "check_event",
    "check_id",
    "check_items",
    "check_message",
    "check_preferences",
]

MAX_TEXT_CHARACTERS = 4_000
"""A longer text is answered with a request to be shorter."""

_MAX_TEXT_BYTES = 16 * 1024
_MAX_ID_CHARACTERS = 128
_MAX_EXCLUDED = 1_000
_MAX_LIKED = 1_000
_MAX_PREFERENCES = 25
"""The graph takes 100: those of the context, the filters, and the 40 and the kind that a topic may hold."""

_MAX_VALUES = 50
_MAX_WEIGHT = 100.0
_MAX_PHRASE_CHARACTERS = 500
_MAX_ITEMS = 20
_MAX_VALUE = 1e15


def check_id(field: str, value: str, *, needed: bool = True) -> None:
    """Check an id: 1 to 128 visible characters.

    Raises:
        InvalidInputError: it is missing, too long or has control characters.
    """
    if not value:
        if needed:
            raise InvalidInputError(f"{field} is missing.", field=field)
        return
    if len(value) > _MAX_ID_CHARACTERS:
        raise InvalidInputError(f"{field} has more than {_MAX_ID_CHARACTERS} characters.", field=field)
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in value):
        raise InvalidInputError(f"{field} has control characters.", field=field)


def check_items(max_items: int, excluded: tuple[str, ...]) -> None:
    """Check how many items are asked for and which are excluded.

    Raises:
        InvalidInputError: out of bounds.
    """
    if not 1 <= max_items <= _MAX_ITEMS:
        raise InvalidInputError(f"max_items must be 1 to {_MAX_ITEMS}.", field="max_items", value=max_items)
    if len(excluded) > _MAX_EXCLUDED:
        raise InvalidInputError(
            f"exclude_item_ids has more than {_MAX_EXCLUDED} ids.", field="exclude_item_ids", count=len(excluded)
        )
    for item_id in excluded:
        check_id("exclude_item_ids", item_id)


def check_preferences(field: str, preferences: tuple[Preference, ...]) -> None:
    """Check preferences that a caller sent.

    Raises:
        InvalidInputError: too many, or one that makes no sense.
    """
    if len(preferences) > _MAX_PREFERENCES:
        raise InvalidInputError(f"{field} has more than {_MAX_PREFERENCES} entries.", field=field)
    for index, wish in enumerate(preferences):
        where = f"{field}[{index}]"
        check_id(f"{where}.facet", wish.facet)
        _check_values(f"{where}.values", wish)
        if not 0 <= wish.weight <= _MAX_WEIGHT:
            raise InvalidInputError(f"{where}.weight must be 0 to {_MAX_WEIGHT:g}.", field=f"{where}.weight")
        if len(wish.phrase) > _MAX_PHRASE_CHARACTERS:
            raise InvalidInputError(
                f"{where}.phrase has more than {_MAX_PHRASE_CHARACTERS} characters.", field=f"{where}.phrase"
            )


def _check_values(field: str, wish: Preference) -> None:
    if not 1 <= len(wish.values) <= (_MAX_VALUES if wish.operator is Operator.IN else 1):
        raise InvalidInputError(f"{field} has too few or too many values.", field=field, count=len(wish.values))
    for value in wish.values:
        if isinstance(value, str):
            check_id(field, value)
        elif not abs(value) <= _MAX_VALUE:
            raise InvalidInputError(f"{field} is not a finite number.", field=field)


def check_context(context: Context, user_id: str) -> None:
    """Check what a caller says that it knows.

    Raises:
        InvalidInputError: a field is out of bounds; its name is in the facts.
    """
    if context.remember and not user_id:
        raise InvalidInputError("context.remember needs a user_id.", field="user_id")
    check_preferences("context.preferences", context.preferences)
    if len(context.liked_item_ids) > _MAX_LIKED:
        raise InvalidInputError(
            f"context.liked_item_ids has more than {_MAX_LIKED} ids.",
            field="context.liked_item_ids",
            count=len(context.liked_item_ids),
        )
    for item_id in context.liked_item_ids:
        check_id("context.liked_item_ids", item_id)


def check_message(message: Message) -> None:
    """Check a message.

    Raises:
        InvalidInputError: a field is out of bounds; its name is in the facts.
    """
    check_id("session_id", message.session_id)
    check_id("request_id", message.request_id, needed=False)
    if len(message.text.encode("utf-8", "surrogatepass")) > _MAX_TEXT_BYTES:
        raise InvalidInputError("text has more than 16 KB.", field="text")
    check_items(message.max_items, message.exclude_item_ids)
    check_preferences("filters", message.filters)


def check_event(event: Event) -> None:
    """Check an event.

    Raises:
        InvalidInputError: a field is out of bounds; its name is in the facts.
    """
    check_id("event_id", event.event_id)
    check_id("session_id", event.session_id)
    check_id("item_id", event.item_id)
    if not abs(event.value) <= _MAX_VALUE:
        raise InvalidInputError("value is not a finite number.", field="value")
    if event.unix_ms < 0:
        raise InvalidInputError("unix_ms is negative.", field="unix_ms")
