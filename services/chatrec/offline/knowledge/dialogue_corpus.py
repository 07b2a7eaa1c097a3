"""Dialogues in which a recommender names items, and what is known of the items."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import sparse

__all__ = ["Case", "Dialogue", "Items", "Turn", "attribute_matrix", "cases_of", "phrases", "words"]

_TOKEN = re.compile(r"[^\W_](?:[\w'’-]*\w)?")
_LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side says at a time.

    Attributes:
        recommends: Whether the recommender speaks.
        items: Numbers of the items named, in order.
        concepts: Entities named that are no items, such as genres and people, under any ids.
        text: What was said; empty where only the ids are known.
    """

    recommends: bool
    items: tuple[int, ...]
    concepts: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A dialogue under its id, turn by turn."""

    id: str
    turns: tuple[Turn, ...]

    @property
    def has_text(self) -> bool:
        """Tell whether the words are known."""
        return any(turn.text for turn in self.turns)


@dataclass(frozen=True, slots=True)
class Case:
    """One item that the recommender names in a turn.

    Attributes:
        id: Dialogue, turn and item.
        before: The turns before it.
        target: The item.
        new: Whether nobody named the item before.
    """

    id: str
    before: tuple[Turn, ...]
    target: int
    new: bool


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """The items that can be named.

    Attributes:
        count: How many.
        years: Year of each, NaN where unknown.
        attributes: Kind of attribute to a matrix (items, values) of ones.
        kinds: Genre-like kinds: the ones that words and concepts are matched with.
        people: Name of a person to the column in `attributes["person"]`.
        titles: Title in small letters to the items that have it.
    """

    count: int
    years: npt.NDArray[np.float64]
    attributes: Mapping[str, sparse.csr_matrix]
    kinds: tuple[str, ...]
    people: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def cases_of(dialogues: Sequence[Dialogue]) -> Iterator[Case]:
    """Give the cases of dialogues: each item once a turn."""
    for dialogue in dialogues:
        named: set[int] = set()
        for place, turn in enumerate(dialogue.turns):
            if turn.recommends:
                for item in dict.fromkeys(turn.items):
                    case = f"{dialogue.id}:{place}:{item}"
                    yield Case(case, dialogue.turns[:place], item, item not in named)
            named.update(turn.items)


def attribute_matrix(values: Mapping[int, set[str]], count: int) -> tuple[sparse.csr_matrix, dict[str, int]]:
    """Make the matrix (items, values) of an attribute, and the column of each value."""
    columns = {value: place for place, value in enumerate(sorted({v for some in values.values() for v in some}))}
    rows = [(item, columns[value]) for item in sorted(values) for value in sorted(values[item])]
    places = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    shape = (count, max(len(columns), 1))
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (places[0], places[1])), shape), columns


@lru_cache(maxsize=1024)
def phrases(text: str, *, longest: int = 2) -> frozenset[str]:
    """Give the runs of one to `longest` words of a text, in small letters."""
    found = _TOKEN.findall(text.lower())
    sizes = range(1, longest + 1)
    return frozenset(" ".join(found[at : at + size]) for size in sizes for at in range(len(found) - size + 1))


def words(text: str) -> set[str]:
    """Give the words of a text that have at least three characters and begin with a letter."""
    return {word for word in _TOKEN.findall(text.lower()) if len(word) >= _LEAST_LETTERS and word[0].isalpha()}
