"""Facts by number, and those of them that are held out to be told again."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Facts", "Parts", "numbered", "part_facts"]

Longs = npt.NDArray[np.int64]

_LEAST_FACTS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Facts of a graph; `triples` is facts x (head, relation, tail), each fact once, by number of its parts."""

    entities: tuple[str, ...]
    relations: tuple[str, ...]
    triples: Longs


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Facts x (head, relation, tail) to learn from, to stop by, and to judge by."""

    train: Longs
    valid: Longs
    test: Longs

    @property
    def whole(self) -> Longs:
        """All of them."""
        return np.concatenate((self.train, self.valid, self.test))


def numbered(rows: Iterable[tuple[str, str, str]]) -> Facts:
    """Number entities and relations in the order of their names; a fact that is given twice counts once.

    Raises:
        InvalidInputError: there are fewer than 20 facts, from which nothing can be learned.
    """
    unique = sorted(set(rows))
    if len(unique) < _LEAST_FACTS:
        raise InvalidInputError(f"Pretraining needs at least {_LEAST_FACTS} facts.", facts=len(unique))
    entities = sorted({end for head, _, tail in unique for end in (head, tail)})
    relations = sorted({relation for _, relation, _ in unique})
    entity = {name: number for number, name in enumerate(entities)}
    relation = {name: number for number, name in enumerate(relations)}
    triples = np.array([(entity[head], relation[kind], entity[tail]) for head, kind, tail in unique], dtype=np.int64)
    return Facts(tuple(entities), tuple(relations), triples)


def part_facts(facts: Facts, share: float, *, seed: int) -> Parts:
    """Hold out a share of the facts to stop by and as many to judge by, at random.

    A fact is held out only while each of its ends and its relation stays in another fact to learn from: of what was
    never seen nothing can be told. So a sparse graph gives fewer than asked for.
    """
    rng = np.random.default_rng(seed)
    ends = np.bincount(facts.triples[:, [0, 2]].ravel(), minlength=len(facts.entities))
    kinds = np.bincount(facts.triples[:, 1], minlength=len(facts.relations))
    wanted = 2 * round(share * len(facts.triples))
    held: list[int] = []
    for row in rng.permutation(len(facts.triples)).tolist():
        if len(held) == wanted:
            break
        head, relation, tail = facts.triples[row].tolist()
        spare = 3 if head == tail else 2
        if min(ends[head], ends[tail]) >= spare and kinds[relation] > 1:
            held.append(row)
            ends[head] -= 1
            ends[tail] -= 1
            kinds[relation] -= 1
    train = np.delete(facts.triples, held, axis=0)
    valid, test = (facts.triples[np.array(held[start::2], dtype=np.int64)] for start in range(2))
    return Parts(train, valid, test)
