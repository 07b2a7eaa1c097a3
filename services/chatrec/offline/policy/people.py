"""People with hidden tastes: what they answer, what they accept, when they leave."""

from dataclasses import dataclass

import numpy as np

from chatrec.offline.policy.beliefs import Facts
from chatrec.offline.policy.tables import ItemTable, Numbers

__all__ = ["Person", "Population", "draw_person"]


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


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """One person: `weights` of the facets sum to 1, `utility` of the items is from 0 to 1 and 1 for `target`."""

    target: int
    weights: Numbers
    utility: Numbers
    threshold: float
    wrong: float
    unknown: float
    attention: float
    leaving_asked: float
    leaving_missed: float

    def answer(self, facts: Facts, facet: int, population: Population, rng: np.random.Generator) -> int | None:
        """Name a value of a facet, by its column; None for "I don't know" and "I don't care"."""
        columns = facts.table.columns(facet)
        wanted = np.flatnonzero(facts.table.has[self.target, columns])
        able = (1.0 - self.unknown) * facts.able[facet]
        if not len(wanted) or self.weights[facet] < population.careless or rng.random() > able:
            return None
        if rng.random() < self.wrong:
            return int(rng.integers(columns.start, columns.stop))
        return int(columns.start + rng.choice(wanted))

    def judge(self, slate: list[int], population: Population, rng: np.random.Generator) -> list[tuple[int, bool]]:
        """Look at a slate from the top; give the items looked at, the last of them accepted if any was."""
        seen: list[tuple[int, bool]] = []
        for place, item in enumerate(slate, start=1):
            if rng.random() > place**-self.attention:
                continue
            pleased = self.utility[item] + population.wobble * rng.standard_normal() >= self.threshold
            seen.append((item, bool(pleased)))
            if pleased:
                break
        return seen


def draw_person(table: ItemTable, population: Population, rng: np.random.Generator) -> Person:
    """Draw a person who has an item of the table in mind, popular ones more often, and cares for some of its facets."""
    wishes = np.sqrt(table.popularity)
    target = int(rng.choice(table.item_count, p=wishes / wishes.sum()))
    wanted = np.flatnonzero(table.has[target])
    facets = np.searchsorted(table.starts, wanted, side="right") - 1
    shared = table.has[:, wanted].astype(np.float64) @ np.eye(len(table.starts))[facets]
    held = shared[target]
    weights = np.where(held > 0, rng.exponential(size=len(held)) + 1e-9, 0.0)
    weights /= max(weights.sum(), 1e-9)
    return Person(
        target=target,
        weights=weights,
        utility=(shared / np.maximum(held, 1.0)) @ weights,
        threshold=rng.uniform(*population.threshold),
        wrong=rng.uniform(*population.wrong),
        unknown=rng.uniform(*population.unknown),
        attention=rng.uniform(*population.attention),
        leaving_asked=rng.uniform(*population.leaving_asked),
        leaving_missed=rng.uniform(*population.leaving_missed),
    )
