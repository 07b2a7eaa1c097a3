"""What holds at a word of a request for films, by name: the words around it, their beginnings, ends and shapes."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from chatrec.offline.dialogue.crf import Features

__all__ = ["features"]

_REACH: Final = 3
_LONGEST_AFFIX: Final = 4
_PAIRS: Final = range(-2, 2)
_TRIPLES: Final = range(-3, 2)
_CLASSES: Final = 5


def features(words: Sequence[str]) -> Features:
    """Name the features of each word."""
    return [[*_context(words, place), *_form(words, place), *_place(words, place)] for place in range(len(words))]


def _context(words: Sequence[str], place: int) -> Iterator[str]:
    for shift in range(-_REACH, _REACH + 1):
        yield f"word{shift}={_word(words, place + shift)}"
    for count, shifts in ((2, _PAIRS), (3, _TRIPLES)):
        for shift in shifts:
            yield f"words{shift}={'|'.join(_word(words, place + shift + more) for more in range(count))}"
    yield f"around={_word(words, place - 1)}|{_word(words, place + 1)}"


def _form(words: Sequence[str], place: int) -> Iterator[str]:
    word = words[place]
    for length in range(1, _LONGEST_AFFIX + 1):
        yield f"begins={word[:length]}"
        yield f"ends={word[-length:]}"
    for shift in (-1, 0, 1):
        near = _word(words, place + shift)
        yield f"shape{shift}={_shape(near)}|{min(len(near), _CLASSES)}"
        if shift:
            yield f"ends{shift}={near[-3:]}"


def _place(words: Sequence[str], place: int) -> Iterator[str]:
    yield "always"
    yield f"place={min(place, _REACH)}"
    yield f"first={words[0]}"
    yield f"length={min(len(words) // 4, 4)}"


def _word(words: Sequence[str], place: int) -> str:
    if not 0 <= place < len(words):
        return "^" if place < 0 else "$"
    return words[place]


def _shape(word: str) -> str:
    """Write a word by the kinds of its signs, each run of one kind once: "1980s" is `da`."""
    kinds = ("d" if sign.isdigit() else "a" if sign.isalpha() else sign for sign in word)
    return "".join(kind for kind, _ in groupby(kinds))
