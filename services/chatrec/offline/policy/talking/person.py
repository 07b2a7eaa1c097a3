"""Somebody who talks: opens, answers, looks at what is shown, says what is wrong with it, accepts, or leaves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from chatrec.offline.dialogue.stories.conditions import Condition
from chatrec.offline.policy.people import Manner, Population
from chatrec.offline.policy.talking.voice import Said, Voice
from chatrec.offline.policy.talking.wishes import Stock, Taste, Wish, another_wish, mistaken
from chatrec.vocabulary.schema import KIND
from chatrec.vocabulary.turn import Turn
from chatrec.vocabulary.words import Move, Operator

__all__ = ["Message", "TalkingPerson", "Verdict"]

_SHOWING: Final = frozenset({Move.RECOMMEND, Move.RELAX, Move.PLAN})
_RELUCTANT: Final = 0.3
"""Share of those who name no wish after a slate that turn it down in words; the others ask for more."""
_SLIP_NOTICED: Final = 0.5
"""Share of the mistaken that also take back what they said in error, not only say what they want."""
_TWO_AT_ONCE: Final = 0.25


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody says, the act it is, and the wishes that it names; `mistakes` is how many are in error."""

    text: str
    act: str
    named: tuple[Said, ...] = ()
    mistakes: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody makes of a turn: the item taken, or leaving, or else the next message."""

    accepted: str = ""
    left: bool = False
    message: Message | None = None


@dataclass(slots=True)
class TalkingPerson:
    """One person over one kind of items; `said` holds the condition named last of each facet."""

    stock: Stock
    taste: Taste
    manner: Manner
    population: Population
    voice: Voice
    rng: np.random.Generator
    said: dict[str, Condition] = field(default_factory=dict)
    _questions: int = 0
    _slates: int = 0
    _kind_said: bool = False
    _latest: tuple[Said, ...] = ()

    def open(self) -> Message:
        """Begin: with a kind or without, with no wish or up to three."""
        self._kind_said = bool(self.rng.random() < self.population.kind)
        count = int(self.rng.choice(len(self.population.opening), p=self.population.opening))
        wishes = self._some_wishes(count)
        if wishes:
            return self._message("open" if self._kind_said else "open_wishes", wishes)
        return self._message("open_kind" if self._kind_said else "open_nothing", ())

    def react(self, turn: Turn) -> Verdict:
        """Take a turn in."""
        if turn.move in _SHOWING and turn.items:
            return self._look(turn)
        leaving = self.manner.leaving_asked + self.population.leaving_asked_again * self._questions
        self._questions += 1
        if self.rng.random() < leaving:
            return Verdict(left=True)
        if turn.move is Move.ASK:
            return Verdict(message=self._answer(turn.asked_facet))
        return Verdict(message=self._repeat())

    def _look(self, turn: Turn) -> Verdict:
        items = {item.id: item for item in self.stock.catalogue.items}
        slate = [items[shown.id] for shown in turn.items if shown.id in items]
        utilities = [self.taste.utility(item, self.stock.schema) for item in slate]
        seen = self.manner.judge(utilities, self.population.wobble, self.rng)
        for place, pleased in seen:
            if pleased:
                return Verdict(accepted=slate[place].id)
        leaving = self.manner.leaving_missed + self.population.leaving_missed_again * self._slates
        self._slates += 1
        if self.rng.random() < leaving:
            return Verdict(left=True)
        if any(item.kind != self.taste.kind for item in slate):
            return Verdict(message=self._name_kind())
        lacking = [
            wish
            for wish in self.taste.wishes
            if any(not wish.condition.holds(slate[place], self.stock.schema) for place, _ in seen)
        ]
        return Verdict(message=self._after_miss(lacking))

    def _after_miss(self, lacking: Sequence[Wish]) -> Message:
        changed = self._change_mind()
        if changed is not None:
            return changed
        if lacking and self.rng.random() < self.population.critique:
            return self._criticise(self._heaviest(lacking))
        return self._message("reject" if self.rng.random() < _RELUCTANT else "more", ())

    def _criticise(self, wish: Wish) -> Message:
        before = self.said.get(wish.condition.facet)
        if before is None:
            unsaid = [other for other in self.taste.wishes if other.condition.facet not in self.said]
            more = [other for other in unsaid if other is not wish][: int(self.rng.random() < _TWO_AT_ONCE)]
            return self._message("want", (wish, *more))
        if before != wish.condition and self.rng.random() < _SLIP_NOTICED:
            return self._message("change", (wish,), old=before)
        return self._message("insist", (wish,))

    def _change_mind(self) -> Message | None:
        said = [wish for wish in self.taste.wishes if self.said.get(wish.condition.facet) == wish.condition]
        if not said or self.rng.random() >= self.population.changing:
            return None
        old = said[int(self.rng.integers(len(said)))]
        changed = another_wish(self.stock, self.taste, old, self.rng)
        if changed is None:
            return None
        self.taste, new = changed
        return self._message("change", (new,), old=old.condition)

    def _answer(self, facet: str) -> Message:
        if facet == KIND:
            return self._name_kind()
        wish = next((wish for wish in self.taste.wishes if wish.condition.facet == facet), None)
        if wish is None:
            return self._message("indifferent", ())
        if self.rng.random() < self.manner.unknown:
            return self._message("unknown", ())
        return self._message("answer", (wish,))

    def _name_kind(self) -> Message:
        self._kind_said = True
        kind = Said(Condition(KIND, Operator.EQUAL, (self.taste.kind,)))
        return Message(self.voice.say("answer", (kind,), kind=self.taste.kind), "answer", (kind,))

    def _repeat(self) -> Message:
        """Say it again in other words, or say what is wanted where nothing was said so far."""
        if self._latest:
            plain = tuple(Said(part.condition, part.hard) for part in self._latest)
            return Message(self.voice.say("again", plain, kind=self.taste.kind), "again", plain)
        if not self._kind_said:
            return self._name_kind()
        return self._message("want", self._some_wishes(1))

    def _message(self, act: str, wishes: Iterable[Wish], *, old: Condition | None = None) -> Message:
        named = tuple(self._named(wish) for wish in wishes)
        if named:
            self._latest = named
        self.said |= {part.condition.facet: part.condition for part in named}
        wished = [wish.condition for wish in self.taste.wishes]
        mistakes = sum(part.condition not in wished for part in named)
        return Message(self.voice.say(act, named, kind=self.taste.kind, old=old), act, named, mistakes)

    def _named(self, wish: Wish) -> Said:
        if self.rng.random() < self.manner.wrong:
            return Said(mistaken(self.stock, wish, self.rng), wish.hard)
        vague = self.voice.can_be_vague(wish.condition) and self.rng.random() < self.population.vague
        return Said(wish.condition, wish.hard, bool(vague))

    def _some_wishes(self, count: int) -> tuple[Wish, ...]:
        """Draw wishes not said yet, dear ones more often."""
        left = [wish for wish in self.taste.wishes if wish.condition.facet not in self.said]
        if not left or not count:
            return ()
        odds = np.array([wish.weight for wish in left])
        chosen = self.rng.choice(len(left), size=min(count, len(left)), replace=False, p=odds / odds.sum())
        return tuple(left[int(place)] for place in chosen)

    def _heaviest(self, wishes: Sequence[Wish]) -> Wish:
        odds = np.array([wish.weight for wish in wishes])
        return wishes[int(self.rng.choice(len(wishes), p=odds / odds.sum()))]
