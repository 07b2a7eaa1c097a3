"""Dialogues about films whose messages are annotated with acts (IARD)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from chatrec.offline.evaluate.dialogues.files import read_object
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Message", "Side", "read_messages"]

_TITLE: Final = re.compile(r"@\d+\s*(?:<[^>]*>\s*)*")
_ANY_TITLE: Final = "that movie "


class Side(StrEnum):
    """Who speaks."""

    USER = "seeker"
    RECOMMENDER = "recommender"


@dataclass(frozen=True, slots=True)
class Message:
    """A message and what it does.

    Attributes:
        dialogue: Id of its dialogue.
        place: From 1, in the dialogue.
        side: Who says it.
        text: As annotated, each linked title as "that movie".
        before: The text of the message before it; empty for the first.
        coarse: Acts of the upper level, such as GiveFeedback.
        fine: Acts of the lower level, such as REJ.
    """

    dialogue: str
    place: int
    side: Side
    text: str
    before: str
    coarse: frozenset[str]
    fine: frozenset[str]


def read_messages(folder: Path, name: str) -> list[Message]:
    """Read the dialogues in the order of the file, and the messages of each in theirs.

    Raises:
        NotFoundError: the file is missing.
        InvalidInputError: a dialogue or a message is of another form, or there is none.
    """
    messages = [
        message
        for dialogue, record in read_object(folder, name).items()
        for message in _messages(f"{folder / name}: {dialogue}", dialogue, record)
    ]
    if not messages:
        raise InvalidInputError(f"{folder / name}: there is no dialogue in it.", file=name)
    return messages


def _messages(where: str, dialogue: str, record: object) -> Iterator[Message]:
    match record:
        case {"dialogue_info": dict() as turns}:
            said = sorted((_said(f"{where}, {key}", turn) for key, turn in turns.items()), key=lambda one: one[0])
        case _:
            raise InvalidInputError(f"{where}: dialogue_info is missing.", dialogue=dialogue)
    before = ""
    for place, side, text, coarse, fine in said:
        yield Message(dialogue, place, side, text, before, coarse, fine)
        before = text


def _said(where: str, turn: object) -> tuple[int, Side, str, frozenset[str], frozenset[str]]:
    match turn:
        case {
            "utterance_pos": int(place),
            "role": ("seeker" | "recommender") as side,
            "utterance_text": str(text),
            "top-level intent/action": list() as coarse,
            "sub-intent/action": list() as fine,
        } if all(isinstance(act, str) for act in (*coarse, *fine)):
            return place, Side(side), _TITLE.sub(_ANY_TITLE, text).strip() or "...", frozenset(coarse), frozenset(fine)
        case _:
            raise InvalidInputError(f"{where}: a message with its place, role, text and acts is needed.", turn=where)
