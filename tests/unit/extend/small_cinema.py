"""A cinema of many films whose texts say some of their facets, so that there is something to learn from."""

from __future__ import annotations

from chatrec.knowledge.domain.catalogue.catalogue import Catalogue, Entity, Item
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Kind
from chatrec.vocabulary.words import FacetType, Language, Phrases, Text

FACETS = (
    Facet("genre", FacetType.ENTITY, label=Text("genre", "类型"), many=True, relation="of_genre"),
    Facet(
        "director",
        FacetType.ENTITY,
        label=Text("director", "导演"),
        relation="directed_by",
        relation_label=Text("directed by", "导演是"),
    ),
    Facet("minutes", FacetType.NUMBER, label=Text("length", "片长"), unit="min"),
    Facet("audience", FacetType.ORDINAL, values=("family", "adult"), value_names=(Text("families"), Text("adults"))),
    Facet("subtitled", FacetType.FLAG, label=Text("subtitles", "字幕")),
)
ENTITIES = (
    Entity("horror", "genre", Text("horror", "恐怖"), ("scary",)),
    Entity("comedy", "genre", Text("comedy", "喜剧")),
    Entity("western", "genre", Text("western", "西部")),
    Entity("ann_lee", "director", Text("Ann Lee", "李安娜")),
    Entity("bo_chan", "director", Text("Bo Chan", "陈波")),
)
GENRES = ("horror", "comedy", "western")
CHINESE = {"horror": "恐怖", "comedy": "喜剧", "western": "西部"}


def film(number: int) -> Item:
    """Give a film whose text says its genre, its director and its length."""
    genre, director = GENRES[number % 3], ("ann_lee", "bo_chan")[number % 2]
    name = {"ann_lee": "Ann Lee", "bo_chan": "Bo Chan"}[director]
    return Item(
        f"f{number}",
        Text(f"Reel Nine{number:02d}", f"胶卷第{number:02d}号"),
        "film",
        text=Text(
            f"A {genre} film directed by {name}. It runs {90 + number} minutes.",
            f"一部{CHINESE[genre]}片，片长{90 + number}分钟。",
        ),
        facets={"genre": (genre,), "director": (director,), "minutes": (90.0 + number,)},
    )


def cinema(*more: Item, films: int = 30) -> Catalogue:
    """Give a catalogue of films, and others beside them."""
    schema = CatalogueSchema(
        name="cinema",
        domain="generic",
        generation="",
        languages=(Language.EN, Language.ZH),
        currency="EUR",
        kinds=(Kind("film", Phrases(("film",), ("电影",))),),
        facets=FACETS,
    )
    return Catalogue(schema, (*(film(number) for number in range(films)), *more), ENTITIES)


def new_film(english: str, chinese: str = "") -> Item:
    """Give a film of which nothing but its text is known."""
    return Item("new", Text("Silver Kettle", "银水壶"), "film", text=Text(english, chinese))
