"""MovieLens-100K in RecBole's files, with its Freebase graph, as a catalogue of films.

The graph names its nodes by Freebase ids without names, so people and studios in it cannot be spoken of. What they say
of the films is kept as what is true between films: one is the sequel of another, or two share their director, their
writer, or at least two of their actors. This needs the list of films by which the link is numbered
(`movielens_links`): without it no fact of the graph can be told from one of another film, and none is taken.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path

from chatrec.knowledge.adapters.catalogue_files import read_catalogue
from chatrec.knowledge.adapters.catalogue_writing import write_catalogue
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Interaction, Item
from chatrec.knowledge.domain.catalogue.wording import worded
from chatrec.offline.catalogue.movielens_links import links_by_title
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.graph import Triple
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Kind
from chatrec.vocabulary.words import FacetType, Language, Phrases, Text, Value

__all__ = ["from_movielens"]

_GENRES = {
    "Action": "动作",
    "Adventure": "冒险",
    "Animation": "动画",
    "Children's": "儿童",
    "Comedy": "喜剧",
    "Crime": "犯罪",
    "Documentary": "纪录片",
    "Drama": "剧情",
    "Fantasy": "奇幻",
    "Film-Noir": "黑色电影",
    "Horror": "恐怖",
    "Musical": "歌舞",
    "Mystery": "悬疑",
    "Romance": "爱情",
    "Sci-Fi": "科幻",
    "Thriller": "惊悚",
    "War": "战争",
    "Western": "西部",
}
_FACETS = (
    Facet(
        "genre",
        FacetType.ENTITY,
        label=Text("genre", "类型"),
        question=Text("What kind of film are you in the mood for?", "想看什么类型的电影？"),
        phrases=Phrases(("genre", "kind of film"), ("类型", "题材")),
        many=True,
        relation="of_genre",
        relation_label=Text("is", "类型是"),
    ),
    Facet(
        "year",
        FacetType.NUMBER,
        label=Text("year", "年份"),
        question=Text("From what years?", "想看哪些年代的？"),
        phrases=Phrases(("year", "from the year"), ("年份", "上映年份", "年代")),
        unit="year",
    ),
)
_SEQUEL = "film.film.sequel"
_PREQUEL = "film.film.prequel"
_SHARED = {
    "film.film.directed_by": ("same_director_as", 1),
    "film.film.written_by": ("same_writer_as", 1),
    "film.film.actor": ("shares_cast_with", 2),
}
_ARTICLE = re.compile(r"^(?P<rest>.+), (?P<article>The|A|An|Le|La|Les|L'|Il|El|Das|Der|Die)$")
_WORKS_OF_ONE = 60
"""Who has more films than this in the graph ties them too loosely to speak of it."""


def from_movielens(source: Path, out: Path) -> Catalogue:
    """Make a catalogue's folder of `ml-100k.item` and `.inter`, with the triples of `.link`, `.kg` and a list of films.

    Raises:
        InvalidInputError: a file is missing or of another format.
    """
    interactions = tuple(
        Interaction(f"u{row['user_id']}", f"m{row['item_id']}", float(row["rating"]), int(float(row["timestamp"])))
        for row in _rows(source / "ml-100k.inter")
    )
    ratings: dict[str, int] = defaultdict(int)
    for row in interactions:
        ratings[row.item] += 1
    films = tuple(_rows(source / "ml-100k.item"))
    items = tuple(_item(row, ratings) for row in films)
    known = {item.id for item in items}
    catalogue = Catalogue(
        schema=CatalogueSchema(
            name="movielens",
            domain="generic",
            generation="",
            languages=(Language.EN, Language.ZH),
            currency="",
            kinds=(Kind("movie", Phrases(("movie", "film", "picture"), ("电影", "影片", "片子"))),),
            facets=tuple(worded(facet, Language.EN) for facet in _FACETS),
        ),
        items=items,
        entities=tuple(_genre(name) for name in _GENRES),
        triples=tuple(_triples(source, films)),
        interactions=tuple(row for row in interactions if row.item in known),
        licence="GroupLens: research use, no redistribution",
    )
    write_catalogue(catalogue, out)
    return read_catalogue(out)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """Read a file of RecBole: columns parted by tabs, a header of `name:type`."""
    if not path.is_file():
        raise InvalidInputError("A file of MovieLens is missing.", file=path)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        header = [title.split(":")[0] for title in next(reader, [])]
        for row in reader:
            if len(row) != len(header):
                raise InvalidInputError(
                    "A line has another number of columns than the header.", file=path, line=reader.line_num
                )
            yield dict(zip(header, row, strict=True))


def _item(row: Mapping[str, str], ratings: Mapping[str, int]) -> Item:
    id_ = f"m{row['item_id']}"
    inverted = _ARTICLE.match(row["movie_title"])
    title = f"{inverted['article']} {inverted['rest']}" if inverted else row["movie_title"]
    facets: dict[str, tuple[Value, ...]] = {}
    genres = tuple(_slug(name) for name in row["class"].split() if name in _GENRES)
    if genres:
        facets["genre"] = genres
    if row["release_year"].isdigit():
        facets["year"] = (float(row["release_year"]),)
    return Item(id_, Text(title), "movie", facets=facets, popularity=float(ratings.get(id_, 0)))


def _slug(genre: str) -> str:
    if genre == "Sci-Fi":
        return "science_fiction"
    return genre.lower().replace("'s", "").replace("-", "_")


def _genre(name: str) -> Entity:
    chinese = _GENRES[name]
    aliases = (f"{chinese.removesuffix('片')}片", *((name,) if "-" in name else ()))
    return Entity(_slug(name), "genre", Text(_slug(name).replace("_", " "), chinese), aliases)


def _triples(source: Path, rows: Iterable[Mapping[str, str]]) -> Iterator[Triple]:
    if not (source / "ml-100k.link").is_file() or not (source / "ml-100k.kg").is_file():
        return
    titled = ((f"m{row['item_id']}", row["movie_title"], row["release_year"]) for row in rows)
    films = links_by_title(source, titled) or {}
    works: dict[str, dict[str, set[str]]] = {relation: defaultdict(set) for relation in _SHARED}
    sequels: set[tuple[str, str]] = set()
    for row in _rows(source / "ml-100k.kg"):
        head, relation, tail = row["head_id"], row["relation_id"], row["tail_id"]
        if relation in works:
            film, person = (head, tail) if head in films else (tail, head)
            if film in films:
                works[relation][person].add(films[film])
        elif relation in (_SEQUEL, _PREQUEL) and head in films and tail in films and head != tail:
            earlier, later = (head, tail) if relation == _SEQUEL else (tail, head)
            sequels.add((films[later], films[earlier]))
    yield from (Triple(later, "sequel_of", earlier) for later, earlier in sorted(sequels))
    for relation, (name, least) in _SHARED.items():
        yield from (Triple(first, name, second) for first, second in _sharing(works[relation].values(), least))


def _sharing(works: Iterable[set[str]], least: int) -> Iterator[tuple[str, str]]:
    """Give the pairs of films that at least so many people have in common."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for films in works:
        if len(films) <= _WORKS_OF_ONE:
            for pair in combinations(sorted(films), 2):
                counts[pair] += 1
    return (pair for pair, count in sorted(counts.items()) if count >= least)
