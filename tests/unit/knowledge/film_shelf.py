"""A small shelf of films for tests of what words speak of."""

from collections.abc import Sequence

import numpy as np

from chatrec.knowledge.domain.catalogue.catalogue import Answer, Catalogue, Entity, Item
from chatrec.knowledge.domain.ports import Role
from chatrec.vocabulary.graph import Vector
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Kind, Need, NeedFacet, Notices
from chatrec.vocabulary.words import FacetType, Language, Phrases, Text

FILM = Kind("film", Phrases(en=("film", "movie"), zh=("电影", "片子")))


def film(item_id: str, en: str, zh: str = "", text: str = "", **facets: tuple[str, ...]) -> Item:
    return Item(item_id, Text(en, zh), "film", text=Text(en=text), facets=facets)


SHELF = Catalogue(
    CatalogueSchema(
        name="films",
        domain="movies",
        generation="",
        languages=(Language.EN, Language.ZH),
        currency="",
        kinds=(FILM,),
        facets=(
            Facet("director", FacetType.ENTITY, Text("director", "导演"), relation="directed_by"),
            Facet("cast", FacetType.ENTITY, Text("cast", "主演"), relation="stars", many=True),
            Facet("genre", FacetType.ENTITY, Text("genre", "类型"), relation="has_genre", many=True),
            Facet(
                "pace",
                FacetType.ORDINAL,
                Text("pace", "节奏"),
                values=("slow", "fast"),
                value_names=(Text("slow-burning", "慢热"), Text("fast-paced", "快节奏")),
                relation="pace",
            ),
            Facet("dubbed", FacetType.FLAG, Text("dubbing", "配音"), relation="dubbed"),
        ),
        needs=(
            Need(Phrases(en=("with my grandma", "family night"), zh=("陪奶奶看",)), (NeedFacet("genre", ("comedy",)),)),
            Need(Phrases(en=("heist film",), zh=("悬疑电影",)), (NeedFacet("pace", ("fast",)),)),
        ),
        notices=Notices(emergency=Text("Call.", "拨打。"), signs=Phrases(en=("chest pain",), zh=("胸口疼",))),
    ),
    items=(
        film("her", "Her", "她", "A man falls in love with a voice.", director=("jonze",)),
        film("up", "Up", "飞屋环游记", "An old man lifts his house up with balloons for her.", genre=("comedy",)),
        film("life", "Life", "", "A station in space is up against something. Her crew fights.", genre=("scifi",)),
        film("inception", "Inception", "盗梦空间", "Thieves go into dreams of a life.", director=("nolan",)),
        film("live", "To Live", "活着", "A family through the years of a life.", director=("zhang",)),
        film("mission", "Mission: Impossible", "碟中谍", "An agent hunts.", cast=("cruise",)),
        film("tiger", "Crouching Tiger, Hidden Dragon", "卧虎藏龙", "A sword is stolen.", director=("lee",)),
        film("godfather", "The Godfather", "教父", "A family.", director=("coppola",), cast=("nolan",)),
        film("amelie", "Amélie", "天使爱美丽", "Kindness.", genre=("comedy",)),
        film("jaws", "1917", "", "War.", director=("nolan",)),
    ),
    entities=(
        Entity("nolan", "person", Text("Christopher Nolan", "克里斯托弗·诺兰"), ("Nolan", "诺兰")),
        Entity("jonze", "person", Text("Spike Jonze")),
        Entity("zhang", "person", Text("Zhang Yimou", "张艺谋")),
        Entity("lee", "person", Text("Ang Lee", "李安")),
        Entity("coppola", "person", Text("Francis Ford Coppola")),
        Entity("cruise", "person", Text("Tom Cruise", "汤姆·克鲁斯")),
        Entity("comedy", "genre", Text("comedy", "喜剧")),
        Entity("scifi", "genre", Text("science fiction", "科幻"), ("sci-fi",)),
        Entity("us", "country", Text("United States", "美国"), ("US",)),
    ),
    answers=(
        Answer(
            "refund", Text("How do I get a refund?", "怎么退款？"), Phrases(en=("I want my money back",)), Text("So.")
        ),
        Answer("hours", Text("When are you open?", "几点开门？"), Phrases(), Text("At nine.", "九点。"), ("up",)),
        Answer("seats", Text("Can I choose my seats?", "可以选座吗？"), Phrases(), Text("Yes.", "可以。")),
    ),
)


class LetterEncoder:
    """Encodes a text by its pairs of letters: near texts get near vectors."""

    model_id = "letters"

    def encode(self, texts: Sequence[str], role: Role = Role.QUERY) -> Vector:
        found = np.full((len(texts), 64), 0.01, dtype=np.float32)
        for row, text in enumerate(texts):
            for a, b in zip(text.lower(), text.lower()[1:], strict=False):
                found[row, (ord(a) * 31 + ord(b)) % 64] += 1.0
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)

    def one(self, text: str) -> Vector:
        return np.asarray(self.encode([text])[0], dtype=np.float32)
