"""Reads the files of both dialogue data sets."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from chatrec.offline.evaluate.evaluation import part_file
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["read_json", "read_lines", "read_object", "read_table"]


def read_json(folder: Path, name: str) -> object:
    """Read one JSON file.

    Raises:
        NotFoundError: it is missing.
        InvalidInputError: it is no JSON.
    """
    path = part_file(folder, name)
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InvalidInputError(f"{path}: this is no JSON.", file=str(path)) from error


def read_lines(folder: Path, name: str) -> Iterator[tuple[str, object]]:
    """Read a file with one JSON value a line, each with its place as file:line.

    Raises:
        NotFoundError: it is missing.
        InvalidInputError: a line is no JSON.
    """
    path = part_file(folder, name)
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            place = f"{path}:{number}"
            if not line.strip():
                continue
            try:
                yield place, json.loads(line)
            except ValueError as error:
                raise InvalidInputError(f"{place}: this line is no JSON.", file=place) from error


def read_table(folder: Path, name: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Read a CSV file with a header, each row with its place as file:line.

    Raises:
        NotFoundError: it is missing.
    """
    path = part_file(folder, name)
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            yield f"{path}:{reader.line_num}", row


def read_object(folder: Path, name: str) -> Mapping[str, object]:
    """Read a JSON file that holds one object.

    Raises:
        NotFoundError: it is not there.
        InvalidInputError: it is no JSON, or holds something else.
    """
    found = read_json(folder, name)
    if not isinstance(found, dict):
        raise InvalidInputError(f"{folder / name}: a JSON object is needed.", file=str(folder / name))
    return found
