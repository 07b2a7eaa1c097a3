"""Items on the table by a word of their names: "the zoo" where Hill Zoo was shown, “许三观那本”."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from chatrec.dialogue.domain.reading.words.mentions import Found
from chatrec.dialogue.domain.reading.words.said import Said, fold
from chatrec.vocabulary.graph import ItemCard, Mention
from chatrec.vocabulary.words import MentionType

__all__ = ["part_named"]

_WORD: Final = re.compile(r"[a-z]{3,}(?:'s)?")
_THE: Final = re.compile(r"(?<![a-z])(?:the|that) (?P<words>[a-z' -]{3,40})")
_THAT_ONE: Final = re.compile(
    r"(?P<before>[\u3400-\u9fff]{2,6})那[一]?[个款部本家门件条张台只双辆套间份支座]|那[一]?[个款部本家门件条张台只双辆套间份支座](?P<after>[\u3400-\u9fff]{2,6})"
)
# These point at a place rather than call a thing by its name.
_POINTING: Final = frozenset(
    {"one", "ones", "two", "three", "four", "five", "first", "second", "third", "last", "other", "same", "next", "and"}
)
_SURE: Final = 0.8
_SHORTEST: Final = 2


def part_named(
    said: Said, cards: Sequence[ItemCard], taken: Iterable[tuple[int, int]], kind_words: Iterable[str]
) -> Iterator[Found]:
    """Give the items of the table that a message calls by words which no other item there has.

    The word of a kind names none of its items; `taken` are the places that are understood already.
    """
    rows = {card.id: card for card in cards}
    known, common = list(taken), {form for word in kind_words for form in (word, f"{word}s")}
    words = {item: set(_WORD.findall(fold(card.name.en))) - common - _POINTING for item, card in rows.items()}
    held = Counter(word for found in words.values() for word in found)
    for match in _THE.finditer(said.folded):
        spoken = list(_WORD.finditer(said.folded, match.start("words"), match.end("words")))
        for item, own in words.items():
            places = [word for word in spoken if held[word[0]] == 1 and word[0] in own]
            if places and spoken[0][0] in own and not _overlaps(places[0].start(), places[-1].end(), known):
                yield _found(rows[item], match.start(), places[-1].end())
    for match in _THAT_ONE.finditer(said.folded):
        group = "before" if match["before"] else "after"
        part = match[group]
        owners = {card.id: share for card in rows.values() if (share := _shared(part, fold(card.name.zh)))}
        best = max(owners.values(), default=0)
        ids = [item for item, share in owners.items() if share == best]
        if best >= _SHORTEST and len(ids) == 1 and not _overlaps(*match.span(), known):
            yield _found(rows[ids[0]], *match.span())


def _shared(part: str, name: str) -> int:
    """Give how many characters of a name end (or begin) the words beside "that one"."""
    sizes = range(_SHORTEST, len(part) + 1)
    return max((size for size in sizes if part[-size:] in name or part[:size] in name), default=0)


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in spans)


def _found(card: ItemCard, start: int, end: int) -> Found:
    return Found((Mention(start, end, MentionType.ITEM, "", card.id, (), _SURE, card.name, card.kind),))
