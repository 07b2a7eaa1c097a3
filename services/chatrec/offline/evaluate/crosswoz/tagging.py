"""Acts whose value is said, as spans of characters."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from chatrec.offline.dialogue.crf import Features, Field, FieldOptions, fit_field
from chatrec.offline.dialogue.spans import Span, spans_of, tags_of
from chatrec.offline.evaluate.crosswoz.names import NameFinder
from chatrec.offline.evaluate.crosswoz.reading import Act, UserTurn
from chatrec.offline.evaluate.crosswoz.topics import topics
from chatrec.offline.evaluate.crosswoz.values import Values, find_value

__all__ = ["SpanReader", "said_spans"]

_SAID: Final = frozenset({"Inform", "Recommend"})
_FACILITIES: Final = "酒店设施"
_YES: Final = "是"
_DOMAINS: Final = re.compile("景点|景区|餐馆|餐厅|饭店|饭馆|酒店|宾馆|住宿|地铁|出租|打车|附近|周边")
_JOIN: Final = "|"
_TOPICS: Final = ("here", "near", "0 back ", "1 back ", "last ")
_REACH: Final = 4
_OPTIONS: Final = FieldOptions(absolute=0.02, squared=0.02, steps=60)


def said_spans(turn: UserTurn) -> tuple[tuple[Act, Span], ...]:
    """Give the acts of a turn whose value its words say, and where; those of a facility by the facility's name."""
    found = []
    for act in turn.acts:
        intent, domain, slot, _ = act
        kind, _, facility = slot.partition("-")
        place = find_value(turn.text, _said_of(act)) if facility or intent in _SAID else None
        if place:
            found.append((act, Span(*place, _JOIN.join((intent, domain, kind)))))
    return tuple(found)


class SpanReader:
    """Reads the acts whose value is said.

    Args:
        turns: What is learned from.
        said: Their acts whose value is said, as `said_spans` gives them.
        names: Finds known names.
        known: The values that slots can have, where they are known.
    """

    def __init__(
        self,
        turns: Sequence[UserTurn],
        said: Sequence[Sequence[tuple[Act, Span]]],
        names: NameFinder,
        known: Mapping[str, Collection[str]],
    ) -> None:
        self._names = names
        pairs = [(turn, act, span) for turn, row in zip(turns, said, strict=True) for act, span in row]
        self._values = Values(
            ((act[2].partition("-")[0], turn.text[span.start : span.end], _said_of(act)) for turn, act, span in pairs),
            known,
        )
        tags = [tags_of((span for _, span in row), len(turn.text)) for turn, row in zip(turns, said, strict=True)]
        self._field: Field = fit_field((features(turn, names) for turn in turns), tags, _OPTIONS)

    def read(self, turn: UserTurn) -> list[Act]:
        """Give the acts in the order of the words."""
        spans = spans_of(self._field.tag(features(turn, self._names)))
        return list(dict.fromkeys(self._act(turn.text, span) for span in spans))

    def _act(self, text: str, span: Span) -> Act:
        intent, domain, slot = span.label.split(_JOIN)
        value = self._values.value(slot, text[span.start : span.end])
        if slot == _FACILITIES:
            return intent, domain, f"{slot}-{value}", _YES if intent in _SAID else ""
        return intent, domain, slot, value


def _said_of(act: Act) -> str:
    """Give the words that say an act: its value, or the facility that it is about."""
    return act[2].partition("-")[2] or act[3]


def features(turn: UserTurn, names: NameFinder) -> Features:
    """Name what holds at each character: the characters around it, known names, and which domains are spoken of."""
    text = turn.text.lower()
    kinds = tags_of(names.find(turn.text), len(text))
    spoken = [topic for topic in topics(turn.text, turn.context, names) if topic.startswith(_TOPICS)]
    near = _nearest(text)
    return [
        [*_local(text, place), *_marks(kinds, place), *spoken, *near[place], "always"] for place in range(len(text))
    ]


def _local(text: str, place: int) -> Iterator[str]:
    window = {shift: _sign(text, place + shift) for shift in range(-_REACH, _REACH + 1)}
    for shift, sign in window.items():
        yield f"{shift}={sign}"
        if shift < _REACH:
            yield f"{shift}={sign}{window[shift + 1]}"
        if shift < _REACH - 1:
            yield f"{shift}={sign}{window[shift + 1]}{window[shift + 2]}"


def _sign(text: str, place: int) -> str:
    if not 0 <= place < len(text):
        return "^" if place < 0 else "$"
    return "0" if text[place].isdigit() else text[place]


def _marks(kinds: Sequence[str], place: int) -> Iterator[str]:
    for shift in (-1, 0, 1):
        if 0 <= place + shift < len(kinds):
            yield f"name{shift}={kinds[place + shift]}"


def _nearest(text: str) -> list[list[str]]:
    words = [(found.start(), found[0]) for found in _DOMAINS.finditer(text)]
    return [
        [
            "left=" + next((word for start, word in reversed(words) if start <= place), ""),
            "right=" + next((word for start, word in words if start > place), ""),
        ]
        for place in range(len(text))
    ]
