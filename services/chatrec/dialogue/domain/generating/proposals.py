"""What a generator proposes of a message, held against the catalogue and against the message itself."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from chatrec.dialogue.domain.generating.choices import Choice, key_of
from chatrec.dialogue.domain.reading.leftovers import left_over
from chatrec.dialogue.domain.reading.words.polarity import Polarities, Polarity, read_polarities
from chatrec.dialogue.domain.reading.words.said import Clause, Said, fold
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Operator, Source

__all__ = ["borne_out"]

_MOST_PROPOSALS: Final = 12
_MOST_WISHES: Final = 3
_LONGEST_QUOTE: Final = 60
_ENOUGH_HAN: Final = 2
_WEIGHT: Final = 0.5
_LETTER: Final = re.compile(r"[a-z0-9]")


def borne_out(
    answer: str, said: Said, choices: Sequence[Choice], taken: Collection[str], turn: int
) -> tuple[Preference, ...] | None:
    """Give the soft preferences that an answer proposes and a message bears out; None where the answer is no proposal.

    An answer is `{"preferences": [{"facet", "value", "quote"}]}`. A proposal counts where facet and value are among the
    choices, the facet is not `taken`, and the quote stands in the message, has content, and serves no other proposal.
    Whether the quote is wanted or unwanted is read by rule, never taken from the answer.
    """
    rows = _rows(answer)
    if rows is None:
        return None
    known = {key_of(choice.facet, choice.value): choice for choice in choices}
    polarities = read_polarities(said)
    wishes: dict[str, Preference] = {}
    used: list[tuple[int, int]] = []
    for choice, start, end in _quoted(rows[:_MOST_PROPOSALS], known, said):
        operator = _operator(polarities, start, end)
        apart = all(end <= first or last <= start for first, last in used)
        if operator is None or not apart or choice.facet in taken or choice.facet in wishes:
            continue
        used.append((start, end))
        wishes[choice.facet] = Preference(
            choice.facet,
            operator,
            (choice.value,),
            source=Source.NEED,
            turn=turn,
            weight=_WEIGHT,
            phrase=said.original[start:end],
        )
    return tuple(wishes.values())[:_MOST_WISHES]


def _rows(answer: str) -> list[object] | None:
    try:
        rows = json.loads(answer)["preferences"]
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    return rows if isinstance(rows, list) else None


def _quoted(rows: list[object], known: Mapping[str, Choice], said: Said) -> Iterator[tuple[Choice, int, int]]:
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("quote"), str):
            continue
        value = row.get("value")
        if not isinstance(row.get("facet"), str) or not isinstance(value, (str, bool)):
            continue
        choice, place = known.get(key_of(row["facet"], value)), _place(row["quote"], said)
        if choice is not None and place is not None:
            yield choice, *place


def _place(quote: str, said: Said) -> tuple[int, int] | None:
    """Find whole words with content in a message; None where they do not stand there."""
    folded = fold(quote).strip()
    start = said.folded.find(folded) if 0 < len(folded) <= _LONGEST_QUOTE else -1
    end = start + len(folded)
    if start < 0 or _is_cut(said.folded, start) or _is_cut(said.folded, end):
        return None
    return (start, end) if left_over(said, Clause(start, end, question=False), [], _ENOUGH_HAN) else None


def _is_cut(folded: str, place: int) -> bool:
    return bool(_LETTER.match(folded[place - 1 : place]) and _LETTER.match(folded[place : place + 1]))


def _operator(polarities: Polarities, start: int, end: int) -> Operator | None:
    polarity = polarities.of(start, end)
    if polarity is Polarity.NEEDLESS:
        return None
    return Operator.EQUAL if polarity is Polarity.WANTED else Operator.NOT_EQUAL
