"""Slots in the text of a support answer: `{ship-express.price}` stands for a fact of an item, as it is now."""

import re
from collections.abc import Callable
from typing import Final

__all__ = ["filled", "slots"]

_SLOT: Final = re.compile(r"\{([^{}\s]+)\.([^{}.\s]+)\}")


def slots(text: str) -> tuple[tuple[str, str], ...]:
    """Find the slots of a text in order: item and facet of each."""
    return tuple((match[1], match[2]) for match in _SLOT.finditer(text))


def filled(text: str, words: Callable[[str, str], str]) -> str:
    """Put words, by item and facet, in the place of each slot; what they hold is no slot itself."""
    return _SLOT.sub(lambda match: words(match[1], match[2]), text)
