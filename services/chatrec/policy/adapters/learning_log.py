"""Reads the learning log that the orchestrator writes, as it grows: a sqlite file, or a Redis Stream."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from chatrec.policy.domain.ports import LearningLog
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError, UnavailableError
from chatrec.vocabulary.learning import Entry, entry_from_text

__all__ = ["LearningLogFile", "Lines", "open_learning_log"]

_PAGE: Final = 500


def open_learning_log(where: str, password: str = "") -> LearningLog:
    """Open the log at a path, `sqlite:PATH` or a Redis URL.

    Raises:
        InvalidInputError: it is none of these.
    """
    scheme, _, rest = where.partition(":")
    if scheme in {"redis", "rediss"} and rest:
        # 20 MB of client that only this log needs.
        from chatrec.policy.adapters.learning_stream import open_learning_stream  # noqa: PLC0415

        return open_learning_stream(where, password)
    path = rest if scheme == "sqlite" else where
    if not path or "://" in path:
        raise InvalidInputError("learning_log must be sqlite:PATH or a Redis URL.", field="learning_log")
    return LearningLogFile(Path(path))


class Lines:
    """Lines of a log as entries; `unreadable` counts those that are none."""

    unreadable: int

    def _readable(self, rows: list[tuple[int, str]]) -> Iterator[tuple[int, Entry]]:
        for number, line in rows:
            try:
                yield number, entry_from_text(line)
            except InvalidInputError:
                self.unreadable += 1


class LearningLogFile(Lines):
    """The log, opened for each look: nothing is held where the writer is gone or the file was replaced."""

    def __init__(self, path: Path) -> None:
        """Keep the path; the file may come later."""
        self._path = path
        self.unreadable = 0

    def after(self, number: int) -> Iterator[tuple[int, Entry]]:
        """Give the entries behind a number, oldest first, each with its own; unreadable lines are passed over."""
        # A log that has never come so far is another one than the number is of: it is read from its beginning.
        last = number if self._path.exists() and self._last() >= number else 0
        while self._path.exists():
            rows = self._page(last)
            yield from self._readable(rows)
            if len(rows) < _PAGE:
                return
            last = rows[-1][0]

    def check(self) -> None:
        """Check that the file is there."""
        if not self._path.is_file():
            raise NotFoundError("There is no such learning log.", file=self._path)

    def trim(self, number: int, kept: int) -> None:
        """Let entries up to a number go, oldest first, where there are more than are to be kept."""
        with self._opened("rw") as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(
                "DELETE FROM entries WHERE number <= MIN(?, (SELECT MAX(number) FROM entries) - ?)", (number, kept)
            )
            connection.commit()

    def _last(self) -> int:
        with self._opened("ro") as connection:
            row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entries'").fetchone()
        return int(row[0]) if row else 0

    def _page(self, number: int) -> list[tuple[int, str]]:
        with self._opened("ro") as connection:
            return connection.execute(
                "SELECT number, line FROM entries WHERE number > ? ORDER BY number LIMIT ?", (number, _PAGE)
            ).fetchall()

    @contextmanager
    def _opened(self, mode: str) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(f"file:{self._path}?mode={mode}", uri=True, timeout=5.0)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise UnavailableError("The learning log does not answer.", path=self._path) from error
