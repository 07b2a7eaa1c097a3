"""Turns side by side: which dialogue each is of, what each names, and what it is to recommend."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from chatrec.offline.evaluate.opendialkg.linking import Link, fold, name_finder
from chatrec.offline.evaluate.opendialkg.misspelling import name_guesser
from chatrec.offline.evaluate.opendialkg.reading import Catalogue, Turn

__all__ = ["Corpus", "Mention", "corpus_of"]

Bools = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
Weigher = Callable[["Mention", int], float]


@dataclass(frozen=True, slots=True)
class Mention:
    """How an entity was named last.

    Attributes:
        age: 0 in the last utterance, 1 in the one before it, and so on.
        covered: Whether it only stands within a longer name.
        choices: How many entities the name may mean.
    """

    age: int
    covered: bool = False
    choices: int = 1


@dataclass(frozen=True, eq=False)
class Corpus:
    """The turns that are learned from, then those that are measured.

    Attributes:
        catalogue: Entities and items.
        turns: All turns.
        learned: How many of them are learned from.
        dialogues: The dialogue of each turn: the same number where the source's number or the opening text is the same.
        given: What the data say is named, a dictionary a turn.
        found: What is found named beyond that.
        find: Finds names in a text.
    """

    catalogue: Catalogue
    turns: tuple[Turn, ...]
    learned: int
    dialogues: Integers
    given: tuple[dict[int, Mention], ...]
    found: tuple[dict[int, Mention], ...]
    find: Callable[[str], tuple[Link, ...]]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Entity numbers by name."""
        return {name: number for number, name in enumerate(self.catalogue.names)}

    @cached_property
    def places(self) -> dict[int, int]:
        """Places among the items, by entity."""
        return {entity: place for place, entity in enumerate(self.catalogue.items)}

    @cached_property
    def targets(self) -> tuple[tuple[int, ...], ...]:
        """Item places that each turn names, -1 for a name that is no item."""
        return tuple(tuple(self._place(name) for name in turn.targets) for turn in self.turns)

    @cached_property
    def named(self) -> Bools:
        """Turns x items: whether the data say that the item was named before."""
        mask = np.zeros((len(self.turns), len(self.places)), dtype=np.bool_)
        for row, mentions in enumerate(self.given):
            mask[row, [self.places[entity] for entity in mentions if entity in self.places]] = True
        return mask

    @cached_property
    def leading(self) -> tuple[dict[int, Mention], ...]:
        """What walks start from: what the data say is named or, where they say nothing, what is found."""
        return tuple(given or found for given, found in zip(self.given, self.found, strict=True))

    @cached_property
    def focus(self) -> tuple[int, ...]:
        """Age of the last utterance of each turn that names something."""
        return tuple(
            min((mention.age for mention in mentions.values() if not mention.covered), default=0)
            for mentions in self.leading
        )

    def matrix(self, mentions: Sequence[dict[int, Mention]], weigh: Weigher) -> sp.csr_matrix:
        """Give turns x entities: what `weigh` makes of each mention and the age of the turn's focus."""
        cells = [
            (row, entity, weigh(mention, self.focus[row]))
            for row, found in enumerate(mentions)
            for entity, mention in found.items()
        ]
        return _sparse([cell for cell in cells if cell[2]], (len(self.turns), len(self.catalogue.names)))

    def _place(self, name: str) -> int:
        return self.places.get(self.numbers.get(name, -1), -1)


def corpus_of(catalogue: Catalogue, learned: Sequence[Turn], measured: Sequence[Turn]) -> Corpus:
    """Put turns side by side and find what they name."""
    turns = (*learned, *measured)
    find = name_finder(catalogue, (turn.context[-1] for turn in learned if turn.context))
    numbers = {name: number for number, name in enumerate(catalogue.names)}
    guess = name_guesser(catalogue.names)
    given = tuple(_given(turn, numbers) for turn in turns)
    found = tuple(_found(turn, known, find, guess) for turn, known in zip(turns, given, strict=True))
    return Corpus(catalogue, turns, len(learned), _dialogues(turns), given, found, find)


def _given(turn: Turn, numbers: dict[str, int]) -> dict[int, Mention]:
    names = sorted({name for name in turn.entities if name in numbers}, key=lambda name: (-len(name), name))
    found = {numbers[name]: Mention(len(turn.context)) for name in names}
    for age, text in reversed(list(enumerate(reversed(turn.context)))):
        spans: list[tuple[int, int]] = []
        for name in names:
            start = text.lower().find(name.lower())
            end = start + len(name)
            if start >= 0:
                covered = any(first <= start and end <= last for first, last in spans)
                spans += [] if covered else [(start, end)]
                found[numbers[name]] = Mention(age, covered)
    return found


def _found(
    turn: Turn,
    known: dict[int, Mention],
    find: Callable[[str], tuple[Link, ...]],
    guess: Callable[[str], tuple[int, ...]],
) -> dict[int, Mention]:
    found: dict[int, Mention] = {}
    for age, text in reversed(list(enumerate(reversed(turn.context)))):
        found |= {entity: Mention(age) for entity in guess(text)}
        found |= {entity: Mention(age, choices=len(link.entities)) for link in find(text) for entity in link.entities}
    return {entity: mention for entity, mention in found.items() if entity not in known}


def _dialogues(turns: Iterable[Turn]) -> Integers:
    """Number the dialogues: turns that share the source's number or the opening text are of one dialogue."""
    leader: dict[object, object] = {}

    def lead(key: object) -> object:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    keys = [(turn.dialogue, fold(turn.context[0]) if turn.context else "") for turn in turns]
    for number, opening in keys:
        leader[lead(("opening", opening))] = lead(number)
    order: dict[object, int] = {}
    return np.array([order.setdefault(lead(number), len(order)) for number, _ in keys], dtype=np.int64)


def _sparse(cells: Sequence[tuple[int, int, float]], shape: tuple[int, int]) -> sp.csr_matrix:
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    return sp.csr_matrix((np.array(values, dtype=np.float32), (list(rows), list(columns))), shape=shape)
