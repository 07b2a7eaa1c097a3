"""What a reply claims of which item, and which of it is neither written in the catalogue nor said by the user.

A number, the name of an entity and "label: value" belong to the item that is named last before them; what that one
does not hold may still be of the item that the sentence began with ("A: like B: 12 hours").
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chatrec.offline.dialogue.facts.answers import as_written, misquoted
from chatrec.offline.dialogue.facts.written import Entry, Written, numbers_of, spoken_numbers
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Turn
from chatrec.vocabulary.words import Language, Move

__all__ = ["Claim", "Said", "false_claims"]

_QUOTED: Final = re.compile(r"“[^”]*”|《[^》]*》")
_SENTENCE: Final = re.compile(r"(?<=[。！？!?\n])|(?<=[.])\s")
_SHARES: Final = re.compile(r"\d+(?:\.\d+)?\s*%")
_COMPUTED: Final = re.compile(
    r"\d\d:\d\d|[（(][^（()）]*(?:away|路上)[^（()）]*[)）]"
    r"|(?m:^\s*\d+\. )|\bDay \d+|第 ?\d+ ?天|(?<![\d.])\d+ ?(?:days?|天)"
)
"""What the program works out itself: shares of a score; of a plan times, ways, numbers of days and steps."""

_MOST_NIGHTS: Final = 14
_ROUNDED: Final = 0.006
_MARKS, _MOST_NAMES = 0xE000, 6_000
"""First of the characters that stand for names while a text is taken apart (of Unicode's private use)."""
_SHORTEST: Final = {Language.EN: 3, Language.ZH: 2}


@dataclass(frozen=True, slots=True)
class Claim:
    """Something said of an item, or of nothing in particular where `item` is ""."""

    item: str
    what: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the user said so far, in words and as it was read: it may be repeated."""

    words: str
    wishes: tuple[Preference, ...]

    def numbers(self, units: Mapping[str, str]) -> frozenset[float]:
        """Give the numbers of the words and of the wishes; "around 6,000" is held as two limits."""
        found = set(numbers_of(self.words))
        for one in self.wishes:
            values = [
                value for other in self.wishes if other.facet == one.facet for value in (*one.values, *other.values)
            ]
            numbers = [value for value in values if isinstance(value, (int, float))]
            middles = [(low + high) / 2 for low in numbers for high in numbers]
            for value in (*one.values, *middles):
                found |= set(spoken_numbers(value, units.get(one.facet, "")))
        return frozenset(found)


def false_claims(turn: Turn, said: Said, written: Written) -> tuple[tuple[Claim, ...], int]:
    """Give the claims of a turn's reply and reasons that hold of nothing, and how many there were in all."""
    judge = _Judge(turn, said, written)
    shown = [written.items[item.id] for item in turn.items if item.id in written.items]
    claims = list(judge.claims(_plain(turn, written), shown if turn.move is Move.PLAN else []))
    for item in turn.items:
        claims += judge.claims(item.reason, [written.items[item.id]] if item.id in written.items else [])
    false = [claim for claim, holds in claims if not holds]
    return (*dict.fromkeys(false), *_names(turn, written), *_misquoted(turn, written)), len(claims) + len(turn.items)


def _plain(turn: Turn, written: Written) -> str:
    """Give a reply without what it repeats as written: notices, the answer, texts of items."""
    text = turn.reply
    whole = [*written.notices, *(entry.text for entry in written.items.values())]
    if turn.answer_id in written.answers:
        text = as_written(written.answers[turn.answer_id].speak(turn.language)).sub("", text)
    for part in sorted(filter(None, (one.speak(turn.language) for one in whole)), key=len, reverse=True):
        text = text.replace(part, "")
    return text


def _sums(turn: Turn, written: Written) -> frozenset[float]:
    """Give what the items of a plan come to, by facet; one of them, where one stays, counts for each night."""
    rows = [written.items[item.id].facets for item in turn.items if item.id in written.items]
    found: set[float] = set()
    for facet in written.facets:
        values = [float(row[facet.name]) for row in rows if isinstance(row.get(facet.name), (int, float))]  # type: ignore[arg-type]
        found |= {round(sum(values) + nights * value, 2) for value in values for nights in range(-1, _MOST_NIGHTS)}
    return frozenset(found)


def _names(turn: Turn, written: Written) -> Iterator[Claim]:
    for item in turn.items:
        entry = written.items.get(item.id)
        if entry is None or item.name not in {entry.name.en, entry.name.zh, entry.id}:
            yield Claim(item.id, f"is called {item.name}")


def _misquoted(turn: Turn, written: Written) -> Iterator[Claim]:
    if turn.move is Move.ANSWER and turn.answer_id:
        yield from (Claim(item, what) for item, what in misquoted(turn, written))


class _Judge:
    """Judges texts of one turn."""

    def __init__(self, turn: Turn, said: Said, written: Written) -> None:
        language = turn.language
        self._language, self._written = language, written
        sums = _sums(turn, written) if turn.move is Move.PLAN else frozenset()
        self._computed = _COMPUTED if turn.move is Move.PLAN else _SHARES
        units = {facet.name: facet.unit for facet in written.facets}
        self._numbers, self._words = said.numbers(units) | sums, said.words.casefold()
        self._wished = {value for wish in said.wishes for value in wish.values if isinstance(value, str)}
        self._names = {name: rows for name, rows in written.names(language).items() if name}
        self._entities: dict[str, list[str]] = {}
        for key, one in written.entities.items():
            if len(one.speak(language)) >= _SHORTEST[language]:
                self._entities.setdefault(one.speak(language), []).append(key)
        self._named = _pattern([*self._names], language)
        labels = filter(None, (facet.label.speak(language) for facet in written.facets))
        self._labels = re.compile(rf"(?:{'|'.join(map(re.escape, labels)) or '(?!)'})(?=\s*[:：])")
        self._linked = _pattern([*self._entities], language)

    def claims(self, text: str, about: Sequence[Entry]) -> Iterator[tuple[Claim, bool]]:
        """Give all claims of a text, each with whether it holds; `about` are items that it may speak of unnamed."""
        found: list[list[Entry]] = []

        def mark(match: re.Match[str]) -> str:
            found.append(self._names[match[0]])
            return chr(_MARKS + len(found) - 1)

        marked = self._computed.sub(" ", self._named.sub(mark, _QUOTED.sub(" ", text)))
        last: list[Entry] = []
        for sentence in filter(None, _SENTENCE.split(marked)):
            first: list[Entry] = []
            now = last
            for part in re.split(rf"([{chr(_MARKS)}-{chr(_MARKS + _MOST_NAMES)}])", sentence):
                if len(part) == 1 and 0 <= ord(part) - _MARKS < len(found):
                    now = found[ord(part) - _MARKS]
                    first = first or now
                else:
                    yield from self._part(part, now or about, [*first, *last, *about])
            last = first or last

    def _part(self, text: str, now: Sequence[Entry], others: Sequence[Entry]) -> Iterator[tuple[Claim, bool]]:
        may = (*now, *others)
        subject = now[0].id if now else ""
        for match in self._linked.finditer(self._labels.sub(" ", text)):
            yield Claim(subject, match[0]), self._is_linked(match[0], may)
        for facet in self._written.facets:
            label = facet.label.speak(self._language)
            for value, name in facet.values.items():
                said = re.escape(name.speak(self._language))
                if label and re.search(rf"{re.escape(label)}\s*[:：]\s*{said}(?![a-z])", text, re.IGNORECASE):
                    held = {str(entry.facets.get(facet.name, "")) for entry in may}
                    yield Claim(subject, f"{label}: {value}"), value in held or value in self._wished
        bare = self._linked.sub(" ", text)
        for number in numbers_of(bare):
            yield Claim(subject, f"{number:g}"), self._is_written(number, may)

    def _is_linked(self, name: str, may: Sequence[Entry]) -> bool:
        keys = self._entities[name]
        if not may:  # offered to choose from
            return True
        own = any(key in entry.linked or name in entry.name.speak(self._language) for key in keys for entry in may)
        return own or name.casefold() in self._words or bool(self._wished & set(keys))

    def _is_written(self, number: float, may: Sequence[Entry]) -> bool:
        return number in self._numbers or any(
            any(abs(number - held) < _ROUNDED for held in entry.numbers)
            or number in numbers_of(entry.name.speak(self._language))
            for entry in may
        )


def _pattern(names: Sequence[str], language: Language) -> re.Pattern[str]:
    ranked = sorted(filter(None, names), key=len, reverse=True)
    if not ranked:
        return re.compile(r"(?!)")
    edge = r"(?<![A-Za-z])(?:{})(?![a-z])" if language is Language.EN else "(?:{})"
    return re.compile(edge.format("|".join(map(re.escape, ranked))))
