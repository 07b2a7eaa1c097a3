"""What decisions were worth: events joined to the turns that they answer, and counted in one unit.

The unit of reward is an accepted item. An event counts once for each turn, item and type, whatever its id, within a
window after the decision; it counts for nothing where its turn or item is not known, where it comes from the future or
too late, or where its user sends more than people do. What was left out is counted by its `Fate`.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Final

from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.learning import Decided, Entry, Happened
from chatrec.vocabulary.turn import EventType

__all__ = ["REWARDS", "Conversation", "Fate", "JoinLimits", "Joined", "Rewarding", "fate_of", "join", "reward_of"]

_MOST_REWARD: Final = 10.0
_HOUR_MS: Final = 3_600_000


class Fate(StrEnum):
    """What became of an entry."""

    COUNTED = "counted"
    DUPLICATE = "duplicate"
    UNKNOWN_TURN = "unknown_turn"
    UNKNOWN_ITEM = "unknown_item"
    FUTURE = "future"
    LATE = "late"
    FLOOD = "flood"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class Rewarding:
    """What happenings are worth, in accepted items, each from -10 to 10.

    Attributes:
        accept: An item was taken.
        purchase: It was bought.
        click: It was looked at more closely.
        reject: It was turned down.
        rating: It got the best rating; worse ones get less, from one star of five on.
        complaint: It was complained of.
        turn: Every move that was made: what a turn costs.
        abandonment: Nothing was taken by the end.
        catalogues: What they are worth in catalogues of their own.
    """

    accept: float = 1.0
    purchase: float = 2.0
    click: float = 0.1
    reject: float = -0.1
    rating: float = 0.5
    complaint: float = -0.5
    turn: float = -0.02
    abandonment: float = -0.2
    catalogues: "Mapping[str, Rewarding]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is no weight.

        Raises:
            InvalidInputError: one is out of range; it is named.
        """
        for name in REWARDS:
            value = getattr(self, name)
            if not (math.isfinite(value) and abs(value) <= _MOST_REWARD):
                raise InvalidInputError(
                    f"The reward {name} must be from -{_MOST_REWARD:g} to {_MOST_REWARD:g} accepted items.",
                    field=name,
                    value=value,
                )

    def of(self, catalogue: str) -> "Rewarding":
        """Give what happenings are worth in a catalogue."""
        return self.catalogues.get(catalogue, self)


REWARDS: Final = tuple(weight.name for weight in fields(Rewarding) if weight.name != "catalogues")
"""The names of the weights."""


@dataclass(frozen=True, slots=True)
class JoinLimits:
    """What is believed of events.

    Attributes:
        window_ms: An event counts up to so long after its decision.
        future_ms: A caller's clock may be ahead of the server's by so much.
        events_an_hour: Events of one user that count in an hour of the server's clock.
        conversations_a_user: Conversations of one user that count: the first of the log.
    """

    window_ms: int = 24 * _HOUR_MS
    future_ms: int = 300_000
    events_an_hour: int = 120
    conversations_a_user: int = 20


@dataclass(frozen=True, slots=True)
class Conversation:
    """A session's decisions in order, and the reward that followed each."""

    session_id: str
    subject: str
    decisions: tuple[Decided, ...]
    rewards: tuple[float, ...]
    taken: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """What a log comes to, and what became of its events."""

    conversations: tuple[Conversation, ...]
    fates: Mapping[Fate, int] = field(default_factory=dict)


def reward_of(event: Happened, rewarding: Rewarding) -> float:
    """Give what one event is worth; impressions and dwell say too little to count."""
    best, worst = 5.0, 1.0
    if event.type is EventType.RATING:
        return rewarding.rating * (min(best, max(worst, event.value)) - worst) / (best - worst)
    weights = {
        EventType.ACCEPT: rewarding.accept,
        EventType.PURCHASE: rewarding.purchase,
        EventType.CLICK: rewarding.click,
        EventType.REJECT: rewarding.reject,
        EventType.COMPLAINT: rewarding.complaint,
    }
    return weights.get(event.type, 0.0)


