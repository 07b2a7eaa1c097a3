"""A simulated conversation: a person, a belief, and what each move costs and brings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from chatrec.offline.policy.beliefs import Facts, ItemBelief, entropy_bits
from chatrec.offline.policy.people import Population, changed_person, draw_person
from chatrec.offline.policy.tables import Numbers
from chatrec.policy.domain import Decider, NextMove, Observation, Values
from chatrec.vocabulary.decisions import Belief, Choice
from chatrec.vocabulary.steps import Step
from chatrec.vocabulary.words import Move

__all__ = ["Conversation", "Outcome", "Played", "Rewards", "moves", "play"]

PEOPLE: Final = Population()
_CANDIDATES: Final = 50
_MOST_TURNS: Final = 12
_VAGUELY_FITTING: Final = 0.2
"""Share of a facet's other values that a vague word fits as well."""
_RL_EXPONENT: Final = 0.5  # as the orchestrator fuses


@dataclass(frozen=True, slots=True)
class Rewards:
    """What a conversation is worth: a question costs as much as a slate in which nothing pleases."""

    accepted: float = 1.0
    question: float = -0.1
    missed: float = -0.1
    left: float = -0.2


REWARDS: Final = Rewards()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move brought: its reward, the items shown, and those looked at with what was made of them.

    `taken` is the item that was accepted, -1 where none was.
    """

    reward: float
    taken: int = -1
    ended: bool = False
    observed: tuple[Observation, ...] = ()
    slate: tuple[int, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether an item was accepted."""
        return self.taken >= 0


