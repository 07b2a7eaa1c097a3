"""What people decide about triples that are not sure enough to enter by themselves."""

from collections.abc import Callable, Sequence
from pathlib import Path

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.offline.extend.extend import write_out
from chatrec.offline.extend.extension import (
    ACCEPTED,
    REJECTED,
    REVIEW,
    Extension,
    extended,
    read_extensions,
    write_extensions,
)
from chatrec.vocabulary.errors import ConflictError, NotFoundError

__all__ = ["above", "accept", "named", "reject"]

Choice = Callable[[tuple[Extension, ...]], tuple[Extension, ...]]


def named(ids: Sequence[str]) -> Choice:
    """Choose by id."""

    def choose(rows: tuple[Extension, ...]) -> tuple[Extension, ...]:
        known = {row.id: row for row in rows}
        missing = [id_ for id_ in ids if id_ not in known]
        if missing:
            raise NotFoundError("No triple of that id waits for review.", ids=" ".join(missing))
        return tuple(known[id_] for id_ in dict.fromkeys(ids))

    return choose


def above(confidence: float) -> Choice:
    """Choose what has at least a confidence."""
    return lambda rows: tuple(row for row in rows if row.confidence >= confidence)


def accept(folder: Path, choice: Choice) -> tuple[Extension, ...]:
    """Put the chosen triples into the catalogue.

    Raises:
        NotFoundError: an id waits for no review.
        ConflictError: a triple contradicts what the catalogue states; nothing is changed.
    """
    rows = read_extensions(folder / REVIEW)
    chosen = choice(rows)
    whole, taken = extended(read_catalogue(folder), chosen)
    refused = [row.id for row in chosen if row not in taken]
    if refused:
        raise ConflictError("The catalogue states another value already.", ids=" ".join(refused))
    left = tuple(row for row in rows if row not in chosen)
    write_out(whole, folder, folder, {ACCEPTED: (*read_extensions(folder / ACCEPTED), *taken), REVIEW: left})
    return taken


def reject(folder: Path, choice: Choice) -> tuple[Extension, ...]:
    """Turn the chosen triples down for good: they are not proposed again.

    Raises:
        NotFoundError: an id waits for no review.
    """
    rows = read_extensions(folder / REVIEW)
    chosen = choice(rows)
    write_extensions(folder / REJECTED, (*read_extensions(folder / REJECTED), *chosen))
    write_extensions(folder / REVIEW, (row for row in rows if row not in chosen))
    return chosen
