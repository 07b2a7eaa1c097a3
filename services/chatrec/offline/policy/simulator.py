"""A simulated conversation: a person, a belief, and what each move costs and brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from chatrec.offline.policy.beliefs import Facts, ItemBelief, entropy_bits
from chatrec.offline.policy.people import Population, draw_person
from chatrec.offline.policy.tables import Numbers
from chatrec.policy.domain import Decider, Observation, Values
from chatrec.policy.domain.values import Step
from chatrec.vocabulary.decisions import Belief, Choice
from chatrec.vocabulary.words import Move

__all__ = ["Conversation", "Outcome", "Rewards", "play"]

PEOPLE: Final = Population()
_CANDIDATES: Final = 50
_MOST_TURNS: Final = 12
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
    """What a move brought: its reward, and the items looked at with what was made of them."""

    reward: float
    accepted: bool = False
    ended: bool = False
    observed: tuple[Observation, ...] = ()


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
        leaving = self._person.leaving_asked + self._population.leaving_asked_again * asked_before
        if self._opened:
            leaving += self._population.leaving_interested
        return self._go_on(leaving, self._rewards.question)

    def recommend(self) -> Outcome:
        """Show the best items and see what is made of them."""
        slate = self._slate()
        seen = self._person.judge(slate, self._population, self._rng)
        observed = tuple(Observation(self._steps(item), pleased) for item, pleased in seen)
        if any(pleased for _, pleased in seen):
            return Outcome(self._rewards.accepted, accepted=True, ended=True, observed=observed)
        self._belief.strike(slate)
        self._rejections += int(self._rng.choice([0, 1, len(slate)], p=[0.5, 0.3, 0.2]))
        self._impatient = bool(self._rng.random() < self._population.insistent)
        if self._rng.random() < self._population.critique:
            self._volunteer()
        shown_before, self._slates = self._slates, self._slates + 1
        leaving = self._person.leaving_missed + self._population.leaving_missed_again * shown_before
        after = self._go_on(leaving, self._rewards.missed)
        return Outcome(after.reward, ended=after.ended, observed=observed)

    def _go_on(self, leaving: float, reward: float) -> Outcome:
        self._turn += 1
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
        self._told[self._table.facet_of(column)] = column
        self._preferences += 1 + int(not limit and self._rng.random() < self._population.twice)
        self._belief.tell(column, as_limit=limit)

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


def play(conversation: Conversation, decider: Decider) -> Sequence[tuple[Choice, Outcome]]:
    """Let a decider hold a conversation to its end; give each choice and what its move brought."""
    held: list[tuple[Choice, Outcome]] = []
    while not (held and held[-1][1].ended):
        choice = conversation.choice()
        chosen = decider.decide(choice)
        outcome = conversation.ask(chosen.facet) if chosen.move is Move.ASK else conversation.recommend()
        held.append((choice, outcome))
    return held
