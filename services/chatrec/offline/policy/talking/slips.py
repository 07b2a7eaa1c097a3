"""Slips of the keyboard: letters swapped, left out or doubled, a word or character taken for a like one."""

import re
from typing import Final

import numpy as np

from chatrec.offline.policy.talking.phrasebook import Phrasebook

__all__ = ["mistyped"]

_WORD: Final = re.compile(r"[A-Za-z]{5,}|[\u4e00-\u9fff]{3,}")
"""Where a slip may be: short words would turn into others, and other numbers would be other wishes."""

_CONFUSED: Final = 0.5
"""Share of the slips that take a word for a like one, where there is one."""


def mistyped(text: str, book: Phrasebook, rng: np.random.Generator) -> str:
    """Make one slip in a text; a text without a long enough word stays as it is."""
    places = list(_WORD.finditer(text))
    swaps = [(one, other) for pair in book.confused for one, other in (pair, pair[::-1]) if one in text]
    if swaps and rng.random() < _CONFUSED:
        one, other = swaps[int(rng.integers(len(swaps)))]
        return text.replace(one, other, 1)
    if not places:
        return text
    found = places[int(rng.integers(len(places)))]
    at = found.start() + 1 + int(rng.integers(len(found[0]) - 2))
    following = at + 1
    return text[:at] + str(rng.choice(_slips(text[at], text[following]))) + text[following + 1 :]


def _slips(letter: str, following: str) -> list[str]:
    """Give two letters as they may come out: swapped, the first left out, the first doubled."""
    return [following + letter, following, letter + letter + following]
