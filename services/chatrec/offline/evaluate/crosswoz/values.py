"""Values between how they are said and how CrossWOZ writes them: "50到100块" is `50-100元`."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from rapidfuzz import fuzz, process

__all__ = ["Values", "find_value"]

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_UNIT: Final = r"(?:\s*个?(?:小时|天|元|块钱?|分))?"
_WHOLE: Final = r"(?<![\d.])"
_BETWEEN: Final = r"[^\d，。？！；]{0,6}?"
_BOUND: Final = r"(?:\s*(?:以上|以下|以内|之间))?"
_LIKE: Final = 85.0
_SHORTEST: Final = 3
_ALIKE: Final = 60.0
_DASH: Final = re.compile("到|至|[~～—–－]+")
_SPACE: Final = re.compile(r"\s+")
_HOLE: Final = "#"


def find_value(text: str, value: str) -> tuple[int, int] | None:
    """Find where a text says a value: word for word, by its numbers, or nearly; None where it does not."""
    literal = re.search(f"{_WHOLE if value[:1].isdigit() else ''}{re.escape(value)}", text) if value else None
    if literal:
        return literal.span()
    numbers = _NUMBER.findall(value)
    if numbers:
        inner = f"{_UNIT}{_BETWEEN}".join(rf"{_WHOLE}{re.escape(number)}(?![\d.]*\d)" for number in numbers)
        found = re.search(f"{inner}{_UNIT}{_BOUND}", text)
        return found.span() if found else None
    if len(value) < _SHORTEST or len(text) < _SHORTEST:
        return None
    near = fuzz.partial_ratio_alignment(value, text, score_cutoff=_LIKE)
    return (near.dest_start, near.dest_end) if near and near.dest_end > near.dest_start else None


class Values:
    """Writes what was said as the value that it stands for.

    How a slot writes what was said so is learned: numbers are left out of both, and the value most often written is
    taken. What was never said so is the value nearest to it among those that the slot is known to have.
    """

    def __init__(self, said: Iterable[tuple[str, str, str]], known: Mapping[str, Collection[str]]) -> None:
        shapes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for slot, words, value in said:
            if len(_NUMBER.findall(words)) == len(_NUMBER.findall(value)):
                shapes[slot, _shape(words)][_NUMBER.sub(_HOLE, value)] += 1
        self._shapes = {key: max(sorted(counts), key=counts.__getitem__) for key, counts in shapes.items()}
        self._written = sorted({(slot, shape) for (slot, _), shape in self._shapes.items()})
        self._known = {slot: sorted(values) for slot, values in known.items()}

    def value(self, slot: str, words: str) -> str:
        """Give the value that words say."""
        known = self._known.get(slot, [])
        if words in known:
            return words
        numbers = _NUMBER.findall(words)
        shape = self._shapes.get((slot, _shape(words))) or self._nearest_shape(slot, words, len(numbers))
        if shape is not None:
            left = iter(numbers)
            return re.sub(_HOLE, lambda _: next(left), shape)
        near = process.extractOne(words, known, scorer=fuzz.ratio, processor=_plain, score_cutoff=_LIKE)
        return str(near[0]) if near else words

    def _nearest_shape(self, slot: str, words: str, holes: int) -> str | None:
        if not holes:
            return None
        of_slot = [shape for known, shape in self._written if known == slot and shape.count(_HOLE) == holes]
        near = process.extractOne(_shape(words), of_slot, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return str(near[0]) if near else None


def _plain(words: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", words))


def _shape(words: str) -> str:
    return _SPACE.sub("", _DASH.sub("-", _NUMBER.sub(_HOLE, words)))
