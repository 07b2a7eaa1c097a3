"""A catalogue that lists hardly any words, its slate, and talks over it."""

from dataclasses import dataclass, field, replace
from datetime import date

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.vocabulary.conversation import DialogueState, Reading, Topic, Utterance
from chatrec.vocabulary.graph import Fact, Grounding, ItemCard, Mention, SupportAnswer
from chatrec.vocabulary.schema import (
    CatalogueSchema,
    Facet,
    FacetStatistics,
    Kind,
    Need,
    NeedFacet,
    RelationLabel,
)
from chatrec.vocabulary.words import Better, FacetType, Language, MentionType, Move, Phrases, Text

NUMBER, ORDINAL, ENTITY, FLAG, DATE = (
    FacetType.NUMBER,
    FacetType.ORDINAL,
    FacetType.ENTITY,
    FacetType.FLAG,
    FacetType.DATE,
)


def _spread(facet: str, low: float, high: float) -> FacetStatistics:
    return FacetStatistics("", facet, tuple(low + (high - low) * step / 10 for step in range(11)), 30)


BOATS = CatalogueSchema(
    name="harbour",
    domain="boats",
    generation="1",
    languages=(Language.EN, Language.ZH),
    currency="EUR",
    kinds=(
        Kind("boat", Phrases(("boat",), ("船",))),
        Kind("canoe", Phrases(("canoe",), ("独木舟",))),
    ),
    facets=(
        Facet("price", NUMBER, Text("price", "价格"), unit="currency", better=Better.LOW, money=True),
        Facet("built", NUMBER, Text("year built", "建造年份"), unit="year", better=Better.HIGH),
        Facet("engine_hours", NUMBER, Text("engine hours", "航行里程"), unit="km", better=Better.LOW),
        Facet("rating", NUMBER, Text("rating", "评分"), better=Better.HIGH),
        Facet("noise", ORDINAL, Text("noise level", "吵度"), values=("calm", "usual", "loud")),
        Facet("cabin", FLAG, Text("cabin", "船舱"), better=Better.HIGH),
        Facet("mooring", ENTITY, Text("mooring place", "泊位时间")),
        Facet("yard", ENTITY, Text("yard", "船厂"), relation="built_by", relation_label=Text("built by", "船厂是")),
        Facet("mood", ENTITY, Text("mood", "风格"), many=True),
        Facet("checked", DATE, Text("last check", "上次年检"), better=Better.HIGH),
    ),
    needs=(Need(Phrases(("for fishing",), ("钓鱼",)), (NeedFacet("mood", ("quiet",)),)),),
    statistics=(
        _spread("price", 2000, 30_000),
        _spread("built", 1990, 2024),
        _spread("engine_hours", 500, 150_000),
        _spread("rating", 2, 5),
        _spread("checked", 18_000, 20_700),
    ),
    item_count=30,
    has_answers=True,
    relations=(RelationLabel("tender_of", Text("tender of", "附艇是")),),
)
CATALOGUES = Catalogues((BOATS,))
WORDS = {
    "boat": MentionType.KIND,
    "船": MentionType.KIND,
    "price": MentionType.FACET,
    "价格": MentionType.FACET,
    "rating": MentionType.FACET,
    "评分": MentionType.FACET,
    "mileage": MentionType.FACET,
    "里程": MentionType.FACET,
    "yard": MentionType.FACET,
    "船厂": MentionType.FACET,
    "cabin": MentionType.FACET,
    "calm": MentionType.ORDINAL,
    "usual": MentionType.ORDINAL,
    "Alba": MentionType.ENTITY,
    "Brix": MentionType.ENTITY,
    "The Heron": MentionType.ITEM,
}
TARGETS = {
    "船": "boat",
    "价格": "price",
    "评分": "rating",
    "船厂": "yard",
    "里程": "engine_hours",
    "mileage": "engine_hours",
}


def card_of(item: str, name: str, price: float, built: float, hours: float, yard: str) -> ItemCard:  # noqa: PLR0917
    facts = (
        Fact("price", (price,)),
        Fact("built", (built,)),
        Fact("engine_hours", (hours,)),
        Fact("noise", ("usual",), (Text("usual"),)),
        Fact("mooring", ("north",), (Text("North pier", "北码头"),)),
        Fact("yard", (yard,), (Text(yard.title()),)),
        Fact("mood", ("quiet", "old_style"), (Text("Quiet"), Text("Old style"))),
    )
    return ItemCard(item, "boat", Text(name), Text(f"All about {name}."), facts)


SLATE = (
    card_of("b1", "The Heron", 9000.0, 2005.0, 40_000.0, "alba"),
    card_of("b2", "Kestrel", 7000.0, 2019.0, 90_000.0, "brix"),
    card_of("b3", "Old Sal", 12_000.0, 1995.0, 20_000.0, "alba"),
    card_of("b4", "Gull", 15_000.0, 2010.0, 60_000.0, "brix"),
)


def _ground(text: str, answers: tuple[SupportAnswer, ...], needs: float) -> Grounding:
    found = []
    for word, kind in WORDS.items():
        place = text.lower().find(word.lower())
        if place >= 0:
            target = TARGETS.get(word, word.lower() if kind is not MentionType.ITEM else "b1")
            facets = {MentionType.ENTITY: ("yard",), MentionType.ORDINAL: ("noise",)}.get(kind, (target,))
            of = "boat" if kind is MentionType.ITEM else ""
            found.append(Mention(place, place + len(word), kind, "harbour", target, facets, 1.0, Text(word), of))
    if needs:
        found.append(Mention(0, 0, MentionType.NEED, "harbour", "0", ("mood",), needs, Text("for fishing", "钓鱼")))
    return Grounding(tuple(found), answers)


@dataclass
class Talk:
    state: DialogueState = field(default_factory=lambda: DialogueState(active=Topic("harbour", "boat")))
    interpreter: Interpreter = field(default_factory=lambda: Interpreter(CATALOGUES, today=lambda: date(2026, 5, 20)))
    reading: Reading = field(default_factory=Reading)

    def show(self, *cards: ItemCard, move: Move = Move.RECOMMEND) -> "Talk":
        active = replace(self.state.active, slate=cards or SLATE, focus_item_id="")
        self.state = replace(self.state, active=active, last_move=move)
        return self

    def say(self, text: str, answers: tuple[SupportAnswer, ...] = (), need: float = 0.0) -> Reading:
        said = Utterance(text, self.state, None, _ground(text, answers, need), None, ("harbour",))
        self.reading, after = self.interpreter.interpret(said)
        self.state = replace(after, turn=after.turn + 1, last_move=Move.RECOMMEND)
        return self.reading

    @property
    def wishes(self) -> set[tuple[str, str, object, bool]]:
        return {(p.facet, p.operator.value, p.values[0], p.hard) for p in self.state.active.preferences}
