"""People with hidden tastes: what they answer, what they accept, when they leave."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from chatrec.offline.policy.beliefs import Facts
from chatrec.offline.policy.tables import ItemTable, Numbers

__all__ = ["EVERYDAY", "Manner", "Person", "Population", "changed_person", "draw_manner", "draw_person"]


@dataclass(frozen=True, slots=True)
class Population:
    """How people differ; pairs are the ends of uniform distributions, chances are of 0 to 1.

    Attributes:
        wrong: Chance that an answer is another value than the wanted one.
        unknown: Chance of "I don't know" where people usually can answer.
        careless: Weight of a facet, of those that sum to 1, below which the answer is "I don't care".
        threshold: Utility from which an item is accepted.
        wobble: Standard deviation of the utility as felt.
        attention: Exponent of the position bias: the item at place i (from 1) is looked at with chance i^-attention.
        leaving_asked: Chance to leave after a question,
        leaving_asked_again: more for every question before,
        leaving_interested: and more where something was said at the opening: those mostly want to see items.
        leaving_missed: Chance to leave after a slate in which nothing pleased,
        leaving_missed_again: and more for every slate before.
        opening: Chances of naming nothing, one, two, three wishes at the opening.
        kind: Chance that the opening says at least what kind of thing is looked for.
        twice: Chance that a wish is held both as a preference and as words, and so counts twice.
        hard: Chance that what is said is a limit rather than a wish.
        eager: Chance of "just show me something" at the opening.
        insistent: Chance that somebody who was shown a slate asks for more, so that a question would not be welcome.
        critique: Chance that a missed slate makes somebody name another wish.
        vague: Chance that a wish is said in a vague word, which fits other values as well.
        changing: Chance, turn by turn, that somebody wants another value of a facet than they said.
    """

    wrong: tuple[float, float] = (0.0, 0.15)
    unknown: tuple[float, float] = (0.0, 0.3)
    careless: float = 0.03
    threshold: tuple[float, float] = (0.8, 1.0)
    wobble: float = 0.05
    attention: tuple[float, float] = (0.0, 0.3)
    leaving_asked: tuple[float, float] = (0.01, 0.06)
    leaving_asked_again: float = 0.05
    leaving_interested: float = 0.08
    leaving_missed: tuple[float, float] = (0.06, 0.2)
    leaving_missed_again: float = 0.04
    opening: tuple[float, ...] = (0.35, 0.4, 0.2, 0.05)
    kind: float = 0.7
    twice: float = 0.7
    hard: float = 0.3
    eager: float = 0.1
    insistent: float = 0.7
    critique: float = 0.25
    vague: float = 0.0
    changing: float = 0.0


EVERYDAY: Final = Population(
    threshold=(0.92, 0.98),
    wobble=0.02,
    leaving_asked=(0.0, 0.03),
    leaving_asked_again=0.01,
    leaving_missed=(0.0, 0.04),
    leaving_missed_again=0.01,
    critique=0.6,
    vague=0.15,
    changing=0.03,
)
"""People who want all that they wish but trifles, speak vaguely and change their minds now and then, mostly say what
was wrong with what they were shown, and seldom leave before a talk is eight turns long."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How one person deals with a system; each number is drawn from the range of the same name in `Population`."""

    threshold: float
    wrong: float
    unknown: float
    attention: float
    leaving_asked: float
    leaving_missed: float

    def judge(self, utilities: Sequence[float], wobble: float, rng: np.random.Generator) -> list[tuple[int, bool]]:
        """Look at a slate from the top; give the places looked at, from 0, the last of them accepted if any was."""
        seen: list[tuple[int, bool]] = []
        for place, utility in enumerate(utilities):
            if rng.random() > (place + 1) ** -self.attention:
                continue
            pleased = utility + wobble * rng.standard_normal() >= self.threshold
            seen.append((place, bool(pleased)))
            if pleased:
                break
        return seen


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """One person: `weights` of the facets sum to 1, `utility` of the items is from 0 to 1 and 1 for `target`."""

    target: int
    weights: Numbers
    utility: Numbers
    manner: Manner

    def answer(self, facts: Facts, facet: int, population: Population, rng: np.random.Generator) -> int | None:
        """Name a value of a facet, by its column; None for "I don't know" and "I don't care"."""
        columns = facts.table.columns(facet)
        wanted = np.flatnonzero(facts.table.has[self.target, columns])
        able = (1.0 - self.manner.unknown) * facts.able[facet]
        if not len(wanted) or self.weights[facet] < population.careless or rng.random() > able:
            return None
        if rng.random() < self.manner.wrong:
            return int(rng.integers(columns.start, columns.stop))
        return int(columns.start + rng.choice(wanted))

    def judge(self, slate: list[int], population: Population, rng: np.random.Generator) -> list[tuple[int, bool]]:
        """Look at a slate from the top; give the items looked at, the last of them accepted if any was."""
        seen = self.manner.judge([float(self.utility[item]) for item in slate], population.wobble, rng)
        return [(slate[place], pleased) for place, pleased in seen]


def draw_manner(population: Population, rng: np.random.Generator) -> Manner:
    """Draw how a person deals with a system."""
    return Manner(
        threshold=rng.uniform(*population.threshold),
        wrong=rng.uniform(*population.wrong),
        unknown=rng.uniform(*population.unknown),
        attention=rng.uniform(*population.attention),
        leaving_asked=rng.uniform(*population.leaving_asked),
        leaving_missed=rng.uniform(*population.leaving_missed),
    )


def draw_person(table: ItemTable, population: Population, rng: np.random.Generator) -> Person:
    """Draw a person who has an item of the table in mind, popular ones more often, and cares for some of its facets."""
    wishes = np.sqrt(table.popularity)
    target = int(rng.choice(table.item_count, p=wishes / wishes.sum()))
    shared, held = _shared(table, target)
    weights = np.where(held > 0, rng.exponential(size=len(held)) + 1e-9, 0.0)
    weights /= max(weights.sum(), 1e-9)
    return Person(target, weights, _utility(shared, held, weights), draw_manner(population, rng))


def changed_person(
    table: ItemTable, person: Person, facet: int, kept: Sequence[int], rng: np.random.Generator
) -> Person | None:
    """Let somebody have another item in mind, one with another value of a facet and with all values of `kept`.

    None where there is no such item.
    """
    columns = table.columns(facet)
    old = table.has[person.target, columns]
    other = table.has[:, columns].any(axis=1) & ~table.has[:, columns][:, old].any(axis=1)
    fitting = np.flatnonzero(other & table.has[:, list(kept)].all(axis=1))
    if not len(fitting):
        return None
    odds = np.sqrt(table.popularity[fitting])
    target = int(rng.choice(fitting, p=odds / odds.sum()))
    shared, held = _shared(table, target)
    weights = np.where(held > 0, person.weights, 0.0)
    weights /= max(weights.sum(), 1e-9)
    return replace(person, target=target, weights=weights, utility=_utility(shared, held, weights))


def _shared(table: ItemTable, target: int) -> tuple[Numbers, Numbers]:
    """Give how many values of each facet every item shares with the target, and how many the target has."""
    wanted = np.flatnonzero(table.has[target])
    facets = np.searchsorted(table.starts, wanted, side="right") - 1
    shared = table.has[:, wanted].astype(np.float64) @ np.eye(len(table.starts))[facets]
    return shared, shared[target]


def _utility(shared: Numbers, held: Numbers, weights: Numbers) -> Numbers:
    return (shared / np.maximum(held, 1.0)) @ weights
