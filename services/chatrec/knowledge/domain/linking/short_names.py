"""Names as people shorten them: 泰坦尼克 for 泰坦尼克号, “肖申克”, "grand budapest", the surname of a person.

A short form counts only where one thing alone is called so. How sure it is tells whether it needs a sign that a name is
meant: a single word of a title is told from an everyday word by its capital, or by being all that is said.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from chatrec.knowledge.domain.linking.common_words import COMMON_WORDS
from chatrec.vocabulary.words import Text

__all__ = ["ShortName", "short_names", "surnames"]

_LONG_HAN: Final = re.compile(r"[\u3400-\u9fff]{5,}")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f'’-]+(?: [A-Za-z\u00c0-\u024f'’-]+)*")
_ARTICLE: Final = re.compile(r"(?:the|an?) ", re.IGNORECASE)
_JOINTS: Final = re.compile(r"[的之与和及·・:：,，、\s\d—–-]+")
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_SURE: Final = 0.8
_WITH_A_SIGN: Final = 0.7
_SEGMENT: Final = 3
_FEWEST_ALIKE: Final = 3
_ENDINGS: Final = (3, 2)
_LONG_WORD: Final = 5
_RARE_WORD: Final = 6
_FEWEST_WORDS, _MOST_WORDS = 2, 8
_MOST_NAMES: Final = 20_000


class ShortName(NamedTuple):
    """A short form of the name of a thing, by its number, and how likely it means that thing, 0 to 1."""

    number: int
    phrase: str
    certainty: float


def short_names(names: Iterable[tuple[int, str]]) -> list[ShortName]:
    """Give the short forms of titles that one thing alone is named by, the surest of each.

    Cut are: the last character of a Chinese title of five and more; what an 的 or a mark parts off; an ending that
    several titles share (博物馆); the head or the tail of a title in Latin letters, down to a single rare word.
    """
    rows = list(dict.fromkeys(names))
    endings = _shared_endings([name for _, name in rows])
    found = [
        ShortName(number, phrase, certainty)
        for number, name in rows
        for phrase, certainty in (*_chinese(name, endings), *(_latin(name) if len(rows) <= _MOST_NAMES else ()))
    ]
    return _of_one(found, {name.lower() for _, name in rows})


def surnames(names: Iterable[tuple[int, Text]]) -> list[ShortName]:
    """Give the surnames of those whose Chinese name is a transliteration, “汤姆·汉克斯”, where one alone has it."""
    found: list[ShortName] = []
    rows = list(names)
    for number, name in rows:
        parts = re.split(r"[·・]", name.zh)
        if len(parts) < _FEWEST_WORDS:
            continue
        last = name.en.split(" ")[-1]
        if len(last) >= _LONG_WORD and last.lower() not in COMMON_WORDS:
            found.append(ShortName(number, last, _WITH_A_SIGN))
        if len(parts[-1]) >= _FEWEST_WORDS:
            found.append(ShortName(number, parts[-1], _WITH_A_SIGN))
    return _of_one(found, {spelt.lower() for _, name in rows for spelt in (name.en, name.zh)})


def _of_one(found: Sequence[ShortName], whole: set[str]) -> list[ShortName]:
    owners: dict[str, set[int]] = {}
    best: dict[str, ShortName] = {}
    for one in found:
        key = one.phrase.lower()
        owners.setdefault(key, set()).add(one.number)
        best[key] = max(best.get(key, one), one, key=lambda row: row.certainty)
    return [one for key, one in best.items() if len(owners[key]) == 1 and key not in whole]


def _shared_endings(names: Sequence[str]) -> frozenset[str]:
    han = dict.fromkeys(name for name in names if _HAN.fullmatch(name))
    counts = Counter(name[-size:] for name in han for size in _ENDINGS if len(name) > size)
    return frozenset(ending for ending, count in counts.items() if count >= _FEWEST_ALIKE)


def _chinese(name: str, endings: frozenset[str]) -> Iterator[tuple[str, float]]:
    if _LONG_HAN.fullmatch(name):
        yield name[:-1], _SURE
    for part in _JOINTS.split(name):
        if _SEGMENT <= len(part) < len(name) and _HAN.fullmatch(part):
            yield part, _SURE
    for size in _ENDINGS:
        if len(name) - size >= _SEGMENT and name[-size:] in endings and _HAN.fullmatch(name):
            yield name[:-size], _SURE


def _latin(name: str) -> Iterator[tuple[str, float]]:
    bare = _ARTICLE.sub("", name, count=1) if _ARTICLE.match(name) else name
    words = bare.split(" ")
    if not _LATIN.fullmatch(bare) or not _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
        return
    for size in range(_FEWEST_WORDS, len(words)):
        for part in (words[:size], words[-size:]):
            if any(_is_rare(word, _LONG_WORD) for word in (part[0], part[-1])) and not _ends_loosely(part):
                yield " ".join(part), _SURE
    yield from ((word, _WITH_A_SIGN) for word in words if _is_rare(word, _RARE_WORD))


def _is_rare(word: str, least: int) -> bool:
    low = word.lower()
    return len(low) >= least and low not in COMMON_WORDS and low.removesuffix("s") not in COMMON_WORDS


def _ends_loosely(part: Sequence[str]) -> bool:
    return len(part[0]) < _SEGMENT or len(part[-1]) < _SEGMENT or {part[0].lower(), part[-1].lower()} <= COMMON_WORDS
