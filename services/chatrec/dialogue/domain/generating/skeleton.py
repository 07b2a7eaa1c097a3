"""What a text says once the words that only connect are taken out."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from chatrec.dialogue.domain.generating.connecting_words import CONNECTING
from chatrec.vocabulary.words import Language

__all__ = ["skeleton"]

_PIECE: Final = re.compile(
    r"(?P<phrase>\bhave a look\b)"
    r"|(?P<slot>\[\d+\])|(?P<word>[^\W\d_\u3400-\u9fff]+(?:'[^\W\d_\u3400-\u9fff]+)*)|(?P<number>\d[\d.,]*)"
    r"|(?P<han>[\u3400-\u9fff]+)|(?P<stop>[.!。！…]+)|(?P<question>[?？]+)|(?P<pause>[,;:，；：、\"“”‘’'()（）—–-]+)|(?P<sign>\S)",
    re.IGNORECASE,
)
_STOP: Final = "."
_QUESTION: Final = "?"
_PAUSE: Final = ","


def skeleton(text: str, language: Language) -> tuple[str, ...]:
    """Give what a text with numbered slots says: slots, words that are more than connecting, ends of sentences.

    Two texts of one skeleton say the same of the same things: what stands in a sentence stays in it, a question stays a
    question, and a word such as "not" stays before what it stood before, with a pause between them or none. Slots are
    the delexicalised parts of a paraphrase (Yu et al., "Delexicalized Paraphrase Generation", 2020).
    """
    found: list[str] = []
    for piece in _pieces(text.replace("’", "'"), language):
        if piece == _PAUSE:
            if found and found[-1] not in {_STOP, _QUESTION, _PAUSE} and not _is_slot(found[-1]):
                found.append(_PAUSE)
        elif piece != _STOP or (found and found[-1] not in {_STOP, _QUESTION}):
            if piece in {_STOP, _QUESTION} and found and found[-1] == _PAUSE:
                found.pop()
            found.append(piece)
    while found and found[-1] in {_STOP, _PAUSE}:
        found.pop()
    return tuple(found)


def _is_slot(piece: str) -> bool:
    return piece.startswith("[")


def _pieces(text: str, language: Language) -> Iterator[str]:
    """Give slots, marks and the words that are more than connecting."""
    free = CONNECTING[language]
    for match in _PIECE.finditer(text):
        if match["han"]:
            yield from _bound_han(match["han"], language)
        elif match["stop"]:
            yield _STOP
        elif match["question"]:
            yield _QUESTION
        elif match["pause"]:
            yield _PAUSE
        elif not match["phrase"] and (word := match[0].lower()) not in free:
            yield word


def _bound_han(run: str, language: Language) -> Iterator[str]:
    """Give the characters of a Chinese run that no connecting word covers, the longest word first from the left."""
    words, longest = _han_words(language)
    place = 0
    while place < len(run):
        length = next((n for n in range(min(longest, len(run) - place), 0, -1) if run[place : place + n] in words), 0)
        if not length:
            yield run[place]
        place += length or 1


@cache
def _han_words(language: Language) -> tuple[frozenset[str], int]:
    words = CONNECTING[language]
    return words, max(map(len, words))
