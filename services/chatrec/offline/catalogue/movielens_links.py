"""Which node of the Freebase graph is which film of MovieLens-100K.

RecBole's `ml-100k.link` numbers films as the larger MovieLens sets do (1M, 20M and later ones share their numbers),
while every other file of the folder numbers them as MovieLens-100K: read as it stands, it ties most nodes to another
film. A list of the larger sets' films in the folder, `movies.dat` of 1M or `movies.csv` of a later one, tells title and
year of each number, and by these the film is found.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["links_by_title"]

Key = tuple[str, int]
_DATED = re.compile(r"^(?P<title>.+?)\s*\((?P<year>\d{4})\)\s*$")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_ARTICLE = re.compile(r"^(?P<rest>.+), (?P<article>the|a|an|le|la|les|l'|il|el|das|der|die)$")
_WORD = re.compile(r"\w+")
_YEARS_APART = (0, -1, 1)
"""The sets date some films by another premiere; the same year is tried first."""


def links_by_title(folder: Path, films: Iterable[tuple[str, str, str]]) -> dict[str, str] | None:
    """Give the film of each node whose film is found by title and year; None where no list of the numbers is there.

    Args:
        folder: Holds `ml-100k.link` (number, node) and a list of films.
        films: (id, title, year) as MovieLens-100K has them; of two with one title the first is taken.

    Raises:
        InvalidInputError: a line of the list is not in the format.
    """
    listed = _listed(folder)
    if listed is None:
        return None
    by_title: dict[Key, str] = {}
    for film, title, year in films:
        if year.isdigit():
            by_title.setdefault((_plain(title), int(year)), film)
    found = {node: _film(listed.get(number), by_title) for number, node in _links(folder / "ml-100k.link")}
    return {node: film for node, film in found.items() if film}


def _film(key: Key | None, by_title: Mapping[Key, str]) -> str:
    if key is None:
        return ""
    title, year = key
    return next((by_title[title, year + apart] for apart in _YEARS_APART if (title, year + apart) in by_title), "")


def _listed(folder: Path) -> dict[str, Key] | None:
    for name, rows in (("movies.dat", _dat), ("movies.csv", _csv)):
        path = folder / name
        if path.is_file():
            dated = ((number, _DATED.match(title)) for number, title in rows(path))
            return {number: (_plain(match["title"]), int(match["year"])) for number, match in dated if match}
    return None


def _dat(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(path.read_text("latin-1").splitlines(), 1):
        cells = line.split("::")
        if len(cells) < 2:  # noqa: PLR2004  a number and a title
            raise InvalidInputError("A line has no title.", file=path, line=number)
        yield cells[0], cells[1]


def _csv(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row.get("movieId") or not row.get("title"):
                raise InvalidInputError("movieId and title are needed.", file=path)
            yield row["movieId"], row["title"]


def _links(path: Path) -> Iterator[tuple[str, str]]:
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines()[1:])
    return ((row[0], row[1]) for row in rows if len(row) > 1)


def _plain(title: str) -> str:
    """Give a title's words in small letters, without accents and without what stands in brackets; its article first."""
    letters = unicodedata.normalize("NFKD", _BRACKETS.sub("", title)).casefold().strip()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    inverted = _ARTICLE.match(bare)
    ordered = f"{inverted['article']} {inverted['rest']}" if inverted else bare
    return " ".join(_WORD.findall(ordered))
