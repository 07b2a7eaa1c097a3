"""The whole system in this process: the same parts as the services are made of, without the wire between them.

What a turn does is what it does over gRPC; what the wire alone may do (deadlines, lost leaves, limits of messages) is
left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import count
from typing import Final

from chatrec.dialogue.adapters import SHIPPED_HEAD, load_act_head
from chatrec.dialogue.domain.catalogues import Catalogues
from chatrec.dialogue.domain.reading import Interpreter
from chatrec.dialogue.domain.wording import Speaker
from chatrec.knowledge.domain.catalogue.catalogue import Catalogue
from chatrec.knowledge.domain.ports import Role, TextEncoder
from chatrec.knowledge.domain.reasoner import Reasoner
from chatrec.knowledge.domain.snapshot.arrays import Snapshot
from chatrec.offline.policy.talking.wishes import Stock
from chatrec.orchestrator.adapters.memory_sessions import MemorySessions
from chatrec.orchestrator.domain.conversing import Conversation
from chatrec.orchestrator.domain.fusion import Exponents
from chatrec.orchestrator.domain.learning import Diary, NoLog
from chatrec.orchestrator.domain.moves import Asking
from chatrec.orchestrator.domain.opening import Opening
from chatrec.orchestrator.domain.ports import Leaves
from chatrec.orchestrator.domain.recommending import Recommender
from chatrec.orchestrator.domain.shelf import Shelf
from chatrec.orchestrator.domain.tastes import Memory
from chatrec.policy.domain import Chooses
from chatrec.vocabulary.conversation import DialogueState, Reading, Reply, Speech, Utterance
from chatrec.vocabulary.graph import Explanation, FollowUp, Grounding, ItemCard, Label, Ranking, RankQuery, Vector
from chatrec.vocabulary.schema import CatalogueSchema
from chatrec.vocabulary.turn import Context, Message, Turn
from chatrec.vocabulary.words import Language

__all__ = ["Parts", "System", "parts_of"]

_TODAY: Final = date(2026, 6, 1)
_CACHED_TEXTS: Final = 20_000
_SESSIONS: Final = 8


class _Encoder:
    """Texts to vectors; what was encoded before, as policies are compared by the same words, is remembered."""

    def __init__(self, encoder: TextEncoder) -> None:
        self.model_id = encoder.model_id
        self._encode = lru_cache(_CACHED_TEXTS)(lambda text: encoder.encode([text], Role.QUERY)[0])

    def encode(self, texts: Sequence[str]) -> tuple[Vector, ...]:
        return tuple(map(self._encode, texts))


@dataclass(frozen=True, slots=True)
class _Dialogue:
    interpreter: Interpreter
    speaker: Speaker

    def interpret(self, utterance: Utterance) -> tuple[Reading, DialogueState]:
        return self.interpreter.interpret(utterance)

    def phrase(self, speech: Speech) -> Reply:
        return self.speaker.phrase(speech)


@dataclass(frozen=True, slots=True)
class _Knowledge:
    reasoner: Reasoner

    def ground(
        self, text: str, vector: Vector | None, catalogues: Sequence[str], after: FollowUp | None = None
    ) -> Grounding:
        return self.reasoner.ground(text, vector, catalogues, after)

    def rank(self, query: RankQuery) -> Ranking:
        return self.reasoner.rank(query)

    def describe(
        self, catalogue: str, item_ids: Sequence[str], label_ids: Sequence[str]
    ) -> tuple[tuple[ItemCard, ...], tuple[Label, ...]]:
        return self.reasoner.describe(catalogue, item_ids, label_ids)

    def explain(self, query: RankQuery, item_id: str) -> Explanation:
        return self.reasoner.explain(query, item_id)

    def catalogues(self) -> tuple[CatalogueSchema, ...]:
        return self.reasoner.schemas()


@dataclass(frozen=True, slots=True)
class Parts:
    """What every system over the same catalogues shares: who reads, who ranks, who encodes."""

    catalogues: tuple[Catalogue, ...]
    encoder: _Encoder
    dialogue: _Dialogue
    knowledge: _Knowledge


def parts_of(catalogues: Sequence[Catalogue], snapshots: Sequence[Snapshot], encoder: TextEncoder) -> Parts:
    """Make ready what reads and ranks over some catalogues; `snapshots` run beside them."""
    schemas = Catalogues([snapshot.schema for snapshot in snapshots])
    shipped = load_act_head(SHIPPED_HEAD)
    head = shipped if shipped.encoder_model == encoder.model_id else None
    interpreter = Interpreter(schemas, head, today=lambda: _TODAY)
    return Parts(
        tuple(catalogues), _Encoder(encoder), _Dialogue(interpreter, Speaker(schemas)), _Knowledge(Reasoner(snapshots))
    )


@dataclass(slots=True)
class System:
    """A system that decides by one policy. `policy` chooses, `asking` says when questions are welcome at all."""

    parts: Parts
    policy: Chooses
    asking: Asking = field(default_factory=Asking)
    exponents: Exponents = field(default_factory=Exponents)
    _opening: Opening = field(init=False)
    _conversation: Conversation = field(init=False)

    def __post_init__(self) -> None:
        """Wire the orchestrator, as its composition root does."""
        ticks, numbers = count(), count()

        def clock() -> float:
            return float(next(ticks)) * 1e-6  # never old enough for the shelf to read the catalogues again

        def new_id() -> str:
            return f"talk-{next(numbers)}"

        parts = self.parts
        leaves = Leaves(parts.encoder, parts.dialogue, parts.knowledge, self.policy)
        store = MemorySessions(ttl_s=1e9, max_sessions=_SESSIONS, max_events=1, clock=clock)
        shelf = Shelf(leaves.knowledge, clock)
        recommender = Recommender(leaves.knowledge, leaves.policy, shelf, self.exponents, self.asking)
        diary = Diary(NoLog(), lambda: 0)
        memory = Memory(store, shelf, lambda: 0, half_life_days=1.0)
        self._opening = Opening(leaves, shelf, store, memory, clock=clock, new_id=new_id)
        self._conversation = Conversation(
            leaves, recommender, shelf, store, memory, clock=clock, unix_ms=lambda: 0, new_id=new_id, diary=diary
        )

    def open(self, stock: Stock) -> str:
        """Open a session over all catalogues, as `chatrec chat` does, and give its id; what is sought is not told."""
        del stock
        session, _ = self._opening.start("", "", None, Context())
        return session.session_id

    def say(self, session_id: str, text: str, language: Language, max_items: int) -> Turn:
        """Say something in a session and give the turn."""
        return self._conversation.take(Message(session_id, text, max_items=max_items, locale=language))
