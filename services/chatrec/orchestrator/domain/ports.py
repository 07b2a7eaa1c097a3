"""What the orchestrator needs from the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chatrec.vocabulary.conversation import DialogueState, Reading, Reply, Speech, Utterance
from chatrec.vocabulary.decisions import Choice, Decision
from chatrec.vocabulary.graph import Explanation, FollowUp, Grounding, ItemCard, Label, Ranking, RankQuery, Vector
from chatrec.vocabulary.learning import Entry
from chatrec.vocabulary.schema import CatalogueSchema
from chatrec.vocabulary.turn import Event, RecordedTurn, Session, SessionTastes

__all__ = [
    "Dialogue",
    "Encoder",
    "Erased",
    "Knowledge",
    "LearningLog",
    "Leaves",
    "Policy",
    "SessionStore",
    "StoredEvent",
    "Versioned",
]


class Encoder(Protocol):
    """Texts to unit vectors."""

    def encode(self, texts: Sequence[str]) -> tuple[Vector, ...]:
        """Encode texts as queries, one vector each.

        Raises:
            ChatRecError: the encoder is lost.
        """
        ...


class Dialogue(Protocol):
    """Words to readings and moves to words."""

    def interpret(self, utterance: Utterance) -> tuple[Reading, DialogueState]:
        """Read an utterance and give the state after it.

        Raises:
            ChatRecError: the dialogue service is lost.
        """
        ...

    def phrase(self, speech: Speech) -> Reply:
        """Word a move.

        Raises:
            ChatRecError: the dialogue service is lost.
        """
        ...


class Knowledge(Protocol):
    """Preferences to items with paths."""

    def ground(
        self, text: str, vector: Vector | None, catalogues: Sequence[str], after: FollowUp | None = None
    ) -> Grounding:
        """Find what in the catalogues a text may speak of; `after` is what it may lean on."""
        ...

    def rank(self, query: RankQuery) -> Ranking:
        """Rank items."""
        ...

    def describe(
        self, catalogue: str, item_ids: Sequence[str], label_ids: Sequence[str]
    ) -> tuple[tuple[ItemCard, ...], tuple[Label, ...]]:
        """Give the facts of items and the names of nodes; what does not exist is left out."""
        ...

    def explain(self, query: RankQuery, item_id: str) -> Explanation:
        """Explain the score of an item."""
        ...

    def catalogues(self) -> tuple[CatalogueSchema, ...]:
        """List the catalogues that are loaded."""
        ...


class Policy(Protocol):
    """Features to the next move."""

    def choose(self, choice: Choice) -> Decision:
        """Choose the next move and give every candidate its learned value."""
        ...


@dataclass(frozen=True, slots=True)
class Leaves:
    """The services that a turn walks through."""

    encoder: Encoder
    dialogue: Dialogue
    knowledge: Knowledge
    policy: Policy


@dataclass(frozen=True, slots=True)
class Versioned:
    """A session and the version to hand back when it is saved."""

    session: Session
    version: int


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event and the user who caused it."""

    event: Event
    user_id: str


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was erased; `tastes` counts the sessions whose tastes were kept."""

    sessions: int
    events: int
    tastes: int


class SessionStore(Protocol):
    """Sessions with their turns, the event log, and what users like. Nothing in it grows without a bound."""

    def create(self, session: Session) -> None:
        """Store a new session.

        Raises:
            ConflictError: the id is taken.
        """
        ...

    def get(self, session_id: str) -> Versioned:
        """Get a session.

        Raises:
            NotFoundError: it never was, was ended, or ran out of time.
        """
        ...

    def save(self, held: Versioned, recorded: RecordedTurn | None) -> None:
        """Save a session that was changed, and the turn that changed it, both or neither.

        Raises:
            ConflictError: it was saved by somebody else in between.
            NotFoundError: it is gone.
        """
        ...

    def find_turn(self, session_id: str, request_id: str) -> RecordedTurn | None:
        """Find the turn that answered a request."""
        ...

    def turns(self, session_id: str) -> tuple[RecordedTurn, ...]:
        """List the latest turns, oldest first."""
        ...

    def delete(self, session_id: str) -> None:
        """Delete a session and its turns; its events stay.

        Raises:
            NotFoundError: there is none.
        """
        ...

    def knows(self, stored: StoredEvent) -> bool:
        """Tell whether an event of this id was recorded."""
        ...

    def record(self, stored: StoredEvent) -> bool:
        """Append an event; False where its id is known already."""
        ...

    def events(self, user_id: str) -> tuple[Event, ...]:
        """List a user's events, oldest first."""
        ...

    def sessions(self, user_id: str) -> tuple[Session, ...]:
        """List a user's sessions."""
        ...

    def remember(self, user_id: str, told: SessionTastes) -> None:
        """Keep what a session told of its user's taste, in place of what it told before; without tastes, forget it.

        It outlives the session. Of a user the latest sessions count.
        """
        ...

    def tastes(self, user_id: str) -> tuple[SessionTastes, ...]:
        """List what a user's sessions told of taste, oldest first."""
        ...

    def erase(self, user_id: str) -> Erased:
        """Erase everything held on a user."""
        ...

    def ping(self) -> None:
        """Return when the store answers.

        Raises:
            UnavailableError: it does not.
        """
        ...


class LearningLog(Protocol):
    """What was decided and what happened, in order, for whoever learns from it."""

    def append(self, entry: Entry, user_id: str) -> bool:
        """Append an entry; False where it is in the log already.

        Raises:
            UnavailableError: the log does not answer.
        """
        ...

    def erase(self, user_id: str) -> int:
        """Erase what a user decided and did; give the number of entries.

        Raises:
            UnavailableError: the log does not answer.
        """
        ...
