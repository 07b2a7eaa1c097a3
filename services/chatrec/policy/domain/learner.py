"""Follows the learning log entry by entry and teaches the bandit of each catalogue.

A decision waits for what its user does. An event teaches at once; what was shown and left alone teaches when the
session goes on: whoever looks at a slate looks at place i with chance i^-attention, so that an item far down that was
left alone says little (position bias: Craswell et al., WSDM 2008). Events that come before their decision wait for it.

What one user does counts in full k times an hour, and from then on as k / n the n-th time, so that a flood moves the
weights by the logarithm of its size, and from `JoinLimits.events_an_hour` on by nothing.
"""

import hashlib
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from chatrec.policy.domain.bandit import Bandit, BanditRates, Posterior
from chatrec.policy.domain.rewards import Fate, JoinLimits, Rewarding, fate_of
from chatrec.policy.domain.values import Values
from chatrec.vocabulary.decisions import Belief, Choice
from chatrec.vocabulary.learning import Decided, Entry, Happened
from chatrec.vocabulary.turn import EventType

__all__ = ["Learner", "Open"]

_OPEN: Final = 5_000
"""Sessions whose decisions wait; those that have gone on last stay longest."""
_TURNS: Final = 20
"""Decisions of a session that wait, and events that wait for one decision."""
_ORPHANS: Final = 1_000
_USERS: Final = 10_000
_CATALOGUES: Final = 64
_HOUR_MS: Final = 3_600_000
_ATTENTION: Final = 0.5
_BEST_RATING: Final = 5.0
_MOST_WEIGHT: Final = 2.0
_IN_FULL: Final = 10
"""Turns, and events, of one user that count in full in an hour."""

Key = TypeVar("Key")
Held = TypeVar("Held")


@dataclass(slots=True)
class Open:
    """A decision that is waited on, and the items and types of the events that have come.

    `influence`, 0 to 1, is how much it counts that its items were left alone.
    """

    decided: Decided
    answered: set[tuple[str, EventType]] = field(default_factory=set)
    passed: bool = False
    influence: float = 1.0


