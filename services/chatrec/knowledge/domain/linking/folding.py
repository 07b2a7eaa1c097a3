"""Folds text so that spellings of the same name meet, and remembers where every character came from.

Folded are: width (NFKC), case, accents, and traditional Chinese to simplified. Only letters and digits are kept; that a
word ended between two of them is remembered apart. So "sci-fi", "Sci Fi" and "SciFi" have the same letters.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

import opencc

__all__ = ["Folded", "fold", "fold_name", "is_cjk", "words_of"]

_SENTENCE_MARKS: Final = frozenset('.!?;,:。！？；，、：\n"“”《》()（）')
_LATIN_END: Final = "\u0530"
_SPACE, _MARK, _ACCENT, _CHINESE, _DIGIT, _LETTER = -3, -2, -1, 0, 1, 2
_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def is_cjk(char: str) -> bool:
    """Tell whether a character is a word of its own, as in Chinese."""
    return _CJK.match(char) is not None


@cache
def _simplified() -> dict[str, str]:
    """Map traditional characters to simplified ones; one by one, so that no position moves."""
    characters = [chr(number) for number in range(0x4E00, 0xA000)]
    simple = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {old: new for old, new in zip(characters, simple, strict=True) if old != new}


class _Characters(dict[str, tuple[str, int]]):
    """Every character met so far: the letters and digits it stands for, and its class.

    A class of 1 or more is that of its letters; 0 is Chinese, each letter a word; others stand for no letter.
    """

    def __missing__(self, char: str) -> tuple[str, int]:
        plain = unicodedata.normalize("NFKC", char)
        bare = "".join(part for part in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(part))
        letters = bare if bare[:1] < _LATIN_END else plain
        simple = _simplified()
        folded = "".join(simple.get(part, part) for part in letters.casefold() if part.isalnum())
        self[char] = (folded, _class(char, folded))
        return self[char]


@cache
def _characters() -> _Characters:
    return _Characters()


def _class(char: str, folded: str) -> int:
    if folded:
        if is_cjk(folded[0]):
            return _CHINESE
        return _DIGIT if folded[0].isdigit() else _LETTER
    if unicodedata.combining(char):
        return _ACCENT
    return _MARK if char in _SENTENCE_MARKS else _SPACE


@dataclass(frozen=True, slots=True)
class Folded:
    """Letters and digits of a text.

    Attributes:
        text: The original.
        letters: What was kept.
        origin: For every letter, its character in the original.
        breaks: `breaks[i]` tells that a word may begin at letter i, and so end before it; one more than letters.
        marks: How many sentence marks stand before letter i; one more than letters.
    """

    text: str
    letters: str
    origin: tuple[int, ...]
    breaks: tuple[bool, ...]
    marks: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the characters of the original that the letters from `start` to `end` came from."""
        last = self.origin[end - 1] + 1
        while last < len(self.text) and unicodedata.combining(self.text[last]):
            last += 1
        return self.origin[start], last

    def word_end(self, position: int) -> int:
        """Give where the word that letter `position` lies in ends."""
        while not self.breaks[position]:
            position += 1
        return position


def fold(text: str) -> Folded:
    """Fold a text."""
    characters = _characters()
    letters: list[str] = []
    origin: list[int] = []
    breaks: list[bool] = []
    marks: list[int] = []
    apart, seen, before = True, 0, _SPACE
    for place, char in enumerate(text):
        folded, kind = characters[char]
        if kind < _CHINESE:
            apart = apart or kind != _ACCENT
            seen += kind == _MARK
            continue
        letters.append(folded)
        for first in range(len(folded)):
            origin.append(place)
            breaks.append(not first and (apart or kind == _CHINESE or kind != before))
            marks.append(seen)
        before, apart = kind, False
    return Folded(text, "".join(letters), tuple(origin), (*breaks, True), (*marks, seen))


def words_of(folded: Folded) -> tuple[tuple[str, ...], frozenset[str]]:
    """Give the different words of a folded text, and the pairs of Chinese characters that follow each other."""
    ends = [place for place in range(1, len(folded.breaks)) if folded.breaks[place]]
    words = [folded.letters[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    different = tuple(dict.fromkeys(words))
    chinese = {word for word in different if is_cjk(word)}
    pairs = {(a, b) for a, b in pairwise(words) if a in chinese and b in chinese}
    return different, frozenset(f"{a}{b}" for a, b in pairs)


def fold_name(name: str) -> str:
    """Fold a name to its letters alone."""
    characters = _characters()
    return "".join(characters[char][0] for char in name)