def fate_of(event: Happened, decided: Decided | None, limits: JoinLimits) -> Fate:
    """Say whether an event counts for a decision, as far as the two of them tell."""
    if decided is None:
        return Fate.UNKNOWN_TURN
    if event.unix_ms > event.heard_unix_ms + limits.future_ms:
        return Fate.FUTURE
    if event.heard_unix_ms > decided.unix_ms + limits.window_ms:
        return Fate.LATE
    if all(item.item_id != event.item_id for item in decided.shown):
        return Fate.UNKNOWN_ITEM
    return Fate.COUNTED


def join(entries: Iterable[Entry], rewarding: Rewarding, limits: JoinLimits = JoinLimits()) -> Joined:
    """Join events to decisions, in whatever order they stand in the log."""
    fates: Counter[Fate] = Counter()
    decisions: dict[tuple[str, int], Decided] = {}
    events: list[Happened] = []
    contested: set[tuple[str, int]] = set()
    for entry in entries:
        if isinstance(entry, Happened):
            events.append(entry)
            continue
        place = (entry.session_id, entry.turn)
        if place in decisions and decisions[place].request_id != entry.request_id:
            contested.add(place)
        decisions[place] = entry
    # Of two decisions of one turn, one reached nobody, and the log does not say which.
    fates[Fate.CONTESTED] = len(contested)
    broken = {session_id for session_id, _ in contested}
    earned = _earned(events, decisions, rewarding, limits, fates)
    by_session: defaultdict[str, list[Decided]] = defaultdict(list)
    for (session_id, _), decided in sorted(decisions.items()):
        if session_id not in broken:
            by_session[session_id].append(decided)
    talks = [_conversation(made, earned, rewarding.of(made[0].catalogue)) for made in by_session.values()]
    return Joined(tuple(_capped(talks, limits.conversations_a_user)), dict(fates))


def _earned(
    events: Sequence[Happened],
    decisions: Mapping[tuple[str, int], Decided],
    rewarding: Rewarding,
    limits: JoinLimits,
    fates: Counter[Fate],
) -> dict[tuple[str, int], list[tuple[EventType, float]]]:
    earned: defaultdict[tuple[str, int], list[tuple[EventType, float]]] = defaultdict(list)
    seen: set[tuple[str, int, str, EventType]] = set()
    heard: Counter[tuple[str, int]] = Counter()
    for event in sorted(events, key=lambda one: one.heard_unix_ms):
        place = (event.session_id, event.turn)
        fate = fate_of(event, decisions.get(place), limits)
        what, hour = (*place, event.item_id, event.type), event.heard_unix_ms // _HOUR_MS
        who = (event.user_id or event.session_id, hour)
        heard[who] += 1
        if fate is Fate.COUNTED and what in seen:
            fate = Fate.DUPLICATE
        if fate is Fate.COUNTED and heard[who] > limits.events_an_hour:
            fate = Fate.FLOOD
        fates[fate] += 1
        if fate is Fate.COUNTED:
            seen.add(what)
            earned[place].append((event.type, reward_of(event, rewarding.of(decisions[place].catalogue))))
    return earned


def _conversation(
    made: Sequence[Decided],
    earned: Mapping[tuple[str, int], Sequence[tuple[EventType, float]]],
    rewarding: Rewarding,
) -> Conversation:
    rewards, taken = [], False
    for decided in made:
        won = earned.get((decided.session_id, decided.turn), ())
        taken = taken or any(kind in {EventType.ACCEPT, EventType.PURCHASE} for kind, _ in won)
        total = rewarding.turn + sum(worth for _, worth in won)
        rewards.append(min(_MOST_REWARD, max(-_MOST_REWARD, total)))
    if not taken:
        rewards[-1] += rewarding.abandonment
    return Conversation(made[0].session_id, made[0].choice.subject, tuple(made), tuple(rewards), taken)


def _capped(talks: Iterable[Conversation], most: int) -> Iterable[Conversation]:
    """Keep a user's first conversations: nobody alone decides what is learned."""
    held: Counter[str] = Counter()
    for talk in talks:
        held[talk.subject] += 1
        if held[talk.subject] <= most:
            yield talk
