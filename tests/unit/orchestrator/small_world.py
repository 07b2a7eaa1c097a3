"""Leaves small enough to reason about: a shop and a cinema, and a dialogue that reads simple orders.

The dialogue reads words such as `seek:phone price<3000! brand=acme more why no:p1 seen:p2 topic:cinema thanks ??`;
`want:phone` seeks without a wish in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np

from chatrec.orchestrator.adapters.memory_sessions import MemorySessions
from chatrec.orchestrator.domain.conversing import Conversation
from chatrec.orchestrator.domain.direct import Direct
from chatrec.orchestrator.domain.events import Events
from chatrec.orchestrator.domain.fusion import Exponents
from chatrec.orchestrator.domain.learning import Diary, NoLog
from chatrec.orchestrator.domain.opening import Opening
from chatrec.orchestrator.domain.pace import Pace
from chatrec.orchestrator.domain.ports import LearningLog, Leaves, SessionStore
from chatrec.orchestrator.domain.recommending import Recommender
from chatrec.orchestrator.domain.shelf import Shelf
from chatrec.orchestrator.domain.tastes import Memory
from chatrec.vocabulary.conversation import DialogueState, Reading, Reply, Speech, Topic, Utterance
from chatrec.vocabulary.decisions import Choice, Decision
from chatrec.vocabulary.errors import NotFoundError
from chatrec.vocabulary.graph import (
    Change,
    Explanation,
    FacetGain,
    Fact,
    FollowUp,
    Grounding,
    ItemCard,
    ItemRef,
    Label,
    Path,
    Ranking,
    RankQuery,
    Triple,
    Vector,
)
from chatrec.vocabulary.likeness import pack_likeness
from chatrec.vocabulary.matching import misses
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.schema import CatalogueSchema, Facet, Kind
from chatrec.vocabulary.turn import Context, Event, EventType, Message, Turn
from chatrec.vocabulary.words import Act, FacetType, Language, Move, Operator, Phrases, Text, Value

SHOP = CatalogueSchema(
    name="shop",
    domain="ecommerce",
    generation="1",
    languages=(Language.ZH, Language.EN),
    currency="CNY",
    kinds=(Kind("phone", Phrases(("phone",), ("手机",))), Kind("laptop", Phrases(("laptop",), ("电脑",)))),
    facets=(
        Facet("price", FacetType.NUMBER),
        Facet("brand", FacetType.ENTITY),
        Facet("size", FacetType.ORDINAL, values=("small", "medium", "large")),
        Facet("wifi", FacetType.FLAG),
        Facet("released", FacetType.DATE),
    ),
)
CINEMA = replace(SHOP, name="cinema", domain="movies", kinds=(), facets=(Facet("minutes", FacetType.NUMBER),))


def card(number: int, kind: str = "phone", **facts: Value) -> ItemCard:
    """Give the card of item `p<number>`."""
    rows = tuple(Fact(facet, (value,)) for facet, value in facts.items())
    return ItemCard(f"p{number}", kind, Text(f"Item {number}", f"商品{number}"), facts=rows, popularity=float(number))


def shop_cards() -> tuple[ItemCard, ...]:
    """Give ten phones and ten laptops: `p<n>` costs n * 100."""
    return tuple(
        card(
            number,
            "phone" if number <= 10 else "laptop",
            price=number * 100.0,
            brand="acme" if number % 2 else "zeta",
            wifi=number % 3 == 0,
        )
        for number in range(1, 21)
    )


@dataclass
class Encoder:
    """Gives every text the same vector, and keeps what it was asked."""

    asked: list[tuple[str, ...]] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> tuple[Vector, ...]:
        self.asked.append(tuple(texts))
        return tuple(np.array([0.6, 0.8], dtype=np.float32) for _ in texts)


def _likeness(items: Sequence[ItemCard]) -> bytes:
    """Find items alike that have wifi, and those that have not."""
    facts = [item.fact("wifi") for item in items]
    return pack_likeness(np.array([[float(one == other) for one in facts] for other in facts]))


@dataclass
class Knowledge:
    """Ranks by the number in the id, the highest first."""

    schemas: dict[str, CatalogueSchema] = field(default_factory=lambda: {"shop": SHOP})
    cards: dict[str, tuple[ItemCard, ...]] = field(default_factory=lambda: {"shop": shop_cards()})
    gains: tuple[FacetGain, ...] = ()
    queries: list[RankQuery] = field(default_factory=list)

    def ground(
        self, text: str, vector: Vector | None, catalogues: Sequence[str], after: FollowUp | None = None
    ) -> Grounding:
        return Grounding()

    def rank(self, query: RankQuery) -> Ranking:
        self.queries.append(query)
        schema = self._schema(query.catalogue)
        gone = {*query.excluded_item_ids, *query.rejected_item_ids}
        ordered = sorted(self.cards[query.catalogue], key=lambda item: -item.popularity)
        shown = [item for item in ordered if item.available and item.id not in gone]
        kept = [item for item in shown if not misses(item, query.preferences, schema)]
        chosen = (kept or shown)[: query.max_items]
        return Ranking(
            item_ids=tuple(item.id for item in chosen),
            f_llm=(0.5,) * len(chosen),
            f_kg=tuple(item.popularity / 100 for item in chosen),
            popularity=tuple(item.popularity for item in chosen),
            collaborative=(0.0,) * len(chosen),
            paths=tuple(self._paths(item, query) for item in chosen),
            misses=tuple(misses(item, query.preferences, schema) for item in chosen),
            relaxed=not kept,
            relaxed_facets=() if kept else tuple(wish.facet for wish in query.preferences if wish.hard)[:1],
            matched=len(kept),
            entropy_bits=2.0,
            gains=self.gains,
            likeness=_likeness(chosen) if query.likeness else b"",
        )

    def _paths(self, item: ItemCard, query: RankQuery) -> tuple[Path, ...]:
        brand = item.fact("brand")
        return (Path((Triple(item.id, "brand", brand.values[0]),), 0.5, 0),) if brand and query.preferences else ()

    def _schema(self, catalogue: str) -> CatalogueSchema:
        if catalogue not in self.schemas:
            raise NotFoundError("No such catalogue.")
        return self.schemas[catalogue]

    def describe(
        self, catalogue: str, item_ids: Sequence[str], label_ids: Sequence[str]
    ) -> tuple[tuple[ItemCard, ...], tuple[Label, ...]]:
        self._schema(catalogue)
        known = {item.id: item for item in self.cards[catalogue]}
        found = tuple(known[item_id] for item_id in item_ids if item_id in known)
        return found, tuple(Label(name, Text(name)) for name in label_ids)

    def explain(self, query: RankQuery, item_id: str) -> Explanation:
        self.queries.append(query)
        if not any(item.id == item_id for item in self.cards[query.catalogue]):
            raise NotFoundError("No such item.")
        change = Change(given_up=query.preferences, unliked=("p2",), smallest=False)
        return Explanation(paths=(), f_llm=0.25, f_kg=0.5, rank=3, drops=change)

    def catalogues(self) -> tuple[CatalogueSchema, ...]:
        return tuple(self.schemas.values())


_WISH = re.compile(r"(?P<facet>[a-z]+)(?P<operator>!=|<=|>=|<|>|=)(?P<value>[^!]+)(?P<hard>!?)")
_ACTS = {
    "more": Act.ASK_MORE,
    "why": Act.ASK_WHY,
    "compare": Act.COMPARE,
    "describe": Act.ASK_ATTRIBUTE,
    "thanks": Act.THANK,
    "bye": Act.GOODBYE,
    "human": Act.ASK_HUMAN,
    "hello": Act.GREET,
}


@dataclass
class Dialogue:
    """Reads simple orders and words every move as its name and the items' names."""

    spoken: list[Speech] = field(default_factory=list)
    read: list[Utterance] = field(default_factory=list)

    def interpret(self, utterance: Utterance) -> tuple[Reading, DialogueState]:
        self.read.append(utterance)
        state, acts, wishes, item_ids = utterance.state, [], [], []
        language = utterance.locale or (Language.ZH if re.search("[一-鿿]", utterance.text) else Language.EN)
        for word in utterance.text.split():
            name, _, rest = word.partition(":")
            if match := _WISH.fullmatch(word):
                wishes.append(_wish(match))
            elif name in {"seek", "want"}:
                acts.append(Act.SEEK)
                wish_texts = (word,) if name == "seek" else ()
                state = replace(state, active=Topic(state.active.catalogue or "shop", kind=rest, wishes=wish_texts))
            elif name in {"topic", "enter"}:
                acts += [Act.CHANGE_TOPIC] if name == "topic" else []
                state = replace(state, active=Topic(rest), parked=(*state.parked, state.active))
            elif name in {"no", "seen"}:
                acts.append(Act.REJECT if name == "no" else Act.SEEN)
                ref = ItemRef(state.active.catalogue, rest)
                state = (
                    replace(state, rejected=(*state.rejected, ref))
                    if name == "no"
                    else replace(state, seen=(*state.seen, ref))
                )
            elif name == "item":
                item_ids.append(rest)
            elif name in _ACTS:
                acts.append(_ACTS[name])
        if wishes:
            acts.append(Act.STATE_PREFERENCE)
            active = replace(state.active, preferences=(*state.active.preferences, *wishes))
            state = replace(state, active=active)
        reading = Reading(
            tuple(acts), tuple(wishes), tuple(item_ids), language=language, unclear="??" in utterance.text.split()
        )
        return reading, state

    def phrase(self, speech: Speech) -> Reply:
        self.spoken.append(speech)
        names = ", ".join(item.card.name.speak(speech.language) for item in speech.items)
        reasons = tuple("because" if item.paths else "" for item in speech.items)
        return Reply(f"{speech.move}: {names}.", reasons, said=(len(self.spoken),))


