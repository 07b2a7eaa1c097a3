"""A catalogue of market stalls that open at certain hours, its cards, and a literal grounder over it."""

from dataclasses import dataclass, field, replace
from datetime import date

from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.wording import Speaker
from chatrec.vocabulary.conversation import DialogueState, PhrasedItem, Reading, Speech, Topic, Utterance
from chatrec.vocabulary.graph import Fact, Grounding, ItemCard, Label, Mention
from chatrec.vocabulary.plans import PlanRules
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Kind
from chatrec.vocabulary.words import Better, Demand, FacetType, Language, MentionType, Move, Phrases, Text

STALLS = CatalogueSchema(
    name="stalls",
    domain="stalls",
    generation="1",
    languages=(Language.EN, Language.ZH),
    currency="EUR",
    kinds=(Kind("stall", Phrases(("stall", "stalls"), ("摊位", "摊"))), Kind("class", Phrases(("class",), ("课",)))),
    facets=(
        Facet("price", FacetType.NUMBER, Text("price", "价格"), unit="currency", better=Better.LOW, money=True),
        Facet("hours", FacetType.ENTITY, Text("opening hours", "营业时间"), relation_label=Text("open", "开放")),
        Facet("sells", FacetType.ENTITY, Text("wares", "货品"), many=True, relation_label=Text("sells", "出售")),
        Facet("keeper", FacetType.ENTITY, Text("keeper", "摊主"), relation_label=Text("kept by", "摊主是")),
        Facet("medal", FacetType.ENTITY, Text("medal", "奖牌"), relation_label=Text("won", "获得过")),
        Facet("first", FacetType.ENTITY, Text("groundwork", "前置功课"), relation_label=Text("builds on", "建立于")),
        Facet("unfit", FacetType.ENTITY, Text("not for", "不适合"), many=True, demand=Demand.NONE_OF),
        Facet("cards", FacetType.FLAG, Text("cards taken", "可刷卡"), better=Better.HIGH),
        Facet("roof", FacetType.FLAG, Text("roof", "顶棚"), better=Better.HIGH),
    ),
    plans=PlanRules(opening="hours", requires="first", gives="sells"),
)
WORDS = {
    "price": (MentionType.FACET, "price", ("price",)),
    "价格": (MentionType.FACET, "price", ("price",)),
    "opening hours": (MentionType.FACET, "hours", ("hours",)),
    "keeper": (MentionType.FACET, "keeper", ("keeper",)),
    "摊主": (MentionType.FACET, "keeper", ("keeper",)),
    "cards": (MentionType.FACET, "cards", ("cards",)),
    "刷卡": (MentionType.FACET, "cards", ("cards",)),
    "roof": (MentionType.FACET, "roof", ("roof",)),
    "顶棚": (MentionType.FACET, "roof", ("roof",)),
    "cheese": (MentionType.ENTITY, "cheese", ("sells",)),
    "奶酪": (MentionType.ENTITY, "cheese", ("sells",)),
    "honey": (MentionType.ENTITY, "honey", ("sells",)),
    "toddlers": (MentionType.ENTITY, "toddlers", ("unfit",)),
    "Red Barrow": (MentionType.ITEM, "s1", ()),
    "Blue Trestle": (MentionType.ITEM, "s2", ()),
    "stalls": (MentionType.KIND, "stall", ()),
    "摊位": (MentionType.KIND, "stall", ()),
}


def _card(item: str, name: str, price: float, hours: str, **more: object) -> ItemCard:
    facts = (Fact("price", (price,)), Fact("hours", (hours,)))
    facts += tuple(
        Fact(facet, (value,), (Text(value.title()),) if isinstance(value, str) else ())
        for facet, value in more.items()
        if isinstance(value, (str, bool))
    )
    return ItemCard(item, "stall", Text(name), facts=facts)


SLATE = (
    _card("s1", "Red Barrow", 4.0, "Tu-Su 09:00-17:00", sells="cheese", cards=False, roof=True, unfit="toddlers"),
    _card("s2", "Blue Trestle", 0.0, "Mo-Su 10:00-22:00", sells="honey", cards=True, roof=True),
    _card("s3", "Old Awning", 9.0, "Sa-Su 08:00-12:00", sells="honey", cards=False, roof=False),
)
LABELS = tuple(Label(word, Text(word)) for word in ("cheese", "honey", "toddlers")) + tuple(
    Label(str(card.facts[1].values[0]), Text(str(card.facts[1].values[0]))) for card in SLATE
)


def _ground(text: str) -> Grounding:
    found = []
    for word, (kind, target, facets) in WORDS.items():
        place = text.lower().find(word.lower())
        if place >= 0:
            of = "stall" if kind is MentionType.ITEM else ""
            found.append(Mention(place, place + len(word), kind, "stalls", target, facets, 1.0, Text(word), of))
    return Grounding(tuple(found))


@dataclass
class Market:
    """A talk over the stalls."""

    state: DialogueState = field(default_factory=lambda: DialogueState(active=Topic("stalls", "stall")))
    reading: Reading = field(default_factory=Reading)
    last_move: Move = Move.RECOMMEND

    def show(self, *, move: Move = Move.RECOMMEND, focus: str = "") -> "Market":
        active = replace(self.state.active, slate=SLATE, focus_item_id=focus)
        self.state, self.last_move = replace(self.state, active=active, last_move=move), move
        return self

    def say(self, text: str) -> Reading:
        interpreter = Interpreter(Catalogues((STALLS,)), today=lambda: date(2026, 5, 20))
        said = Utterance(text, self.state, None, _ground(text), None, ("stalls",))
        self.reading, after = interpreter.interpret(said)
        self.state = replace(after, turn=after.turn + 1, last_move=Move.ANSWER)
        return self.reading

    def reply(self) -> str:
        cards = {card.id: card for card in SLATE}
        items = tuple(PhrasedItem(cards[item]) for item in self.reading.item_ids)
        move = Move.ANSWER if self.reading.asked_facets else Move.DESCRIBE
        speech = Speech(move, self.reading.language, "stalls", self.reading, self.state, items, LABELS)
        return Speaker(Catalogues((STALLS,))).phrase(speech).text
