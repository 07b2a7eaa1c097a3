"""Last.FM listening as KGCN's authors prepare it: who heard which artist, and as many artists never heard."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from chatrec.offline.evaluate.evaluation import Doubles, part_file
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Listening", "Pairs", "draw_pairs", "read_listening"]

Longs = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Listening:
    """`plays` is users x artists, 0 where never heard; `shared` the likeness of artists by their facts."""

    plays: Doubles
    shared: Doubles


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """User, artist, and whether the user heard the artist; `train`, `valid` and `test` are positions."""

    users: Longs
    items: Longs
    heard: Mask
    train: Longs
    valid: Longs
    test: Longs


def read_listening(folder: Path) -> Listening:
    """Read `user_artists.dat`, the artists' entities and the graph.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a line cannot be read.
    """
    entity_of = {row[0]: row[1] for row in _rows(part_file(folder, "item_index2entity_id.txt"), 2)}
    plays = list(_plays(part_file(folder, "user_artists.dat"), entity_of))
    if not plays:
        raise InvalidInputError("user_artists.dat: no artist has an entity.")
    entities = {entity: number for number, entity in enumerate(sorted(set(entity_of.values())))}
    users = {user: number for number, user in enumerate(dict.fromkeys(row[0] for row in plays))}
    counts = np.zeros((len(users), len(entities)))
    for user, entity, count in plays:
        counts[users[user], entities[entity]] = count
    return Listening(counts, _shared(part_file(folder, "kg.txt"), entities))


def draw_pairs(listening: Listening, seed: int) -> Pairs:
    """Draw for each user as many artists never heard as heard, and split all pairs 6:2:2 at random."""
    rng = np.random.default_rng(seed)
    heard = listening.plays > 0
    users, items = np.nonzero(heard)
    other_users, other_items = [], []
    for user, mine in enumerate(heard):
        unheard = np.flatnonzero(~mine)
        drawn = rng.choice(unheard, min(int(mine.sum()), len(unheard)), replace=False)
        other_users.append(np.full(len(drawn), user))
        other_items.append(drawn)
    negatives = np.concatenate(other_users)
    order = rng.permutation(len(users) + len(negatives))
    first, second = int(0.6 * len(order)), int(0.8 * len(order))
    return Pairs(
        users=np.concatenate((users, negatives)),
        items=np.concatenate((items, *other_items)),
        heard=np.arange(len(order)) < len(users),
        train=order[:first],
        valid=order[first:second],
        test=order[second:],
    )


def _plays(path: Path, entity_of: dict[str, str]) -> Iterator[tuple[str, str, float]]:
    for number, (user, artist, count) in enumerate(_rows(path, 3)):
        if number and artist in entity_of:
            try:
                yield user, entity_of[artist], float(count)
            except ValueError as error:
                raise InvalidInputError(f"{path.name}:{number + 1}: {count!r} is no number of plays.") from error


def _rows(path: Path, width: int) -> Iterator[list[str]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        row = line.split()
        if len(row) != width:
            raise InvalidInputError(f"{path.name}:{number}: {width} fields are needed.")
        yield row


def _shared(path: Path, entities: dict[str, int]) -> Doubles:
    """Give the cosine of artists over the nodes they are joined with, rare nodes counting more."""
    joined = [
        (entities[one], other)
        for head, _, tail in _rows(path, 3)
        for one, other in ((head, tail), (tail, head))
        if one in entities
    ]
    nodes = {node: number for number, node in enumerate(dict.fromkeys(other for _, other in joined))}
    held = np.zeros((len(entities), max(len(nodes), 1)))
    for artist, node in joined:
        held[artist, nodes[node]] = 1.0
    held *= np.log(1.0 + len(entities) / (1.0 + held.sum(axis=0)))
    held /= np.linalg.norm(held, axis=1, keepdims=True) + 1e-9
    likeness = held @ held.T
    np.fill_diagonal(likeness, 0.0)
    return np.asarray(likeness)
