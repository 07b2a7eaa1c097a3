"""One value of a catalogue's file: where it stands, what it is called, and how it is read strictly.

Every reader gives the value, or notes a problem and gives an empty one, so that reading goes on to the next slip.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple, TypeVar

from chatrec.knowledge.domain.catalogue.problems import Place, Problems
from chatrec.vocabulary.words import Language, Phrases, Text

__all__ = ["MOST_CHARACTERS", "MOST_ID", "Field", "MarkedDict", "MarkedList", "is_plain_id", "show"]

MOST_CHARACTERS = 20_000
_MOST_NAME = 500
MOST_ID = 128
_MOST_PHRASES = 500
_LARGEST = 1e15
_SHOWN = 60

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAK = re.compile(r"[\t\n\r\u2028\u2029]")
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Word = TypeVar("Word")


class MarkedDict(dict[str, object]):
    """A mapping that knows the line of every key."""

    lines: dict[str, int]


class MarkedList(list[object]):
    """A list that knows the line of every entry."""

    lines: list[int]


def show(value: object) -> str:
    """Write a value as JSON for a message, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    text = _UNSEEN.sub("?", _CONTROL.sub("?", text))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def is_plain_id(value: object) -> bool:
    """Tell at a glance that a value is an id, inner spaces allowed; what is not plain needs the closer look."""
    return isinstance(value, str) and 0 < len(value) <= MOST_ID and value.isprintable() and value == value.strip()


