"""Which domains a dialogue speaks of, and how long ago: by the words for them and by the names of their places."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from chatrec.offline.evaluate.crosswoz.names import NameFinder

__all__ = ["topics"]

_WORDS: Final = {
    "景点": "景点|景区|好玩|游玩",
    "餐馆": "餐馆|餐厅|饭店|饭馆|吃饭|用餐|好吃",
    "酒店": "酒店|宾馆|住宿|旅馆",
    "地铁": "地铁",
    "出租": "出租|打车|的士|车型|车牌|叫个?车|叫辆",
}
_ANY: Final = re.compile("|".join(f"(?P<{domain}>{words})" for domain, words in _WORDS.items()))
_NAMED: Final = re.compile("〔(?P<景点>景点)〕|〔(?P<餐馆>餐馆)〕|〔(?P<酒店>酒店)〕")
_BACK: Final = 4


def topics(text: str, context: Sequence[str], names: NameFinder) -> tuple[str, ...]:
    """Name what holds: domains in the words and names of the turn, and the last ones of each of the turns before."""
    masked = names.masked(text)
    found = {f"here {domain}" for domain in _domains(_ANY, masked)}
    found |= {f"named {domain}" for domain in _domains(_NAMED, masked)}
    found |= {
        f"near {domain}"
        for domain in _WORDS
        if re.search(f"(?:周边|附近|周围)[^，。？！]{{0,6}}?(?:{_WORDS[domain]})", masked)
    }
    found.add(f"first here {next(_domains(_ANY, masked), '')}")
    past = [names.masked(before) for before in reversed(context)]
    for back, before in enumerate(past[:_BACK]):
        found.add(f"{back} back {_last(_ANY, before)}")
        found.add(f"named {back} back {_last(_NAMED, before)}")
        found |= {f"also {back} back {domain}" for domain in _domains(_ANY, before)}
    found.add(f"last said {_latest(_ANY, past)}")
    found.add(f"last named {_latest(_NAMED, past)}")
    found.add(f"last named by user {_latest(_NAMED, past[1::2])}")
    return tuple(sorted(found))


def _domains(words: re.Pattern[str], text: str) -> Iterator[str]:
    return (str(match.lastgroup) for match in words.finditer(text))


def _last(words: re.Pattern[str], text: str) -> str:
    return next(reversed(list(_domains(words, text))), "")


def _latest(words: re.Pattern[str], texts: Sequence[str]) -> str:
    return next((last for text in texts if (last := _last(words, text))), "")
