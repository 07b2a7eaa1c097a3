"""Reads the acts of user turns: spans of characters for values that are said, heads for the rest."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from chatrec.offline.evaluate.crosswoz.heads import ActHeads, HeadOptions, Seen
from chatrec.offline.evaluate.crosswoz.names import NameFinder
from chatrec.offline.evaluate.crosswoz.reading import Act, UserTurn
from chatrec.offline.evaluate.crosswoz.tagging import SpanReader, said_spans
from chatrec.offline.evaluate.crosswoz.topics import topics

__all__ = ["ActReader"]

_PLACES: Final = ("景点", "餐馆", "酒店")


class ActReader:
    """A reader learned from annotated turns.

    Args:
        turns: What is learned from.
        names: What the database names, by domain and slot.
    """

    def __init__(self, turns: Sequence[UserTurn], names: Mapping[str, frozenset[str]]) -> None:
        self._names = NameFinder(names)
        self._places = NameFinder({place: names[place] for place in _PLACES})
        known = {"名称": frozenset().union(*(names[place] for place in _PLACES)), "推荐菜": names["推荐菜"]}
        said = [said_spans(turn) for turn in turns]
        self._spans = SpanReader(turns, said, self._names, known | {"酒店设施": names["酒店设施"]})
        seen = [self._seen(turn, (act for act, _ in row)) for turn, row in zip(turns, said, strict=True)]
        spans = [{act for act, _ in row} for row in said]
        unsaid = [[act for act in turn.acts if act not in row] for turn, row in zip(turns, spans, strict=True)]
        self._heads = ActHeads(seen, unsaid, HeadOptions())

    @property
    def names(self) -> NameFinder:
        """Finds what the database names."""
        return self._names

    @property
    def places(self) -> NameFinder:
        """Finds the places that the database names."""
        return self._places

    def read(self, turns: Sequence[UserTurn]) -> list[list[Act]]:
        """Give the acts of each turn, those of spans first; the turns' own acts and states are not looked at."""
        said = [self._spans.read(turn) for turn in turns]
        done = self._heads.read([self._seen(turn, acts) for turn, acts in zip(turns, said, strict=True)])
        return [list(dict.fromkeys([*first, *then])) for first, then in zip(said, done, strict=True)]

    def read_spans(self, turns: Sequence[UserTurn]) -> list[list[Act]]:
        """Give only the acts whose value is said."""
        return [self._spans.read(turn) for turn in turns]

    def _seen(self, turn: UserTurn, said: Iterable[Act]) -> Seen:
        texts = [self._names.masked(text) for text in (turn.text, *turn.context[:-3:-1])]
        now, system, user = (*texts, "", "")[:3]
        facts = {f"said {intent} {slot.partition('-')[0]}" for intent, _, slot, _ in said}
        facts.add("opening" if not turn.context else "under way")
        return Seen((now, system, user), tuple(sorted(facts)), topics(turn.text, turn.context, self._names))
