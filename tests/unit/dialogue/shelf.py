"""Catalogues invented for these tests, and a literal grounder over them."""

from dataclasses import dataclass, field, replace

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.vocabulary.conversation import DialogueState, Reading, Topic, Utterance
from chatrec.vocabulary.graph import Fact, Grounding, ItemCard, Mention, SupportAnswer
from chatrec.vocabulary.schema import CatalogueSchema, Facet, FacetStatistics, Kind, Need, NeedFacet, Notices
from chatrec.vocabulary.words import Better, FacetType, Language, MentionType, Move, Phrases, Text

N, ORD, E, F, D = FacetType.NUMBER, FacetType.ORDINAL, FacetType.ENTITY, FacetType.FLAG, FacetType.DATE


def words(en: str = "", zh: str = "") -> Phrases:
    return Phrases(tuple(w for w in en.split("|") if w), tuple(w for w in zh.split("|") if w))


def spread(kind: str, facet: str, low: float, high: float) -> FacetStatistics:
    return FacetStatistics(kind, facet, tuple(low + (high - low) * step / 10 for step in range(11)), 40)


CARS = CatalogueSchema(
    name="garage",
    domain="cars",
    generation="1",
    languages=(Language.EN, Language.ZH),
    currency="CNY",
    kinds=(Kind("car", words("car|sedan", "轿车|汽车")), Kind("bike", words("bike|bicycle", "自行车"))),
    facets=(
        Facet(
            "price",
            N,
            Text("price", "价格"),
            phrases=words("price|cost", "价格|价钱"),
            unit="currency",
            better=Better.LOW,
            money=True,
        ),
        Facet(
            "maker",
            E,
            Text("maker", "厂商"),
            Text("Which maker?", "想要哪个厂商？"),
            words("maker", "厂商|牌子"),
            relation="built_by",
            relation_label=Text("built by", "厂商是"),
        ),
        Facet("weight", N, Text("weight", "重量"), phrases=words("weight", "重量"), unit="kg", better=Better.LOW),
        Facet("range", N, Text("range", "续航里程"), phrases=words("range", "续航"), unit="km", better=Better.HIGH),
        Facet(
            "comfort",
            ORD,
            Text("comfort", "舒适度"),
            phrases=words("comfort", "舒适度|舒适性"),
            better=Better.HIGH,
            values=("plain", "fair", "plush"),
            value_names=(Text("plain", "简单"), Text("fair", "尚可"), Text("plush", "豪华")),
        ),
        Facet(
            "sunroof",
            F,
            Text("sunroof", "天窗"),
            Text("Do you want a sunroof?", "需要天窗吗？"),
            words("sunroof", "天窗"),
            better=Better.HIGH,
        ),
        Facet(
            "launched",
            D,
            Text("launch date", "上市时间"),
            phrases=words("launch date|launched", "上市时间"),
            better=Better.HIGH,
        ),
        Facet(
            "colour",
            E,
            Text("colour", "颜色"),
            phrases=words("colour|color", "颜色"),
            many=True,
            relation="painted",
            relation_label=Text("comes in", "颜色有"),
        ),
    ),
    needs=(
        Need(words("for my family", "一家人开|家用"), (NeedFacet("comfort", ("fair",)), NeedFacet("sunroof", (True,)))),
        Need(words("cheap|affordable", "便宜|实惠"), (NeedFacet("price"),)),
        Need(words("long range", "续航长"), (NeedFacet("range"),)),
    ),
    statistics=(
        spread("", "price", 1000, 400_000),
        spread("car", "price", 80_000, 400_000),
        spread("bike", "price", 1000, 9000),
        spread("", "weight", 10, 2000),
        spread("car", "range", 300, 800),
        spread("", "launched", 14_000, 20_400),
    ),
    item_count=60,
    has_answers=True,
)
FILMS = CatalogueSchema(
    name="plays",
    domain="theatre",
    generation="1",
    languages=(Language.EN, Language.ZH),
    currency="",
    kinds=(Kind("play", words("play|show", "话剧|剧")),),
    facets=(
        Facet(
            "style",
            E,
            Text("style", "类型"),
            phrases=words("style|genre", "类型"),
            many=True,
            relation="of_style",
            relation_label=Text("is a", "类型是"),
        ),
        Facet(
            "writer",
            E,
            Text("writer", "编剧"),
            phrases=words("writer|author", "编剧"),
            many=True,
            relation="written_by",
            relation_label=Text("written by", "编剧是"),
        ),
        Facet(
            "lead",
            E,
            Text("lead", "主演"),
            phrases=words("lead|starring", "主演"),
            many=True,
            relation="stars",
            relation_label=Text("stars", "主演是"),
        ),
        Facet("year", N, Text("year", "年份"), phrases=words("year", "年份"), unit="year"),
        Facet("minutes", N, Text("length", "时长"), phrases=words("length|running time", "时长|片长"), unit="min"),
        Facet(
            "audience",
            ORD,
            Text("audience", "观众"),
            phrases=words("audience", "观众"),
            values=("family", "teen", "adult"),
            value_names=(Text("family", "全家"), Text("teen", "青少年"), Text("adult", "成人")),
        ),
    ),
    statistics=(spread("", "year", 1920, 2024), spread("", "minutes", 40, 240)),
    notices=Notices(
        Text("Seats sell fast.", "座位有限。"),
        Text("Call 112 now.", "请立即拨打120。"),
        words("I am bleeding", "我在流血"),
    ),
    item_count=50,
)
NAMES: dict[str, tuple[tuple[MentionType, str, str, tuple[str, ...], str], ...]] = {
    "garage": (
        (MentionType.ENTITY, "lumo", "Lumo|鹿沐", ("maker",), "maker"),
        (MentionType.ENTITY, "vanta", "Vanta|万塔", ("maker",), "maker"),
        (MentionType.ENTITY, "orro", "Orro|奥罗", ("maker",), "maker"),
        (MentionType.ENTITY, "red", "red|红色", ("colour",), "colour"),
        (MentionType.ENTITY, "blue", "blue|蓝色", ("colour",), "colour"),
        (MentionType.ORDINAL, "plush", "plush|豪华", ("comfort",), ""),
        (MentionType.ORDINAL, "fair", "尚可", ("comfort",), ""),
        (MentionType.ITEM, "c1", "Lumo One|鹿沐一号", (), "car"),
        (MentionType.ITEM, "c9", "Vanta Nine|万塔九", (), "car"),
    ),
    "plays": (
        (MentionType.ENTITY, "comedy", "comedy|comedies|喜剧", ("style",), "style"),
        (MentionType.ENTITY, "horror", "horror|恐怖剧|恐怖", ("style",), "style"),
        (MentionType.ENTITY, "musical", "musical|musicals|音乐剧", ("style",), "style"),
        (MentionType.ENTITY, "ada", "Ada Quill|奎尔", ("lead", "writer"), "person"),
        (MentionType.ENTITY, "kim_a", "Kim Park|金朴", ("lead",), "actor"),
        (MentionType.ENTITY, "kim_b", "Kim Park|金朴", ("writer",), "author"),
        (MentionType.ORDINAL, "family", "family|全家", ("audience",), ""),
        (MentionType.ITEM, "p1", "The Glass Door|玻璃门", (), "play"),
        (MentionType.ITEM, "p2", "Salt|盐", (), "play"),
        (MentionType.ITEM, "p7", "Long Night|长夜", (), "play"),
    ),
}
SCHEMAS = (CARS, FILMS)
CATALOGUES = Catalogues(SCHEMAS)


