"""The files of the simulator data of SCPR and UNICORN: who took what, what items are like, who knows whom."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from chatrec.offline.evaluate.evaluation import part_file
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Known", "read_known", "read_pairs"]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known whatever the split; matrices of 0 and 1.

    Attributes:
        has: Items x attributes.
        likes: Users x attributes: the attributes that a user gave to any item.
        friends: Users x users.
    """

    has: sp.csr_matrix
    likes: sp.csr_matrix
    friends: sp.csr_matrix

    @property
    def shape(self) -> tuple[int, int]:
        """Users and items."""
        return self.likes.shape[0], self.has.shape[0]


def read_known(folder: Path) -> Known:
    """Read `item_dict.json`, `user_dict.json`, `tag_map.json` and `user_map.json`.

    `user_item.json` is left alone: it holds the pairs of every split.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a file is not what the format says; it names the file and the entry.
    """
    attributes, users = (len(_read(folder, name)) for name in ("tag_map.json", "user_map.json"))
    items = _read(folder, "item_dict.json")
    people = _read(folder, "user_dict.json")
    held = {key: _member("item_dict.json", key, entry, "feature_index") for key, entry in items.items()}
    liked = {key: _member("user_dict.json", key, entry, "like") for key, entry in people.items()}
    friends = {key: _member("user_dict.json", key, entry, "friends") for key, entry in people.items()}
    return Known(
        has=_matrix("item_dict.json", held, (len(items), attributes)),
        likes=_matrix("user_dict.json", liked, (users, attributes)),
        friends=_matrix("user_dict.json", friends, (users, users)),
    )


def read_pairs(folder: Path, part: str, shape: tuple[int, int]) -> sp.csr_matrix:
    """Read `review_dict_PART.json`, users x items.

    Raises:
        NotFoundError: the file is missing.
        InvalidInputError: it names a user or an item that there is not, or holds no pair.
    """
    name = f"review_dict_{part}.json"
    pairs = _matrix(name, _read(folder, name), shape)
    if not pairs.nnz:
        raise InvalidInputError(f"{name}: there is no pair.")
    return pairs


def _read(folder: Path, name: str) -> Mapping[str, Any]:
    try:
        read = json.loads(part_file(folder, name).read_text("utf-8"))
    except ValueError as error:
        raise InvalidInputError(f"{name}: this is no JSON.", problem=str(error)) from error
    if not isinstance(read, dict):
        raise InvalidInputError(f"{name}: an object is needed.")
    return read


def _member(name: str, key: str, entry: object, member: str) -> Sequence[int]:
    if not isinstance(entry, dict) or member not in entry:
        raise InvalidInputError(f"{name}: {key}: {member} is missing.")
    found: Sequence[int] = entry[member]
    return found


def _matrix(name: str, rows: Mapping[str, Sequence[int]], shape: tuple[int, int]) -> sp.csr_matrix:
    for key, columns in rows.items():
        numbers = isinstance(columns, list) and all(type(column) is int for column in columns)
        if not key.isdecimal() or int(key) >= shape[0]:
            raise InvalidInputError(f"{name}: {key}: a number below {shape[0]} is needed.")
        if not numbers or not all(0 <= column < shape[1] for column in columns):
            raise InvalidInputError(f"{name}: {key}: numbers from 0 to below {shape[1]} are needed.")
    places = [(int(key), column) for key, columns in rows.items() for column in sorted(set(columns))]
    cells = np.array(places, np.int64).reshape(-1, 2).T
    return sp.csr_matrix((np.ones(len(places), np.float32), cells), shape=shape)
