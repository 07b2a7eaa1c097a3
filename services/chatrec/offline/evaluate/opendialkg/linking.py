"""Names found in what is said, beyond those that the data already carries.

The longest name wins. Genres are found in lower case and in the plural; other names need a capital, so that "her" is
no film; a name of one word must not open the text nor be a word that is used in lower case.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from chatrec.offline.evaluate.opendialkg.reading import Catalogue

__all__ = ["Link", "fold", "name_finder"]

_WORD = re.compile("[A-Za-z0-9]+")
_BRACKET = re.compile(r"\s*\([^)]*\)$")
_LONGEST = 10
_LEAST_LETTERS = 3
_SINGULAR = 5
_COMMON = 3
_YEAR = 4
_NO_NAMES = frozenset(("the", "and", "you", "yes", "can", "are", "film", "movie"))

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A name in a text: every entity it may mean."""

    entities: tuple[int, ...]


def fold(text: str) -> str:
    """Give the words of a text without case, accents and punctuation."""
    return " ".join(_words(text)).lower()


def name_finder(catalogue: Catalogue, texts: Iterable[str]) -> Callable[[str], tuple[Link, ...]]:
    """Make the function that finds names in a text; `texts` tell which words are used in lower case."""
    genres = {tail for _, relation, tail in catalogue.triples if relation == "genre"}
    years = {tail for _, relation, tail in catalogue.triples if relation == "year"}
    index: dict[Key, list[int]] = {}
    for number, name in enumerate(catalogue.names):
        for key in _keys(name, genre=name if number in genres else ""):
            index.setdefault(key, []).append(number)
    common = Counter(word for text in texts for word in _words(text) if word.islower())

    def allowed(entity: int, words: list[str], *, place: int) -> bool:
        first = words[0]
        if entity in genres:
            return True
        if entity in years:
            return len(words) == 1 and len(first) == _YEAR
        capital = any(word[0].isupper() or word[0].isdigit() for word in words)
        return capital and (len(words) > 1 or (place > 0 and common[first.lower()] < _COMMON))

    @cache
    def find(text: str) -> tuple[Link, ...]:
        return tuple(_links(_words(text), index, allowed))

    return find


def _links(words: list[str], index: Mapping[Key, list[int]], allowed: Callable[..., bool]) -> Iterator[Link]:
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST, len(words) - place), 0, -1):
            spoken = words[place : place + length]
            key = tuple(word.lower() for word in spoken)
            named = index.get(key) or index.get((*key[:-1], _singular(key[-1]))) or []
            good = tuple(entity for entity in named if allowed(entity, spoken, place=place))
            if good and not (length == 1 and key[0] in _NO_NAMES):
                yield Link(good)
                place += length
                break
        else:
            place += 1


def _keys(name: str, *, genre: str) -> list[Key]:
    key = tuple(fold(name).split())
    bare = tuple(fold(_BRACKET.sub("", name)).split())
    plain = tuple(_singular(word) for word in fold(genre).split())
    forms = [key, bare, plain]
    if key[:1] == ("the",) and len(key) > len(("the", "word")):
        forms.append(key[1:])
    if plain[-1:] in {("film",), ("movie",)}:
        forms.append(plain[:-1])
    return [form for form in dict.fromkeys(forms) if len("".join(form)) >= _LEAST_LETTERS]


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= _SINGULAR and word.endswith("s") and not word.endswith("ss") else word


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().replace("'", "")
    return _WORD.findall(plain)
