"""Whether a support answer was given as written, its slots filled with what the catalogue's files say."""

import re
from collections.abc import Iterator

from chatrec.offline.dialogue.facts.written import Written, numbers_of
from chatrec.vocabulary.slots import filled, slots
from chatrec.vocabulary.turn import Turn
from chatrec.vocabulary.words import Language, Text

__all__ = ["as_written", "misquoted"]

_MARK = "\0"


def as_written(answer: str) -> re.Pattern[str]:
    """Give the pattern of an answer: its text, with a group for each slot."""
    parts = filled(answer, lambda _item, _facet: _MARK).split(_MARK)
    return re.compile("(.+?)".join(map(re.escape, parts)), re.DOTALL)


def misquoted(turn: Turn, written: Written) -> Iterator[tuple[str, str]]:
    """Give what of a turn's answer is not as written: the item, "" where it is the text itself, and what is wrong."""
    answer = written.answers.get(turn.answer_id, Text()).speak(turn.language)
    told = as_written(answer).search(turn.reply) if answer else None
    if told is None:
        yield "", f"the answer {turn.answer_id} is not as written"
        return
    for (item, facet), words in zip(slots(answer), told.groups(), strict=True):
        value = written.items[item].facets.get(facet) if item in written.items else None
        if not _gives(words, value, written, turn.language):
            yield item, f"the answer {turn.answer_id} gives its {facet} as {words}"


def _gives(words: str, value: object, written: Written, language: Language) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) in numbers_of(words)
    values = value if isinstance(value, list) else [value]
    return all(written.entities.get(str(one), Text(str(one), str(one))).speak(language) in words for one in values)