def _at(text: str, word: str) -> list[int]:
    low, found, start = text.lower(), [], 0
    while (place := low.find(word.lower(), start)) >= 0:
        start = place + len(word)
        before, after = low[place - 1 : place], low[start : start + 2]
        wordy = word[0].isascii()
        if not wordy or (
            not (before.isascii() and before.isalnum())
            and not (after[:1].isascii() and after[:1].isalnum() and not after.startswith("s"))
        ):
            found.append(place)
    return found


def ground(text: str, *names: str, emergency: float = 0.0, answers: tuple[SupportAnswer, ...] = ()) -> Grounding:
    found: list[Mention] = []
    for schema in SCHEMAS:
        if names and schema.name not in names:
            continue
        rows: list[tuple[MentionType, str, tuple[str, ...], tuple[str, ...], str]] = [
            (kind, target, tuple(spelt.split("|")), facets, of)
            for kind, target, spelt, facets, of in NAMES[schema.name]
        ]
        rows += [(MentionType.KIND, kind.id, kind.words.every(), (), "") for kind in schema.kinds]
        rows += [(MentionType.FACET, facet.name, facet.phrases.every(), (), "") for facet in schema.facets]
        rows += [
            (MentionType.NEED, str(index), need.phrases.every(), (), "") for index, need in enumerate(schema.needs)
        ]
        rows += [(MentionType.CATALOGUE, schema.name, (schema.name,), (), "")]
        for kind, target, spelt, facets, of in rows:
            for word in spelt:
                name = Text(spelt[0], spelt[-1])
                found += [
                    Mention(p, p + len(word), kind, schema.name, target, facets, 1.0, name, of) for p in _at(text, word)
                ]
    longest = [
        m
        for m in found
        if not any(
            o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start and o.catalogue == m.catalogue
            for o in found
        )
    ]
    return Grounding(tuple(sorted(longest, key=lambda m: (m.start, m.end))), answers, emergency)


