"""MovieLens-100K with its Freebase graph in RecBole's files, and the split that a seed draws."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Interaction
from chatrec.offline.catalogue.movielens_links import links_by_title
from chatrec.offline.evaluate.evaluation import part_file
from chatrec.offline.evaluate.interactions.ratings import Ratings, read_ratings, split_by_user
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import Triple

__all__ = ["Films", "Split", "read_films", "split"]

_TRAIN_SHARE = 0.75
_INVERSE = frozenset(
    {
        "film.actor.film",
        "film.cinematographer.film",
        "film.content_rating.film",
        "film.director.film",
        "film.film.prequel",
        "film.film_genre.films_in_this_genre",
        "film.film_subject.films",
        "film.producer.film",
        "film.production_company.films",
        "film.writer.film",
    }
)
"""Relations that say again, from the other side, what another one says."""


@dataclass(frozen=True, slots=True, eq=False)
class Films:
    """The data set: what users rated, and the triples, each stored in one direction.

    `items` are the films in the order of the ratings; their ids begin with `m`.
    """

    ratings: Ratings
    items: Sequence[str]
    triples: Sequence[Triple]


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """What each user is known by, the earliest first, and the films to find again."""

    train: Mapping[str, Sequence[Interaction]]
    test: Mapping[str, frozenset[str]]


def read_films(folder: Path) -> Films:
    """Read the ratings, the graph, and the link between both.

    With a list of films in the folder the link is made by title and year (`movielens_links`), else it is the file's.

    Raises:
        NotFoundError: a file is missing.
        InvalidInputError: a line is not in the format.
    """
    ratings = read_ratings(part_file(folder, "ml-100k.inter"))
    items = tuple(f"m{item}" for item in ratings.item_ids)
    known = frozenset(items)
    films = {entity: item for entity, item in _linked(folder).items() if item in known}
    return Films(ratings, items, sorted(set(_triples(folder, films)), key=_in_order))


def split(films: Films, seed: int) -> Split:
    """Draw three quarters of each user's ratings to know them by: the split of the task `ml-100k`."""
    ratings = films.ratings
    learned, kept = split_by_user(ratings, np.arange(len(ratings.users)), _TRAIN_SHARE, seed)
    train: dict[str, list[Interaction]] = {user: [] for user in ratings.user_ids}
    for row in sorted(learned.tolist(), key=lambda row: (ratings.unix_s[row], ratings.items[row])):
        user, item = ratings.user_ids[ratings.users[row]], films.items[ratings.items[row]]
        train[user].append(Interaction(user, item, float(ratings.values[row]), int(ratings.unix_s[row])))
    test: dict[str, set[str]] = {user: set() for user in ratings.user_ids}
    for row in kept.tolist():
        test[ratings.user_ids[ratings.users[row]]].add(films.items[ratings.items[row]])
    return Split(train, {user: frozenset(found) for user, found in test.items()})


def _linked(folder: Path) -> Mapping[str, str]:
    published = {entity: f"m{item}" for item, entity in _rows(folder, "ml-100k.link", 2)}
    if not (folder / "ml-100k.item").is_file():
        return published
    titled = ((f"m{number}", title, year) for number, title, year, _ in _rows(folder, "ml-100k.item", 4))
    by_title = links_by_title(folder, titled)
    return published if by_title is None else by_title


def _triples(folder: Path, films: Mapping[str, str]) -> Iterator[Triple]:
    for head, relation, tail in _rows(folder, "ml-100k.kg", 3):
        ends = films.get(head, head), films.get(tail, tail)
        if relation not in _INVERSE and ends[0] != ends[1] and (head in films or tail in films):
            yield Triple(ends[0], relation, ends[1])


def _in_order(triple: Triple) -> tuple[str, str, str]:
    return triple.head, triple.relation, str(triple.tail)


def _rows(folder: Path, name: str, columns: int) -> Iterator[list[str]]:
    with part_file(folder, name).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(reader, None)
        for row in reader:
            if len(row) != columns:
                raise InvalidInputError(
                    f"{name}:{reader.line_num}: {columns} columns are needed.", file=name, line=reader.line_num
                )
            yield row