class Learner:
    """Learns from the log; for one thread. Everything it holds is bounded."""

    def __init__(
        self,
        prior: Values,
        *,
        rates: BanditRates,
        rewarding: Rewarding,
        limits: JoinLimits,
    ) -> None:
        """Start with nothing learned but the prior, from which every new catalogue starts."""
        self._prior = prior
        self._rates = rates
        self._rewarding = rewarding
        self._limits = limits
        self.bandits: dict[str, Bandit] = {}
        self.open: OrderedDict[str, dict[int, Open]] = OrderedDict()
        self.orphans: OrderedDict[tuple[str, int], list[Happened]] = OrderedDict()
        self.heard: OrderedDict[tuple[str, int], int] = OrderedDict()
        self.fates: Counter[Fate] = Counter()

    def enter(self, entry: Entry) -> None:
        """Learn from the next entry of the log."""
        if isinstance(entry, Decided):
            self._decided(entry)
        else:
            self._happened(replace(entry, user_id=_nameless(entry.user_id or entry.session_id)))

    def posteriors(self) -> Mapping[str, Posterior]:
        """Give what is believed of each catalogue."""
        return {catalogue: bandit.posterior() for catalogue, bandit in self.bandits.items()}

    def bandit(self, catalogue: str) -> Bandit | None:
        """Give the bandit of a catalogue, a new one where there is none yet; None where there are too many."""
        if catalogue not in self.bandits and len(self.bandits) < _CATALOGUES:
            self.bandits[catalogue] = Bandit(self._prior, self._rates)
        return self.bandits.get(catalogue)

    def _decided(self, decided: Decided) -> None:
        turns = self.open.pop(decided.session_id, {})
        for turn, held in turns.items():
            if turn < decided.turn:
                self._pass(held)
        # A turn that was taken again, as the session was changed meanwhile, stands for itself: who saw it acts on it.
        who = f"turns of {_nameless(decided.choice.subject or decided.session_id)}"
        influence = _influence(self._times(who, decided.unix_ms))
        turns[decided.turn] = Open(replace(decided, choice=Choice(Belief())), influence=influence)
        self.open[decided.session_id] = dict(list(turns.items())[-_TURNS:])
        _bounded(self.open, _OPEN)
        for event in self.orphans.pop((decided.session_id, decided.turn), ()):
            self._happened(event)

    def _happened(self, event: Happened) -> None:
        held = self.open.get(event.session_id, {}).get(event.turn)
        if held is None:
            waiting = self.orphans.setdefault((event.session_id, event.turn), [])
            waiting.extend([event] if len(waiting) < _TURNS else ())
            _bounded(self.orphans, _ORPHANS)
            self.fates[Fate.UNKNOWN_TURN] += 1
            return
        fate = fate_of(event, held.decided, self._limits)
        if fate is Fate.COUNTED and (event.item_id, event.type) in held.answered:
            fate = Fate.DUPLICATE
        times = self._times(event.user_id, event.heard_unix_ms) if fate is Fate.COUNTED else 0
        if times > self._limits.events_an_hour:
            fate = Fate.FLOOD
        self.fates[fate] += 1
        if fate is not Fate.COUNTED:
            return
        held.answered.add((event.item_id, event.type))
        taken, weight = _said(event, self._rewarding.of(held.decided.catalogue))
        if weight > 0.0:
            self._teach(held.decided, event.item_id, taken, weight * _influence(times), event.heard_unix_ms)

    def _times(self, who: str, unix_ms: int) -> int:
        """Count how often somebody was heard of in this hour, this time included."""
        place = (who, unix_ms // _HOUR_MS)
        self.heard[place] = self.heard.pop(place, 0) + 1
        _bounded(self.heard, _USERS)
        return self.heard[place]

    def _pass(self, held: Open) -> None:
        """Learn from what was left alone, once: the session has gone on."""
        if held.passed:
            return
        held.passed = True
        touched = {item_id for item_id, _ in held.answered}
        for place, item in enumerate(held.decided.shown, start=1):
            if item.item_id not in touched:
                looked = held.influence * place**-_ATTENTION
                self._teach(held.decided, item.item_id, 0.0, looked, held.decided.unix_ms)

    def _teach(self, decided: Decided, item_id: str, taken: float, looked: float, unix_ms: float) -> None:
        bandit = self.bandit(decided.catalogue)
        item = next(item for item in decided.shown if item.item_id == item_id)
        if bandit is not None and item.steps:
            bandit.observe(item.steps, item.score, taken, looked, unix_ms)


def _said(event: Happened, rewarding: Rewarding) -> tuple[float, float]:
    """Say how well an event shows that an item was taken, 0 to 1, and how much that weighs, in accepted items.

    What is worth less than nothing to the tenant counts as not taken. Rejections and complaints are sure, whatever
    they cost.
    """
    if event.type in {EventType.REJECT, EventType.COMPLAINT}:
        return 0.0, 1.0
    if event.type is EventType.RATING:
        liked = min(1.0, max(0.0, (event.value - 1.0) / (_BEST_RATING - 1.0)))
        return liked, min(_MOST_WEIGHT, abs(rewarding.rating))
    weights = {
        EventType.ACCEPT: rewarding.accept,
        EventType.PURCHASE: rewarding.purchase,
        EventType.CLICK: rewarding.click,
    }
    worth = weights.get(event.type, 0.0)
    return float(worth > 0.0), min(_MOST_WEIGHT, abs(worth))


def _nameless(who: str) -> str:
    """Give what stands for somebody in what is kept between two looks, which names nobody."""
    return hashlib.blake2b(who.encode(), digest_size=8).hexdigest()


def _influence(times: int) -> float:
    return min(1.0, _IN_FULL / max(1, times))


def _bounded(held: "OrderedDict[Key, Held]", most: int) -> None:
    while len(held) > most:
        held.popitem(last=False)