def _wish(match: re.Match[str]) -> Preference:
    text = match["value"]
    value: Value = float(text) if text.isdecimal() else text
    return Preference(match["facet"], Operator(match["operator"]), (value,), hard=bool(match["hard"]))


@dataclass
class Policy:
    """Always recommends, and values all alike."""

    asked: list[Choice] = field(default_factory=list)
    move: Move = Move.RECOMMEND
    facet: str = ""

    def choose(self, choice: Choice) -> Decision:
        self.asked.append(choice)
        return Decision(
            self.move,
            self.facet,
            (0.5,) * len(choice.item_ids),
            0.75,
            "learned",
            experiment_arm="canary",
            trial_policy_id="learned",
        )


@dataclass
class World:
    """A whole orchestrator over small leaves; the clock moves only by the test."""

    encoder: Encoder = field(default_factory=Encoder)
    dialogue: Dialogue = field(default_factory=Dialogue)
    knowledge: Knowledge = field(default_factory=Knowledge)
    policy: Policy = field(default_factory=Policy)
    store: SessionStore = field(
        default_factory=lambda: MemorySessions(ttl_s=1e9, max_sessions=1_000, max_events=100_000, clock=lambda: 0.0)
    )
    learning_log: LearningLog = field(default_factory=NoLog)
    now_s: float = 0.0
    diversity: float = 0.0
    exposure: float = 0.0
    events_a_minute: int = 100_000

    def __post_init__(self) -> None:
        leaves = Leaves(self.encoder, self.dialogue, self.knowledge, self.policy)
        ids = map("id{}".format, count(1))
        self.shelf = Shelf(self.knowledge, self.clock)
        recommender = Recommender(
            self.knowledge,
            self.policy,
            self.shelf,
            Exponents(),
            diversity=self.diversity,
            exposure=self.exposure,
        )
        self.diary = Diary(self.learning_log, self.unix_ms)
        memory = Memory(self.store, self.shelf, self.unix_ms, half_life_days=30.0)
        self.conversation = Conversation(
            leaves,
            recommender,
            self.shelf,
            self.store,
            memory,
            clock=self.clock,
            unix_ms=self.unix_ms,
            new_id=lambda: next(ids),
            diary=self.diary,
        )
        self.opening = Opening(leaves, self.shelf, self.store, memory, clock=self.clock, new_id=lambda: next(ids))
        self.direct = Direct(
            leaves, recommender, self.shelf, self.store, memory, exponents=Exponents(), clock=self.clock
        )
        self.pace = Pace(self.events_a_minute, lambda: self.now_s)
        self.events = Events(self.store, self.unix_ms, self.diary, self.pace, memory)

    def clock(self) -> float:
        return self.now_s

    def unix_ms(self) -> int:
        return 1_700_000_000_000 + int(self.now_s * 1e3)

    def start(self, user_id: str = "u1", *, domain: str = "", context: Context | None = None) -> str:
        """Open a session and give its id."""
        return self.opening.start(user_id, domain, None, context or Context())[0].session_id

    def say(self, session_id: str, text: str, progress: Callable[[str], None] = lambda _: None, **more: object) -> Turn:
        """Send a message."""
        return self.conversation.take(Message(session_id, text, **more), progress)  # type: ignore[arg-type]

    def does(self, session_id: str, kind: EventType, item_id: str, *, turn: int = 0, event_id: str = "") -> bool:
        """Record an event and tell whether it was new."""
        event = Event(event_id or f"{kind}/{item_id}/{turn}", session_id, item_id, kind, turn)
        return self.events.record([event]).new == 1


def two_catalogues() -> Knowledge:
    """Give a shop and a cinema that use the same ids."""
    films = tuple(card(number, "", minutes=60.0 + number) for number in range(1, 11))
    return Knowledge({"shop": SHOP, "cinema": CINEMA}, {"shop": shop_cards(), "cinema": films})


def ids(turn: Turn) -> list[str]:
    """List the ids of a turn's items."""
    return [item.id for item in turn.items]
