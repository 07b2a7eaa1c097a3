"""What is wrong with a catalogue, and where: all of it at once, not the first slip alone."""

from typing import NamedTuple

from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["MOST_PROBLEMS", "CatalogueError", "Place", "Problems"]

MOST_PROBLEMS = 100
"""Reading stops at this many: who has a hundred problems has one problem a hundred times."""


class CatalogueError(InvalidInputError):
    """A catalogue cannot be read; `problems` holds one line a problem, "items.jsonl:17: price: ..."."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Keep the problems; the message tells the first and how many follow."""
        more = len(problems) - 1
        count = f"at least {more}" if len(problems) >= MOST_PROBLEMS else str(more)
        super().__init__(problems[0] if not more else f"{problems[0]} (and {count} more)", problems=len(problems))
        self.problems = problems


class Place(NamedTuple):
    """A file and a line of it, counted from 1; line 0 is the file itself."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Problems:
    """Collects problems while reading goes on."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lines: list[str] = []

    def add(self, place: Place, message: str) -> None:
        """Note a problem.

        Raises:
            CatalogueError: it was the last one that is worth noting.
        """
        self._lines.append(f"{place}: {message}")
        if len(self._lines) >= MOST_PROBLEMS:
            self.raise_if_any()

    def raise_if_any(self) -> None:
        """End reading where anything is wrong.

        Raises:
            CatalogueError: with all problems so far.
        """
        if self._lines:
            raise CatalogueError(tuple(self._lines))

    def __len__(self) -> int:
        return len(self._lines)