def card(item: str, name: str, zh: str = "", kind: str = "car", **facts: object) -> ItemCard:
    rows = []
    for facet, value in facts.items():
        values = value if isinstance(value, tuple) else (value,)
        names_ = (
            tuple(Text(str(v).title(), str(v)) for v in values)
            if isinstance(values[0], str) and facet != "launched"
            else ()
        )
        rows.append(Fact(facet, values, names_))  # type: ignore[arg-type]
    return ItemCard(item, kind, Text(name, zh or name), Text(f"About {name}.", f"{zh or name}的介绍。"), tuple(rows))


SLATE = (
    card(
        "c1",
        "Lumo One",
        "鹿沐一号",
        price=150_000.0,
        maker="lumo",
        weight=1500.0,
        range=500.0,
        comfort="plush",
        sunroof=True,
        launched="2021-05-01",
        colour=("red", "blue"),
    ),
    card(
        "c2",
        "Orro Two",
        "奥罗二号",
        price=120_000.0,
        maker="orro",
        weight=1300.0,
        range=420.0,
        comfort="fair",
        sunroof=False,
        launched="2019-05-01",
        colour=("blue",),
    ),
    card(
        "c3",
        "Vanta Three",
        "万塔三号",
        price=210_000.0,
        maker="vanta",
        weight=1800.0,
        range=650.0,
        comfort="plush",
        launched="2023-03-01",
    ),
)


@dataclass
class Talk:
    """A conversation with the interpreter alone."""

    only: tuple[str, ...] = ("garage",)
    state: DialogueState = field(default_factory=DialogueState)
    interpreter: Interpreter = field(default_factory=lambda: Interpreter(CATALOGUES))
    reading: Reading = field(default_factory=Reading)

    def say(self, text: str, **grounding: object) -> Reading:
        said = Utterance(text, self.state, None, ground(text, *self.only, **grounding), None, self.only)  # type: ignore[arg-type]
        self.reading, after = self.interpreter.interpret(said)
        self.state = replace(after, turn=after.turn + 1, last_move=Move.RECOMMEND)
        return self.reading

    def show(self, *cards: ItemCard) -> "Talk":
        self.state = replace(
            self.state, active=replace(self.state.active, slate=cards or SLATE), last_move=Move.RECOMMEND
        )
        return self

    def asked(self, facet: str) -> "Talk":
        self.state = replace(self.state, last_move=Move.ASK, last_asked_facet=facet)
        return self

    def wishes(self) -> set[tuple[str, str, object, bool]]:
        return facts(self.state.active.preferences)


def facts(preferences: object) -> set[tuple[str, str, object, bool]]:
    return {(p.facet, p.operator.value, p.values[0] if len(p.values) == 1 else p.values, p.hard) for p in preferences}  # type: ignore[attr-defined]


def plays() -> Talk:
    return Talk(only=("plays",))


def garage() -> Talk:
    talk = Talk()
    talk.state = replace(talk.state, active=Topic(catalogue="garage", kind="car"))
    return talk
