"""Joins the two id spaces of ReDial: film numbers in texts and films in sequences, both to the pool of UniCRS."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chatrec.offline.evaluate.dialogues.graph import Graph, Name

__all__ = ["Films", "join_films"]

_TITLE = re.compile(r"\s*(.*?)\s*(?:\((\d{4})\))?\s*")
_NEAR_YEARS = 1


@dataclass(frozen=True, slots=True, eq=False)
class Films:
    """Items of the pool.

    Attributes:
        by_number: Film number of the texts (`@123`) to item; a film outside the pool is left out.
        by_uri: DBpedia URI to item.
        years: Item to the year in its title.
    """

    by_number: Mapping[str, int]
    by_uri: Mapping[str, int]
    years: Mapping[int, float]


def join_films(graph: Graph, uris: Mapping[str, str | None], titles: Mapping[str, str]) -> Films:
    """Join each film number by its URI where that is in the pool, and by title and year where it is not.

    `uris` and `titles` are those of film numbers; a title may end with the year in brackets.
    """
    places = {entity: place for place, entity in enumerate(graph.items)}
    by_uri = {uri: places[entity] for uri, entity in graph.ids.items() if entity in places}
    namesakes = _namesakes(graph)
    by_number: dict[str, int] = {}
    years: dict[int, float] = {}
    for number in sorted({*uris, *titles}):
        title, year = _split(titles.get(number, ""))
        uri = uris.get(number) or ""
        item = by_uri.get(uri)
        if item is None:
            item = _closest(namesakes.get(title, ()), year)
        if item is not None:
            by_number[number] = item
            if year is not None:
                years[item] = float(year)
    met = {uri: by_number[number] for number, uri in sorted(uris.items()) if uri and number in by_number}
    return Films(by_number, met | by_uri, years)


def _namesakes(graph: Graph) -> Mapping[str, Sequence[tuple[int, Name]]]:
    found: dict[str, list[tuple[int, Name]]] = defaultdict(list)
    for place, entity in enumerate(graph.items):
        name = graph.names[entity]
        found[name.title].append((place, name))
    return found


def _split(title: str) -> tuple[str, int | None]:
    found = _TITLE.fullmatch(title)
    if not found:
        return title.lower(), None
    return found.group(1).lower(), int(found.group(2)) if found.group(2) else None


def _closest(namesakes: Iterable[tuple[int, Name]], year: int | None) -> int | None:
    best: tuple[tuple[bool, bool, bool, int], int] | None = None
    for place, name in namesakes:
        if name.year is not None and year is not None and abs(name.year - year) > _NEAR_YEARS:
            continue
        plain = not name.qualifier or "film" in name.qualifier
        key = (name.year is not None and name.year == year, name.year is None, plain, -place)
        if best is None or key > best[0]:
            best = key, place
    return best[1] if best else None
