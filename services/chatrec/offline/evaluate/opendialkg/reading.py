"""The files of OpenDialKG as iEvaLM-CRS (Wang et al., 2023) processed them, and DiffKG's dialogues where they are."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, cast

from chatrec.offline.evaluate.evaluation import part_file
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Catalogue", "Message", "Talk", "Turn", "read_catalogue", "read_talks", "read_turns"]

Triple = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class Turn:
    """A recommender's turn.

    Attributes:
        dialogue: The dialogue's number in the source.
        turn: The turn's number in it.
        context: What was said before, the oldest first.
        entities: What the source found named in the context.
        targets: Items that the turn names.
        response: What it says.
    """

    dialogue: int
    turn: int
    context: tuple[str, ...]
    entities: tuple[str, ...]
    targets: tuple[str, ...]
    response: str


@dataclass(frozen=True, slots=True)
class Message:
    """What one side of a whole dialogue says."""

    text: str
    sender: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A whole dialogue with the steps in the graph that its speakers chose, each (from, to)."""

    messages: tuple[Message, ...]
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Entities, items and facts.

    Attributes:
        names: Entity names by number.
        items: The entities that may be recommended.
        relations: Names of the relations.
        triples: (head, relation, tail) of entities.
    """

    names: tuple[str, ...]
    items: tuple[int, ...]
    relations: tuple[str, ...]
    triples: tuple[Triple, ...]


class _TurnRow(TypedDict):
    dialog_id: int
    turn_id: int
    context: list[str]
    entity: list[str]
    rec: list[str]
    resp: str


def read_turns(path: Path) -> tuple[Turn, ...]:
    """Read one turn a line.

    Raises:
        InvalidInputError: a line is not in the format.
    """
    return tuple(
        _turn(line, path, number) for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.strip()
    )


def read_catalogue(folder: Path) -> Catalogue:
    """Read entities, items and the graph.

    Raises:
        InvalidInputError: a file is not in the format.
        NotFoundError: a file is missing.
    """
    numbers = cast("dict[str, int]", _json(folder, "entity2id.json"))
    relations = cast("dict[str, int]", _json(folder, "relation2id.json"))
    edges = cast("dict[str, list[tuple[int, int]]]", _json(folder, "kg.json"))
    items = cast("list[int]", _json(folder, "item_ids.json"))
    by_number = {number: name for name, number in relations.items()}
    try:
        names = {number: name for name, number in numbers.items()}
        return Catalogue(
            names=tuple(names[number] for number in range(len(names))),
            items=tuple(sorted(set(items))),
            relations=tuple(by_number[number] for number in sorted(by_number)),
            triples=tuple((int(head), by_number[kind], tail) for head in edges for kind, tail in edges[head]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInputError("--data: the graph's numbers do not agree.", folder=folder, value=str(error)) from error


def read_talks(path: Path) -> tuple[Talk, ...]:
    """Read DiffKG's table of whole dialogues.

    Raises:
        InvalidInputError: a row is not in the format.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return tuple(_talk(row, path, number) for number, row in enumerate(rows, 2) if row)


def _turn(line: str, path: Path, number: int) -> Turn:
    try:
        row = cast("_TurnRow", json.loads(line))
        return Turn(
            dialogue=int(row["dialog_id"]),
            turn=int(row["turn_id"]),
            context=_texts(row["context"]),
            entities=_texts(row["entity"]),
            targets=_texts(row["rec"]),
            response=str(row["resp"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInputError(f"{path.name}:{number}: a turn of OpenDialKG is needed.", value=str(error)) from error


def _texts(values: Sequence[str]) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError("not a list of texts")
    return tuple(str(value) for value in values)


def _json(folder: Path, name: str) -> object:
    try:
        return json.loads(part_file(folder, name).read_text("utf-8"))
    except ValueError as error:
        raise InvalidInputError(f"{name}: JSON is needed.", value=str(error)) from error


def _talk(row: list[str], path: Path, number: int) -> Talk:
    try:
        events = json.loads(row[0])
        said = (event for event in events if event["type"] == "chat")
        messages = tuple(Message(str(event["message"]), str(event["sender"])) for event in said)
        return Talk(messages, tuple(_steps(events)))
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise InvalidInputError(f"{path.name}:{number}: a dialogue of DiffKG is needed.", value=str(error)) from error


def _steps(events: list[dict[str, dict[str, list[list[tuple[str, str, str]]]]]]) -> Iterator[tuple[str, str]]:
    for event in events:
        path = event.get("metadata", {}).get("path", [])
        for start, _, end in path[1] if path else ():
            yield start, end
