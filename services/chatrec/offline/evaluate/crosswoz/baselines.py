"""Trivial readings of a user's turn."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from chatrec.offline.evaluate.crosswoz.names import NameFinder
from chatrec.offline.evaluate.crosswoz.reading import Act, UserTurn

__all__ = ["gazetteer_acts", "most_frequent_acts"]

_SLOTS: Final = {
    "景点": ("景点", "名称"),
    "餐馆": ("餐馆", "名称"),
    "酒店": ("酒店", "名称"),
    "推荐菜": ("餐馆", "推荐菜"),
}


def most_frequent_acts(known: Sequence[UserTurn], asked: Sequence[UserTurn]) -> list[list[Act]]:
    """Give every turn the acts that are done most often in a dialogue's turn of that number."""
    counts: dict[int, Counter[tuple[Act, ...]]] = {}
    for turn in known:
        counts.setdefault(turn.number, Counter())[turn.acts] += 1
    common = {number: max(sorted(count), key=count.__getitem__) for number, count in counts.items()}
    return [list(common.get(turn.number, ())) for turn in asked]


def gazetteer_acts(asked: Sequence[UserTurn], names: NameFinder) -> list[list[Act]]:
    """Give every turn an Inform for each of the database's names in it."""
    return [
        [
            ("Inform", *_SLOTS[span.label], turn.text[span.start : span.end])
            for span in names.find(turn.text)
            if span.label in _SLOTS
        ]
        for turn in asked
    ]