class Field(NamedTuple):
    """A value, its place and its name; `language` is that of texts which name none."""

    problems: Problems
    place: Place
    label: str
    value: object
    language: Language = Language.EN

    def wrong(self, message: str) -> None:
        """Note a problem of this value."""
        self.problems.add(self.place, f"{self.label}: {message}" if self.label else message)

    @property
    def missing(self) -> bool:
        """Whether nothing is there."""
        return self.value is None

    def _at(self, key: str | int, value: object, label: str) -> "Field":
        held = self.value
        line = held.lines[key] if isinstance(held, (MarkedDict, MarkedList)) else self.place.line  # type: ignore[index]
        return Field(self.problems, Place(self.place.file, line), label, value, self.language)

    def child(self, key: str) -> "Field":
        """Give the value of a key; a missing one stands where its parent does."""
        label = f"{self.label}.{key}" if self.label else key
        if isinstance(self.value, dict) and key in self.value:
            return self._at(key, self.value[key], label)
        return Field(self.problems, self.place, label, None, self.language)

    def children(self) -> Iterator[tuple[str, "Field"]]:
        """Give the keys and values of a mapping; nothing where there is none."""
        if self.missing:
            return
        if not isinstance(self.value, dict):
            self.wrong(f"{show(self.value)} is not a mapping of names to values")
            return
        for key in self.value:
            if isinstance(key, str):
                yield key, self.child(key)
            else:
                self.wrong(f"the key {show(key)} is not a text: quote it")

    def entries(self) -> Iterator["Field"]:
        """Give the entries of a list; a single value is a list of one."""
        if self.missing:
            return
        if not isinstance(self.value, list):
            yield self
            return
        for index, entry in enumerate(self.value):
            yield self._at(index, entry, self.label)

    def only(self, known: frozenset[str]) -> bool:
        """Note every key that is not known; tell whether this is a mapping at all."""
        if not isinstance(self.value, dict):
            self.wrong(f"{show(self.value)} is not a mapping of names to values")
            return False
        if self.value.keys() <= known:
            return True
        for key, field in self.children():
            if key not in known:
                self.problems.add(field.place, f"{field.label}: unknown key; known are {', '.join(sorted(known))}")
        return True

    def _string(self, most: int, *, lines: bool) -> str:
        text = self.value
        if not isinstance(text, str):
            hint = "" if isinstance(text, (dict, list)) else ": put it in quotes"
            self.wrong(f"{show(text)} is not a text{hint}")
        elif len(text) > most:
            self.wrong(f"{len(text)} characters are too many; at most {most}")
        elif not text.isprintable() and (_CONTROL.search(text) or (not lines and _BREAK.search(text))):
            self.wrong("holds control characters")
        else:
            return text.strip()
        return ""

    def line(self, most: int = _MOST_NAME) -> str:
        """Read a text of one line; "" where it is missing."""
        return "" if self.missing else self._string(most, lines=False)

    def identifier(self, *, spaces: bool = False) -> str:
        """Read an id of 1 to 128 characters, without white space; names used as ids may hold inner spaces."""
        value = self.value
        if isinstance(value, str) and is_plain_id(value) and (spaces or " " not in value):
            return value
        if self.missing or value == "":
            self.wrong("is missing")
            return ""
        if isinstance(self.value, (int, float)) and not isinstance(self.value, bool):
            self.wrong(f"{show(self.value)} is not a text: put it in quotes")
            return ""
        text = self._string(MOST_ID, lines=False)
        if text and (text != self.value or _UNSEEN.search(text) or (not spaces and re.search(r"\s", text))):
            self.wrong(f"{show(self.value)} is not an id: it holds white space or unseen characters")
            return ""
        return text

    def text(self, most: int = MOST_CHARACTERS, *, lines: bool = True) -> Text:
        """Read a text: a string in the default language, or {en, zh}."""
        if self.missing:
            return Text()
        if not isinstance(self.value, dict):
            return _in_language(self._string(most, lines=lines), self.language)
        self.only(frozenset(Language))
        parts = {key: field._string(most, lines=lines) for key, field in self.children() if not field.missing}  # noqa: SLF001
        return Text(en=parts.get("en", ""), zh=parts.get("zh", ""))

    def name(self) -> Text:
        """Read a name: a text of one line; one language is needed."""
        before = len(self.problems)
        name = self.text(_MOST_NAME, lines=False)
        if not name and before == len(self.problems):
            self.wrong("is missing")
        return name

    def strings(self) -> tuple[str, ...]:
        """Read a list of short texts, each kept once."""
        found = tuple(dict.fromkeys(filter(None, (entry.line() for entry in self.entries()))))
        if len(found) > _MOST_PHRASES:
            self.wrong(f"{len(found)} texts are too many; at most {_MOST_PHRASES}")
        return found

    def phrases(self) -> Phrases:
        """Read words by language: a string or a list in the default language, or {en: [], zh: []}."""
        if self.missing:
            return Phrases()
        if not isinstance(self.value, dict):
            words = self.strings()
            return Phrases(zh=words) if self.language is Language.ZH else Phrases(en=words)
        self.only(frozenset(Language))
        return Phrases(en=self.child("en").strings(), zh=self.child("zh").strings())

    def number(self) -> float | None:
        """Read a finite number of at most 1e15 either way."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.wrong(f"{show(value)} is not a number")
        elif value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124  NaN is the one that differs
            self.wrong("is not a finite number")
        elif abs(value) > _LARGEST:
            self.wrong("is too large; at most 1e15")
        else:
            return float(value)
        return None

    def flag(self) -> bool | None:
        """Read true or false."""
        if isinstance(self.value, bool):
            return self.value
        self.wrong(f"{show(self.value)} is neither true nor false")
        return None

    def day(self) -> str:
        """Read an ISO 8601 day that exists; "" where it is missing."""
        if self.missing:
            return ""
        if isinstance(self.value, str) and _DAY.fullmatch(self.value) and _exists(self.value):
            return self.value
        self.wrong(f"{show(self.value)} is not a day like 2026-03-01")
        return ""

    def word(self, read: Callable[[str], Word], known: str) -> Word | None:
        """Read one word of a closed set."""
        if isinstance(self.value, str):
            try:
                return read(self.value)
            except ValueError:
                pass
        self.wrong(f"{show(self.value)} is none of {known}")
        return None


def _in_language(text: str, language: Language) -> Text:
    return Text(zh=text) if language is Language.ZH else Text(en=text)


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
