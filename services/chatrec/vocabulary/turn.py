"""A turn as the caller sees it, and what is recorded of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from chatrec.vocabulary.conversation import DialogueState, Reading
from chatrec.vocabulary.graph import Path
from chatrec.vocabulary.plans import Plan
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Language, Move

__all__ = [
    "Context",
    "Event",
    "EventType",
    "Message",
    "RecordedTurn",
    "Session",
    "SessionTastes",
    "Shares",
    "Taste",
    "Turn",
    "TurnItem",
]


class EventType(StrEnum):
    """What a user did with an item."""

    IMPRESSION = "impression"
    CLICK = "click"
    ACCEPT = "accept"
    REJECT = "reject"
    PURCHASE = "purchase"
    RATING = "rating"
    DWELL = "dwell"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Event:
    """What a user did with an item; `value` is a rating, or seconds of dwell; `unix_ms` 0 means the server's clock."""

    event_id: str
    session_id: str
    item_id: str
    type: EventType
    turn: int = 0
    value: float = 0.0
    unix_ms: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """What the caller knows about the user from the start.

    `remember` says that the user agrees: likes and dislikes are kept over sessions, and used.
    """

    preferences: tuple[Preference, ...] = ()
    liked_item_ids: tuple[str, ...] = ()
    remember: bool = False


@dataclass(frozen=True, slots=True)
class Taste:
    """That a user liked or disliked a value of a facet; an item is a value of the facet `item`.

    `weight`, above 0 and at most 1, says how much it still counts.
    """

    catalogue: str
    facet: str
    value: str
    liked: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class SessionTastes:
    """What a session told of its user's taste, and when it did so last."""

    session_id: str
    unix_ms: int
    tastes: tuple[Taste, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the user; `locale` None means the language of the words."""

    session_id: str
    text: str
    request_id: str = ""
    exclude_item_ids: tuple[str, ...] = ()
    filters: tuple[Preference, ...] = ()
    max_items: int = 5
    locale: Language | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """The weighted factors of a score as natural logs: they add up to ln(score)."""

    llm: float = 0.0
    kg: float = 0.0
    rl: float = 0.0


@dataclass(frozen=True, slots=True)
class TurnItem:
    """A recommended item; `misses` are the facets of the hard preferences that it breaks.

    `place_by_score` is from 1, and 0 where the list is in the order of the scores.
    """

    id: str
    name: str
    score: float
    shares: Shares
    reason: str = ""
    paths: tuple[Path, ...] = ()
    misses: tuple[str, ...] = ()
    place_by_score: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn; `timings_ms` by step; `degraded` names the parts that were lost."""

    session_id: str
    turn: int
    request_id: str
    language: Language
    reply: str
    move: Move
    asked_facet: str = ""
    items: tuple[TurnItem, ...] = ()
    answer_id: str = ""
    reading: Reading = field(default_factory=Reading)
    preferences: tuple[Preference, ...] = ()
    degraded: tuple[str, ...] = ()
    policy_id: str = ""
    experiment_arm: str = ""
    timings_ms: tuple[tuple[str, float], ...] = ()
    catalogue: str = ""
    propensity: float = 1.0
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class RecordedTurn:
    """A turn and the words that it answered."""

    text: str
    turn: Turn


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it is stored: all that a turn needs.

    `slate_turn` is the last turn that showed items: "why?" is answered from it. `excluded_item_ids` are never shown.
    `tastes` is what was remembered of the user when it began.
    """

    session_id: str
    user_id: str
    catalogues: tuple[str, ...] = ()
    locale: Language | None = None
    state: DialogueState = field(default_factory=DialogueState)
    slate_turn: Turn | None = None
    context: Context = field(default_factory=Context)
    excluded_item_ids: tuple[str, ...] = ()
    tastes: tuple[Taste, ...] = ()