class Conversation:
    """One conversation, from the opening to acceptance, to leaving, or to the twelfth turn."""

    def __init__(
        self,
        facts: Facts,
        rng: np.random.Generator,
        *,
        population: Population = PEOPLE,
        rewards: Rewards = REWARDS,
        values: Values | None = None,
    ) -> None:
        """Draw a person and hear their opening."""
        self._rng, self._population, self._rewards, self._values = rng, population, rewards, values
        self._facts, self._table = facts, facts.table
        self._person = draw_person(facts.table, population, rng)
        self._belief = ItemBelief(facts, sureness=rng.uniform(0.15, 0.5))
        self._slate_size = int(rng.integers(3, 7))
        self._most_questions = int(rng.integers(2, 5))
        self._turn, self._questions, self._slates, self._rejections = 1, 0, 0, 0
        self._told: dict[int, int] = {}
        self._heard: dict[int, tuple[tuple[int, ...], bool]] = {}
        self._shown: list[int] = []
        self._preferences = int(rng.random() < population.kind)
        self._closed: set[int] = set()
        self._impatient = bool(rng.random() < population.eager)
        self._opened = self._open()

    def choice(self) -> Choice:
        """Give what the policy service would be sent now."""
        belief = self._belief.probabilities()
        gains, coverage = self._belief.gains(belief)
        offered = [facet for facet in range(len(gains)) if facet not in self._closed and facet not in self._told]
        offered.sort(key=lambda facet: -gains[facet])
        candidates = self._candidates(belief)
        best = belief[candidates[0]] if candidates else 1.0
        return Choice(
            belief=Belief(
                turn=self._turn,
                questions=self._questions,
                slates=self._slates,
                rejections=self._rejections,
                preferences=self._preferences,
                matched=int(self._belief.in_play.sum()),
                entropy_bits=entropy_bits(belief),
                slate_size=self._slate_size,
                impatient=self._impatient,
            ),
            facets=tuple(self._table.facets[facet] for facet in offered),
            gain_bits=tuple(float(gains[facet]) for facet in offered),
            coverage=tuple(float(coverage[facet]) for facet in offered),
            may_ask=bool(offered) and not self._impatient and self._questions < self._most_questions,
            item_ids=tuple(map(str, candidates)),
            scores=tuple((belief[candidates] / best).tolist()),
        )

    def ask(self, facet_name: str) -> Outcome:
        """Ask for a facet and hear the answer."""
        facet = self._table.facets.index(facet_name)
        self._closed.add(facet)
        column = self._person.answer(self._facts, facet, self._population, self._rng)
        if column is not None:
            self._hear(column)
        asked_before, self._questions = self._questions, self._questions + 1
        leaving = self._person.manner.leaving_asked + self._population.leaving_asked_again * asked_before
        if self._opened:
            leaving += self._population.leaving_interested
        return self._go_on(leaving, self._rewards.question)

    def recommend(self) -> Outcome:
        """Show the best items and see what is made of them."""
        slate = self._slate()
        seen = self._person.judge(slate, self._population, self._rng)
        observed = tuple(Observation(self._steps(item), pleased) for item, pleased in seen)
        if any(pleased for _, pleased in seen):
            return Outcome(self._rewards.accepted, seen[-1][0], ended=True, observed=observed, slate=tuple(slate))
        self._belief.strike(slate)
        self._shown += slate
        self._rejections += int(self._rng.choice([0, 1, len(slate)], p=[0.5, 0.3, 0.2]))
        self._impatient = bool(self._rng.random() < self._population.insistent)
        if self._rng.random() < self._population.critique:
            self._volunteer()
        shown_before, self._slates = self._slates, self._slates + 1
        leaving = self._person.manner.leaving_missed + self._population.leaving_missed_again * shown_before
        after = self._go_on(leaving, self._rewards.missed)
        return Outcome(after.reward, ended=after.ended, observed=observed, slate=tuple(slate))

    def _go_on(self, leaving: float, reward: float) -> Outcome:
        self._turn += 1
        if self._population.changing > 0.0 and self._told and self._rng.random() < self._population.changing:
            self._change_mind()
        if self._rng.random() < leaving:
            return Outcome(reward + self._rewards.left, ended=True)
        return Outcome(reward, ended=self._turn > _MOST_TURNS or not self._belief.in_play.any())

    def _open(self) -> bool:
        said = int(self._rng.choice(len(self._population.opening), p=self._population.opening))
        for _ in range(said):
            self._volunteer()
        return bool(self._told)

    def _volunteer(self) -> None:
        """Let the person name a wish that they have not named, dear ones more often."""
        weights = self._person.weights.copy()
        weights[[*self._told]] = 0.0
        if weights.sum() > 0.0:
            facet = int(self._rng.choice(len(weights), p=weights / weights.sum()))
            columns = self._table.columns(facet)
            wanted = np.flatnonzero(self._table.has[self._person.target, columns])
            self._hear(columns.start + int(self._rng.choice(wanted)))

    def _hear(self, column: int) -> None:
        limit = bool(self._rng.random() < self._population.hard)
        facet = self._table.facet_of(column)
        vague = self._population.vague > 0.0 and self._rng.random() < self._population.vague
        columns = self._vaguely(facet, column) if vague else (column,)
        self._told[facet] = column
        self._heard[facet] = (columns, limit and not vague)
        self._preferences += 1 + int(not limit and self._rng.random() < self._population.twice)
        self._belief.tell(*columns, as_limit=limit and not vague)

    def _vaguely(self, facet: int, column: int) -> tuple[int, ...]:
        """Give all values that a vague word fits: the one that is meant, and some others of the facet."""
        columns = self._table.columns(facet)
        fits = self._rng.random(columns.stop - columns.start) < _VAGUELY_FITTING
        return (column, *(other for other in np.flatnonzero(fits) + columns.start if other != column))

    def _change_mind(self) -> None:
        """Let the person want another value of a facet than they said, and say so; it takes the place of the old."""
        facet = int(self._rng.choice([*self._told]))
        kept = [
            column
            for other, column in self._told.items()
            if other != facet and self._table.has[self._person.target, column]
        ]
        changed = changed_person(self._table, self._person, facet, kept, self._rng)
        if changed is None:
            return
        self._person = changed
        columns = self._table.columns(facet)
        wanted = np.flatnonzero(self._table.has[changed.target, columns])
        column = columns.start + int(self._rng.choice(wanted))
        self._told[facet] = column
        self._heard[facet] = ((column,), self._heard[facet][1])
        self._belief = ItemBelief(self._facts, self._belief.sureness)
        for said, limit in self._heard.values():
            self._belief.tell(*said, as_limit=limit)
        self._belief.strike(self._shown)

    def _candidates(self, belief: Numbers) -> list[int]:
        ordered: list[int] = np.argsort(-belief, kind="stable")[:_CANDIDATES].tolist()
        return [item for item in ordered if belief[item] > 0.0]

    def _slate(self) -> list[int]:
        belief = self._belief.probabilities()
        candidates = self._candidates(belief)
        if self._values is not None:
            worth = {
                item: float(belief[item]) * self._values.value(self._steps(item)) ** _RL_EXPONENT for item in candidates
            }
            candidates.sort(key=lambda item: -worth[item])
        return candidates[: self._slate_size]

    def _steps(self, item: int) -> tuple[Step, ...]:
        """Give the steps by which paths from what was said reach an item."""
        held = [(facet, column) for facet, column in self._told.items() if self._table.has[item, column]]
        return tuple((self._table.relations[facet], self._table.entities[column]) for facet, column in held)


@dataclass(frozen=True, slots=True)
class Played:
    """A move of a conversation: what was known, what was chosen and with which probability, and what it brought."""

    choice: Choice
    chosen: NextMove
    outcome: Outcome


def moves(conversation: Conversation, decider: Decider) -> Iterator[Played]:
    """Let a decider hold a conversation to its end, move by move."""
    ended = False
    while not ended:
        choice = conversation.choice()
        chosen = decider.decide(choice)
        outcome = conversation.ask(chosen.facet) if chosen.move is Move.ASK else conversation.recommend()
        yield Played(choice, chosen, outcome)
        ended = outcome.ended


def play(conversation: Conversation, decider: Decider) -> Sequence[tuple[Choice, Outcome]]:
    """Let a decider hold a conversation to its end; give each choice and what its move brought."""
    return [(played.choice, played.outcome) for played in moves(conversation, decider)]
