"""Reads the dialogues of ReDial: texts as published (Li et al., 2018) and the id sequences of KASCRS."""

import re
from collections.abc import Mapping
from pathlib import Path

from chatrec.offline.evaluate.dialogues.files import read_lines, read_table
from chatrec.offline.evaluate.dialogues.redial_names import Films
from chatrec.offline.knowledge.dialogue_corpus import Dialogue, Turn
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["RawDialogue", "read_sequences", "read_texts", "texts_with_films", "titles_of"]

RawDialogue = tuple[str, list[tuple[bool, str]], dict[str, str]]
"""Id, messages as (the recommender's?, text), and film number to title."""

_FILM = re.compile(r"@(\d+)")
_TOKEN = re.compile(r"\[([A-Z]+)(\d*)\]")
_SIDES = {"SKR": False, "REC": True}
_AMBIGUOUS = "EA9013304"
"""An id that the sequences give to several people."""


def read_texts(folder: Path, name: str) -> list[RawDialogue]:
    """Read a file of dialogues as text.

    Raises:
        NotFoundError: it is missing.
        InvalidInputError: a line is malformed.
    """
    found: list[RawDialogue] = []
    for place, line in read_lines(folder, name):
        try:
            found.append(_raw(line))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise InvalidInputError(f"{place}: a ReDial dialogue is needed.", file=place) from error
    return found


def titles_of(dialogues: list[RawDialogue]) -> dict[str, str]:
    """Give the title of each film number."""
    return {number: title for _, _, titles in dialogues for number, title in titles.items()}


def texts_with_films(dialogues: list[RawDialogue], films: Films) -> list[Dialogue]:
    """Find the films in texts; messages of one side that follow each other are one turn."""
    return [Dialogue(name, _merged(messages, films)) for name, messages, _ in dialogues]


def read_sequences(folder: Path, name: str, films: Films, uris: Mapping[int, str]) -> list[Dialogue]:
    """Read a file of dialogues as sequences; `uris` are those of the entities that the sequences name films by.

    Raises:
        NotFoundError: it is missing.
        InvalidInputError: a line is malformed.
    """
    found = []
    for place, row in read_table(folder, name):
        if not row.get("conversationId") or row.get("sequence") is None:
            raise InvalidInputError(f"{place}: conversationId and sequence are needed.", file=place)
        found.append(Dialogue(row["conversationId"], _sequence(row["sequence"], films, uris)))
    return found


def _raw(line: object) -> RawDialogue:
    if not isinstance(line, dict):
        raise TypeError
    recommender = line["respondentWorkerId"]
    messages = [(message["senderWorkerId"] == recommender, str(message["text"])) for message in line["messages"]]
    titles = {str(number): str(title) for number, title in dict(line["movieMentions"] or {}).items() if title}
    return str(line["conversationId"]), messages, titles


def _merged(messages: list[tuple[bool, str]], films: Films) -> tuple[Turn, ...]:
    sides: list[tuple[bool, list[str]]] = []
    for recommends, text in messages:
        if not sides or sides[-1][0] != recommends:
            sides.append((recommends, []))
        sides[-1][1].append(text)
    turns = []
    for recommends, texts in sides:
        text = " ".join(texts)
        items = (films.by_number.get(number) for number in _FILM.findall(text))
        turns.append(Turn(recommends, tuple(i for i in items if i is not None), text=_FILM.sub(" ", text)))
    return tuple(turns)


def _sequence(text: str, films: Films, uris: Mapping[int, str]) -> tuple[Turn, ...]:
    turns: list[tuple[bool, list[int], list[str]]] = []
    for kind, number in _TOKEN.findall(text):
        if kind in _SIDES:
            turns.append((_SIDES[kind], [], []))
        elif turns and kind == "I":
            item = films.by_uri.get(uris.get(int(number), ""))
            turns[-1][1].extend(() if item is None else (item,))
        elif turns and number and kind + number != _AMBIGUOUS:
            turns[-1][2].append(kind + number)
    return tuple(Turn(side, tuple(items), tuple(concepts)) for side, items, concepts in turns)
